using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Canonical.Model;

/// <summary>
/// The JSON Canonicalization Scheme, RFC 8785: one text for every JSON value, so that it can be hashed. Properties are sorted by UTF-16 code units, strings and
/// numbers have one spelling, white space is gone. Strings are not normalised (Unicode NFC is the writer's business). Thread-safe: static and without state.
/// </summary>
/// <remarks>Numbers are IEEE 754 doubles there: a number with more digits is rounded, so money and quantities go in as strings.</remarks>
public static class CanonicalJson
{
    /// <summary>How deep arrays and objects may nest: 512 levels.</summary>
    public const int MaxDepth = 512;

    /// <summary>The canonical form of a JSON value.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <returns>The canonical text in UTF-8.</returns>
    /// <exception cref="CanonicalJsonException">It is not JSON, is nested deeper than <see cref="MaxDepth"/>, names a property twice, or has a number or string without a canonical form.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json)
    {
        var output = new Utf8Builder(utf8Json.Length + 16);
        try
        {
            Canonicalize(utf8Json, ref output);
            return output.Written.ToArray();
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Writes the canonical form of a JSON value.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <param name="output">Where the canonical text goes; untouched when the call throws.</param>
    /// <exception cref="CanonicalJsonException">It is not JSON, is nested deeper than <see cref="MaxDepth"/>, names a property twice, or has a number or string without a canonical form.</exception>
    public static void Canonicalize(ReadOnlySpan<byte> utf8Json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var builder = new Utf8Builder(utf8Json.Length + 16);
        try
        {
            Canonicalize(utf8Json, ref builder);
            output.Write(builder.Written);
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>The SHA-256 of the canonical form.</summary>
    /// <param name="utf8Json">One JSON value, UTF-8, without a byte order mark.</param>
    /// <returns>The 32 bytes of the hash.</returns>
    /// <exception cref="CanonicalJsonException">The value has no canonical form.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> utf8Json)
    {
        var output = new Utf8Builder(utf8Json.Length + 16);
        try
        {
            Canonicalize(utf8Json, ref output);
            return SHA256.HashData(output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>A number as RFC 8785, section 3.2.2.3, writes it (the text of ECMAScript).</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or not a number.</exception>
    public static string FormatNumber(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), "JSON has no infinity and no NaN.");
        Span<byte> text = stackalloc byte[CanonicalNumber.MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..CanonicalNumber.Format(value, text)]);
    }

    // For tests that format many numbers: no string for each.
    internal static int FormatNumber(double value, Span<byte> destination) => CanonicalNumber.Format(value, destination);

    private static void Canonicalize(ReadOnlySpan<byte> utf8Json, ref Utf8Builder output)
    {
        // The reader leaves the bytes of strings unchecked, and they are copied as they are.
        if (!Utf8.IsValid(utf8Json)) throw Malformed("The text is not valid UTF-8.", 0, null);

        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var sorter = new PropertySorter();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        sorter.BeginValue(ref output);
                        output.Append((byte)'{');
                        sorter.BeginObject();
                        break;
                    case JsonTokenType.PropertyName:
                        sorter.BeginProperty(ref reader, ref output);
                        break;
                    case JsonTokenType.EndObject:
                        sorter.EndObject(ref output, reader.TokenStartIndex);
                        output.Append((byte)'}');
                        break;
                    case JsonTokenType.StartArray:
                        sorter.BeginValue(ref output);
                        output.Append((byte)'[');
                        sorter.BeginArray();
                        break;
                    case JsonTokenType.EndArray:
                        sorter.EndArray();
                        output.Append((byte)']');
                        break;
                    default:
                        sorter.BeginValue(ref output);
                        AppendScalar(ref reader, ref output);
                        break;
                }
            }
        }
        catch (JsonException e)
        {
            throw Malformed($"The text is not well-formed JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} of the line).", reader.BytesConsumed, e);
        }
        catch (InvalidOperationException e)
        {
            // What the reader throws when an escape stands for half of a surrogate pair.
            throw new CanonicalJsonException(ModelCodes.InvalidText, $"The string at byte {reader.TokenStartIndex} has half of a surrogate pair, which has no UTF-8 form.", reader.TokenStartIndex, e);
        }
        finally
        {
            sorter.Dispose();
        }
    }

    private static void AppendScalar(ref Utf8JsonReader reader, ref Utf8Builder output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                AppendString(ref reader, ref output);
                break;
            case JsonTokenType.Number:
                AppendNumber(ref reader, ref output);
                break;
            default:
                output.Append(reader.ValueSpan);
                break;
        }
    }

    internal static void AppendString(ref Utf8JsonReader reader, ref Utf8Builder output)
    {
        if (!reader.ValueIsEscaped)
        {
            // Nothing in it needs an escape, or it would be escaped already.
            output.Append((byte)'"');
            output.Append(reader.ValueSpan);
            output.Append((byte)'"');
            return;
        }
        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            output.AppendString(rented.AsSpan(0, reader.CopyString(rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void AppendNumber(ref Utf8JsonReader reader, ref Utf8Builder output)
    {
        var token = reader.ValueSpan;
        // An integer of at most 15 digits is its own shortest form.
        if (token.Length <= 15 && !token.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            output.Append(token);
            return;
        }
        var value = double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            throw new CanonicalJsonException(ModelCodes.NumberOutOfRange, $"The number at byte {reader.TokenStartIndex} is beyond the range of an IEEE 754 double.", reader.TokenStartIndex);
        }
        output.Advance(CanonicalNumber.Format(value, output.Reserve(CanonicalNumber.MaxLength)));
    }

    private static CanonicalJsonException Malformed(string message, long byteOffset, Exception? cause) =>
        new(ModelCodes.MalformedJson, message, byteOffset, cause);
}
