using System.Text.Json;

namespace Canonical.Testing;

/// <summary>
/// Up to 200 records in one call (sObject Collections). The status is 200 whenever the call itself is well-formed, whatever became of its rows, and the answers are in the order of the rows.
/// Callers hold the store's gate.
/// </summary>
internal sealed class SalesforceCollections(SalesforceStore store, SalesforceRows rows, SalesforceSandboxOptions options)
{
    public const int MaxRows = 200;
    private const int MaxRead = 2000;

    private static readonly SalesforceApiException RolledBack = new(400, "ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");

    public SalesforceReply Answer(SalesforceCall call)
    {
        switch (call.Path)
        {
            case [_, _] when call.Method == "POST":
                return Write(call, withCreated: false, record => rows.Create(TypeOf(record), record));
            case [_, _] when call.Method == "PATCH":
                return Write(call, withCreated: false, Update);
            case [_, _] when call.Method == "DELETE":
                return Delete(call);
            case [_, _]:
                call.Allow("POST", "PATCH", "DELETE");
                throw SalesforceApiException.NotFound();
            case [_, _, var type]:
                call.Allow("GET", "POST");
                return Read(call, rows.Type(type));
            case [_, _, var type, var field]:
                call.Allow("PATCH");
                return Upsert(call, rows.Type(type), field);
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    private SalesforceWritten Update(JsonElement record)
    {
        SalesforceType type = TypeOf(record);
        string id = SalesforceRows.Member(record, "Id") is { ValueKind: JsonValueKind.String } member ? member.GetString()! : throw new SalesforceApiException(400, "MISSING_ARGUMENT", "Id not specified in an update call");
        return SalesforceId.TryNormalize(id, out _) ? rows.Update(type, id, record, idMember: true) : throw new SalesforceApiException(400, "MALFORMED_ID", $"{type.Name} ID: id value of incorrect type: {id}", "Id");
    }

    private SalesforceReply Upsert(SalesforceCall call, SalesforceType type, string fieldName)
    {
        SalesforceSandboxField field = SalesforceRows.LookupField(type, fieldName);
        // A value that stands twice in one call is refused in both places.
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement record in Records(call))
        {
            if (KeyOf(record) is { } key)
                seen[key] = seen.GetValueOrDefault(key) + 1;
        }

        return Write(call, withCreated: true, record =>
        {
            TypeOf(record);
            return KeyOf(record) is { } key && seen[key] > 1
                ? throw new SalesforceApiException(400, "DUPLICATE_VALUE", $"Duplicate external id specified: {key}", field.Name)
                : rows.UpsertByMember(type, field, record);
        });

        string? KeyOf(JsonElement record) =>
            record.ValueKind == JsonValueKind.Object && SalesforceRows.Member(record, field.Name) is { } member && member.ValueKind is JsonValueKind.String or JsonValueKind.Number ? member.ToString() : null;
    }

    private SalesforceReply Delete(SalesforceCall call)
    {
        string[] ids = (call.Query.GetValueOrDefault("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        CheckCount(ids.Length, MaxRows);
        return Write(ids, call.Flag("allOrNone"), withCreated: false, id =>
        {
            SalesforceType type = store.Schema.OfId(id) ?? throw new SalesforceApiException(400, "MALFORMED_ID", "malformed id " + id);
            rows.Delete(type, id);
            return new SalesforceWritten(SalesforceId.TryNormalize(id, out string? full) ? full : id, Created: false);
        });
    }

    private SalesforceReply Read(SalesforceCall call, SalesforceType type)
    {
        string[] ids;
        string fields;
        if (call.Method == "POST")
        {
            JsonElement body = call.RequireBody();
            ids = Texts(body, "ids");
            fields = string.Join(',', Texts(body, "fields"));
        }
        else
        {
            ids = (call.Query.GetValueOrDefault("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            fields = call.Query.GetValueOrDefault("fields") ?? "";
        }

        CheckCount(ids.Length, MaxRead);
        if (fields.Length == 0)
            throw new SalesforceApiException(400, "MISSING_ARGUMENT", "fields are required");
        IReadOnlyList<SalesforceSandboxField> asked = SalesforceRows.Fields(type, fields);
        return SalesforceReply.Json(200, writer =>
        {
            writer.WriteStartArray();
            foreach (string id in ids)
            {
                // What is not there leaves a hole.
                if (SalesforceId.TryNormalize(id, out string? full) && store.Find(type.Name, full) is { IsDeleted: false } row)
                    SalesforceRecords.WriteRecord(writer, row, asked, call.VersionName);
                else
                    writer.WriteNullValue();
            }

            writer.WriteEndArray();
        });

        static string[] Texts(JsonElement body, string name) =>
            body.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(e => e.ToString())] : [];
    }

    private SalesforceReply Write(SalesforceCall call, bool withCreated, Func<JsonElement, SalesforceWritten> write) =>
        Write(Records(call), call.Body.TryGetProperty("allOrNone", out JsonElement all) && all.ValueKind == JsonValueKind.True, withCreated, write);

    private SalesforceReply Write<T>(IReadOnlyList<T> records, bool allOrNone, bool withCreated, Func<T, SalesforceWritten> write)
    {
        int mark = store.Mark();
        var results = new (SalesforceWritten Written, SalesforceApiException? Error)[records.Count];
        for (int i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = (write(records[i]), null);
            }
            catch (SalesforceApiException e)
            {
                results[i] = (default, e);
            }
        }

        if (allOrNone && Array.Exists(results, r => r.Error is not null))
        {
            store.RollBack(mark);
            results = Array.ConvertAll(results, r => (default(SalesforceWritten), (SalesforceApiException?)(r.Error ?? RolledBack)));
        }

        return SalesforceReply.Json(200, writer =>
        {
            writer.WriteStartArray();
            foreach ((SalesforceWritten written, SalesforceApiException? error) in results)
                WriteResult(writer, written, error, withCreated);
            writer.WriteEndArray();
        });
    }

    private static void WriteResult(Utf8JsonWriter writer, SalesforceWritten written, SalesforceApiException? error, bool withCreated)
    {
        writer.WriteStartObject();
        if (error is null)
            writer.WriteString("id", written.Id);
        writer.WriteBoolean("success", error is null);
        writer.WriteStartArray("errors");
        if (error is not null)
            SalesforceReply.WriteRowError(writer, error);
        writer.WriteEndArray();
        if (withCreated)
            writer.WriteBoolean("created", written.Created);
        writer.WriteEndObject();
    }

    private SalesforceType TypeOf(JsonElement record)
    {
        JsonElement attributes = default;
        bool first = true;
        foreach (JsonProperty member in record.EnumerateObject())
        {
            if (member.NameEquals("attributes") && (first || !options.AttributesFirst))
            {
                attributes = member.Value;
                break;
            }

            first = false;
        }

        if (attributes.ValueKind != JsonValueKind.Object || !attributes.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", SalesforceRows.AttributesFirst);
        return store.Schema.TryGet(type.GetString()!, out SalesforceType? found) ? found : throw new SalesforceApiException(400, "INVALID_TYPE", $"sObject type '{type.GetString()}' is not supported.");
    }

    private static List<JsonElement> Records(SalesforceCall call)
    {
        if (!call.RequireBody().TryGetProperty("records", out JsonElement records) || records.ValueKind != JsonValueKind.Array)
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "The request has no array of records");
        CheckCount(records.GetArrayLength(), MaxRows);
        List<JsonElement> list = [.. records.EnumerateArray()];
        return list.TrueForAll(r => r.ValueKind == JsonValueKind.Object) ? list : throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "A record is a JSON object");
    }

    private static void CheckCount(int count, int most)
    {
        if (count > most)
            throw new SalesforceApiException(400, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {most} records in this request");
        if (count == 0)
            throw new SalesforceApiException(400, "MISSING_ARGUMENT", "The request has no records");
    }
}
