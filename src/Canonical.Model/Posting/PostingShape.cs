using System.Text.Json;

namespace Canonical.Model;

// How one place of a document goes into the fingerprint. Made once from the contract; then immutable.
internal sealed class PostingShape
{
    public enum Form
    {
        // As it is.
        Raw,

        // A decimal string without trailing zeros.
        Decimal,

        // An instant without trailing zeros of its fraction.
        Instant,

        // The known members alone.
        Object,

        Array,
    }

    private (byte[] Name, PostingShape? Shape)[] _members = [];
    private PostingShape? _item;

    public PostingShape(Form kind) => Kind = kind;

    public static PostingShape Raw { get; } = new(Form.Raw);

    public static PostingShape Decimal { get; } = new(Form.Decimal);

    public static PostingShape Instant { get; } = new(Form.Instant);

    public Form Kind { get; }

    // The known members; without a shape, those that stay outside. Set after the shape was made, because a definition may hold itself.
    public void SetMembers((byte[] Name, PostingShape? Shape)[] members) => _members = members;

    public void SetItem(PostingShape item) => _item = item;

    // The reader stands on the first token of the value, and is left on its last.
    public void Append(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, ref Utf8Builder json)
    {
        switch (Kind)
        {
            case Form.Decimal when reader.TokenType == JsonTokenType.String:
                AppendText(ref reader, ref json, ShortestDecimal);
                break;
            case Form.Instant when reader.TokenType == JsonTokenType.String:
                AppendText(ref reader, ref json, ShortestInstant);
                break;
            case Form.Object when reader.TokenType == JsonTokenType.StartObject:
                AppendMembers(ref reader, utf8Json, ref json);
                break;
            case Form.Array when reader.TokenType == JsonTokenType.StartArray:
                AppendItems(ref reader, utf8Json, ref json);
                break;
            default:
                AppendRaw(ref reader, utf8Json, ref json);
                break;
        }
    }

    private delegate void Shorten(ReadOnlySpan<byte> text, ref Utf8Builder json);

    private static void AppendText(ref Utf8JsonReader reader, ref Utf8Builder json, Shorten shorten)
    {
        json.Append((byte)'"');
        if (!reader.ValueIsEscaped) shorten(reader.ValueSpan, ref json);
        else
        {
            var text = new byte[reader.ValueSpan.Length];
            var unescaped = text.AsSpan(0, reader.CopyString(text));
            // No decimal and no instant has such characters: what is neither stays as it was written, in its escapes.
            if (unescaped.ContainsAnyInRange((byte)0, (byte)0x1F) || unescaped.ContainsAny((byte)'"', (byte)'\\')) json.Append(reader.ValueSpan);
            else shorten(unescaped, ref json);
        }
        json.Append((byte)'"');
    }

    private static void ShortestDecimal(ReadOnlySpan<byte> text, ref Utf8Builder json)
    {
        if (text.Contains((byte)'.')) text = text.TrimEnd((byte)'0').TrimEnd((byte)'.');
        json.Append(text.SequenceEqual("-0"u8) ? "0"u8 : text);
    }

    private static void ShortestInstant(ReadOnlySpan<byte> text, ref Utf8Builder json)
    {
        if (text.Contains((byte)'.') && text.EndsWith("Z"u8))
        {
            json.Append(text[..^1].TrimEnd((byte)'0').TrimEnd((byte)'.'));
            json.Append((byte)'Z');
        }
        else json.Append(text);
    }

    private static void AppendRaw(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, ref Utf8Builder json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        json.Append(utf8Json[start..(int)reader.BytesConsumed]);
    }

    private void AppendMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, ref Utf8Builder json)
    {
        json.Append((byte)'{');
        var (expected, first) = (0, true);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var shape = Find(ref reader, ref expected, out var name);
            reader.Read();
            if (shape is null)
            {
                reader.Skip();
                continue;
            }
            if (!first) json.Append((byte)',');
            first = false;
            // Names of contracts are camelCase: nothing in them needs an escape.
            json.Append((byte)'"');
            json.Append(name);
            json.Append("\":"u8);
            shape.Append(ref reader, utf8Json, ref json);
        }
        json.Append((byte)'}');
    }

    private void AppendItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, ref Utf8Builder json)
    {
        json.Append((byte)'[');
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first) json.Append((byte)',');
            first = false;
            (_item ?? Raw).Append(ref reader, utf8Json, ref json);
        }
        json.Append((byte)']');
    }

    // Writers keep the order of the contract, so the next member is mostly the one after the last.
    private PostingShape? Find(ref Utf8JsonReader reader, ref int expected, out byte[] name)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            var at = expected + i < _members.Length ? expected + i : expected + i - _members.Length;
            if (!reader.ValueTextEquals(_members[at].Name)) continue;
            expected = at + 1 < _members.Length ? at + 1 : 0;
            name = _members[at].Name;
            return _members[at].Shape;
        }
        name = [];
        return null;
    }
}
