namespace Canonical.Mapping;

/// <summary>What a lens may say that needs nothing else. Immutable and safe to share between threads.</summary>
public sealed record LensOptions : LensOptionsBase;
