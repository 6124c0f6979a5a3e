using System.Text.Json;

namespace Canonical.Cli;

// Finds where a JSON Pointer (RFC 6901) leads in a text: the place of the value, or of the nearest one that is there.
internal static class JsonPlace
{
    public static TextPosition Find(ReadOnlySpan<byte> json, string pointer)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            reader.Read();
            var place = reader.TokenStartIndex;
            foreach (var part in pointer.Split('/').Skip(1))
            {
                if (!Enter(ref reader, part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), ref place)) break;
            }
            return TextPosition.Start.After(json[..(int)place]);
        }
        catch (JsonException)
        {
            return TextPosition.Start;
        }
    }

    // A member stands where its name does.
    private static bool Enter(ref Utf8JsonReader reader, string part, ref long place)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(part);
                if (isIt) place = reader.TokenStartIndex;
                reader.Read();
                if (isIt) return true;
                reader.Skip();
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray && int.TryParse(part, out var index))
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                if (i == index)
                {
                    place = reader.TokenStartIndex;
                    return true;
                }
                reader.Skip();
            }
        }
        return false;
    }
}
