namespace Canonical.Mapping;

/// <summary>What a lens with a code table may say. Immutable and safe to share between threads.</summary>
public sealed record TableLensOptions : ValueLensOptions
{
    /// <summary>What becomes of a code that is not in the table: <c>reject</c>, <c>pass</c>, <c>default</c> or <c>hold</c>; null for reject.</summary>
    public string? Unknown { get; init; }

    /// <summary>The canonical code that stands for an unknown one of the vendor, with <c>default</c>.</summary>
    public MappingLiteral? DefaultToCanonical { get; init; }

    /// <summary>The vendor's code that stands for an unknown canonical one, with <c>default</c>.</summary>
    public MappingLiteral? DefaultToVendor { get; init; }

    /// <summary>Which date decides, for a table whose entries have periods; null for a table without.</summary>
    public MappingAsOf? AsOf { get; init; }
}
