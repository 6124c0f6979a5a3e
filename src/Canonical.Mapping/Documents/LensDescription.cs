namespace Canonical.Mapping;

/// <summary>A lens of a mapping document, for mapping tables and lineage. Immutable and safe to share between threads.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Kind">The kind, such as <c>field</c>.</param>
/// <param name="SourcePaths">The vendor's members, full from the root of the record; <c>[]</c> stands for every element of an array.</param>
/// <param name="TargetPaths">The canonical members, full from the root of the object; <c>[]</c> stands for every element of an array.</param>
/// <param name="Converter">The converter's name, or null.</param>
/// <param name="Direction">The one direction it runs in, or null for both.</param>
/// <param name="Loss">What is lost forth and back, or null.</param>
/// <param name="Overlay">The overlay that brought it, id and version such as <c>acme.emea-accounts/1.0.0</c>, or null for the mapping itself.</param>
public sealed record LensDescription(
    string Id,
    string Kind,
    IReadOnlyList<string> SourcePaths,
    IReadOnlyList<string> TargetPaths,
    string? Converter,
    MappingDirection? Direction,
    string? Loss,
    string? Overlay = null)
{
    /// <summary>The vendor's members that the lens writes when it runs back: all that it reads, but for a <c>first</c>, which writes one of them.</summary>
    public IReadOnlyList<string> WrittenPaths { get; init; } = SourcePaths;
}
