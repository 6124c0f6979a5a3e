using System.Globalization;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads the bodies of successes.</summary>
internal static class SalesforceAnswers
{
    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static JsonDocument Parse(ReadOnlyMemory<byte> body, string operation)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw NotJson(body.Span, operation, e);
        }
    }

    /// <summary>Why a body is no JSON. Proxies end an answer in the middle as if it were whole; asked for again, it comes.</summary>
    public static ConnectorException NotJson(ReadOnlySpan<byte> body, string operation, JsonException cause) => IsBeginning(body)
        ? new ConnectorException(SalesforceErrorCodes.AnswerBrokeOff, IssueKind.Transient, $"The answer to {operation} ended in the middle.", cause)
        : Unexpected(operation, "it is no JSON", cause);

    // Well-formed as far as it goes.
    private static bool IsBeginning(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static ConnectorException Unexpected(string operation, string reason, Exception? cause = null) => new(
        ConnectorErrorCodes.UnexpectedResponse,
        IssueKind.Transient,
        $"The answer to {operation} is not what Salesforce documents: {reason}.",
        cause);

    public static SalesforceObjectDescription ReadDescription(JsonElement root) => new()
    {
        Name = Text(root, "name") ?? throw Unexpected("describe", "the object has no name"),
        KeyPrefix = Text(root, "keyPrefix"),
        Fields = root.TryGetProperty("fields", out JsonElement fields) && fields.ValueKind == JsonValueKind.Array
            ? [.. fields.EnumerateArray().Select(ReadField)]
            : throw Unexpected("describe", "there are no fields"),
    };

    /// <summary>A whole number; null when the member is absent or something else.</summary>
    public static long? ReadInteger(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An instant as Salesforce writes it, with an offset that has no colon; null when the member is absent or something else.</summary>
    public static DateTimeOffset? Instant(JsonElement element, string name) =>
        Text(element, name) is { } text && TryInstant(text, out DateTimeOffset time) ? time : null;

    public static bool TryInstant(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public static bool IsTrue(JsonElement element, string name) => Flag(element, name);

    private static SalesforceFieldDescription ReadField(JsonElement field) => new()
    {
        Name = Text(field, "name") ?? throw Unexpected("describe", "a field has no name"),
        Type = Text(field, "type") ?? throw Unexpected("describe", "a field has no type"),
        Length = Number(field, "length"),
        Precision = Number(field, "precision"),
        Scale = Number(field, "scale"),
        IsNillable = Flag(field, "nillable"),
        IsCreateable = Flag(field, "createable"),
        IsUpdateable = Flag(field, "updateable"),
        IsDefaultedOnCreate = Flag(field, "defaultedOnCreate"),
        IsExternalId = Flag(field, "externalId"),
        IsIdLookup = Flag(field, "idLookup"),
        IsUnique = Flag(field, "unique"),
        ReferenceTo = field.TryGetProperty("referenceTo", out JsonElement targets) && targets.ValueKind == JsonValueKind.Array
            ? [.. targets.EnumerateArray().Where(static t => t.ValueKind == JsonValueKind.String).Select(static t => t.GetString()!)]
            : [],
        RelationshipName = Text(field, "relationshipName"),
    };

    private static int Number(JsonElement element, string name) => ReadInteger(element, name) is { } number and >= 0 and <= int.MaxValue ? (int)number : 0;

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
