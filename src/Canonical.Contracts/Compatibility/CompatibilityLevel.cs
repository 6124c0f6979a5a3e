using System.Runtime.InteropServices;

namespace Canonical.Contracts;

/// <summary>A mode, and whether it must hold against every earlier version of the major or only the one before. Thread-safe: a value.</summary>
/// <param name="Mode">The mode; null for no check.</param>
/// <param name="IsTransitive">Whether every earlier version counts.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CompatibilityLevel(CompatibilityMode? Mode, bool IsTransitive)
{
    /// <summary>Reads a level by the name that Confluent Schema Registry gives it, for teams that move from there.</summary>
    /// <param name="name"><c>BACKWARD</c>, <c>FORWARD</c>, <c>FULL</c>, each with or without <c>_TRANSITIVE</c>, or <c>NONE</c>; in any case.</param>
    /// <param name="level">The level.</param>
    /// <returns>False when there is no such level.</returns>
    public static bool TryParseConfluent(string name, out CompatibilityLevel level)
    {
        ArgumentNullException.ThrowIfNull(name);
        const string Suffix = "_TRANSITIVE";
        var upper = name.ToUpperInvariant();
        var isTransitive = upper.EndsWith(Suffix, StringComparison.Ordinal);
        level = new(null, isTransitive);
        switch (isTransitive ? upper[..^Suffix.Length] : upper)
        {
            case "BACKWARD":
                level = level with { Mode = CompatibilityMode.Producer };
                return true;
            case "FORWARD":
                level = level with { Mode = CompatibilityMode.Consumer };
                return true;
            case "FULL":
                level = level with { Mode = CompatibilityMode.Full };
                return true;
            case "NONE":
                return !isTransitive;
            default:
                return false;
        }
    }
}
