using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Writes records with their lines by Composite Graph, each all or none: reads what there is, sends what differs, and reads again when an answer was lost. Thread-safe.</summary>
/// <remarks>
/// A graph is never repeated blindly: a line that the lost call made has become one whose parent cannot be written any more. What is sent after a look is what then still differs, and the unique external ids see to it that
/// a call which arrives late writes nothing a second time.
/// </remarks>
internal sealed class SalesforceHeaderWriter<T>(SalesforceTarget<T> target)
    where T : class, ICanonicalObject<T>
{
    // How often something is tried again that is not a lock: an answer that was lost, or a record that changed between the look and the call.
    private const int MaxLooks = 3;

    private readonly SalesforceHeaderReader<T> _reader = new(target);
    private readonly SalesforceHeaderPlanner<T> _planner = new(target);

    private enum Next
    {
        Done,
        AtOnce,
        AfterAWait,
    }

    /// <summary>Compares a record and its lines with what the org has.</summary>
    /// <exception cref="ConnectorException">The org cannot be read, or several records have the key.</exception>
    public async Task<ReadBack> ReadBackAsync(SalesforceHeader header, CancellationToken cancellationToken)
    {
        SalesforceHeaderState[] states = await _reader.ReadAsync([header], cancellationToken).ConfigureAwait(false);
        return states[0].Headers.Count > 1 ? throw target.NotUnique() : _reader.Compare(header, states[0]);
    }

    /// <summary>Writes headers with different keys; each outcome comes as soon as it is known.</summary>
    /// <exception cref="ConnectorException">The org as a whole cannot be written, before anything was sent.</exception>
    public async IAsyncEnumerable<(int Index, WriteOutcome Outcome)> WriteAsync(IReadOnlyList<SalesforceHeader> headers, bool hasSent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Work> open = [.. headers.Select(static (header, i) => new Work(i, header))];
        while (open.Count > 0)
        {
            SalesforceHeaderState[]? states = null;
            WriteOutcome? unread = null;
            try
            {
                await _planner.PrepareAsync(cancellationToken).ConfigureAwait(false);
                states = await _reader.ReadAsync([.. open.Select(static w => w.Header)], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (SalesforceOutcomes.OfUnsent(e, hasSent) is { } outcome)
            {
                unread = outcome;
            }

            if (states is null)
            {
                foreach (Work work in open)
                    yield return (work.Index, InDoubt(work, unread!));
                yield break;
            }

            var plans = new List<(Work Work, SalesforceHeaderPlan Plan)>();
            for (int i = 0; i < open.Count; i++)
            {
                if (!_planner.TryPlan(open[i].Header, states[i], out SalesforceHeaderPlan plan, out WriteOutcome? rejected))
                    yield return (open[i].Index, rejected);
                else if (plan.Nodes.Count == 0)
                    // As it shall be: because it was so, or because the call whose answer was lost did it.
                    yield return (open[i].Index, new WriteOutcome { Kind = open[i].InDoubt is null ? WriteOutcomeKind.Unchanged : open[i].Intended, NativeId = plan.HeaderId });
                else
                    plans.Add((open[i], plan));
            }

            var again = new List<Work>();
            int wait = 0;
            foreach (List<(Work Work, SalesforceHeaderPlan Plan)> call in Calls(plans))
            {
                IReadOnlyList<SalesforceGraphResult>? results = null;
                WriteOutcome? failed = null;
                try
                {
                    results = await target.Client.GraphAsync([.. call.Select(static (p, i) => new SalesforceGraph(FormattableString.Invariant($"graph{i}"), [.. p.Plan.Nodes.Select(static n => n.Request)]))], mayRepeat: false, cancellationToken).ConfigureAwait(false);
                    hasSent = true;
                }
                catch (ConnectorException e) when (hasSent)
                {
                    failed = SalesforceOutcomes.Retryable(e);
                }

                bool anyAtFault = results is not null && results.Any(static r => r.IsSuccessful == false && r.Responses.Any(static a => !a.IsBystander));
                for (int i = 0; i < call.Count; i++)
                {
                    (Work work, SalesforceHeaderPlan plan) = call[i];
                    (Next next, WriteOutcome outcome) = results is null ? (Next.Done, failed!) : Judge(work, plan, results[i], anyAtFault);
                    if (next == Next.Done)
                        yield return (work.Index, InDoubt(work, outcome));
                    else
                        again.Add(work);
                    if (next == Next.AfterAWait)
                        wait = Math.Max(wait, Math.Max(work.Locked, work.Lost));
                }
            }

            open = again;
            if (wait > 0)
                await SalesforceLocks.WaitAsync(target.Client, wait, cancellationToken).ConfigureAwait(false);
        }
    }

    // A call whose answer was lost may still be under way, though nothing was to be seen of it: that a later one had no effect is not the whole truth.
    private static WriteOutcome InDoubt(Work work, WriteOutcome outcome) =>
        work.InDoubt is { } lost && outcome.Kind == WriteOutcomeKind.Retryable
            ? outcome with { Kind = WriteOutcomeKind.Unknown, Issues = [lost.Issues[0], .. outcome.Issues] }
            : outcome;

    // Up to 75 graphs and 500 calls in each, fewer where each write starts triggers.
    private IEnumerable<List<(Work Work, SalesforceHeaderPlan Plan)>> Calls(List<(Work Work, SalesforceHeaderPlan Plan)> plans)
    {
        var call = new List<(Work Work, SalesforceHeaderPlan Plan)>();
        int nodes = 0;
        foreach ((Work Work, SalesforceHeaderPlan Plan) one in plans)
        {
            if (call.Count == SalesforceClient.MaxGraphs || (call.Count > 0 && nodes + one.Plan.Nodes.Count > target.Options.NodesPerCall(target.ObjectName)))
            {
                yield return call;
                call = [];
                nodes = 0;
            }

            call.Add(one);
            nodes += one.Plan.Nodes.Count;
        }

        if (call.Count > 0)
            yield return call;
    }

    private (Next Next, WriteOutcome Outcome) Judge(Work work, SalesforceHeaderPlan plan, SalesforceGraphResult result, bool anyAtFault)
    {
        work.Intended = plan.HeaderId is null ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated;
        if (result.IsSuccessful == true)
            return (Next.Done, new WriteOutcome { Kind = work.Intended, NativeId = plan.HeaderId ?? result.Responses[0].Outcome.NativeId });
        if (result.IsSuccessful is null)
        {
            work.InDoubt = result.Responses[0].Outcome;
            return (++work.Lost < MaxLooks ? Next.AfterAWait : Next.Done, work.InDoubt);
        }

        // From here on it is certain that this call wrote nothing: turned away as a whole, or for the sake of single records.
        if (result.Responses.All(static r => r.StatusCode == 0))
            return (Passes(result.Responses[0].Outcome) && ++work.Locked <= target.Options.LockRetries ? Next.AfterAWait : Next.Done, result.Responses[0].Outcome);
        List<(SalesforceHeaderNode Node, WriteOutcome Outcome)> guilty = [];
        for (int i = 0; i < plan.Nodes.Count; i++)
        {
            if (!result.Responses[i].IsBystander && !result.Responses[i].Outcome.TookEffect)
                guilty.Add((plan.Nodes[i], result.Responses[i].Outcome));
        }

        if (guilty.Count == 0)
        {
            // Halted because too many others failed: those are done now, so it goes on. When nobody failed, nobody knows why.
            WriteOutcome halted = result.Responses[0].Outcome with { Kind = WriteOutcomeKind.Retryable };
            return anyAtFault ? (Next.AtOnce, halted) : (++work.Locked <= target.Options.LockRetries ? Next.AfterAWait : Next.Done, halted);
        }

        WriteOutcome outcome = Explain(guilty);
        if (guilty.Exists(static g => IsStale(g.Node, g.Outcome)))
        {
            _planner.Forget();
            return (++work.Stale < MaxLooks ? Next.AtOnce : Next.Done, outcome);
        }

        return (Passes(outcome) && ++work.Locked <= target.Options.LockRetries ? Next.AfterAWait : Next.Done, outcome);
    }

    private static bool Passes(WriteOutcome outcome) => outcome is { Kind: WriteOutcomeKind.Retryable, RetryAfter: null } && !outcome.Issues.Any(static i => i.Kind == IssueKind.Throttled);

    // What was looked at has changed since: made by somebody else, or by our own call whose answer was lost, or gone.
    private static bool IsStale(SalesforceHeaderNode node, WriteOutcome outcome) => outcome.Issues[0].VendorCode switch
    {
        "INVALID_FIELD_FOR_INSERT_UPDATE" or "DUPLICATE_VALUE" => node.Request.Method != HttpMethod.Delete,
        "ENTITY_IS_DELETED" or "NOT_FOUND" or "INVALID_CROSS_REFERENCE_KEY" => node.Request.KeyField is null,
        _ => false,
    };

    private WriteOutcome Explain(List<(SalesforceHeaderNode Node, WriteOutcome Outcome)> guilty)
    {
        RecordIssue[] issues = [.. guilty.SelectMany(g => g.Outcome.Issues.Select(issue => Place(g.Node, issue)))];
        WriteOutcome first = guilty[0].Outcome;
        return guilty.Exists(static g => g.Outcome.Kind == WriteOutcomeKind.Rejected)
            ? WriteOutcome.Rejected(issues) with { VendorRequestId = first.VendorRequestId }
            : first with { Kind = WriteOutcomeKind.Retryable, Issues = issues, NativeId = null };
    }

    private RecordIssue Place(SalesforceHeaderNode node, RecordIssue issue)
    {
        string? field = issue.VendorPath?.Split(',')[0].Trim();
        return node.Options is null
            ? issue with { Path = issue.Path ?? (field is null ? null : target.Pointer(field)) }
            : issue with { Path = target.LinePointer(node.Options, node.Index, field), VendorPath = SalesforceHeaderPlanner<T>.VendorPath(node.Options, node.Index, issue.VendorPath) };
    }

    private sealed class Work(int index, SalesforceHeader header)
    {
        public int Index { get; } = index;

        public SalesforceHeader Header { get; } = header;

        public WriteOutcome? InDoubt { get; set; }

        public WriteOutcomeKind Intended { get; set; }

        public int Lost { get; set; }

        public int Stale { get; set; }

        public int Locked { get; set; }
    }
}
