namespace Canonical.Mapping;

/// <summary>What a lens with a converter may say. Immutable and safe to share between threads.</summary>
public sealed record FieldLensOptions : ValueLensOptions
{
    /// <summary>The converter; null copies the JSON value as it stands.</summary>
    public MappingConvert? Convert { get; init; }

    /// <summary>Of <c>first</c>: the source that is written on the way back; null for the first one.</summary>
    public string? Back { get; init; }
}
