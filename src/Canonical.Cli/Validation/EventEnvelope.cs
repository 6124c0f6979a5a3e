using Canonical.Schema;

namespace Canonical.Cli;

// The rules of the envelope of an event, after the JSON Event Format of CloudEvents 1.0 and its attributes (CloudEvents 1.0, Required and Optional Attributes).
internal static class EventEnvelope
{
    private static readonly Lazy<JsonSchema> Compiled = new(() => JsonSchema.Parse("""
        {
          "$id": "https://schemas.canonical-sdk.org/cli/event-envelope",
          "type": "object",
          "required": ["specversion", "id", "source", "type"],
          "properties": {
            "specversion": { "const": "1.0" },
            "id": { "type": "string", "minLength": 1 },
            "source": { "type": "string", "minLength": 1, "format": "uri-reference" },
            "type": { "type": "string", "minLength": 1 },
            "datacontenttype": { "type": "string", "minLength": 1 },
            "dataschema": { "type": "string", "minLength": 1, "format": "uri" },
            "subject": { "type": "string", "minLength": 1 },
            "time": { "type": "string", "format": "date-time" },
            "data_base64": { "type": "string" },
            "data": true
          },
          "additionalProperties": { "type": ["string", "integer", "boolean", "null"] },
          "propertyNames": { "pattern": "^(?:[a-z0-9]+|data_base64)$" },
          "not": { "required": ["data", "data_base64"] }
        }
        """u8));

    public static JsonSchema Schema => Compiled.Value;
}
