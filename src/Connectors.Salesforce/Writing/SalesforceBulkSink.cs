using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Writes many canonical objects as records of one object: calls of up to 200 records for some, jobs of Bulk API 2.0 for many. Every request has exactly one outcome. Thread-safe.</summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>
/// The external id is the correlation: whatever order the answers come in, and whatever they leave out, each record is found by it. What has no outcome is read back; what then still is in doubt is unknown.
/// Up to <see cref="SalesforceWriteOptions{T}.BulkThreshold"/> requests are held before the way is chosen. Records with lines (<see cref="SalesforceWriteOptions{T}.Lines"/>) go by Composite Graph, up to 75 in one call, however many there are.
/// The keys of all requests of one writing are remembered until it ends, so that one that comes twice is refused: the memory grows by the keys, and not by the objects.
/// </remarks>
public sealed class SalesforceBulkSink<T> : IBulkSink<T>
    where T : class, ICanonicalObject<T>
{
    private readonly SalesforceTarget<T> _target;
    private readonly SalesforceHeaderWriter<T>? _headers;

    /// <summary>Creates the sink.</summary>
    /// <param name="client">The org.</param>
    /// <param name="mapping">How canonical objects become records; its source names the object.</param>
    /// <param name="org">What every mapping of the org needs. Its references must know the org's ids of the canonical objects that are referred to.</param>
    /// <param name="options">How records are found and written.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, or an option is outside of its limits.</exception>
    public SalesforceBulkSink(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions org, SalesforceWriteOptions<T> options)
    {
        _target = new SalesforceTarget<T>(client, mapping, org, options);
        _headers = options.Lines is { Count: > 0 } ? new SalesforceHeaderWriter<T>(_target) : null;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<KeyedOutcome> WriteAsync(IAsyncEnumerable<WriteRequest<T>> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return _headers is null ? WriteRecordsAsync(requests, cancellationToken) : WriteHeadersAsync(requests, _headers, cancellationToken);
    }

    private async IAsyncEnumerable<KeyedOutcome> WriteHeadersAsync(IAsyncEnumerable<WriteRequest<T>> requests, SalesforceHeaderWriter<T> headers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new SalesforceHeaderRun<T>(_target, headers);
        await foreach (WriteRequest<T> request in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (run.Take(request) is { } refused)
                yield return refused;
            if (!run.IsFull)
                continue;
            await foreach (KeyedOutcome outcome in run.SendAsync(cancellationToken).ConfigureAwait(false))
                yield return outcome;
        }

        await foreach (KeyedOutcome outcome in run.SendAsync(cancellationToken).ConfigureAwait(false))
            yield return outcome;
        foreach (KeyedOutcome rest in run.Close())
            yield return rest;
    }

    private async IAsyncEnumerable<KeyedOutcome> WriteRecordsAsync(IAsyncEnumerable<WriteRequest<T>> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new SalesforceBulkRun<T>(_target);
        IAsyncEnumerator<WriteRequest<T>> source = requests.GetAsyncEnumerator(cancellationToken);
        await using (source.ConfigureAwait(false))
        {
            bool more = true;
            while (more)
            {
                while (!run.IsFull && (more = await source.MoveNextAsync().ConfigureAwait(false)))
                {
                    if (run.Take(source.Current) is { } refused)
                        yield return refused;
                }

                await foreach (KeyedOutcome outcome in run.SendAsync(isLast: !more, cancellationToken).ConfigureAwait(false))
                    yield return outcome;
            }
        }

        foreach (KeyedOutcome rest in run.Close())
            yield return rest;
    }
}
