using System.Diagnostics.CodeAnalysis;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Comparisons of a version that all hold: <c>&gt;=1.2.0 &lt;2.0.0</c>, <c>^1.2.0</c> (the same), or a version itself.</summary>
internal sealed class VersionRange
{
    private readonly List<(string Test, ContractVersion Version)> _tests;

    private VersionRange(List<(string Test, ContractVersion Version)> tests) => _tests = tests;

    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        var tests = new List<(string, ContractVersion)>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var digits = part.AsSpan().IndexOfAnyInRange('0', '9');
            if (digits < 0 || part[..digits] is not ("" or "=" or "<" or "<=" or ">" or ">=" or "^") || !ContractVersion.TryParse(part[digits..], out var version))
                return false;
            tests.Add((part[..digits], version));
        }

        range = tests.Count == 0 ? null : new VersionRange(tests);
        return range is not null;
    }

    public bool Contains(ContractVersion version) => _tests.TrueForAll(test => test.Test switch
    {
        "<" => version < test.Version,
        "<=" => version <= test.Version,
        ">" => version > test.Version,
        ">=" => version >= test.Version,
        // Before 1.0.0 a minor version may break, as in Semantic Versioning.
        "^" => version >= test.Version && version.Major == test.Version.Major && (version.Major > 0 || version.Minor == test.Version.Minor),
        _ => version == test.Version,
    });
}
