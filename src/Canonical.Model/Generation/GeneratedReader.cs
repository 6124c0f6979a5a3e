using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>
/// Reads values of the contracts' types. For generated code, which validates the text first: a value that the contract would refuse is a defect here and throws
/// <see cref="InvalidOperationException"/>. Every method takes the reader on the value's first token and leaves it on the last. Thread-safe: static and without state.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GeneratedReader
{
    // The report of a document that keeps its contract; the engine hands it out for any valid document.
    private static readonly ValidationReport Valid = JsonSchema.Parse("true"u8).Validate("0"u8);

    /// <summary>Reads one item of a list.</summary>
    /// <typeparam name="T">The item.</typeparam>
    /// <param name="reader">The reader, on the first token of the item.</param>
    /// <param name="utf8Json">The whole text that the reader reads.</param>
    /// <returns>The item.</returns>
    public delegate T ReadItem<out T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json);

    /// <summary>Validates a text against a contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="utf8Json">The text.</param>
    /// <param name="report">Every violation; valid when the method returns true.</param>
    /// <returns>True when the text keeps the contract.</returns>
    public static bool TryValidate(CanonicalContract contract, ReadOnlySpan<byte> utf8Json, out ValidationReport report)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var schema = contract.Schema;
        report = schema.IsValid(utf8Json) ? Valid : schema.Validate(utf8Json);
        return report.IsValid;
    }

    /// <summary>A reader on the first token of a validated text.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <returns>The reader.</returns>
    public static Utf8JsonReader Start(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = JsonSchemaOptions.DefaultMaxDepth });
        reader.Read();
        return reader;
    }

    /// <summary>Reads a list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <param name="read">Reads one item.</param>
    /// <returns>The list.</returns>
    public static IReadOnlyList<T> ReadList<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, ReadItem<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        List<T>? items = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) (items ??= []).Add(read(ref reader, utf8Json));
        return items is null ? [] : items.ToArray();
    }

    /// <summary>Reads a string.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static string ReadString(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) => reader.GetString() ?? throw Disagree("a string");

    /// <summary>Reads a truth value.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static bool ReadBoolean(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) => reader.GetBoolean();

    /// <summary>Reads an integer; <c>5.0</c> and <c>5e0</c> are integers too (JSON Schema 2020-12, "Validation", section 6.1.1).</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static int ReadInt32(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) =>
        reader.TryGetInt32(out var value) ? value : checked((int)ReadWhole(ref reader));

    /// <summary>Reads an integer; <c>5.0</c> and <c>5e0</c> are integers too (JSON Schema 2020-12, "Validation", section 6.1.1).</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static long ReadInt64(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) =>
        reader.TryGetInt64(out var value) ? value : checked((long)ReadWhole(ref reader));

    /// <summary>Reads a decimal number written as a string.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static decimal ReadDecimal(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        return CanonicalDecimal.TryParse(Text(in reader, scratch), out var value) ? value : throw Disagree("a decimal");
    }

    /// <summary>Reads a date.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static DateOnly ReadDate(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        var text = Text(in reader, scratch);
        return text.Length == 10
            && Utf8Parser.TryParse(text[..4], out int year, out var y) && y == 4
            && Utf8Parser.TryParse(text[5..7], out int month, out var m) && m == 2
            && Utf8Parser.TryParse(text[8..], out int day, out var d) && d == 2
            ? new DateOnly(year, month, day)
            : throw Disagree("a date");
    }

    /// <summary>Reads an instant in UTC.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value, with offset zero.</returns>
    public static DateTimeOffset ReadInstant(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) =>
        reader.TryGetDateTimeOffset(out var value) && value.Offset == TimeSpan.Zero ? value : throw Disagree("an instant in UTC");

    /// <summary>Reads a canonical id.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static CanonicalId ReadId(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        return CanonicalId.TryParse(Text(in reader, scratch), out var value) ? value : throw Disagree("an id");
    }

    /// <summary>Reads the id of a contract.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static ContractId ReadContractId(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) =>
        ContractId.TryParse(reader.GetString(), out var value) ? value : throw Disagree("a contract id");

    /// <summary>Reads a currency.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static CurrencyCode ReadCurrency(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        return CurrencyCode.TryParse(Text(in reader, scratch), out var value) ? value : throw Disagree("a currency");
    }

    /// <summary>Reads an amount of money.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static Money ReadMoney(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        decimal amount = 0;
        CurrencyCode currency = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            reader.Read();
            if (isAmount) amount = ReadDecimal(ref reader, utf8Json);
            else currency = ReadCurrency(ref reader, utf8Json);
        }
        return new(amount, currency);
    }

    /// <summary>Reads a quantity.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static Quantity ReadQuantity(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        decimal value = 0;
        var unit = QuantityUnit.Hour;
        Span<byte> scratch = stackalloc byte[ScratchLength];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isValue) value = ReadDecimal(ref reader, utf8Json);
            else if (!Quantity.TryCode(Text(in reader, scratch), out unit)) throw Disagree("a unit");
        }
        return new(value, unit);
    }

    /// <summary>Reads a reference.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static Reference ReadReference(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        CanonicalId id = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            id = ReadId(ref reader, utf8Json);
        }
        return new(id);
    }

    /// <summary>Reads a reference to an object of one of several types.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static ObjectReference ReadObjectReference(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        CanonicalId id = default;
        var type = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId) id = ReadId(ref reader, utf8Json);
            else type = ReadString(ref reader, utf8Json);
        }
        return new(id, type);
    }

    /// <summary>Reads a period of days.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static DatePeriod ReadPeriod(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        DateOnly from = default;
        DateOnly? to = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFrom = reader.ValueTextEquals("from"u8);
            reader.Read();
            if (isFrom) from = ReadDate(ref reader, utf8Json);
            else to = ReadDate(ref reader, utf8Json);
        }
        return new(from, to);
    }

    /// <summary>Reads the status of a record.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static RecordStatus ReadRecordStatus(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        if (reader.ValueTextEquals("active"u8)) return RecordStatus.Active;
        if (reader.ValueTextEquals("inactive"u8)) return RecordStatus.Inactive;
        if (reader.ValueTextEquals("deleted"u8)) return RecordStatus.Deleted;
        return reader.ValueTextEquals("merged"u8) ? RecordStatus.Merged : throw Disagree("a record status");
    }

    /// <summary>Reads a reference to a record of another system.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static SourceRef ReadSourceRef(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) => SourceRef.ReadFrom(ref reader, utf8Json);

    /// <summary>Reads the members of an object as they are.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8Json">The whole text.</param>
    /// <returns>The value.</returns>
    public static JsonMembers ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json) => JsonMembers.ReadFrom(ref reader, utf8Json);

    /// <summary>What a generated reader throws when the text that the engine found valid is not what the reader expects: the two must agree.</summary>
    /// <param name="expected">What it expected.</param>
    /// <returns>The exception.</returns>
    public static InvalidOperationException Disagree(string expected) =>
        new($"The contract accepted a value that is not {expected}. The generated reader and the contract disagree: generate it again from the contract, and report it if that does not help.");

    // Longer than any text of the types above; each character of them may be written as an escape of six bytes.
    private const int ScratchLength = 256;

    private static ReadOnlySpan<byte> Text(in Utf8JsonReader reader, Span<byte> scratch)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;
        if (reader.ValueSpan.Length > scratch.Length) throw Disagree("a short text");
        return scratch[..reader.CopyString(scratch)];
    }

    private static decimal ReadWhole(ref Utf8JsonReader reader) =>
        decimal.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && decimal.IsInteger(value) ? value : throw Disagree("an integer");
}
