using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.Salesforce;

/// <summary>How time entries are put together as timecards of Certinia PSA. Immutable and thread-safe.</summary>
public sealed record CertiniaTimecardOptions
{
    /// <summary>Timecards in one call unless set: 50, since each write starts the package's own triggers.</summary>
    public const int DefaultBatchSize = 50;

    /// <summary>How often timecards that met a lock are sent again within one writing unless set: 3.</summary>
    public const int DefaultLockRetries = 3;

    /// <summary>The field of <c>pse__Timecard_Header__c</c> that holds our key of the timecard: text of 36 characters, external id and unique.</summary>
    public required string ExternalIdField { get; init; }

    /// <summary>The first day of a week in the org's PSA configuration. Monday unless set. It is part of each key: never change it.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>
    /// A further part of the key of a timecard, for entries of one person, project and assignment that need timecards of their own: whether they are billable, for example. Null, or a null from it, for none.
    /// It must never change for an entry.
    /// </summary>
    public Func<TimeEntry, string?>? Line { get; init; }

    /// <summary>
    /// Whether entries of one day and timecard within one call are added up; otherwise they are rejected, since one would overwrite the other. False unless set. All entries of a day must then come in one call: a later call with
    /// one of them sets the day to that one alone.
    /// </summary>
    public bool SumEntriesOfADay { get; init; }

    /// <summary>
    /// Why approved timecards are changed, for the audit: it goes as <c>pse__Audit_Notes__c</c> with <c>pse__Admin_Global_Edit__c</c> in the same write, which the integration user must be allowed. Null, the default, to reject
    /// changes of approved timecards.
    /// </summary>
    public string? AuditNote { get; init; }

    /// <summary>Whether <c>pse__Status__c</c> is written, with the two check boxes that must agree with it. False unless set: approval is a process of its own, and a new timecard begins as PSA begins it.</summary>
    public bool WriteStatus { get; init; }

    /// <summary>What absent members of an entry mean: the fields keep their values, or are cleared. <see cref="AbsentMembers.NotSent"/> unless set.</summary>
    public AbsentMembers AbsentMembers { get; init; }

    /// <summary>Timecards in one call, from 1 to 200. <see cref="DefaultBatchSize"/> unless set.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>How often timecards that met a lock are sent again, after about 1, 2, 4, … seconds; from 0 to 10. <see cref="DefaultLockRetries"/> unless set.</summary>
    public int LockRetries { get; init; } = DefaultLockRetries;

    /// <summary>Your own mapping of a day to <c>pse__Timecard_Header__c</c>; null for <see cref="CertiniaMappings.TimecardHeaderDay"/>.</summary>
    public MappingDocument? Mapping { get; init; }
}
