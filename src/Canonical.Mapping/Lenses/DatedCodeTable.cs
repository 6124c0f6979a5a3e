using System.Collections.Frozen;

namespace Canonical.Mapping;

/// <summary>One entry of a dated table: valid from a day on, and until the day before another; null for no bound.</summary>
internal sealed record DatedCode(JsonScalar Vendor, JsonScalar Canonical, DateOnly? From, DateOnly? To, MappingDirection? Only)
{
    public bool Holds(DateOnly day) => (From is null || day >= From) && (To is null || day < To);

    public bool Meets(DatedCode other) => (From is null || other.To is null || From < other.To) && (other.From is null || To is null || other.From < To);
}

/// <summary>A code table whose entries hold for half-open periods of days. Keys are compared by meaning; the periods of one key do not overlap.</summary>
internal sealed class DatedCodeTable
{
    private readonly FrozenDictionary<JsonScalar, DatedCode[]> _toCanonical;
    private readonly FrozenDictionary<JsonScalar, DatedCode[]> _toVendor;

    public DatedCodeTable(IReadOnlyList<DatedCode> entries)
    {
        Entries = entries;
        _toCanonical = By(MappingDirection.ToCanonical, entry => entry.Vendor);
        _toVendor = By(MappingDirection.ToVendor, entry => entry.Canonical);
    }

    public IReadOnlyList<DatedCode> Entries { get; }

    /// <summary>The entries of each code, by the code in its form for comparison.</summary>
    public FrozenDictionary<JsonScalar, DatedCode[]> Of(MappingDirection direction) => direction == MappingDirection.ToCanonical ? _toCanonical : _toVendor;

    /// <summary>What a code means on a day.</summary>
    public bool TryFind(MappingDirection direction, JsonScalar code, DateOnly day, out JsonScalar found)
    {
        found = default;
        if (!Of(direction).TryGetValue(code.ForComparison(), out var entries))
            return false;
        foreach (var entry in entries)
        {
            if (entry.Holds(day))
            {
                found = direction == MappingDirection.ToCanonical ? entry.Canonical : entry.Vendor;
                return true;
            }
        }

        return false;
    }

    private FrozenDictionary<JsonScalar, DatedCode[]> By(MappingDirection direction, Func<DatedCode, JsonScalar> key) =>
        Entries.Where(entry => entry.Only is null || entry.Only == direction)
            .GroupBy(entry => key(entry).ForComparison())
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(entry => entry.From ?? DateOnly.MinValue).ToArray());
}

/// <summary>A look-up by date: which day counts on either side, a calendar date (<c>YYYY-MM-DD</c>); an instant is refused, since a day is never derived from it without a zone.</summary>
internal sealed record AsOfPart(MemberPath Source, MemberPath Target, DatedCodeTable Table);
