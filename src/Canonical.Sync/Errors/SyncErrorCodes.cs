namespace Canonical.Sync;

/// <summary>The permanent codes of the synchronisation, listed with their remedies in <c>docs/errors/sync.md</c>.</summary>
public static class SyncErrorCodes
{
    /// <summary>The record could not be mapped to a canonical object, or broke its contract.</summary>
    public const string NotMapped = "SYN1001";

    /// <summary>Another source record means the same entity and was there first.</summary>
    public const string Duplicate = "SYN1002";

    /// <summary>Something that the record refers to was refused.</summary>
    public const string DependencyRefused = "SYN1003";

    /// <summary>Something that the record refers to never reached the target.</summary>
    public const string DependencyMissing = "SYN1004";

    /// <summary>Something that the record refers to is still on its way to the target.</summary>
    public const string DependencyUnderway = "SYN1005";

    /// <summary>The crosswalk says that the source record is another canonical object, for example after a merge.</summary>
    public const string RecordIsAnother = "SYN1006";

    /// <summary>The target refused the record.</summary>
    public const string RejectedByTarget = "SYN1007";

    /// <summary>The record took effect in a target record that belongs to another canonical object.</summary>
    public const string TargetRecordShared = "SYN1008";

    /// <summary>The posting waits for the instant from which it may be sent.</summary>
    public const string NotYetDue = "SYN1009";

    /// <summary>The target asked for a pause that has not passed yet.</summary>
    public const string TargetPaused = "SYN1010";

    /// <summary>A posting of the same lane is being sent elsewhere.</summary>
    public const string InFlight = "SYN1011";

    /// <summary>The call ended without an outcome, so it is not known whether it took effect.</summary>
    public const string OutcomeUnknown = "SYN1012";

    /// <summary>The outcome came after the lease was lost and was not recorded.</summary>
    public const string LeaseLost = "SYN1013";

    /// <summary>The payload in the ledger follows another version of the contract and cannot be sent without its source.</summary>
    public const string PayloadUnreadable = "SYN1014";

    /// <summary>The items of a run do not add up: a defect in the synchronisation itself.</summary>
    public const string AccountingBroken = "SYN3001";

    /// <summary>The ledger gave an answer that its contract rules out: a defect in the store.</summary>
    public const string LedgerBroken = "SYN3002";

    /// <summary>A posting key exists with another fingerprint: two changes would share one key.</summary>
    public const string KeyReused = "SYN3003";
}
