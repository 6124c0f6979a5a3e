namespace Canonical.Testing;

/// <summary>A connector breaks a promise of its role. The message is the whole report, so that any test framework shows it.</summary>
public sealed class ConformanceException : Exception
{
    internal ConformanceException(ConformanceReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>What was kept and what was broken.</summary>
    public ConformanceReport Report { get; }
}
