using System.Text.Json;

namespace Canonical.Contracts;

// A JSON text with the places of its values, so that a part can be taken out or moved and everything else stays as it was written.
internal sealed class EditableSchema
{
    // Deeper than any contract; below the depth at which recursion would be a risk.
    private const int MaxDepth = 256;

    private EditableSchema(JsonTokenType kind, int start) => (Kind, Start) = (kind, start);

    public JsonTokenType Kind { get; }

    public int Start { get; }

    public int End { get; private set; }

    public List<Member> Members { get; } = [];

    public List<EditableSchema> Items { get; } = [];

    // A member begins with its name.
    public sealed record Member(string Name, int Start, EditableSchema Value)
    {
        public int End => Value.End;
    }

    public EditableSchema? Find(string name) => Members.Find(m => m.Name == name)?.Value;

    // Null where the text is no JSON, or names a member twice.
    public static EditableSchema? Parse(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            var root = Read(ref reader);
            return reader.Read() ? null : root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what GetString throws when an escape stands for half of a surrogate pair.
            return null;
        }
    }

    private static EditableSchema Read(ref Utf8JsonReader reader)
    {
        var value = new EditableSchema(reader.TokenType, (int)reader.TokenStartIndex);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var (name, start) = (reader.GetString()!, (int)reader.TokenStartIndex);
                if (!names.Add(name)) throw new JsonException();
                reader.Read();
                value.Members.Add(new(name, start, Read(ref reader)));
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) value.Items.Add(Read(ref reader));
        }
        value.End = (int)reader.BytesConsumed;
        return value;
    }
}
