using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>A string or a name may be JSON and yet no text: an escape of half a surrogate pair, which System.Text.Json meets with an exception at the moment it is read.</summary>
internal static class JsonText
{
    /// <summary>Whether every name and string is text. Only asked when something has failed: a record may well hold such a string where no lens looks.</summary>
    public static bool IsText(JsonElement value)
    {
        try
        {
            Touch(value);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // As deep as the document, which the parser has bounded.
    private static void Touch(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    Touch(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Touch(item);
                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }
}
