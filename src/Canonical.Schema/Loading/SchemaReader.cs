using System.Text;
using System.Text.Json;

namespace Canonical.Schema;

/// <summary>
/// Reads the bytes of a schema document into <see cref="SchemaValue"/>s, with the steps that documents are read with: their code is needed anyway, so that a process that starts need not make the framework's reader ready as well.
/// </summary>
internal sealed unsafe class SchemaReader
{
    private const int MaxSchemaDepth = 512;

    private byte* _at;
    private int _depth;
    private string? _duplicate;

    private SchemaReader(byte* at) => _at = at;

    public static SchemaValue Read(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        if (utf8.Length > maxBytes) throw TooLarge(utf8.Length, maxBytes);
        if (utf8.Length > 2 && utf8[0] == 0xEF && utf8[1] == 0xBB && utf8[2] == 0xBF) utf8 = utf8[3..];
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) throw Explain(utf8);
        var buffer = new byte[utf8.Length + JsonScan.Padding];
        utf8.CopyTo(buffer);
        fixed (byte* json = buffer)
        {
            var reader = new SchemaReader(JsonScan.SkipWhite(json));
            var value = reader.ReadValue();
            if (reader._duplicate is not null) throw Duplicate(reader._duplicate);
            return value is not null && JsonScan.SkipWhite(reader._at) == json + utf8.Length ? value : throw Explain(utf8);
        }
    }

    // Null when it is no JSON, or a name is given twice.
    private SchemaValue? ReadValue()
    {
        SchemaValue value;
        var start = _at;
        switch (*start)
        {
            case (byte)'{':
                return ReadContainer(SchemaKind.Object, (byte)'}');
            case (byte)'[':
                return ReadContainer(SchemaKind.Array, (byte)']');
            case (byte)'"':
                var text = ReadText();
                return text is null ? null : new SchemaValue(SchemaKind.String) { Text = text };
            case (byte)'t':
            case (byte)'f':
            case (byte)'n':
                value = new SchemaValue(*start == 't' ? SchemaKind.True : *start == 'f' ? SchemaKind.False : SchemaKind.Null);
                _at = AnyPlan.Literal(start);
                break;
            default:
                _at = JsonScan.NumberEnd(start);
                if (_at == null) return null;
                value = new SchemaValue(SchemaKind.Number) { Text = Encoding.UTF8.GetString(start, (int)(_at - start)) };
                break;
        }
        return _at == null ? null : value;
    }

    private string? ReadText()
    {
        var start = _at + 1;
        var end = JsonScan.StringEnd(start, out var escaped);
        if (end == null) return null;
        _at = end + 1;
        var length = (int)(end - start);
        return escaped ? Unescaped(start, length) : Encoding.UTF8.GetString(start, length);
    }

    private static string Unescaped(byte* start, int length)
    {
        var text = new byte[length];
        return Encoding.UTF8.GetString(text, 0, JsonScan.Unescape(new ReadOnlySpan<byte>(start, length), text));
    }

    private SchemaValue? ReadContainer(SchemaKind kind, byte close)
    {
        if (++_depth > MaxSchemaDepth) return null;
        var container = new SchemaValue(kind);
        _at = JsonScan.SkipWhite(_at + 1);
        if (*_at != close)
        {
            var parts = new List<SchemaValue>();
            while (true)
            {
                string? name = null;
                if (kind == SchemaKind.Object)
                {
                    if (*_at != '"' || (name = ReadText()) is null) return null;
                    _at = JsonScan.SkipWhite(_at);
                    if (*_at != ':') return null;
                    _at = JsonScan.SkipWhite(_at + 1);
                }
                var part = ReadValue();
                if (part is null) return null;
                part.Parent = container;
                part.Index = parts.Count;
                if (name is not null)
                {
                    part.Name = name;
                    part.Keyword = Keywords.Find(name);
                }
                parts.Add(part);
                _at = JsonScan.SkipWhite(_at);
                if (*_at == close) break;
                if (*_at != ',') return null;
                _at = JsonScan.SkipWhite(_at + 1);
            }
            if (kind == SchemaKind.Array) container.Items = parts.ToArray();
            else if (!AreUnique(container.Members = parts.ToArray())) return null;
        }
        _at++;
        _depth--;
        return container;
    }

    private bool AreUnique(SchemaValue[] members)
    {
        if (members.Length > 8) return AreManyUnique(members);
        for (var i = 1; i < members.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (members[i].Name != members[j].Name) continue;
                _duplicate = members[i].Name;
                return false;
            }
        }
        return true;
    }

    private bool AreManyUnique(SchemaValue[] members)
    {
        var seen = new HashSet<string>(members.Length, StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (seen.Add(member.Name!)) continue;
            _duplicate = member.Name;
            return false;
        }
        return true;
    }

    private static JsonSchemaException TooLarge(int length, int maxBytes) => new(SchemaCodes.SchemaTooLarge, $"The schema has {length} bytes; the limit is {maxBytes}.", null);

    private static JsonSchemaException Duplicate(string name) => new(SchemaCodes.SchemaNotJson, $"The schema names \"{name}\" twice in one object.", null);

    // Where a schema stops being JSON is found by the framework's reader, which counts lines.
    private static JsonSchemaException Explain(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxSchemaDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            }
            return new JsonSchemaException(SchemaCodes.SchemaNotJson, "The schema is not JSON.", null);
        }
        catch (JsonException e)
        {
            return new JsonSchemaException(SchemaCodes.SchemaNotJson, $"The schema is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of the line.", null, e);
        }
        catch (InvalidOperationException e)
        {
            // The reader says so of a string escape that names half of a surrogate pair, or of bytes that are not UTF-8.
            return new JsonSchemaException(SchemaCodes.SchemaNotJson, "The schema has a string that is not valid Unicode.", null, e);
        }
    }
}
