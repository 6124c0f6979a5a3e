using System.Globalization;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>What lies below <c>/services/data/vXX.0</c>, for one request.</summary>
internal sealed class SalesforceDataEndpoint(SalesforceStore store, SalesforceQueries queries, SalesforceRows rows, int version)
{
    private const int FirstVersionWithUpsertBody = 46;

    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"v{version}.0");

    public async Task HandleAsync(HttpContext context, string[] path, Action<Utf8JsonWriter> limits)
    {
        string method = context.Request.Method;
        switch (path)
        {
            case []:
                Allow(method, "GET");
                await SalesforceAnswer.JsonAsync(context, 200, WriteResources).ConfigureAwait(false);
                return;
            case ["limits"]:
                Allow(method, "GET");
                await SalesforceAnswer.JsonAsync(context, 200, limits).ConfigureAwait(false);
                return;
            case ["query" or "queryAll"]:
                Allow(method, "GET");
                await QueryAsync(context, path[0] == "queryAll").ConfigureAwait(false);
                return;
            case ["query" or "queryAll", var locator]:
                Allow(method, "GET");
                await InGateAsync(context, 200, () => queries.Next(locator, _version)).ConfigureAwait(false);
                return;
            case ["sobjects"]:
                Allow(method, "GET");
                await SalesforceAnswer.JsonAsync(context, 200, WriteObjects).ConfigureAwait(false);
                return;
            case ["sobjects", var name]:
                Allow(method, "GET", "POST");
                await ObjectAsync(context, rows.Type(name)).ConfigureAwait(false);
                return;
            case ["sobjects", var name, "describe"]:
                Allow(method, "GET");
                await DescribeAsync(context, rows.Type(name)).ConfigureAwait(false);
                return;
            case ["sobjects", var name, "Id"] when HttpMethods.IsPost(method):
                await CreateAsync(context, rows.Type(name)).ConfigureAwait(false);
                return;
            case ["sobjects", var name, var id]:
                Allow(method, "GET", "PATCH", "DELETE");
                await RecordAsync(context, rows.Type(name), id).ConfigureAwait(false);
                return;
            case ["sobjects", var name, var field, var value]:
                Allow(method, "GET", "PATCH", "DELETE");
                await ExternalAsync(context, rows.Type(name), field, value).ConfigureAwait(false);
                return;
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    private static void Allow(string method, params ReadOnlySpan<string> allowed)
    {
        if (!allowed.Contains(method))
            throw new SalesforceApiException(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{method}' not allowed. Allowed are {string.Join(',', allowed!)}");
    }

    private async Task QueryAsync(HttpContext context, bool all)
    {
        string soql = context.Request.Query["q"].ToString();
        if (soql.Length == 0)
            throw new SalesforceApiException(400, "MALFORMED_QUERY", "SOQL query is required");
        // Given as a hint: Sforce-Query-Options: batchSize=500
        int? batchSize = null;
        foreach (string part in context.Request.Headers["Sforce-Query-Options"].ToString().Split(','))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && pair[0].Equals("batchSize", StringComparison.OrdinalIgnoreCase))
                batchSize = int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : throw new SalesforceApiException(400, "MALFORMED_QUERY", "The batchSize of Sforce-Query-Options is not a number");
        }

        await InGateAsync(context, 200, () => queries.Start(soql, all, batchSize, _version)).ConfigureAwait(false);
    }

    private async Task ObjectAsync(HttpContext context, SalesforceType type)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            await CreateAsync(context, type).ConfigureAwait(false);
            return;
        }

        await SalesforceAnswer.JsonAsync(context, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("objectDescribe");
            SalesforceDescribe.WriteSummary(writer, type, _version);
            writer.WriteStartArray("recentItems");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private Task DescribeAsync(HttpContext context, SalesforceType type) =>
        SalesforceAnswer.JsonAsync(context, 200, writer => SalesforceDescribe.Write(writer, store.Schema, type, _version));

    private async Task CreateAsync(HttpContext context, SalesforceType type)
    {
        using JsonDocument body = await ReadBodyAsync(context).ConfigureAwait(false);
        SalesforceWritten written;
        lock (store.Gate)
            written = rows.Create(type, body.RootElement);
        await WrittenAsync(context, type, written, withCreated: false).ConfigureAwait(false);
    }

    private async Task RecordAsync(HttpContext context, SalesforceType type, string id)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            string? fields = context.Request.Query["fields"];
            await InGateAsync(context, 200, () =>
            {
                SalesforceRow row = rows.Get(type, id);
                IReadOnlyList<SalesforceSandboxField> asked = SalesforceRows.Fields(type, fields);
                return writer => WriteRecord(writer, row, asked);
            }).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsDelete(context.Request.Method))
        {
            lock (store.Gate)
                rows.Delete(type, id);
        }
        else
        {
            using JsonDocument body = await ReadBodyAsync(context).ConfigureAwait(false);
            lock (store.Gate)
                rows.Update(type, id, body.RootElement);
        }

        NoContent(context);
    }

    private async Task ExternalAsync(HttpContext context, SalesforceType type, string field, string value)
    {
        if (!HttpMethods.IsPatch(context.Request.Method))
        {
            List<SalesforceRow> matches;
            lock (store.Gate)
                matches = rows.Match(type, field, value, out _);
            if (matches.Count == 0)
                throw SalesforceApiException.NotFound();
            if (matches.Count > 1)
                await SeveralAsync(context, type, matches).ConfigureAwait(false);
            else
                await RecordAsync(context, type, matches[0].Id).ConfigureAwait(false);
            return;
        }

        using JsonDocument body = await ReadBodyAsync(context).ConfigureAwait(false);
        bool updateOnly = string.Equals(context.Request.Query["updateOnly"].ToString(), "true", StringComparison.OrdinalIgnoreCase);
        SalesforceWritten written;
        IReadOnlyList<SalesforceRow> several;
        lock (store.Gate)
            written = rows.Upsert(type, field, value, body.RootElement, updateOnly, out several);
        if (several.Count > 0)
            await SeveralAsync(context, type, several).ConfigureAwait(false);
        else if (!written.Created && version < FirstVersionWithUpsertBody)
            NoContent(context);
        else
            await WrittenAsync(context, type, written, withCreated: version >= FirstVersionWithUpsertBody).ConfigureAwait(false);
    }

    // Several records have the value: 300 with an array of texts, and nothing is written.
    private Task SeveralAsync(HttpContext context, SalesforceType type, IReadOnlyList<SalesforceRow> matches) => SalesforceAnswer.JsonAsync(context, 300, writer =>
    {
        writer.WriteStartArray();
        foreach (SalesforceRow row in matches)
            writer.WriteStringValue($"/services/data/{_version}/sobjects/{type.Name}/{row.Id}");
        writer.WriteEndArray();
    });

    private Task WrittenAsync(HttpContext context, SalesforceType type, SalesforceWritten written, bool withCreated)
    {
        context.Response.Headers.Location = $"/services/data/{_version}/sobjects/{type.Name}/{written.Id}";
        return SalesforceAnswer.JsonAsync(context, written.Created ? 201 : 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", written.Id);
            writer.WriteBoolean("success", true);
            writer.WriteStartArray("errors");
            writer.WriteEndArray();
            if (withCreated)
                writer.WriteBoolean("created", written.Created);
            writer.WriteEndObject();
        });
    }

    private static void NoContent(HttpContext context)
    {
        // The product leaves the usage out when there is no body.
        context.Response.Headers.Remove("Sforce-Limit-Info");
        context.Response.StatusCode = 204;
    }

    private static async Task<JsonDocument> ReadBodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new SalesforceApiException(415, "UNSUPPORTED_MEDIA_TYPE", $"Content-Type not supported for this entity: {context.Request.ContentType}");
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", $"Unexpected character at [line:{e.LineNumber + 1}, column:{e.BytePositionInLine + 1}]");
        }
    }

    // The answer is made while the gate is held, since it reads records, and written to the wire afterwards.
    private Task InGateAsync(HttpContext context, int status, Func<Action<Utf8JsonWriter>> make)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        lock (store.Gate)
        {
            Action<Utf8JsonWriter> write = make();
            using var writer = new Utf8JsonWriter(body, SalesforceAnswer.Options);
            write(writer);
        }

        return SalesforceAnswer.BytesAsync(context, status, body.WrittenMemory);
    }

    private void WriteRecord(Utf8JsonWriter writer, SalesforceRow row, IReadOnlyList<SalesforceSandboxField> fields)
    {
        writer.WriteStartObject();
        SalesforceRecordJson.WriteAttributes(writer, row, _version);
        foreach (SalesforceSandboxField field in fields)
        {
            writer.WritePropertyName(field.Name);
            SalesforceRecordJson.WriteField(writer, row, field);
        }

        writer.WriteEndObject();
    }

    private void WriteResources(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (string name in (ReadOnlySpan<string>)["limits", "query", "queryAll", "sobjects"])
            writer.WriteString(name, $"/services/data/{_version}/{name}");
        writer.WriteEndObject();
    }

    private void WriteObjects(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("encoding", "UTF-8");
        writer.WriteNumber("maxBatchSize", 200);
        writer.WriteStartArray("sobjects");
        foreach (SalesforceType type in store.Schema.Types)
            SalesforceDescribe.WriteSummary(writer, type, _version);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
