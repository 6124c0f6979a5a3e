using System.Buffers;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// The JSON Canonicalization Scheme, RFC 8785: one text for every JSON value, so that it can be hashed. Properties are sorted by UTF-16 code units, strings and
/// numbers have one spelling, white space is gone. Strings are not normalised (Unicode NFC is the writer's business). Thread-safe: static and without state.
/// </summary>
/// <remarks>
/// Numbers are IEEE 754 doubles there: a number with more digits is rounded, so money and quantities go in as strings. The walk is one pass over the bytes; a text that is
/// canonical already is recognised and copied as a whole. Memory beside the result comes from the shared pool.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>How deep arrays and objects may nest: 512 levels.</summary>
    public const int MaxDepth = 512;

    /// <summary>How long a text may be: 268,435,456 bytes (256 MiB), so that no canonical form is longer than an array can be.</summary>
    public const int MaxLength = 1 << 28;

    /// <summary>The canonical form of a JSON value.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <returns>The canonical text in UTF-8.</returns>
    /// <exception cref="CanonicalJsonException">It is not JSON, is beyond <see cref="MaxDepth"/> or <see cref="MaxLength"/>, names a property twice, or has a number or string without a canonical form.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json)
    {
        Span<CanonicalProperty> properties = stackalloc CanonicalProperty[CanonicalTranscoder.InitialProperties];
        var transcoder = new CanonicalTranscoder(utf8Json, properties);
        try
        {
            transcoder.Run();
            return transcoder.Result.ToArray();
        }
        finally
        {
            transcoder.Dispose();
        }
    }

    /// <summary>Writes the canonical form of a JSON value.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <param name="output">Where the canonical text goes; untouched when the call throws.</param>
    /// <exception cref="CanonicalJsonException">It is not JSON, is beyond <see cref="MaxDepth"/> or <see cref="MaxLength"/>, names a property twice, or has a number or string without a canonical form.</exception>
    public static void Canonicalize(ReadOnlySpan<byte> utf8Json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<CanonicalProperty> properties = stackalloc CanonicalProperty[CanonicalTranscoder.InitialProperties];
        var transcoder = new CanonicalTranscoder(utf8Json, properties);
        try
        {
            transcoder.Run();
            output.Write(transcoder.Result);
        }
        finally
        {
            transcoder.Dispose();
        }
    }

    /// <summary>Writes the canonical form of a JSON value that stands in several pieces of memory, as a pipe gives it.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark. Several pieces are copied together first.</param>
    /// <param name="output">Where the canonical text goes; untouched when the call throws.</param>
    /// <exception cref="CanonicalJsonException">It is not JSON, is beyond <see cref="MaxDepth"/> or <see cref="MaxLength"/>, names a property twice, or has a number or string without a canonical form.</exception>
    public static void Canonicalize(in ReadOnlySequence<byte> utf8Json, IBufferWriter<byte> output)
    {
        if (utf8Json.IsSingleSegment)
        {
            Canonicalize(utf8Json.FirstSpan, output);
            return;
        }
        if (utf8Json.Length > MaxLength) throw new CanonicalJsonException(ModelCodes.BeyondLimits, $"The text has {utf8Json.Length} bytes; the limit is {MaxLength}.", MaxLength);
        var length = (int)utf8Json.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            utf8Json.CopyTo(rented);
            Canonicalize(rented.AsSpan(0, length), output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Whether a text is its own canonical form.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <returns>True when canonicalising would give the same bytes.</returns>
    /// <exception cref="CanonicalJsonException">The text has no canonical form.</exception>
    public static bool IsCanonical(ReadOnlySpan<byte> utf8Json)
    {
        Span<CanonicalProperty> properties = stackalloc CanonicalProperty[CanonicalTranscoder.InitialProperties];
        var transcoder = new CanonicalTranscoder(utf8Json, properties);
        try
        {
            transcoder.Run();
            // Only what differs from the canonical text makes the walk copy.
            return transcoder.IsVerbatim;
        }
        finally
        {
            transcoder.Dispose();
        }
    }

    /// <summary>The SHA-256 of the canonical form.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <returns>The 32 bytes of the hash.</returns>
    /// <exception cref="CanonicalJsonException">The value has no canonical form.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> utf8Json)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(utf8Json, hash);
        return hash;
    }

    /// <summary>The SHA-256 of the canonical form, without allocating.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <param name="destination">Where the 32 bytes go; untouched when the call throws.</param>
    /// <exception cref="ArgumentException">The destination is shorter than 32 bytes.</exception>
    /// <exception cref="CanonicalJsonException">The value has no canonical form.</exception>
    public static void Hash(ReadOnlySpan<byte> utf8Json, Span<byte> destination)
    {
        if (destination.Length < SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(destination));
        Span<CanonicalProperty> properties = stackalloc CanonicalProperty[CanonicalTranscoder.InitialProperties];
        var transcoder = new CanonicalTranscoder(utf8Json, properties);
        try
        {
            transcoder.Run();
            SHA256.HashData(transcoder.Result, destination);
        }
        finally
        {
            transcoder.Dispose();
        }
    }

    /// <summary>A number as RFC 8785, section 3.2.2.3, writes it (the text of ECMAScript).</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or not a number.</exception>
    public static string FormatNumber(double value)
    {
        Span<byte> text = stackalloc byte[CanonicalNumber.MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..FormatNumber(value, text)]);
    }

    /// <summary>A number as RFC 8785, section 3.2.2.3, writes it, in UTF-8.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="utf8Destination">Where the text goes; at most 32 bytes are needed.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or not a number.</exception>
    /// <exception cref="ArgumentException">The destination is shorter than 32 bytes.</exception>
    public static int FormatNumber(double value, Span<byte> utf8Destination)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), "JSON has no infinity and no NaN.");
        if (utf8Destination.Length < CanonicalNumber.MaxLength) throw new ArgumentException("The text of a number may need 32 bytes.", nameof(utf8Destination));
        return CanonicalNumber.Format(value, utf8Destination);
    }
}
