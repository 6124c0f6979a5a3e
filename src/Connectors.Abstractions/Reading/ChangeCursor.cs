using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Abstractions;

/// <summary>
/// How far the changes of a source have been read: an opaque text for the host to keep, which survives a restart and a new version of the connector.
/// Only the source that made it can go on from it. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The text is <c>cc1:VERSION:SOURCE:STATE:CHECK</c>: the version of the state's form, the source's name, the state in base64url (RFC 4648 section 5) and four bytes of its SHA-256,
/// so that a text that a column or a log cut off is refused and not read from another place. It holds no secret.
/// </remarks>
public sealed class ChangeCursor : IEquatable<ChangeCursor>
{
    /// <summary>The longest text, in characters: 8192.</summary>
    public const int MaxLength = 8192;

    /// <summary>The largest state, in bytes: 4096.</summary>
    public const int MaxStateBytes = 4096;

    private const string Form = "cc1";
    private const int MaxSourceLength = 200;
    private readonly byte[] _state;

    /// <summary>Makes a cursor. Called by connectors.</summary>
    /// <param name="source">The name of the source, such as <c>salesforce/Account</c>: letters, digits, <c>.</c>, <c>_</c>, <c>-</c> and <c>/</c>, at most 200.</param>
    /// <param name="version">The version of the state's form, from 1. A connector that changes the form goes on reading the older ones.</param>
    /// <param name="state">The connector's own state, at most <see cref="MaxStateBytes"/>.</param>
    /// <exception cref="ArgumentException">The name or the size is not allowed.</exception>
    public ChangeCursor(string source, int version, ReadOnlySpan<byte> state)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (!IsSource(source))
            throw new ArgumentException("The name of a source has letters, digits and . _ - / only, at most 200.", nameof(source));
        if (state.Length > MaxStateBytes)
            throw new ArgumentException($"The state of a cursor has at most {MaxStateBytes} bytes.", nameof(state));
        Source = source;
        Version = version;
        _state = state.ToArray();
    }

    /// <summary>The name of the source that made it.</summary>
    public string Source { get; }

    /// <summary>The version of the state's form.</summary>
    public int Version { get; }

    /// <summary>The connector's own state.</summary>
    public ReadOnlyMemory<byte> State => _state;

    /// <summary>Reads the text of a cursor.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="FormatException">The text is not that of a cursor, or a part of it is missing.</exception>
    public static ChangeCursor Parse(string text) =>
        TryParse(text, out ChangeCursor? cursor) ? cursor : throw new FormatException("The text is not a change cursor, or a part of it is missing. Keep the text as it was given, or start again without one.");

    /// <summary>Reads the text of a cursor.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>False when the text is not that of a cursor.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ChangeCursor? cursor)
    {
        cursor = null;
        if (text is null || text.Length > MaxLength || text.Split(':') is not [Form, var number, var source, var body, var check]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1 || !IsSource(source)
            || !Base64Url.IsValid(body))
            return false;
        byte[] state = Base64Url.DecodeFromChars(body);
        if (state.Length > MaxStateBytes)
            return false;
        var read = new ChangeCursor(source, version, state);
        if (check != read.Check())
            return false;
        cursor = read;
        return true;
    }

    /// <summary>Gives the state to the source that made it. Called by connectors before they go on.</summary>
    /// <param name="source">The source's own name.</param>
    /// <param name="newest">The newest version of the state's form that the source can read.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ConnectorException">The cursor is of another source, or of a newer version of the connector (<see cref="ConnectorErrorCodes.CursorRefused"/>).</exception>
    public ReadOnlyMemory<byte> Open(string source, int newest)
    {
        if (!string.Equals(source, Source, StringComparison.Ordinal))
            throw new ConnectorException(ConnectorErrorCodes.CursorRefused, IssueKind.Configuration, $"The cursor is of '{Source}' and cannot be used for '{source}'. Give each source its own cursor.");
        if (Version > newest)
            throw new ConnectorException(ConnectorErrorCodes.CursorRefused, IssueKind.Configuration, $"The cursor of '{source}' was made by a newer version of the connector (form {Version}, this one reads up to {newest}). Go back to that version, or start again without a cursor.");
        return State;
    }

    /// <inheritdoc/>
    public bool Equals(ChangeCursor? other) => other is not null && Version == other.Version && Source == other.Source && _state.AsSpan().SequenceEqual(other._state);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChangeCursor);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Source, StringComparer.Ordinal);
        hash.Add(Version);
        hash.AddBytes(_state);
        return hash.ToHashCode();
    }

    /// <summary>The text to keep.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Form}:{Version}:{Source}:{Base64Url.EncodeToString(_state)}:{Check()}");

    private string Check()
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}:{Source}:"));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. head, .. _state], hash);
        return Convert.ToHexStringLower(hash[..4]);
    }

    private static bool IsSource(string name) =>
        name.Length is > 0 and <= MaxSourceLength && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');
}
