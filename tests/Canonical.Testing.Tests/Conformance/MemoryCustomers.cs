using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing.Tests;

/// <summary>All roles over a <see cref="MemorySystem"/>, right but for its flaw.</summary>
internal sealed class MemoryCustomers(MemorySystem system) : ISource<Customer>, IChangeSource<Customer>, ISink<Customer>, IBulkSink<Customer>
{
    private const int PageSize = 3;
    private static readonly RecordIssue Why = new() { Code = "CON1013", Kind = IssueKind.Validation, Message = "It is bad." };
    private int _shared;

    public string Target => Has(Flaw.TargetWithoutInstance) ? "memory" : "memory/one";

    public async IAsyncEnumerable<Page<SourceItem<Customer>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int at = 0;
        if (continuation is not null && !int.TryParse(continuation, CultureInfo.InvariantCulture, out at) && !Has(Flaw.GarbageIsTheStart))
            throw new ConnectorException(ConnectorErrorCodes.CursorRefused, IssueKind.Configuration, "No continuation.");
        if (continuation is not null)
            at = Has(Flaw.RestartBeginsAgain) ? 0 : Has(Flaw.RestartSkipsOne) ? at + 1 : at;
        _shared = at;
        (string Id, string Name, long Stamp, bool Deleted)[]? whole = Has(Flaw.ReadsAllAtOnce) ? system.Rows() : null;
        while (true)
        {
            await Task.Yield();
            if (!Has(Flaw.CancellationIgnored))
                cancellationToken.ThrowIfCancellationRequested();
            if (Has(Flaw.SharedState))
                at = _shared;
            var all = (whole ?? system.Rows()).Where(static row => !row.Deleted).OrderBy(static row => row.Id, StringComparer.Ordinal).ToList();
            List<SourceItem<Customer>> items = [.. all.Skip(at).Take(PageSize).Select(row => Item(row.Id, row.Name))];
            if (at == PageSize && Has(Flaw.RecordLeftOut))
                items.RemoveAt(0);
            if (at == PageSize && Has(Flaw.RecordTwice))
                items.Add(items[0]);
            if (Has(Flaw.BadRecordLeftOut))
                items.RemoveAll(static item => !item.IsMapped);
            at += PageSize;
            _shared = at;
            bool last = at >= all.Count;
            yield return new Page<SourceItem<Customer>>(items, last && !Has(Flaw.ContinuationOnTheLastPage) ? null : at.ToString(CultureInfo.InvariantCulture));
            if (last)
                yield break;
        }
    }

    public async IAsyncEnumerable<ChangePage<Customer>> ReadChangesAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (long stamp, string id) = (-1, "");
        if (since is not null)
        {
            string[] state = Encoding.UTF8.GetString((Has(Flaw.AnyCursorTaken) ? since.State : since.Open("memory/Client", Has(Flaw.NewerCursorTaken) ? 99 : 1)).Span).Split('|');
            (stamp, id) = (long.Parse(state[0], CultureInfo.InvariantCulture), state[1]);
        }

        bool any = false;
        while (true)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var page = system.Rows()
                .Where(row => Has(Flaw.StampAlone) ? row.Stamp > stamp : row.Stamp > stamp || (row.Stamp == stamp && string.CompareOrdinal(row.Id, id) > 0))
                // A stamp is read once no further row can come under it.
                .Where(row => row.Stamp < system.Stamp)
                .Where(row => !row.Deleted || !Has(Flaw.DeletionsMissed))
                .OrderBy(static row => row.Stamp).ThenBy(static row => row.Id, StringComparer.Ordinal)
                .Take(PageSize).ToList();
            if (page.Count == 0 && (any || Has(Flaw.NoPageWhenQuiet)))
                yield break;
            any = true;
            if (page.Count > 0)
                (stamp, id) = (page[^1].Stamp, page[^1].Id);
            yield return new ChangePage<Customer>(
                [.. page.Select(row => new RecordChange<Customer> { Kind = row.Deleted ? ChangeKind.Deleted : ChangeKind.Upserted, Item = Item(row.Id, row.Name) })],
                Has(Flaw.CursorBeforeThePage) ? new ChangeCursor("memory/Client", 1, Encoding.UTF8.GetBytes($"{stamp + 5}|~")) : Cursor());
            if (page.Count < PageSize)
                yield break;
        }

        ChangeCursor Cursor() => new("memory/Client", 1, Encoding.UTF8.GetBytes($"{stamp}|{id}"));
    }

    public async Task<WriteOutcome> UpsertAsync(WriteRequest<Customer> request, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        string id = request.Value.SourceRefs[0].RecordId;
        if (system.TurnsAway)
            return new WriteOutcome { Kind = Has(Flaw.TurnedAwayIsUnknown) ? WriteOutcomeKind.Unknown : WriteOutcomeKind.Retryable, Issues = [Why] };
        if (request.Value.Name == "bad")
            return Has(Flaw.RefusedThrows) ? throw new ConnectorException("CON1009", IssueKind.Validation, "Bad.") : Has(Flaw.RefusedIsRetryable) ? new WriteOutcome { Kind = WriteOutcomeKind.Retryable } : WriteOutcome.Rejected(Why);
        bool known = system.Name(id) is not null;
        system.Put(known && Has(Flaw.NotIdempotent) ? id + "-again" + system.Count() : id, request.Value.Name);
        if (!system.LosesAnswers)
            return new WriteOutcome { Kind = known ? WriteOutcomeKind.Updated : WriteOutcomeKind.Created, NativeId = id };
        return Has(Flaw.LostIsRetryable) ? new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = [Why] }
            : Has(Flaw.LostIsRejected) ? WriteOutcome.Rejected(Why)
            : new WriteOutcome { Kind = WriteOutcomeKind.Unknown, Issues = Has(Flaw.LostIsSilent) ? [] : [Why] };
    }

    public async Task<ReadBack> ReadBackAsync(WriteRequest<Customer> request, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        string id = request.Value.SourceRefs[0].RecordId;
        if (Has(Flaw.ReadBackFindsAll))
            return new ReadBack { Found = true, NativeId = id };
        string? name = Has(Flaw.ReadBackFindsNothing) ? null : system.Name(id);
        return name is null ? new ReadBack { Found = false } : new ReadBack { Found = true, NativeId = id, Differences = name == request.Value.Name ? [] : ["/name"] };
    }

    public async IAsyncEnumerable<KeyedOutcome> WriteAsync(IAsyncEnumerable<WriteRequest<Customer>> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        HashSet<IdempotencyKey> keys = [];
        int number = 0;
        await foreach (WriteRequest<Customer> request in requests.WithCancellation(cancellationToken))
        {
            if (!keys.Add(request.Key) && !Has(Flaw.KeyTwiceTaken))
                throw new ArgumentException("One key twice.", nameof(requests));
            number++;
            string id = request.Value.SourceRefs[0].RecordId;
            system.Put(Has(Flaw.BulkAdds) && system.Name(id) is not null ? id + "-again" : id, request.Value.Name);
            if (number == 1 && system.LosesAnswers && Has(Flaw.BulkThrowsAfterWriting))
                throw new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, "Broken.");
            if (number == 5 && Has(Flaw.OutcomeMissing))
                continue;
            var outcome = new WriteOutcome { Kind = system.LosesAnswers ? WriteOutcomeKind.Unknown : WriteOutcomeKind.Applied };
            yield return new KeyedOutcome(request.Key, outcome);
            if (number == 5 && Has(Flaw.OutcomeTwice))
                yield return new KeyedOutcome(request.Key, outcome);
            if (number == 5 && Has(Flaw.OutcomeOfAnother))
                yield return new KeyedOutcome(MemorySystem.Request(-1).Key, outcome);
            if (number == 5 && Has(Flaw.RequestsLeftBehind))
                yield break;
        }
    }

    private bool Has(Flaw flaw) => system.Flaw == flaw;

    private SourceItem<Customer> Item(string id, string name)
    {
        var source = new SourceRef { System = "memory", Instance = Has(Flaw.NoOrigin) ? "" : "one", ObjectType = "Client", RecordId = id };
        bool bad = name == "bad";
        if (bad && Has(Flaw.BadRecordThrows))
            throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Validation, "A bad record.");
        if ((bad && !Has(Flaw.BadRecordMapped)) || (id == "C3" && Has(Flaw.GoodRecordRefused)))
            return new SourceItem<Customer> { Source = source, Issues = Has(Flaw.NoReasons) ? [] : [Why] };
        return new SourceItem<Customer> { Source = source, Value = MemorySystem.Make(id, Has(Flaw.ContractBroken) ? "" : name) };
    }
}
