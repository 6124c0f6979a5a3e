namespace Canonical.Mapping;

/// <summary>Which calendar date decides in a look-up by date. Immutable and safe to share between threads.</summary>
/// <param name="Source">Path of the vendor's date.</param>
/// <param name="Target">Path of the canonical date.</param>
public sealed record MappingAsOf(string Source, string Target);
