namespace Canonical.Testing;

/// <summary>One promise of a role, and whether the connector kept it. Immutable and thread-safe.</summary>
/// <param name="Promise">What every connector promises, in words.</param>
/// <param name="Fault">How it was broken; null when it was kept.</param>
public sealed record ConformanceCheck(string Promise, string? Fault)
{
    /// <summary>True when the promise was kept.</summary>
    public bool IsKept => Fault is null;

    /// <summary>The promise, and the fault if there is one.</summary>
    public override string ToString() => Fault is null ? $"kept    {Promise}" : $"BROKEN  {Promise}: {Fault}";
}
