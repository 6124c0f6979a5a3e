namespace Canonical.Sync.Tests;

/// <summary>Stands for the end of the process.</summary>
public sealed class SimulatedCrashException(string step) : Exception(step);
