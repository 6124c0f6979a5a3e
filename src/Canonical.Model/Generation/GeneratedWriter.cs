using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Canonical.Model;

/// <summary>
/// Writes values of the contracts' types, and compares lists. For generated code. With <c>posting</c>, decimals and instants are written in their shortest form, as
/// fingerprints need. Thread-safe: static and without state.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GeneratedWriter
{
    // The text is JSON for machines, never put into HTML: only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one value.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public delegate void WriteItem<in T>(Utf8JsonWriter writer, T value, bool posting);

    /// <summary>The text of an object.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    /// <param name="write">Writes it.</param>
    /// <returns>UTF-8 without white space.</returns>
    public static byte[] ToUtf8Bytes<T>(T value, bool posting, WriteItem<T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer, value, posting);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="writer">Where it goes.</param>
    /// <param name="items">The list.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    /// <param name="write">Writes one item.</param>
    public static void WriteList<T>(Utf8JsonWriter writer, IReadOnlyList<T> items, bool posting, WriteItem<T> write)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(write);
        writer.WriteStartArray();
        for (var i = 0; i < items.Count; i++) write(writer, items[i], posting);
        writer.WriteEndArray();
    }

    /// <summary>Writes a string.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteString(Utf8JsonWriter writer, string value, bool posting) => writer.WriteStringValue(value);

    /// <summary>Writes a truth value.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteBoolean(Utf8JsonWriter writer, bool value, bool posting) => writer.WriteBooleanValue(value);

    /// <summary>Writes an integer.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteInt32(Utf8JsonWriter writer, int value, bool posting) => writer.WriteNumberValue(value);

    /// <summary>Writes an integer.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteInt64(Utf8JsonWriter writer, long value, bool posting) => writer.WriteNumberValue(value);

    /// <summary>Writes a decimal number as a string.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteDecimal(Utf8JsonWriter writer, decimal value, bool posting)
    {
        Span<byte> text = stackalloc byte[CanonicalDecimal.MaxTextLength];
        writer.WriteStringValue(text[..CanonicalDecimal.Format(posting ? CanonicalDecimal.Normalize(value) : value, text)]);
    }

    /// <summary>Writes a date.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteDate(Utf8JsonWriter writer, DateOnly value, bool posting)
    {
        Span<byte> text = stackalloc byte[10];
        _ = value.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes an instant in UTC, without trailing zeros in its fraction.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value; another offset is converted.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteInstant(Utf8JsonWriter writer, DateTimeOffset value, bool posting)
    {
        Span<byte> text = stackalloc byte[32];
        _ = value.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes a canonical id.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteId(Utf8JsonWriter writer, CanonicalId value, bool posting) => writer.WriteStringValue(value.Value);

    /// <summary>Writes the id of a contract.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteContractId(Utf8JsonWriter writer, ContractId value, bool posting) => writer.WriteStringValue(value.ToString());

    /// <summary>Writes a currency.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteCurrency(Utf8JsonWriter writer, CurrencyCode value, bool posting)
    {
        Span<byte> letters = stackalloc byte[3];
        value.CopyTo(letters);
        writer.WriteStringValue(letters);
    }

    /// <summary>Writes an amount of money.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteMoney(Utf8JsonWriter writer, Money value, bool posting)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("amount"u8);
        WriteDecimal(writer, value.Amount, posting);
        writer.WritePropertyName("currency"u8);
        WriteCurrency(writer, value.Currency, posting);
        writer.WriteEndObject();
    }

    /// <summary>Writes a quantity.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteQuantity(Utf8JsonWriter writer, Quantity value, bool posting)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("value"u8);
        WriteDecimal(writer, value.Value, posting);
        writer.WriteString("unit"u8, Quantity.Code(value.Unit));
        writer.WriteEndObject();
    }

    /// <summary>Writes a reference.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteReference(Utf8JsonWriter writer, Reference value, bool posting)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, value.Id.Value);
        writer.WriteEndObject();
    }

    /// <summary>Writes a reference to an object of one of several types.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteObjectReference(Utf8JsonWriter writer, ObjectReference value, bool posting)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, value.Id.Value);
        writer.WriteString("objectType"u8, value.ObjectType);
        writer.WriteEndObject();
    }

    /// <summary>Writes a period of days.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WritePeriod(Utf8JsonWriter writer, DatePeriod value, bool posting)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("from"u8);
        WriteDate(writer, value.From, posting);
        if (value.To is { } to)
        {
            writer.WritePropertyName("to"u8);
            WriteDate(writer, to, posting);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes the status of a record.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value; one that is not of the enum is written as its number, which validation refuses.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteRecordStatus(Utf8JsonWriter writer, RecordStatus value, bool posting) => writer.WriteStringValue(value switch
    {
        RecordStatus.Active => "active",
        RecordStatus.Inactive => "inactive",
        RecordStatus.Deleted => "deleted",
        RecordStatus.Merged => "merged",
        _ => ((int)value).ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>Writes a reference to a record of another system.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteSourceRef(Utf8JsonWriter writer, SourceRef value, bool posting) => value.WriteTo(writer);

    /// <summary>Writes members as the object that holds them.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public static void WriteMembers(Utf8JsonWriter writer, JsonMembers value, bool posting)
    {
        writer.WriteStartObject();
        value.WriteMembersTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Whether two lists have equal items in one order; both may be null.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="left">A list.</param>
    /// <param name="right">A list.</param>
    /// <returns>True when they have.</returns>
    public static bool ListEquals<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null || left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(left[i], right[i])) return false;
        }
        return true;
    }

    /// <summary>Adds the items of a list to a hash.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="hash">The hash.</param>
    /// <param name="items">The list.</param>
    public static void AddList<T>(ref HashCode hash, IReadOnlyList<T>? items)
    {
        if (items is null) return;
        hash.Add(items.Count);
        for (var i = 0; i < items.Count; i++) hash.Add(items[i]);
    }
}
