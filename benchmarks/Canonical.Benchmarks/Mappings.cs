using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Mapping;
using Canonical.Model;

namespace Canonical.Benchmarks;

/// <summary>
/// A Salesforce account and a NetSuite time bill, both ways, against code that somebody would write by hand with source-generated <see cref="JsonSerializer"/>, and against the floor:
/// a <see cref="Utf8JsonReader"/> walk of the input and a <see cref="Utf8JsonWriter"/> of the output, which know nothing of a mapping.
/// <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- mapping [--quick]</c>; the ratios are of one run with interleaved rounds.
/// </summary>
internal static class Mappings
{
    private static readonly JsonWriterOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Run(bool quick)
    {
        var perRound = TimeSpan.FromMilliseconds(quick ? 60 : 120);
        var rounds = quick ? 8 : 20;
        Console.WriteLine("| case | bytes | floor | by hand | Canonical.Mapping | x by hand | x floor | allocated by hand | allocated | of which the result |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var mapped in new IMapped[] { MappingSamples.Account(), MappingSamples.TimeBill() })
            mapped.Measure(perRound, rounds);
    }

    public static void Print(string name, byte[] input, byte[] output, long result, Func<byte[]?> hand, Action ours, TimeSpan perRound, int rounds)
    {
        if (hand() is { } bytes && !JsonNode.DeepEquals(JsonNode.Parse(bytes), JsonNode.Parse(output)))
            throw new InvalidOperationException($"{name}: the two do not give the same:\n{System.Text.Encoding.UTF8.GetString(bytes)}\n{System.Text.Encoding.UTF8.GetString(output)}");
        var (best, allocated) = new RatioRunner(perRound, rounds)
            .Add("floor", Floor(input, output))
            .Add("hand", () => hand())
            .Add("ours", ours)
            .Measure();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {input.Length} → {output.Length} | {best["floor"] * 1e6:0.00} us | {best["hand"] * 1e6:0.00} us | {best["ours"] * 1e6:0.00} us | {best["ours"] / best["hand"]:0.00} | {best["ours"] / best["floor"]:0.00} | {allocated["hand"]} B | {allocated["ours"]} B | {result} B |"));
    }

    /// <summary>What a call allocates when it is warm.</summary>
    public static long Allocated(Func<object> call)
    {
        for (var i = 0; i < 200; i++) GC.KeepAlive(call());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) GC.KeepAlive(call());
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    // The names are encoded and the values at hand: nobody writes the same JSON with that writer for less.
    private static Action Floor(byte[] input, byte[] output)
    {
        var tokens = new List<Action<Utf8JsonWriter>>();
        var reader = new Utf8JsonReader(output);
        while (reader.Read())
        {
            var text = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString()! : "";
            var name = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            var value = reader.TokenType == JsonTokenType.String ? System.Text.Encoding.UTF8.GetBytes(text) : reader.ValueSpan.ToArray();
            tokens.Add(reader.TokenType switch
            {
                JsonTokenType.StartObject => static w => w.WriteStartObject(),
                JsonTokenType.EndObject => static w => w.WriteEndObject(),
                JsonTokenType.StartArray => static w => w.WriteStartArray(),
                JsonTokenType.EndArray => static w => w.WriteEndArray(),
                JsonTokenType.PropertyName => w => w.WritePropertyName(name),
                JsonTokenType.String => w => w.WriteStringValue(value),
                JsonTokenType.Number => w => w.WriteRawValue(value, skipInputValidation: true),
                JsonTokenType.True => static w => w.WriteBooleanValue(true),
                JsonTokenType.False => static w => w.WriteBooleanValue(false),
                _ => static w => w.WriteNullValue(),
            });
        }

        var all = tokens.ToArray();
        var buffer = new ArrayBufferWriter<byte>(4096);
        var writer = new Utf8JsonWriter(buffer, s_relaxed);
        return () =>
        {
            var walk = new Utf8JsonReader(input);
            while (walk.Read())
            {
            }

            buffer.ResetWrittenCount();
            writer.Reset();
            foreach (var token in all) token(writer);
            writer.Flush();
        };
    }
}

internal interface IMapped
{
    void Measure(TimeSpan perRound, int rounds);
}

/// <summary>One record with its mapping and the code by hand that does the same.</summary>
internal sealed class Mapped<T>(string name, byte[] vendor, MappingDocument document, MappingContext forth, MappingContext back, Func<byte[], byte[]> handForth, Func<byte[], object> handObject, Func<byte[], byte[]> handBack) : IMapped
    where T : class, ICanonicalObject<T>
{
    public void Measure(TimeSpan perRound, int rounds)
    {
        var mapper = Mapper.Compile(document);
        var typed = new Mapper<T>(mapper);
        var canonical = Json(mapper.ToCanonical(vendor, forth));
        var record = Json(mapper.ToVendor(canonical, back));
        if (!typed.ToCanonical(vendor, forth).Succeeded)
            throw new InvalidOperationException(string.Join('\n', typed.ToCanonical(vendor, forth).Issues));
        var result = Mappings.Allocated(() => new byte[canonical.Length]) + ResultBytes;
        var value = Mappings.Allocated(() => T.TryRead(canonical, out var read, out _) ? read : throw new InvalidOperationException());
        Mappings.Print($"{name}, bytes to bytes", vendor, canonical, result, () => handForth(vendor), () => mapper.ToCanonical(vendor, forth), perRound, rounds);
        Mappings.Print($"{name}, bytes to validated object", vendor, canonical, result + value, () => Ignore(handObject(vendor)), () => typed.ToCanonical(vendor, forth), perRound, rounds);
        Mappings.Print($"{name}, back", canonical, record, Mappings.Allocated(() => new byte[record.Length]) + ResultBytes, () => handBack(canonical), () => mapper.ToVendor(canonical, back), perRound, rounds);
    }

    // The result itself: a header, a reference, the bytes and two marks.
    private const long ResultBytes = 48;

    private static byte[]? Ignore(object value)
    {
        GC.KeepAlive(value);
        return null;
    }

    private static byte[] Json(MappingResult result) =>
        result.Succeeded ? result.Json.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Issues));
}
