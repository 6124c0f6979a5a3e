using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

/// <summary>Which contract: its name and version, such as <c>customer/1.0.0</c>. Thread-safe: an immutable value.</summary>
public readonly record struct ContractId
{
    private readonly string? _name;

    /// <summary>Makes an id.</summary>
    /// <param name="name">The name of the object in lower case, with hyphens between words: <c>time-entry</c>.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="ArgumentException">The name is not in that form.</exception>
    public ContractId(string name, ContractVersion version)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name)) throw new ArgumentException("The name of a contract is lower-case letters and digits, with hyphens between words, and begins with a letter.", nameof(name));
        _name = name;
        Version = version;
    }

    // For a name that was checked.
    private ContractId(ContractVersion version, string? name)
    {
        _name = name;
        Version = version;
    }

    /// <summary>The name of the object, such as <c>time-entry</c>; empty for the default value.</summary>
    public string Name => _name ?? "";

    /// <summary>The version.</summary>
    public ContractVersion Version { get; }

    /// <summary>Reads an id.</summary>
    /// <param name="text">The text, such as <c>customer/1.0.0</c>.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException">The text is not a name, a slash and a version.</exception>
    public static ContractId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id) ? id : throw new FormatException("A contract id is a name, a slash and a version, such as customer/1.0.0.");
    }

    /// <summary>Reads an id, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>True when the text is a name, a slash and a version.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContractId id)
    {
        id = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !IsName(text.AsSpan(0, slash)) || !ContractVersion.TryParse(text.AsSpan(slash + 1), out var version)) return false;
        id = new(text![..slash], version);
        return true;
    }

    /// <summary>The id as text, such as <c>customer/1.0.0</c>.</summary>
    /// <returns>The text; empty for the default value.</returns>
    public override string ToString() => _name is null ? "" : $"{_name}/{Version}";

    internal ContractId WithVersion(ContractVersion version) => new(version, _name);

    internal static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !char.IsAsciiLetterLower(name[0]) || name[^1] == '-') return false;
        for (var i = 1; i < name.Length; i++)
        {
            if (!char.IsAsciiLetterLower(name[i]) && !char.IsAsciiDigit(name[i]) && !(name[i] == '-' && name[i - 1] != '-')) return false;
        }
        return true;
    }
}
