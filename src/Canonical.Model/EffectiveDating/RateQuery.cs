namespace Canonical.Model;

/// <summary>The work that is to be priced: one unit of it, on one day. Thread-safe: immutable.</summary>
public sealed record RateQuery
{
    /// <summary>The day of the work, which chooses among intervals: amendments and new cards never change the price of work before them.</summary>
    public required DateOnly WorkDate { get; init; }

    /// <summary>Bill, cost or transfer price.</summary>
    public required RateCardKind Kind { get; init; }

    /// <summary>The unit that is priced. Hours are not converted to days: how long a day is, is the calendar's business.</summary>
    public required RateCardEntryUnit Unit { get; init; }

    /// <summary>What was known: versions of cards and amendments that were read later do not count. Null for everything that is given.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>The card that the project or the contract names; it goes before every card that only holds for a scope. The card that supersedes it takes its place.</summary>
    public CanonicalId? RateCard { get; init; }

    /// <summary>The project of the work.</summary>
    public CanonicalId? Project { get; init; }

    /// <summary>The contract of the work; its amendments count.</summary>
    public CanonicalId? Contract { get; init; }

    /// <summary>The customer of the work.</summary>
    public CanonicalId? Customer { get; init; }

    /// <summary>The legal entity that prices the work.</summary>
    public CanonicalId? LegalEntity { get; init; }

    /// <summary>Who does the work.</summary>
    public CanonicalId? Resource { get; init; }

    /// <summary>The role in which the work is done.</summary>
    public string? Role { get; init; }

    /// <summary>The grade of who does the work.</summary>
    public string? Grade { get; init; }

    /// <summary>The unit of the organization that supplies who does the work.</summary>
    public CanonicalId? OrgUnit { get; init; }

    /// <summary>Where the work is done.</summary>
    public string? Location { get; init; }

    /// <summary>The kind of work.</summary>
    public string? WorkType { get; init; }

    /// <summary>When the work is done.</summary>
    public RateCardEntryShift? Shift { get; init; }

    /// <summary>How many units were priced before, which chooses among tiers.</summary>
    public decimal UnitsBefore { get; init; }

    /// <summary>The cost of one unit of the work, for prices that are a markup over cost.</summary>
    public Money? CostRate { get; init; }
}
