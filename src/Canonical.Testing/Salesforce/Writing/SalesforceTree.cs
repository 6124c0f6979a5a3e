using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Creates records together with their children (sObject Tree): all of them, or none. Callers hold the store's gate.</summary>
internal sealed class SalesforceTree(SalesforceStore store, SalesforceRows rows)
{
    private const int MaxRecords = 200;
    private const int MaxDepth = 5;

    public SalesforceReply Answer(SalesforceCall call, SalesforceType type)
    {
        int mark = store.Mark();
        var done = new List<(string Reference, string? Id, SalesforceApiException? Error)>();
        CreateAll(type, call.RequireBody(), null, "", 1, done);
        bool failed = done.Exists(d => d.Error is not null);
        if (failed)
        {
            store.RollBack(mark);
            done.RemoveAll(d => d.Error is null);
        }

        return SalesforceReply.Json(failed ? 400 : 201, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("hasErrors", failed);
            writer.WriteStartArray("results");
            foreach ((string reference, string? id, SalesforceApiException? error) in done)
            {
                writer.WriteStartObject();
                writer.WriteString("referenceId", reference);
                if (error is null)
                {
                    writer.WriteString("id", id);
                }
                else
                {
                    writer.WriteStartArray("errors");
                    SalesforceReply.WriteRowError(writer, error);
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private void CreateAll(SalesforceType type, JsonElement holder, string? parentField, string parentId, int depth, List<(string Reference, string? Id, SalesforceApiException? Error)> done)
    {
        if (!holder.TryGetProperty("records", out JsonElement records) || records.ValueKind != JsonValueKind.Array)
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "The request has no array of records");
        foreach (JsonElement record in records.EnumerateArray())
        {
            if (record.ValueKind != JsonValueKind.Object || !record.TryGetProperty("attributes", out JsonElement attributes) || !attributes.TryGetProperty("referenceId", out JsonElement reference))
                throw new SalesforceApiException(400, "INVALID_INPUT", "Include a reference ID for each record in the request.");
            if (done.Count == MaxRecords || depth > MaxDepth)
                throw new SalesforceApiException(400, "INVALID_INPUT", $"A tree has at most {MaxRecords} records and {MaxDepth} levels");
            Create(type, record, reference.ToString(), parentField, parentId, depth, done);
        }
    }

    private void Create(SalesforceType type, JsonElement record, string reference, string? parentField, string parentId, int depth, List<(string Reference, string? Id, SalesforceApiException? Error)> done)
    {
        var children = new List<(SalesforceType Type, string Field, JsonElement Records)>();
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (parentField is not null)
                writer.WriteString(parentField, parentId);
            foreach (JsonProperty member in record.EnumerateObject())
            {
                if (member.NameEquals("attributes"))
                    continue;
                if (member.Value.ValueKind == JsonValueKind.Object && store.Schema.FindChild(type, member.Name) is { } child)
                    children.Add((child.Type, child.Field.Name, member.Value));
                else
                    member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using JsonDocument own = JsonDocument.Parse(buffer.WrittenMemory);
        string id;
        try
        {
            id = rows.Create(type, own.RootElement).Id;
        }
        catch (SalesforceApiException e)
        {
            done.Add((reference, null, e));
            return;
        }

        done.Add((reference, id, null));
        foreach ((SalesforceType childType, string field, JsonElement records) in children)
            CreateAll(childType, records, field, id, depth + 1, done);
    }
}
