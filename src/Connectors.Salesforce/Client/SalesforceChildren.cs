using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Follows the pages of child records, so that a record that is handed on has all of them. What Salesforce gave whole is not copied.</summary>
internal static class SalesforceChildren
{
    // SOQL takes children of children down to the fifth level (SOQL and SOSL Reference, Relationship Query Limitations).
    private const int MaxDepth = 5;

    public static async Task<Page<SalesforceRecord>> CompleteAsync(SalesforceClient client, Page<SalesforceRecord> page, CancellationToken cancellationToken)
    {
        SalesforceRecord[]? complete = null;
        for (int i = 0; i < page.Items.Count; i++)
        {
            if (!page.Items[i].HasMoreChildren || page.Items[i].Json is var record && !IsCutOff(record))
                continue;
            complete ??= [.. page.Items];
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
            await using (writer.ConfigureAwait(false))
                await WriteRecordAsync(client, writer, record, 0, cancellationToken).ConfigureAwait(false);
            complete[i] = new SalesforceRecord(buffer.WrittenMemory, hasMoreChildren: false);
        }

        return complete is null ? page : new Page<SalesforceRecord>(complete, page.Continuation);
    }

    private static bool IsCutOff(JsonElement record)
    {
        foreach (JsonProperty member in record.EnumerateObject())
        {
            if (Children(member.Value) is not { } list)
                continue;
            if (!IsDone(member.Value))
                return true;
            foreach (JsonElement child in list.EnumerateArray())
            {
                if (child.ValueKind == JsonValueKind.Object && IsCutOff(child))
                    return true;
            }
        }

        return false;
    }

    // A query result within a record; a parent or a compound has no such members.
    private static JsonElement? Children(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("done", out JsonElement done) && done.ValueKind is (JsonValueKind.True or JsonValueKind.False)
        && value.TryGetProperty("records", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list
            : null;

    private static bool IsDone(JsonElement result) => result.GetProperty("done").ValueKind == JsonValueKind.True;

    private static async Task WriteRecordAsync(SalesforceClient client, Utf8JsonWriter writer, JsonElement record, int depth, CancellationToken cancellationToken)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in record.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (Children(member.Value) is null)
                Raw(writer, member.Value);
            else
                await WriteChildrenAsync(client, writer, member.Name, member.Value, depth + 1, cancellationToken).ConfigureAwait(false);
        }

        writer.WriteEndObject();
    }

    private static async Task WriteChildrenAsync(SalesforceClient client, Utf8JsonWriter writer, string name, JsonElement result, int depth, CancellationToken cancellationToken)
    {
        // Pages whose records have pages whose records have pages: a server could go on so until the memory ends.
        if (depth > MaxDepth)
            throw SalesforceAnswers.Unexpected("query", "child records lie deeper within each other than a query can ask for");
        writer.WriteStartObject();
        writer.WriteStartArray("records");
        int count = 0;
        JsonDocument? held = null;
        JsonElement current = result;
        try
        {
            var watch = new CursorWatch(null);
            int empty = 0;
            while (true)
            {
                foreach (JsonElement child in current.GetProperty("records").EnumerateArray())
                {
                    if (++count > SalesforceClient.MaxChildRecords)
                        throw new ConnectorException(SalesforceErrorCodes.ChildrenCutOff, IssueKind.Configuration, FormattableString.Invariant($"A record has more than {SalesforceClient.MaxChildRecords} child records under '{name}'. Query the child object itself, with the parent's id as a condition."));
                    if (child.ValueKind == JsonValueKind.Object)
                        await WriteRecordAsync(client, writer, child, depth, cancellationToken).ConfigureAwait(false);
                    else
                        Raw(writer, child);
                }

                if (IsDone(current))
                    break;
                string target = SalesforceAddress.Next(SalesforceAnswers.Text(current, "nextRecordsUrl") ?? throw SalesforceAnswers.Unexpected("query", "child records are not done and name no next page"));
                empty = current.GetProperty("records").GetArrayLength() == 0 ? empty + 1 : 0;
                if (watch.ComesBack(target) || empty > SalesforceClient.MaxEmptyPages)
                    throw SalesforceAnswers.Unexpected("query", "the pages of child records do not end");
                JsonDocument next = await client.ReadAsync(target, "query.children", false, cancellationToken).ConfigureAwait(false) ?? throw SalesforceAnswers.Unexpected("query", "a page of child records was not found");
                held?.Dispose();
                held = next;
                current = next.RootElement;
                if (Children(current) is null)
                    throw SalesforceAnswers.Unexpected("query", "a page of child records has no records");
            }
        }
        finally
        {
            held?.Dispose();
        }

        writer.WriteEndArray();
        writer.WriteNumber("totalSize", count);
        writer.WriteBoolean("done", true);
        writer.WriteEndObject();
    }

    // As it came, so that 15000.0 stays 15000.0.
    private static void Raw(Utf8JsonWriter writer, JsonElement value) => writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
