using System.Text.Json;

namespace Canonical.Cli;

// The parts of a structured event that say what its data is and where it lies. For an event that its envelope's rules accept.
internal readonly record struct EventParts(string DataSchema, Range? Data)
{
    public static EventParts Read(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Schema.JsonSchemaOptions.DefaultMaxDepth });
        var parts = default(EventParts) with { DataSchema = "" };
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = reader.ValueTextEquals("dataschema"u8);
            var isData = !isSchema && reader.ValueTextEquals("data"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isSchema && reader.TokenType == JsonTokenType.String) parts = parts with { DataSchema = reader.GetString()! };
            reader.Skip();
            if (isData) parts = parts with { Data = start..(int)reader.BytesConsumed };
        }
        return parts;
    }
}
