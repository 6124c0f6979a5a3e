using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>What became of one row of a bulk write. A lost row is in no result file.</summary>
internal readonly record struct SalesforceIngestOutcome(string? Id, bool Created, string? Error, bool IsLost);

/// <summary>Does the rows of a bulk write, one by one. Callers hold the store's gate.</summary>
internal sealed class SalesforceIngestWork(SalesforceStore store, SalesforceRows rows, SalesforceLimits limits, SalesforceSandboxOptions options)
{
    private const int RowsPerTransaction = 200;
    private const string Origin = "com/salesforce/api/bulk2";

    /// <summary>Does the rows, and pauses after each batch.</summary>
    public IEnumerable<int> Run(SalesforceIngestJob job, byte[] upload, string? externalId, List<SalesforceIngestOutcome> outcomes)
    {
        using var text = new StreamReader(new MemoryStream(upload), Encoding.UTF8);
        var reader = new SalesforceCsvReader(text, job.Delimiter);
        var row = new List<string>();
        if (!reader.Read(row, out bool bad) || bad)
            throw new SalesforceApiException(400, "InvalidBatch", "The CSV has no header row");
        if (job.CrLf ? reader.SawLf : reader.SawCrLf)
            throw new SalesforceApiException(400, "InvalidBatch", $"LineEnding is invalid on user data. Current LineEnding setting is {(job.CrLf ? "CRLF" : "LF")}");
        SalesforceIngestColumn[] columns = [.. row.Select(name => SalesforceIngestColumn.Bind(store, job.Type, name))];
        SalesforceSandboxField? key = externalId is null ? null : SalesforceRows.LookupField(job.Type, externalId);
        if (job.Operation is "upsert" && !columns.Any(c => c.Is(key!)))
            throw new SalesforceApiException(400, "InvalidBatch", $"Field name not found : {externalId}");
        if (job.Operation is "update" or "delete" or "hardDelete" && !columns.Any(c => c.Field?.Type is SalesforceSandboxFieldType.Id))
            throw new SalesforceApiException(400, "InvalidBatch", "Field name not found : Id");
        // Whoever asks after the job does not decide about its rows.
        rows.AllowsDuplicates = false;
        bool lost = false;
        for (int i = 0; reader.Read(row, out bad); i++)
        {
            if (i % options.BulkBatchRows == 0)
                lost = !limits.TrySpendBatch();
            outcomes.Add(lost ? new SalesforceIngestOutcome(null, false, null, IsLost: true) : Write(job, columns, key, row, bad));
            if (i % RowsPerTransaction == RowsPerTransaction - 1)
                store.Commit(Origin);
            if (i % options.BulkBatchRows != options.BulkBatchRows - 1)
                continue;
            store.Commit(Origin);
            yield return i + 1;
        }

        store.Commit(Origin);
    }

    private SalesforceIngestOutcome Write(SalesforceIngestJob job, SalesforceIngestColumn[] columns, SalesforceSandboxField? key, List<string> row, bool bad)
    {
        string? id = null;
        try
        {
            if (bad || row.Count != columns.Length)
                throw new SalesforceApiException(400, "InvalidBatch", bad ? "Text beside the quotes of a value" : $"The row has {row.Count} values, the header {columns.Length}");
            using JsonDocument record = ToJson(columns, row, job.Operation == "insert", out id);
            SalesforceWritten written = job.Operation switch
            {
                "insert" => rows.Create(job.Type, record.RootElement),
                "upsert" => rows.UpsertByMember(job.Type, key!, record.RootElement),
                "update" => rows.Update(job.Type, id ?? "", record.RootElement, idMember: true),
                _ => Delete(job, id ?? ""),
            };
            return new SalesforceIngestOutcome(written.Id, written.Created, null, IsLost: false);
        }
        catch (SalesforceApiException e)
        {
            string code = e.ErrorCode switch { "JSON_PARSER_ERROR" => "INVALID_TYPE_ON_FIELD_IN_RECORD", "NOT_FOUND" => "INVALID_CROSS_REFERENCE_KEY", var other => other };
            return new SalesforceIngestOutcome(id, false, $"{code}:{e.Message}:{string.Join(',', e.Fields)}--", IsLost: false);
        }
    }

    private SalesforceWritten Delete(SalesforceIngestJob job, string id)
    {
        SalesforceRow row = rows.Get(job.Type, id);
        rows.Delete(job.Type, id);
        if (job.Operation == "hardDelete")
            store.Remove(store.Find(job.Type.Name, row.Id)!);
        return new SalesforceWritten(row.Id, Created: false);
    }

    // Empty leaves a field as it is, #N/A empties it. All values are texts, which the JSON reader takes for numbers too; only booleans have a form of their own.
    private static JsonDocument ToJson(SalesforceIngestColumn[] columns, List<string> row, bool creating, out string? id)
    {
        id = null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            for (int i = 0; i < columns.Length; i++)
            {
                string value = row[i];
                if (columns[i].Field?.Type is SalesforceSandboxFieldType.Id && !creating)
                    id = value;
                if (value.Length > 0)
                    columns[i].Write(writer, value);
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory);
    }
}
