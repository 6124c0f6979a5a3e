using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// The id of a canonical object: a UUID (RFC 9562) that follows from the key of its record in the system of record, so that every node computes the same id without asking.
/// Written in lower case, <c>xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx</c>. The default value is the nil UUID and names nothing. Thread-safe: an immutable value.
/// </summary>
public readonly record struct CanonicalId : IComparable<CanonicalId>, ISpanParsable<CanonicalId>, IUtf8SpanParsable<CanonicalId>, ISpanFormattable, IUtf8SpanFormattable
{
    /// <summary>The namespace of canonical ids: <c>fa6e2f05-48e6-820e-beec-6771181c92b3</c>, the version 8 UUID of <c>ids.canonical-sdk.org</c> in the DNS namespace.</summary>
    public static readonly Guid Namespace = NameBasedUuid.Create(NameBasedUuid.Dns, "ids.canonical-sdk.org"u8);

    private const int TextLength = 36;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Wraps a UUID that was derived earlier, for instance one read from a store.</summary>
    /// <param name="value">The UUID.</param>
    public CanonicalId(Guid value) => Value = value;

    /// <summary>The UUID.</summary>
    public Guid Value { get; }

    /// <summary>True for the default value, which names nothing.</summary>
    public bool IsEmpty => Value == Guid.Empty;

    /// <summary>The id of the record with this key: UUID version 8 of <see cref="Namespace"/> and the canonical JSON of the key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The id.</returns>
    public static CanonicalId Derive(EntityKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        key.Hash(hash);
        return new(NameBasedUuid.FromHash(hash, version: 8));
    }

    /// <summary>The id of a record, by the parts of its key.</summary>
    /// <param name="tenant">Whose data it is: the tenant of the host.</param>
    /// <param name="objectType">The canonical object type, such as <c>customer</c>.</param>
    /// <param name="system">The product, such as <c>salesforce</c>.</param>
    /// <param name="instance">Which installation of the product.</param>
    /// <param name="key">The id of the record there.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">A part is empty, or has half of a surrogate pair.</exception>
    public static CanonicalId Derive(string tenant, string objectType, string system, string instance, string key) =>
        Derive(new EntityKey(tenant, objectType, system, instance, key));

    /// <summary>Reads an id: 32 hexadecimal digits in lower or upper case with four hyphens.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException">The text is not a UUID in that form.</exception>
    public static CanonicalId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text.AsSpan(), out var id) ? id : throw NotAnId();
    }

    /// <summary>Reads an id, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>True when the text is a UUID of 32 hexadecimal digits with four hyphens.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CanonicalId id) => TryParse(text.AsSpan(), out id);

    /// <summary>Reads an id, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>True when the text is a UUID of 32 hexadecimal digits with four hyphens.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CanonicalId id)
    {
        // Guid alone would take a sign or 0x in place of digits, and so two texts for one id.
        if (text.Length == TextLength && !text.ContainsAnyExcept(Characters) && Guid.TryParseExact(text, "D", out var value))
        {
            id = new(value);
            return true;
        }
        id = default;
        return false;
    }

    /// <summary>Reads an id, if the text is one.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="id">The id.</param>
    /// <returns>True when the text is a UUID of 32 hexadecimal digits with four hyphens.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out CanonicalId id)
    {
        Span<char> text = stackalloc char[TextLength];
        if (utf8Text.Length != TextLength || System.Text.Encoding.ASCII.GetChars(utf8Text, text) != TextLength)
        {
            id = default;
            return false;
        }
        return TryParse(text, out id);
    }

    /// <summary>Compares by the text, which is also the order of the bytes.</summary>
    /// <param name="other">The other id.</param>
    /// <returns>Less than zero, zero or more than zero.</returns>
    public int CompareTo(CanonicalId other) => Value.CompareTo(other.Value);

    /// <summary>The id in lower case, 36 characters.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Value.ToString("D");

    /// <summary>Whether one id comes before another.</summary>
    /// <param name="left">An id.</param>
    /// <param name="right">An id.</param>
    /// <returns>True when it does.</returns>
    public static bool operator <(CanonicalId left, CanonicalId right) => left.CompareTo(right) < 0;

    /// <summary>Whether one id comes after another.</summary>
    /// <param name="left">An id.</param>
    /// <param name="right">An id.</param>
    /// <returns>True when it does.</returns>
    public static bool operator >(CanonicalId left, CanonicalId right) => left.CompareTo(right) > 0;

    /// <summary>Whether one id does not come after another.</summary>
    /// <param name="left">An id.</param>
    /// <param name="right">An id.</param>
    /// <returns>True when it does not.</returns>
    public static bool operator <=(CanonicalId left, CanonicalId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one id does not come before another.</summary>
    /// <param name="left">An id.</param>
    /// <param name="right">An id.</param>
    /// <returns>True when it does not.</returns>
    public static bool operator >=(CanonicalId left, CanonicalId right) => left.CompareTo(right) >= 0;

    static CanonicalId IParsable<CanonicalId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<CanonicalId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CanonicalId result) => TryParse(s, out result);

    static CanonicalId ISpanParsable<CanonicalId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, out var id) ? id : throw NotAnId();

    static bool ISpanParsable<CanonicalId>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out CanonicalId result) => TryParse(s, out result);

    static CanonicalId IUtf8SpanParsable<CanonicalId>.Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => TryParse(utf8Text, out var id) ? id : throw NotAnId();

    static bool IUtf8SpanParsable<CanonicalId>.TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out CanonicalId result) => TryParse(utf8Text, out result);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => Value.TryFormat(destination, out charsWritten, "D");

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => Value.TryFormat(utf8Destination, out bytesWritten, "D");

    private static FormatException NotAnId() => new("A canonical id is a UUID of 32 hexadecimal digits with four hyphens.");
}
