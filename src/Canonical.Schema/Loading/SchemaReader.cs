using System.Text;
using System.Text.Json;

namespace Canonical.Schema;

/// <summary>Reads the bytes of a schema document into <see cref="SchemaValue"/>s. On the framework's reader: schemas are read rarely, and its code is already compiled when a process starts.</summary>
internal static class SchemaReader
{
    private const int MaxSchemaDepth = 512;

    public static SchemaValue Read(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        if (utf8.Length > maxBytes) throw new JsonSchemaException(SchemaCodes.SchemaTooLarge, $"The schema has {utf8.Length} bytes; the limit is {maxBytes}.", null);
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxSchemaDepth });
        try
        {
            reader.Read();
            var value = ReadValue(ref reader);
            if (reader.Read()) throw new JsonSchemaException(SchemaCodes.SchemaNotJson, "The schema has content after its end.", null);
            return value;
        }
        catch (JsonException e)
        {
            throw new JsonSchemaException(SchemaCodes.SchemaNotJson, $"The schema is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of the line.", null, e);
        }
        catch (InvalidOperationException e)
        {
            // The reader says so of a string escape that names half of a surrogate pair, or of bytes that are not UTF-8.
            throw new JsonSchemaException(SchemaCodes.SchemaNotJson, "The schema has a string that is not valid Unicode.", null, e);
        }
    }

    private static SchemaValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => new SchemaValue(SchemaKind.String) { Text = reader.GetString() },
        JsonTokenType.Number => new SchemaValue(SchemaKind.Number) { Text = Encoding.UTF8.GetString(reader.ValueSpan) },
        JsonTokenType.True => new SchemaValue(SchemaKind.True),
        JsonTokenType.False => new SchemaValue(SchemaKind.False),
        _ => new SchemaValue(SchemaKind.Null),
    };

    private static SchemaValue ReadArray(ref Utf8JsonReader reader)
    {
        var array = new SchemaValue(SchemaKind.Array);
        var items = new List<SchemaValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = ReadValue(ref reader);
            item.Parent = array;
            item.Index = items.Count;
            items.Add(item);
        }
        array.Items = items.ToArray();
        return array;
    }

    private static SchemaValue ReadObject(ref Utf8JsonReader reader)
    {
        var value = new SchemaValue(SchemaKind.Object);
        var members = new List<SchemaMember>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var member = ReadValue(ref reader);
            member.Parent = value;
            member.Name = name;
            member.Index = members.Count;
            members.Add(new SchemaMember(name, member));
        }
        value.Members = members.ToArray();
        CheckUnique(value);
        return value;
    }

    private static void CheckUnique(SchemaValue value)
    {
        var members = value.Members;
        if (members.Length <= 8)
        {
            for (var i = 1; i < members.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (members[i].Name == members[j].Name) throw Duplicate(members[i].Name);
                }
            }
            return;
        }
        var seen = new HashSet<string>(members.Length, StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (!seen.Add(member.Name)) throw Duplicate(member.Name);
        }
    }

    private static JsonSchemaException Duplicate(string name) => new(SchemaCodes.SchemaNotJson, $"The schema names \"{name}\" twice in one object.", null);
}
