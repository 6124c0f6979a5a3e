namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance"/> found about one role. Immutable and thread-safe.</summary>
/// <param name="Role">The role with its canonical type, such as <c>ISource&lt;Customer&gt;</c>.</param>
/// <param name="Checks">The promises in the order in which they were tried.</param>
public sealed record ConformanceReport(string Role, IReadOnlyList<ConformanceCheck> Checks)
{
    /// <summary>True when every promise was kept.</summary>
    public bool IsKept => Checks.All(static check => check.IsKept);

    /// <summary>The role and one line for each promise.</summary>
    public override string ToString() => $"{Role}: {Checks.Count(static check => check.IsKept)} of {Checks.Count} promises kept{Environment.NewLine}{string.Join(Environment.NewLine, Checks.Select(static check => "  " + check))}";
}
