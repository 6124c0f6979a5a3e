namespace Connectors.Salesforce;

/// <summary>How far the reading of changes reaches back, so that none is missed. Immutable and thread-safe.</summary>
/// <remarks>
/// SystemModstamp has one second, is taken when a transaction begins its write and is seen only when the transaction commits, up to ten minutes later: a record can appear behind one that was read before.
/// Each window therefore begins a while before the last one ended, and what was delivered there already is left out as far as this process remembers it.
/// </remarks>
public sealed record SalesforceChangeOptions
{
    /// <summary>How far a window reaches back into the last one by default: 15 minutes, since a transaction may take ten.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromMinutes(15);

    /// <summary>How far a window ends before the server's time by default: 5 seconds.</summary>
    public static readonly TimeSpan DefaultSafety = TimeSpan.FromSeconds(5);

    /// <summary>The field by which changes are found unless set: <c>SystemModstamp</c>.</summary>
    public const string DefaultStampField = "SystemModstamp";

    /// <summary>
    /// The field by which changes are found: a time that the platform sets with each change. For objects without SystemModstamp it is <c>LastModifiedDate</c>, which importers can set back and which system changes do not move,
    /// or <c>CreatedDate</c>, which finds new records alone. <see cref="DefaultStampField"/> unless set.
    /// </summary>
    public string StampField { get; init; } = DefaultStampField;

    /// <summary>Whether records of the object have <c>IsDeleted</c> and stay in the recycle bin for a while. True unless set; false for objects such as User, where the field does not exist.</summary>
    public bool HasRecycleBin { get; init; } = true;

    /// <summary>How far a window reaches back into the last one. <see cref="DefaultOverlap"/> unless set; less than ten minutes can lose changes of long transactions.</summary>
    public TimeSpan Overlap { get; init; } = DefaultOverlap;

    /// <summary>How far a window ends before the server's time, so that the second that is running is not read in parts. <see cref="DefaultSafety"/> unless set.</summary>
    public TimeSpan Safety { get; init; } = DefaultSafety;

    /// <summary>How often every record is read again, for formulas, roll-ups and the few fields that change without moving SystemModstamp; null for never. Null unless set.</summary>
    public TimeSpan? FullRefreshEvery { get; init; }

    /// <summary>Whether deletions are also asked for by <c>getDeleted</c>, which tells those that have left the recycle bin. True unless set; false for objects that Salesforce does not replicate.</summary>
    public bool AskForDeletions { get; init; } = true;

    internal string? FindFault() => this switch
    {
        _ when Overlap < TimeSpan.Zero || Overlap > TimeSpan.FromDays(1) => $"Overlap is {Overlap}; it must be from zero to one day.",
        _ when Safety < TimeSpan.Zero || Safety > TimeSpan.FromHours(1) => $"Safety is {Safety}; it must be from zero to one hour.",
        _ when FullRefreshEvery < TimeSpan.FromMinutes(1) => $"FullRefreshEvery is {FullRefreshEvery}; it must be at least one minute.",
        _ => null,
    };
}
