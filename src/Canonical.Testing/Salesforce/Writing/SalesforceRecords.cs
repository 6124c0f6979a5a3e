using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Single records over REST: <c>/sobjects/{type}</c> and what lies below it. Callers hold the store's gate.</summary>
internal sealed class SalesforceRecords(SalesforceRows rows)
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

    private static SalesforceReply Summary(SalesforceCall call, SalesforceType type) => SalesforceReply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("objectDescribe");
        SalesforceDescribe.WriteSummary(writer, type, call.VersionName);
        writer.WriteStartArray("recentItems");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private SalesforceReply Create(SalesforceCall call, SalesforceType type) => Written(call, type, rows.Create(type, call.Body), withCreated: false);

    private SalesforceReply Record(SalesforceCall call, SalesforceType type, string id)
    {
        switch (call.Method)
        {
            case "GET":
                SalesforceRow row = rows.Get(type, id);
                IReadOnlyList<SalesforceSandboxField> asked = SalesforceRows.Fields(type, call.Query.GetValueOrDefault("fields"));
                return SalesforceReply.Json(200, w => WriteRecord(w, row, asked, call.VersionName));
            case "DELETE":
                rows.Delete(type, id);
                return SalesforceReply.NoContent;
            default:
                // Weak: it goes by whole seconds.
                if (DateTimeOffset.TryParse(call.Header("If-Unmodified-Since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset since) && rows.Get(type, id)["LastModifiedDate"] is DateTimeOffset modified && modified > since)
                    throw new SalesforceApiException(412, "PRECONDITION_FAILED", "The record was changed since the time of If-Unmodified-Since");
                rows.Update(type, id, call.RequireBody());
                return SalesforceReply.NoContent;
        }
    }

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
