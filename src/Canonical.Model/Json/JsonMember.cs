namespace Canonical.Model;

/// <summary>A member of a JSON object: its name and its value as it was written. Thread-safe: immutable; the bytes must not be changed.</summary>
/// <param name="Name">The name, unescaped.</param>
/// <param name="Utf8Value">The value, one JSON value in UTF-8.</param>
public readonly record struct JsonMember(string Name, ReadOnlyMemory<byte> Utf8Value)
{
    /// <summary>Two members are equal when they have one name and values of one canonical form (RFC 8785); a value without one (a number beyond a double) equals the same bytes alone.</summary>
    /// <param name="other">The other member.</param>
    /// <returns>True when they are equal.</returns>
    public bool Equals(JsonMember other) => string.Equals(Name, other.Name, StringComparison.Ordinal)
        && (Utf8Value.Span.SequenceEqual(other.Utf8Value.Span) || CanonicalEquals(Utf8Value.Span, other.Utf8Value.Span));

    /// <summary>A hash of the name.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name ?? "");

    private static bool CanonicalEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        try
        {
            return CanonicalJson.Canonicalize(left).AsSpan().SequenceEqual(CanonicalJson.Canonicalize(right));
        }
        catch (CanonicalJsonException)
        {
            return false;
        }
    }
}
