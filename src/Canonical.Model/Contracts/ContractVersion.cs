using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Canonical.Model;

/// <summary>The version of a contract: major, minor and patch of Semantic Versioning 2.0.0, without pre-release and build. Thread-safe: an immutable value.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ContractVersion : IComparable<ContractVersion>
{
    /// <summary>Makes a version.</summary>
    /// <param name="major">Changes when old readers or writers would break.</param>
    /// <param name="minor">Changes when something is added that old readers may ignore.</param>
    /// <param name="patch">Changes when only words change.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is negative.</exception>
    public ContractVersion(int major, int minor, int patch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(major);
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        ArgumentOutOfRangeException.ThrowIfNegative(patch);
        (Major, Minor, Patch) = (major, minor, patch);
    }

    /// <summary>Changes when old readers or writers would break.</summary>
    public int Major { get; }

    /// <summary>Changes when something is added that old readers may ignore.</summary>
    public int Minor { get; }

    /// <summary>Changes when only words change.</summary>
    public int Patch { get; }

    /// <summary>Reads a version.</summary>
    /// <param name="text">Three numbers with points, such as <c>1.0.0</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static ContractVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var version) ? version : throw new FormatException("A contract version is three numbers with points, such as 1.0.0.");
    }

    /// <summary>Reads a version, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    /// <returns>True when the text is three numbers without leading zeros, with points.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContractVersion version) => TryParse(text.AsSpan(), out version);

    /// <summary>Compares by major, then minor, then patch.</summary>
    /// <param name="other">The other version.</param>
    /// <returns>Less than zero, zero or more than zero.</returns>
    public int CompareTo(ContractVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>The version as text, such as <c>1.0.0</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    /// <summary>Whether one version comes before another.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">A version.</param>
    /// <returns>True when it does.</returns>
    public static bool operator <(ContractVersion left, ContractVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether one version comes after another.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">A version.</param>
    /// <returns>True when it does.</returns>
    public static bool operator >(ContractVersion left, ContractVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether one version does not come after another.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">A version.</param>
    /// <returns>True when it does not.</returns>
    public static bool operator <=(ContractVersion left, ContractVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one version does not come before another.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">A version.</param>
    /// <returns>True when it does not.</returns>
    public static bool operator >=(ContractVersion left, ContractVersion right) => left.CompareTo(right) >= 0;

    internal static bool TryParse(ReadOnlySpan<char> text, out ContractVersion version)
    {
        version = default;
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '.') != 3) return false;
        if (!TryPart(text[parts[0]], out var major) || !TryPart(text[parts[1]], out var minor) || !TryPart(text[parts[2]], out var patch)) return false;
        version = new(major, minor, patch);
        return true;
    }

    private static bool TryPart(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        // The runtime alone would take zero characters behind the digits, and so two texts for one version.
        return (text is ['0'] || text is [>= '1' and <= '9', ..]) && !text.ContainsAnyExceptInRange('0', '9') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
