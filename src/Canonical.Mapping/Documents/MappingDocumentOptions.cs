using System.Collections.Frozen;

namespace Canonical.Mapping;

/// <summary>How a mapping document is read. Immutable and safe to share between threads.</summary>
public sealed record MappingDocumentOptions
{
    /// <summary>Converters of the host by name, beside those of the package, whose names they may not take. Empty by default.</summary>
    public IReadOnlyDictionary<string, IValueConverter> Converters { get; init; } = FrozenDictionary<string, IValueConverter>.Empty;

    /// <summary>The JSON Schema (UTF-8) of a contract by its id, such as <c>customer/1.0.0</c>, against which target paths are checked; null where it is not known, then they are not checked. The contracts of <c>Canonical.Model</c> by default.</summary>
    public Func<string, ReadOnlyMemory<byte>?>? Contracts { get; init; }
}
