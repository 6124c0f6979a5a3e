using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Single records over REST: <c>/sobjects/{type}</c> and what lies below it. Callers hold the store's gate.</summary>
internal sealed class SalesforceRecords(SalesforceStore store, SalesforceRows rows)
{
    private const int FirstVersionWithUpsertBody = 46;

    public SalesforceReply Answer(SalesforceCall call)
    {
        SalesforceType type = rows.Type(call.Path[1]);
        switch (call.Path)
        {
            case [_, _]:
                call.Allow("GET", "POST");
                return call.Method == "POST" ? Create(call, type) : Summary(call, type);
            case [_, _, "Id"] when call.Method == "POST":
                return Create(call, type);
            case [_, _, var id]:
                call.Allow("GET", "PATCH", "DELETE");
                return Record(call, type, id);
            case [_, _, var field, var value]:
                call.Allow("GET", "PATCH", "DELETE");
                return call.Method == "PATCH" ? Upsert(call, type, field, value) : ByExternalId(call, type, field, value);
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    public static void WriteRecord(Utf8JsonWriter writer, SalesforceRow row, IReadOnlyList<SalesforceSandboxField> fields, string version)
    {
        writer.WriteStartObject();
        SalesforceRecordJson.WriteAttributes(writer, row, version);
        foreach (SalesforceSandboxField field in fields)
        {
            writer.WritePropertyName(field.Name);
            SalesforceRecordJson.WriteField(writer, row, field);
        }

        writer.WriteEndObject();
    }

    /// <summary>The records that the user looked at last.</summary>
    public SalesforceReply Recent(SalesforceCall call)
    {
        int limit = int.TryParse(call.Query.GetValueOrDefault("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : 200;
        return SalesforceReply.Json(200, writer =>
        {
            writer.WriteStartArray();
            foreach (SalesforceRow row in store.Recent.Take(limit))
                WriteRecent(writer, row, call.VersionName);
            writer.WriteEndArray();
        });
    }

    private static void WriteRecent(Utf8JsonWriter writer, SalesforceRow row, string version)
    {
        writer.WriteStartObject();
        SalesforceRecordJson.WriteAttributes(writer, row, version);
        writer.WriteString("Id", row.Id);
        writer.WriteString("Name", SalesforceNameFields.NameOf(row));
        writer.WriteEndObject();
    }

    private SalesforceReply Summary(SalesforceCall call, SalesforceType type) => SalesforceReply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("objectDescribe");
        SalesforceDescribe.WriteSummary(writer, type, call.VersionName);
        writer.WriteStartArray("recentItems");
        foreach (SalesforceRow row in store.Recent.Where(r => r.Type == type))
            WriteRecent(writer, row, call.VersionName);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private SalesforceReply Create(SalesforceCall call, SalesforceType type)
    {
        SalesforceWritten written = rows.Create(type, call.Body);
        View(call, type, written.Id);
        return Written(call, type, written, withCreated: false);
    }

    // Calls of the API are no looks of the user, unless they say so.
    private void View(SalesforceCall call, SalesforceType type, string id)
    {
        if ((call.Header("Sforce-Mru") ?? "").Contains("updateMru=true", StringComparison.OrdinalIgnoreCase) && store.Find(type.Name, id) is { } row)
            store.View(row);
    }

    private SalesforceReply Record(SalesforceCall call, SalesforceType type, string id)
    {
        SalesforceRow row;
        switch (call.Method)
        {
            case "GET":
                row = rows.Get(type, id);
                View(call, type, row.Id);
                return Read(call, type, row);
            case "DELETE":
                rows.Delete(type, id);
                return SalesforceReply.NoContent;
            default:
                row = rows.Get(type, id);
                CheckUnchanged(call, row);
                rows.Update(type, id, call.RequireBody());
                View(call, type, row.Id);
                return SalesforceReply.NoContent;
        }
    }

    // The condition of a time goes by whole seconds; that of an ETag is there for accounts alone.
    private static SalesforceReply Read(SalesforceCall call, SalesforceType type, SalesforceRow row)
    {
        IReadOnlyList<SalesforceSandboxField> asked = SalesforceRows.Fields(type, call.Query.GetValueOrDefault("fields"));
        string? tag = ETag(row);
        CheckUnchanged(call, row);
        DateTimeOffset? modified = row["LastModifiedDate"] as DateTimeOffset?;
        if ((tag is not null && Lists(call.Header("If-None-Match"), tag)) || (ReadTime(call, "If-Modified-Since") is { } since && modified <= since))
            return new SalesforceReply(304, default) { LastModified = modified, ETag = tag };
        return SalesforceReply.Json(200, w => WriteRecord(w, row, asked, call.VersionName)) with { LastModified = modified, ETag = tag };
    }

    private static void CheckUnchanged(SalesforceCall call, SalesforceRow row)
    {
        bool changed = ReadTime(call, "If-Unmodified-Since") is { } since && row["LastModifiedDate"] is DateTimeOffset modified && modified > since;
        if (changed || (ETag(row) is { } tag && call.Header("If-Match") is { Length: > 0 } wanted && !Lists(wanted, tag)))
            throw new SalesforceApiException(412, "PRECONDITION_FAILED", "The record is not in the state that the conditions of the request name");
    }

    private static DateTimeOffset? ReadTime(SalesforceCall call, string header) =>
        DateTimeOffset.TryParse(call.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static string? ETag(SalesforceRow row) =>
        row.Type.Name == "Account" && row["SystemModstamp"] is DateTimeOffset stamp ? string.Create(CultureInfo.InvariantCulture, $"\"{row.Id[..15]}-{stamp.ToUnixTimeSeconds():x}\"") : null;

    private static bool Lists(string? header, string tag) => header is not null && Array.Exists(header.Split(','), t => t.Trim() is "*" || t.Trim().Replace("W/", "", StringComparison.Ordinal) == tag);

    private SalesforceReply ByExternalId(SalesforceCall call, SalesforceType type, string field, string value)
    {
        List<SalesforceRow> matches = rows.Match(type, field, value, out _);
        return matches.Count switch
        {
            0 => throw SalesforceApiException.NotFound(),
            1 => Record(call, type, matches[0].Id),
            _ => Several(call, type, matches),
        };
    }

    private SalesforceReply Upsert(SalesforceCall call, SalesforceType type, string field, string value)
    {
        SalesforceWritten written = rows.Upsert(type, field, value, call.RequireBody(), call.Flag("updateOnly"), out IReadOnlyList<SalesforceRow> several);
        if (several.Count > 0)
            return Several(call, type, several);
        bool withBody = call.Version >= FirstVersionWithUpsertBody;
        return !written.Created && !withBody ? SalesforceReply.NoContent : Written(call, type, written, withBody);
    }

    // Several records have the value: 300 with an array of texts, and nothing is written.
    private static SalesforceReply Several(SalesforceCall call, SalesforceType type, IReadOnlyList<SalesforceRow> matches) => SalesforceReply.Json(300, writer =>
    {
        writer.WriteStartArray();
        foreach (SalesforceRow row in matches)
            writer.WriteStringValue($"/services/data/{call.VersionName}/sobjects/{type.Name}/{row.Id}");
        writer.WriteEndArray();
    });

    private static SalesforceReply Written(SalesforceCall call, SalesforceType type, SalesforceWritten written, bool withCreated)
    {
        return SalesforceReply.Json(
            written.Created ? 201 : 200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("id", written.Id);
                writer.WriteBoolean("success", true);
                writer.WriteStartArray("errors");
                writer.WriteEndArray();
                if (withCreated)
                    writer.WriteBoolean("created", written.Created);
                writer.WriteEndObject();
            },
            $"/services/data/{call.VersionName}/sobjects/{type.Name}/{written.Id}");
    }
}
