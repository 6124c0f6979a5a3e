using System.Text.Json;

namespace Canonical.Cli;

// What the top level of a document says about which contract it follows. Reads no further than it must and leaves every mistake to the contract.
internal readonly ref struct DocumentHead
{
    public enum Kind
    {
        // Says nothing, or is no object, or no JSON.
        Silent,

        // Has a member "contract".
        Declares,

        // An event in the structured form of CloudEvents (CloudEvents 1.0, JSON Event Format).
        Event,
    }

    public Kind Says { get; private init; }

    // The text of "contract", without its quotes and as it was written.
    public ReadOnlySpan<byte> Contract { get; private init; }

    public static DocumentHead Read(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Schema.JsonSchemaOptions.DefaultMaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isContract = reader.ValueTextEquals("contract"u8);
                var isEvent = !isContract && reader.ValueTextEquals("specversion"u8);
                reader.Read();
                if (isEvent) return new DocumentHead { Says = Kind.Event };
                if (isContract)
                {
                    return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0 && !reader.ValueIsEscaped
                        ? new DocumentHead { Says = Kind.Declares, Contract = reader.ValueSpan }
                        : default;
                }
                reader.Skip();
            }
            return default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
