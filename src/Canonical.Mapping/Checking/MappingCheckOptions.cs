namespace Canonical.Mapping;

/// <summary>How a mapping document is checked. Immutable and safe to share between threads.</summary>
public sealed record MappingCheckOptions
{
    /// <summary>The JSON Schema (UTF-8) of a contract by its id, such as <c>customer/1.0.0</c>; null where it is not known. Those that the document was read with by default.</summary>
    public Func<string, ReadOnlyMemory<byte>?>? Contracts { get; init; }

    /// <summary>Fields that the connector adds to the vendor's record before it is mapped, beside those of the document's <c>source.added</c>: a shape of the vendor does not have them.</summary>
    public IReadOnlyList<string> AddedPaths { get; init; } = [];
}
