using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.Salesforce;

/// <summary>How canonical objects are written into an object of an org. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record SalesforceWriteOptions<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>From how many requests on a bulk write goes by Bulk API 2.0 unless set: 2000, ten calls of collections.</summary>
    public const int DefaultBulkThreshold = 2000;

    /// <summary>Records in one call of collections unless set: <see cref="SalesforceClient.MaxCollectionRows"/>.</summary>
    public const int DefaultBatchSize = SalesforceClient.MaxCollectionRows;

    /// <summary>Records in one call for objects of Certinia PSA unless set: 50, since each write starts the package's own triggers.</summary>
    public const int CertiniaBatchSize = 50;

    /// <summary>How often records that met a lock are sent again within one bulk writing unless set: 3.</summary>
    public const int DefaultLockRetries = 3;

    /// <summary>The field that holds our id of the record: text, external id and unique. Its value identifies the record in every write.</summary>
    public required string ExternalIdField { get; init; }

    /// <summary>The value of <see cref="ExternalIdField"/> for an object; null for the canonical id as text. It must never change for an object.</summary>
    public Func<T, string>? ExternalId { get; init; }

    /// <summary>What an absent member of the object means: the field keeps its value, or is cleared. <see cref="AbsentMembers.NotSent"/> unless set.</summary>
    public AbsentMembers AbsentMembers { get; init; }

    /// <summary>
    /// Records in one call of collections, from 1 to 200; null for <see cref="DefaultBatchSize"/>, and <see cref="CertiniaBatchSize"/> for objects of the namespace <c>pse</c>. With <see cref="Lines"/> records and lines of one
    /// call together, as far as a single record with its lines does not have more; null then for 500, and <see cref="CertiniaBatchSize"/> for <c>pse</c>.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>From how many requests on a bulk write goes by Bulk API 2.0. <see cref="DefaultBulkThreshold"/> unless set.</summary>
    public int BulkThreshold { get; init; } = DefaultBulkThreshold;

    /// <summary>
    /// The child records that are written together with each record, all of them or none, by Composite Graph: at most 3 relations. They must be told when the mapping writes child records; empty to write the record alone all the same.
    /// The record is read before it is written: what is as it should be already is not written once more. At most 500 records of one object may differ at once.
    /// </summary>
    public IReadOnlyList<SalesforceLineOptions>? Lines { get; init; }

    /// <summary>
    /// The look-up by which the rows of a bulk job are sorted, such as <c>AccountId</c>: batches of a job run side by side, and two that write children of one parent wait for its lock. A parent that is named by its external id
    /// is given as <c>Account.ERP_Id__c</c>. Null for the first reference that the mapping writes; empty not to sort.
    /// </summary>
    public string? ParentField { get; init; }

    /// <summary>How often a bulk writing sends a record again that met a lock (<c>UNABLE_TO_LOCK_ROW</c>, also within the error of a trigger), after about 1, 2, 4, … seconds; 0 to hand it back as retryable at once. From 0 to 10. <see cref="DefaultLockRetries"/> unless set.</summary>
    public int LockRetries { get; init; } = DefaultLockRetries;

    internal string KeyOf(T value) => ExternalId is null ? value.Id.ToString() : ExternalId(value);

    internal int RowsPerCall(string objectName) =>
        BatchSize ?? (objectName.StartsWith("pse__", StringComparison.OrdinalIgnoreCase) ? CertiniaBatchSize : DefaultBatchSize);

    // A graph cannot be cut, so that one header with more lines still goes whole.
    internal int NodesPerCall(string objectName) =>
        BatchSize ?? (objectName.StartsWith("pse__", StringComparison.OrdinalIgnoreCase) ? CertiniaBatchSize : SalesforceClient.MaxGraphNodes);

    internal string? FindFault() => this switch
    {
        { BatchSize: < 1 or > SalesforceClient.MaxCollectionRows } => FormattableString.Invariant($"BatchSize is {BatchSize}; it must be from 1 to {SalesforceClient.MaxCollectionRows}."),
        { BulkThreshold: < 1 } => FormattableString.Invariant($"BulkThreshold is {BulkThreshold}; it must be at least 1."),
        { Lines.Count: > 3 } => FormattableString.Invariant($"Lines has {Lines.Count} relations; a call takes records of 15 kinds, which is enough for 3."),
        { LockRetries: < 0 or > 10 } => FormattableString.Invariant($"LockRetries is {LockRetries}; it must be from 0 to 10."),
        _ => null,
    };
}
