using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Makes records out of what was read.</summary>
internal static class WorkerRecords
{
    // The record goes into a mapping and never into a page: an ampersand in a job title stays an ampersand.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] AlternateTypes = ["Employee_ID", "Contingent_Worker_ID"];

    public static WorkerRecord Create(JsonObject json, IReadOnlyList<RecordIssue> issues)
    {
        var reference = json["Worker_Reference"] as JsonObject;
        json["Selected"] = WorkerSelection.Select(json);
        // The one address that was asked for is chosen; the private ones among the others end here.
        json.Object("Worker_Data").Object("Personal_Data")?.Remove("Contact_Data");
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            json.WriteTo(writer);
        return new WorkerRecord
        {
            Wid = reference.Text("WID"),
            AlternateKey = AlternateKey(reference),
            Utf8Json = buffer.WrittenMemory,
            Issues = issues,
        };
    }

    public static WorkerKey? AlternateKey(JsonObject? reference)
    {
        foreach (string type in AlternateTypes)
        {
            if (reference.Text(type) is { } value)
                return new WorkerKey(type, value);
        }

        return null;
    }

    /// <summary>The member's text; null when the object, the member or its being text is missing.</summary>
    public static string? Text(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool IsTrue(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static JsonObject? Object(this JsonObject? json, string name) => json?[name] as JsonObject;

    public static IEnumerable<JsonObject> Objects(this JsonObject? json, string name) =>
        json?[name] is JsonArray array ? array.OfType<JsonObject>() : [];
}
