using System.Text;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>The values that a plan brings along: they stand at the beginning of every working buffer, as they are written.</summary>
internal sealed class ConstantPool
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<(ValueKind Kind, string Text), Value> _known = [];

    public byte[] ToArray() => [.. _bytes];

    public Value Add(JsonScalar scalar) => Add(Literal.KindOf(scalar), scalar.Text, Utf8Text.Encode(scalar.Text)!);

    public Value Text(string text) => Add(JsonScalar.Of(text));

    public Value Null() => Add(ValueKind.Null, "null", "null"u8);

    /// <summary>A literal of the document.</summary>
    public Value Add(JsonElement literal)
    {
        if (literal.ValueKind == JsonValueKind.Null)
            return Null();
        if (JsonScalar.TryRead(literal, out var scalar))
            return Add(scalar);
        var text = literal.GetRawText();
        var raw = Encoding.UTF8.GetBytes(text);
        var json = new byte[raw.Length];
        RawJson.TryNormalize(raw, json, out var length, out _);
        return Add(literal.ValueKind == JsonValueKind.Object ? ValueKind.Object : ValueKind.Array, text, json.AsSpan(0, length));
    }

    private Value Add(ValueKind kind, string text, ReadOnlySpan<byte> utf8)
    {
        if (_known.TryGetValue((kind, text), out var value))
            return value;
        value = new Value(kind, ValueTraits.None, _bytes.Count, utf8.Length);
        foreach (var b in utf8)
            _bytes.Add(b);
        _known[(kind, text)] = value;
        return value;
    }
}
