using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One writing of many: what waits, what is under way, and the account of it. Not thread-safe.</summary>
internal sealed class SalesforceBulkRun<T>(SalesforceTarget<T> target)
    where T : class, ICanonicalObject<T>
{
    private readonly WriteLedger _ledger = new();
    private readonly HashSet<IdempotencyKey> _keys = [];
    private List<(IdempotencyKey Key, SalesforceWrite Write)> _waiting = [];
    private bool _hasSent;

    public bool IsFull => _waiting.Count >= target.Options.BulkThreshold;

    /// <summary>Takes a request; its outcome when it is refused at once.</summary>
    public KeyedOutcome? Take(WriteRequest<T> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_keys.Add(request.Key))
            throw new ArgumentException("A request with this key came before. Give each key once.", nameof(request));
        _ledger.Send(request.Key);
        if (target.TryPrepare(request.Value, out SalesforceWrite write, out WriteOutcome? rejected))
        {
            _waiting.Add((request.Key, write));
            return null;
        }

        return Settle(request.Key, rejected);
    }

    /// <summary>Sends what waits.</summary>
    public async IAsyncEnumerable<KeyedOutcome> SendAsync(bool isLast, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<(IdempotencyKey Key, SalesforceWrite Write)> now = _waiting;
        _waiting = [];
        int rows = target.Options.RowsPerCall(target.ObjectName);
        for (int at = 0; at < now.Count; at += rows)
        {
            List<(IdempotencyKey Key, SalesforceWrite Write)> part = now.GetRange(at, Math.Min(rows, now.Count - at));
            foreach ((IdempotencyKey key, WriteOutcome outcome) in await SendPartAsync(part, cancellationToken).ConfigureAwait(false))
                yield return Settle(key, outcome);
        }
    }

    /// <summary>Ends the writing.</summary>
    public IReadOnlyList<KeyedOutcome> Close() => _ledger.Close(new RecordIssue
    {
        Code = ConnectorErrorCodes.NoOutcome,
        Kind = IssueKind.UnknownOutcome,
        Message = "The writing ended without telling what became of the record.",
        Remedy = "Read the record back by its external id before sending it again.",
    });

    private KeyedOutcome Settle(IdempotencyKey key, WriteOutcome outcome)
    {
        _ledger.Settle(key, outcome);
        return new KeyedOutcome(key, outcome);
    }

    private async Task<List<(IdempotencyKey Key, WriteOutcome Outcome)>> SendPartAsync(List<(IdempotencyKey Key, SalesforceWrite Write)> part, CancellationToken cancellationToken)
    {
        IReadOnlyList<WriteOutcome> told;
        try
        {
            told = await target.Client.UpsertManyAsync(target.ObjectName, target.ExternalIdField, [.. part.Select(static p => p.Write)], cancellationToken: cancellationToken).ConfigureAwait(false);
            _hasSent = true;
        }
        catch (ConnectorException e) when (_hasSent)
        {
            // What was done before must keep its outcomes: this is the fate of these records alone.
            told = [.. Enumerable.Repeat(new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = [e.ToIssue()] }, part.Count)];
        }

        var outcomes = new List<(IdempotencyKey Key, WriteOutcome Outcome)>(part.Count);
        for (int i = 0; i < part.Count; i++)
            outcomes.Add((part[i].Key, told[i]));
        await ResolveAsync(part, outcomes, isOver: false, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    // What is in doubt is looked for. That a record is as it was sent is an answer; that it is not yet so is none, while a lost call may still be at work.
    private async Task ResolveAsync(List<(IdempotencyKey Key, SalesforceWrite Write)> part, List<(IdempotencyKey Key, WriteOutcome Outcome)> outcomes, bool isOver, CancellationToken cancellationToken)
    {
        List<int> unknown = [.. Enumerable.Range(0, part.Count).Where(i => outcomes[i].Outcome.Kind == WriteOutcomeKind.Unknown)];
        if (unknown.Count == 0)
            return;
        Dictionary<string, ReadBack> backs;
        try
        {
            backs = await target.ReadBackAsync([.. unknown.Select(i => part[i].Write)], cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException)
        {
            // Then it stays unknown.
            return;
        }

        foreach (int i in unknown)
        {
            ReadBack back = backs[part[i].Write.Key!];
            if (back.Matches)
                outcomes[i] = (part[i].Key, new WriteOutcome { Kind = WriteOutcomeKind.Applied, NativeId = back.NativeId });
            else if (isOver)
                outcomes[i] = (part[i].Key, outcomes[i].Outcome with { Kind = WriteOutcomeKind.Retryable, NativeId = back.NativeId });
        }
    }
}
