namespace Canonical.Contracts;

/// <summary>How two versions are compared. Not thread-safe while it is changed.</summary>
public sealed class CompatibilityOptions
{
    /// <summary>What must hold; <see cref="CompatibilityMode.Full"/> by default.</summary>
    public CompatibilityMode Mode { get; set; } = CompatibilityMode.Full;

    /// <summary>Limits of the proofs.</summary>
    public InclusionOptions Inclusion { get; } = new();

    /// <summary>Reviewed exceptions.</summary>
    public IReadOnlyList<CompatibilityWaiver> Waivers { get; set; } = [];

    /// <summary>The clock that says which day it is, for waivers and sunsets.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    internal DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
}
