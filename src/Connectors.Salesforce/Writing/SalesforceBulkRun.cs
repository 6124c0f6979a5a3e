using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One writing of many: what waits, what is under way, and the account of it. Not thread-safe.</summary>
internal sealed class SalesforceBulkRun<T>(SalesforceTarget<T> target)
    where T : class, ICanonicalObject<T>
{
    // A job is held in memory, twice for a moment: large enough that the waiting for it does not count, and no larger.
    private const int MaxJobRows = 100_000;
    private const long MaxJobBytes = 16_000_000;

    private readonly SalesforceWriteBook _book = new();
    private List<(IdempotencyKey Key, SalesforceWrite Write)> _waiting = [];
    private long _bytes;
    private bool _hasSent;
    private bool _byJob;

    /// <summary>True when as much waits as goes at once: enough to choose the way first, then what makes a job.</summary>
    public bool IsFull => _bytes >= MaxJobBytes || _waiting.Count >= (_byJob ? MaxJobRows : target.Options.BulkThreshold);

    /// <summary>Takes a request; its outcome when it is refused at once.</summary>
    public KeyedOutcome? Take(WriteRequest<T> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _book.Send(request.Key);
        if (target.TryPrepare(request.Value, out SalesforceWrite write, out WriteOutcome? rejected))
        {
            _waiting.Add((request.Key, write));
            _bytes += write.Utf8Fields.Length;
            return null;
        }

        return _book.Settle(request.Key, rejected);
    }

    /// <summary>Sends what waits. Rows that met a lock go once more when the others are done, and then one call after another.</summary>
    public async IAsyncEnumerable<KeyedOutcome> SendAsync(bool isLast, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<(IdempotencyKey Key, SalesforceWrite Write)> all = _waiting;
        _waiting = [];
        _bytes = 0;
        // Enough for the first time means that there may be far more; from then on all goes by jobs.
        _byJob |= !isLast;
        while (all.Count > 0)
        {
            // Two records of one external id go one after the other, the second when the first is settled: one that met a lock would otherwise be sent again over what came after it.
            var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var later = new List<(IdempotencyKey Key, SalesforceWrite Write)>();
            var now = new List<(IdempotencyKey Key, SalesforceWrite Write)>(all.Count);
            foreach ((IdempotencyKey Key, SalesforceWrite Write) one in all)
                (keys.Add(one.Write.Key!) ? now : later).Add(one);
            await foreach (KeyedOutcome outcome in SendAsync(now, cancellationToken).ConfigureAwait(false))
                yield return outcome;
            all = later;
        }
    }

    // Records of different external ids.
    private async IAsyncEnumerable<KeyedOutcome> SendAsync(List<(IdempotencyKey Key, SalesforceWrite Write)> now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int again = 0; now.Count > 0; again++)
        {
            if (again > 0)
                await SalesforceLocks.WaitAsync(target.Client, again, cancellationToken).ConfigureAwait(false);
            var locked = new List<(IdempotencyKey Key, SalesforceWrite Write)>();
            // Jobs are done in parallel and nothing else is offered: what got into its own way there goes by calls, which follow each other.
            bool byJob = _byJob && (again == 0 || now.Count > SalesforceWriteOptions<T>.DefaultBulkThreshold);
            foreach (List<(IdempotencyKey Key, SalesforceWrite Write)> part in byJob ? [JobPart(now)] : CallParts(now))
            {
                List<(IdempotencyKey Key, WriteOutcome Outcome)> told = await SendPartAsync(part, byJob, cancellationToken).ConfigureAwait(false);
                for (int i = 0; i < told.Count; i++)
                {
                    if (again < target.Options.LockRetries && SalesforceLocks.IsLocked(told[i].Outcome))
                        locked.Add(part[i]);
                    else
                        yield return _book.Settle(told[i].Key, told[i].Outcome);
                }
            }

            now = locked;
        }
    }

    /// <summary>Ends the writing.</summary>
    public IReadOnlyList<KeyedOutcome> Close() => _book.Close();

    // Records of one parent stand together: batches of a job run side by side, and each locks the parents of its rows.
    private List<(IdempotencyKey Key, SalesforceWrite Write)> JobPart(List<(IdempotencyKey Key, SalesforceWrite Write)> all) =>
        target.ParentField is null ? all : [.. all.OrderBy(one => target.ParentOf(one.Write), StringComparer.Ordinal)];

    private IEnumerable<List<(IdempotencyKey Key, SalesforceWrite Write)>> CallParts(List<(IdempotencyKey Key, SalesforceWrite Write)> all)
    {
        int rows = target.Options.RowsPerCall(target.ObjectName);
        for (int at = 0; at < all.Count; at += rows)
            yield return all.GetRange(at, Math.Min(rows, all.Count - at));
    }

    private async Task<List<(IdempotencyKey Key, WriteOutcome Outcome)>> SendPartAsync(List<(IdempotencyKey Key, SalesforceWrite Write)> part, bool byJob, CancellationToken cancellationToken)
    {
        IReadOnlyList<WriteOutcome> told;
        try
        {
            told = byJob
                ? await target.Client.BulkUpsertAsync(target.ObjectName, target.ExternalIdField, [.. part.Select(static p => p.Write)], cancellationToken).ConfigureAwait(false)
                : await target.Client.UpsertManyAsync(target.ObjectName, target.ExternalIdField, [.. part.Select(static p => p.Write)], cancellationToken: cancellationToken).ConfigureAwait(false);
            _hasSent = true;
        }
        catch (ConnectorException e) when (_hasSent)
        {
            // What was done before must keep its outcomes: this is the fate of these records alone.
            told = [.. Enumerable.Repeat(SalesforceOutcomes.Retryable(e), part.Count)];
        }

        var outcomes = new List<(IdempotencyKey Key, WriteOutcome Outcome)>(part.Count);
        for (int i = 0; i < part.Count; i++)
            outcomes.Add((part[i].Key, told[i]));
        await ResolveAsync(part, outcomes, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    // What is in doubt is looked for. That a record is as it was sent is an answer; that it is not yet so is none, while a lost call may still be at work.
    private async Task ResolveAsync(List<(IdempotencyKey Key, SalesforceWrite Write)> part, List<(IdempotencyKey Key, WriteOutcome Outcome)> outcomes, CancellationToken cancellationToken)
    {
        List<int> unknown = [.. Enumerable.Range(0, part.Count).Where(i => outcomes[i].Outcome.Kind == WriteOutcomeKind.Unknown)];
        if (unknown.Count == 0)
            return;
        Dictionary<string, ReadBack> backs;
        try
        {
            backs = await target.ReadBackAsync([.. unknown.Select(i => part[i].Write)], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConnectorException or HttpRequestException or IOException)
        {
            // Then it stays unknown.
            return;
        }

        foreach (int i in unknown)
        {
            ReadBack back = backs[part[i].Write.Key!];
            if (back.Matches)
                outcomes[i] = (part[i].Key, new WriteOutcome { Kind = WriteOutcomeKind.Applied, NativeId = back.NativeId });
            else if (outcomes[i].Outcome.Issues is [{ Code: ConnectorErrorCodes.NoOutcome }, ..])
                // The job is over: what is not there will not come.
                outcomes[i] = (part[i].Key, outcomes[i].Outcome with { Kind = WriteOutcomeKind.Retryable, NativeId = back.NativeId });
        }
    }
}
