namespace Canonical.Mapping;

/// <summary>What a lens that joins or splits texts may say. Immutable and safe to share between threads.</summary>
public sealed record TextLensOptions : ValueLensOptions
{
    /// <summary>True refuses what would not come apart again at the same places; false needs <see cref="LensOptionsBase.Loss"/>. True by default.</summary>
    public bool Exact { get; init; } = true;
}
