using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Canonical.Contracts;

// A JSON value with the equality of JSON Schema: numbers by value, objects without order. Immutable.
internal sealed class Datum : IEquatable<Datum>
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static readonly Datum Null = new(JsonKinds.Null);
    public static readonly Datum True = new(JsonKinds.Boolean) { IsTrue = true };
    public static readonly Datum False = new(JsonKinds.Boolean);

    private string? _key;

    private Datum(JsonKinds kind) => Kind = kind;

    public JsonKinds Kind { get; }

    public bool IsTrue { get; private init; }

    public Rational Number { get; private init; }

    public string Text { get; private init; } = "";

    public IReadOnlyList<Datum> Items { get; private init; } = [];

    public IReadOnlyList<KeyValuePair<string, Datum>> Members { get; private init; } = [];

    // Two values are equal when their keys are.
    public string Key => _key ??= WriteKey();

    public static Datum Of(Rational number) => new(JsonKinds.Number) { Number = number };

    public static Datum Of(string text) => new(JsonKinds.String) { Text = text };

    public static Datum OfItems(IReadOnlyList<Datum> items) => new(JsonKinds.Array) { Items = items };

    public static Datum OfMembers(IReadOnlyList<KeyValuePair<string, Datum>> members) => new(JsonKinds.Object) { Members = members };

    // Null when a number is out of the range that is reasoned about.
    public static Datum? TryRead(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null: return Null;
            case JsonValueKind.True: return True;
            case JsonValueKind.False: return False;
            case JsonValueKind.String: return Of(json.GetString()!);
            case JsonValueKind.Number: return Rational.TryParse(json.GetRawText(), out var number) ? Of(number) : null;
            case JsonValueKind.Array:
                var items = new List<Datum>();
                foreach (var item in json.EnumerateArray())
                {
                    if (TryRead(item) is not { } datum) return null;
                    items.Add(datum);
                }
                return OfItems(items);
            default:
                var members = new List<KeyValuePair<string, Datum>>();
                foreach (var member in json.EnumerateObject())
                {
                    if (TryRead(member.Value) is not { } datum) return null;
                    members.Add(new(member.Name, datum));
                }
                return OfMembers(members);
        }
    }

    public Datum? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Key == name) return member.Value;
        }
        return null;
    }

    public static int CountCodePoints(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i])) count--;
        }
        return count;
    }

    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    public bool Equals(Datum? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as Datum);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    private void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonKinds.Null:
                writer.WriteNullValue();
                break;
            case JsonKinds.Boolean:
                writer.WriteBooleanValue(IsTrue);
                break;
            case JsonKinds.Number:
                writer.WriteRawValue(Number.ToString(), skipInputValidation: true);
                break;
            case JsonKinds.String:
                writer.WriteStringValue(Text);
                break;
            case JsonKinds.Array:
                writer.WriteStartArray();
                foreach (var item in Items) item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var member in Members)
                {
                    writer.WritePropertyName(member.Key);
                    member.Value.WriteTo(writer);
                }
                writer.WriteEndObject();
                break;
        }
    }

    private string WriteKey()
    {
        switch (Kind)
        {
            case JsonKinds.Null: return "n";
            case JsonKinds.Boolean: return IsTrue ? "t" : "f";
            case JsonKinds.Number: return string.Create(CultureInfo.InvariantCulture, $"#{Number.Numerator}/{Number.Denominator};");
            case JsonKinds.String: return string.Create(CultureInfo.InvariantCulture, $"\"{Text.Length}:{Text}");
            case JsonKinds.Array: return "[" + string.Concat(Items.Select(i => i.Key)) + "]";
            default:
                return "{" + string.Concat(Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key.Length}:{m.Key}={m.Value.Key}"))) + "}";
        }
    }
}
