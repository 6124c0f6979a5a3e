using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One writing of many records with their lines, and the account of it. Not thread-safe.</summary>
internal sealed class SalesforceHeaderRun<T>(SalesforceTarget<T> target, SalesforceHeaderWriter<T> writer)
    where T : class, ICanonicalObject<T>
{
    private readonly SalesforceWriteBook _book = new();
    private readonly List<(IdempotencyKey Key, SalesforceHeader Header)> _waiting = [];
    private bool _hasSent;

    public bool IsFull => _waiting.Count >= SalesforceClient.MaxGraphs;

    /// <summary>Takes a request; its outcome when it is refused at once.</summary>
    public KeyedOutcome? Take(WriteRequest<T> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _book.Send(request.Key);
        if (!target.TryPrepare(request.Value, out SalesforceHeader? header, out WriteOutcome? rejected))
            return _book.Settle(request.Key, rejected);
        _waiting.Add((request.Key, header));
        return null;
    }

    /// <summary>Sends what waits; two of one external id one after the other.</summary>
    public async IAsyncEnumerable<KeyedOutcome> SendAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_waiting.Count > 0)
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            List<(IdempotencyKey Key, SalesforceHeader Header)> now = _waiting.FindAll(w => names.Add(w.Header.Key));
            foreach ((IdempotencyKey Key, SalesforceHeader Header) one in now)
                _waiting.Remove(one);
            await foreach ((int index, WriteOutcome outcome) in writer.WriteAsync([.. now.Select(static n => n.Header)], _hasSent, cancellationToken).ConfigureAwait(false))
                yield return _book.Settle(now[index].Key, outcome);
            _hasSent = true;
        }
    }

    /// <summary>Ends the writing.</summary>
    public IReadOnlyList<KeyedOutcome> Close() => _book.Close();
}
