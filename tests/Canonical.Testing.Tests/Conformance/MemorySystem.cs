using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing.Tests;

/// <summary>How a connector may be wrong.</summary>
public enum Flaw
{
    None,
    RecordLeftOut,
    RecordTwice,
    BadRecordLeftOut,
    BadRecordThrows,
    BadRecordMapped,
    GoodRecordRefused,
    NoReasons,
    NoOrigin,
    ContractBroken,
    ContinuationOnTheLastPage,
    RestartBeginsAgain,
    RestartSkipsOne,
    GarbageIsTheStart,
    SharedState,
    CancellationIgnored,
    ReadsAllAtOnce,
    StampAlone,
    CursorBeforeThePage,
    NoPageWhenQuiet,
    DeletionsMissed,
    AnyCursorTaken,
    NewerCursorTaken,
    NotIdempotent,
    LostIsRetryable,
    LostIsRejected,
    LostIsSilent,
    ReadBackFindsAll,
    ReadBackFindsNothing,
    TurnedAwayIsUnknown,
    RefusedThrows,
    RefusedIsRetryable,
    TargetWithoutInstance,
    OutcomeMissing,
    OutcomeTwice,
    OutcomeOfAnother,
    BulkAdds,
    BulkThrowsAfterWriting,
    KeyTwiceTaken,
    RequestsLeftBehind,
    MissingThrows,
    MissingIsAnItem,
    AnotherRecordGiven,
    OneDiffers,
    DeletionDoesNothing,
    GoneIsRejected,
    LostDeletionIsRetryable,
    AbsentIsCleared,
    NullIsIgnored,
    MissingIsMade,
    ArrayIsTaken,
    LostPatchIsRejected,
}

/// <summary>A system in memory with a connector that can be made wrong in one way.</summary>
internal sealed class MemorySystem(Flaw flaw = Flaw.None)
{
    private readonly Lock _gate = new();
    private readonly List<(string Id, string Name, long Stamp, bool Deleted)> _rows = [];
    private int _calls;
    private long _clock;

    public Flaw Flaw => flaw;

    public bool LosesAnswers { get; set; }

    public bool TurnsAway { get; set; }

    public int Calls => _calls;

    public static Customer Make(string id, string name) => new()
    {
        Id = CanonicalId.Derive("acme", "customer", "memory", "one", id),
        SourceRefs = [new SourceRef { System = "memory", Instance = "one", ObjectType = "Client", RecordId = id }],
        Status = RecordStatus.Active,
        ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero),
        Name = name,
        Kind = CustomerKind.Organization,
        LegalEntities = [],
        DefaultCurrency = CurrencyCode.Parse("EUR"),
        PaymentTerms = CustomerPaymentTerms.Net30,
    };

    public static WriteRequest<Customer> Request(int number)
    {
        Customer customer = Make($"R{number}", $"Customer {number}");
        return new WriteRequest<Customer>(customer, new IdempotencyKey(customer.Id.Value));
    }

    /// <summary>A row; a name of "bad" cannot be mapped. Two rows share each stamp.</summary>
    public void Put(string id, string name, bool deleted = false)
    {
        lock (_gate)
        {
            _rows.RemoveAll(row => row.Id == id);
            _rows.Add((id, name, _clock++ / 2, deleted));
        }
    }

    /// <summary>The stamp that the next row gets.</summary>
    public long Stamp
    {
        get
        {
            lock (_gate)
                return _clock / 2;
        }
    }

    public void Tick()
    {
        lock (_gate)
            _clock += 2;
    }

    public int Count()
    {
        lock (_gate)
            return _rows.Count(static row => !row.Deleted);
    }

    public string? Name(string id)
    {
        lock (_gate)
            return _rows.Find(row => row.Id == id && !row.Deleted).Name;
    }

    public (string Id, string Name, long Stamp, bool Deleted)[] Rows()
    {
        Interlocked.Increment(ref _calls);
        lock (_gate)
            return [.. _rows];
    }

    public MemoryCustomers Open() => new(this);
}
