using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>Writing by Bulk API 2.0 (Bulk API 2.0 and Bulk API Developer Guide, Ingest).</content>
public sealed partial class SalesforceClient
{
    /// <summary>The most bytes of CSV in one job: 100 MB, since Salesforce takes 150 MB after base64.</summary>
    public const int MaxBulkUploadBytes = 100_000_000;

    /// <summary>
    /// Creates the records that have these external ids, or changes them, in one job: create, upload, wait, and the outcome of every row. A record is found in the results by its external id, whatever their order.
    /// </summary>
    /// <param name="objectName">The object.</param>
    /// <param name="externalIdField">A field that is an external id.</param>
    /// <param name="records">The records; each key once, and none null. Together at most <see cref="MaxBulkUploadBytes"/> as CSV.</param>
    /// <param name="cancellationToken">Ends the waiting. The job goes on in the org; what becomes of its rows is then not known here.</param>
    /// <returns>One outcome a record, in the order of the records. Sent = succeeded + failed + unprocessed + unknown: a row that stands in no result file is unknown, to be read back.</returns>
    /// <exception cref="ArgumentException">A name is not one, a key is missing or comes twice, fields are no such object, or there are too many bytes.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or the object or field is not as configured. Nothing was written then.</exception>
    public async Task<IReadOnlyList<WriteOutcome>> BulkUpsertAsync(string objectName, string externalIdField, IReadOnlyList<SalesforceWrite> records, CancellationToken cancellationToken = default)
    {
        string name = SoqlName.Object(objectName, nameof(objectName));
        string field = SoqlName.Object(externalIdField, nameof(externalIdField));
        ArgumentNullException.ThrowIfNull(records);
        var outcomes = new WriteOutcome?[records.Count];
        var places = new Dictionary<string, int>(records.Count, StringComparer.OrdinalIgnoreCase);
        ReadOnlyMemory<byte> csv = Table(field, records, outcomes, places);
        if (places.Count > 0)
        {
            (SalesforceBulkJob? job, WriteOutcome? failed) = await UploadAsync(name, field, csv, cancellationToken).ConfigureAwait(false);
            if (job is not null)
                failed = await FinishAsync(job, field, outcomes, places, cancellationToken).ConfigureAwait(false);
            // A row that stands nowhere: its batch was never taken up, or the job's end was not heard of.
            WriteOutcome rest = failed ?? NotTold("The job is over, and the record stands in none of its results.");
            foreach (int place in places.Values)
                outcomes[place] ??= rest;
        }

        return outcomes!;
    }

    private static ReadOnlyMemory<byte> Table(string field, IReadOnlyList<SalesforceWrite> records, WriteOutcome?[] outcomes, Dictionary<string, int> places)
    {
        // Rows differ in their fields: what one has and another has not is empty there, which leaves it as it is.
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { [field] = 0 };
        var rows = new List<Dictionary<string, string>>(records.Count);
        for (int i = 0; i < records.Count; i++)
        {
            if (string.IsNullOrEmpty(records[i].Key) || records[i].Key == "#N/A")
                throw new ArgumentException("A record of a bulk upsert needs an external id as key.", nameof(records));
            if (!places.TryAdd(records[i].Key!, i))
                throw new ArgumentException("Two records of one bulk upsert have one external id.", nameof(records));
            using JsonDocument fields = SalesforceRowWriter.Parse(records[i].Utf8Fields, nameof(records));
            SalesforceRowWriter.Check(fields.RootElement, field, nameof(records));
            var row = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [field] = records[i].Key! };
            if (!CsvTable.TryFlatten(fields.RootElement, "", row, out RecordIssue? refused))
            {
                outcomes[i] = WriteOutcome.Rejected(refused!);
                places.Remove(records[i].Key!);
                continue;
            }

            foreach (string column in row.Keys)
                columns.TryAdd(column, columns.Count);
            rows.Add(row);
        }

        var csv = new ArrayBufferWriter<byte>(64 * 1024);
        CsvTable.WriteRow(csv, columns.Keys);
        foreach (Dictionary<string, string> row in rows)
        {
            CsvTable.WriteRow(csv, columns.Keys.Select(column => row.GetValueOrDefault(column, "")));
            if (csv.WrittenCount > MaxBulkUploadBytes)
                throw new ArgumentException($"The records are more than {MaxBulkUploadBytes} bytes as CSV. Split them into several jobs.", nameof(records));
        }

        return csv.WrittenMemory;
    }

    // Until it is closed a job has done nothing: when its upload is in doubt it is ended and another one takes its place.
    private async Task<(SalesforceBulkJob? Job, WriteOutcome? Failed)> UploadAsync(string objectName, string field, ReadOnlyMemory<byte> csv, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            SalesforceBulkJob? job = null;
            try
            {
                job = await OpenAsync(objectName, field, cancellationToken).ConfigureAwait(false);
                using HttpRequestMessage upload = NewRequest(HttpMethod.Put, $"{_root}/jobs/ingest/{job.Id}/batches");
                upload.Content = new ReadOnlyMemoryContent(csv);
                upload.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv", "UTF-8");
                using HttpResponseMessage response = await SendAsync(upload, "bulk.ingest.upload", cancellationToken).ConfigureAwait(false);
                if (!response.IsSuccessStatusCode)
                    throw (await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false)).ToException("bulk.ingest.upload");
                return (job, null);
            }
            catch (Exception e) when (e is ConnectorException { IsTransient: true } or HttpRequestException or IOException)
            {
                if (job is not null)
                    await EndAsync(job.Id, cancellationToken).ConfigureAwait(false);
                if (attempt < 3 && e is not ThrottledException)
                    continue;
                return (null, e is ConnectorException known ? SalesforceOutcomes.Retryable(known) : new WriteOutcome
                {
                    Kind = WriteOutcomeKind.Retryable,
                    Issues = [new RecordIssue { Code = ConnectorErrorCodes.Unavailable, Kind = IssueKind.Transient, Message = "The connection broke while the rows were sent; nothing was written." }],
                });
            }
        }
    }

    private async Task<SalesforceBulkJob> OpenAsync(string objectName, string field, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Post, _root + "/jobs/ingest");
        request.Content = JsonContent(Write(writer =>
        {
            writer.WriteString("object", objectName);
            writer.WriteString("operation", "upsert");
            writer.WriteString("externalIdFieldName", field);
            writer.WriteString("contentType", "CSV");
            writer.WriteString("lineEnding", "LF");
            writer.WriteString("columnDelimiter", "COMMA");
        }));
        // A job that nobody fills does nothing.
        request.MarkIdempotent();
        using JsonDocument answer = await SendJsonAsync(request, "bulk.ingest.open", cancellationToken).ConfigureAwait(false);
        return SalesforceBulkJob.Read(answer.RootElement, "bulk.ingest.open");
    }

    // False when it may be open still.
    private async Task<bool> EndAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage ended = await SetStateAsync(jobId, "Aborted", cancellationToken).ConfigureAwait(false);
            return ended.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is ConnectorException or HttpRequestException or IOException)
        {
            // It stays open, and does nothing.
            return false;
        }
    }

    private async Task<HttpResponseMessage> SetStateAsync(string jobId, string state, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Patch, $"{_root}/jobs/ingest/{jobId}");
        request.Content = JsonContent(Write(writer => writer.WriteString("state", state)));
        request.MarkIdempotent();
        return await SendAsync(request, "bulk.ingest.close", cancellationToken).ConfigureAwait(false);
    }

    // Null when the job is over and its results were read; else what is known of the rows that have no outcome.
    private async Task<WriteOutcome?> FinishAsync(SalesforceBulkJob job, string field, WriteOutcome?[] outcomes, Dictionary<string, int> places, CancellationToken cancellationToken)
    {
        try
        {
            using (HttpResponseMessage closed = await SetStateAsync(job.Id, "UploadComplete", cancellationToken).ConfigureAwait(false))
            {
                // Refused, also because an earlier try closed it: the job itself says which.
                if (!closed.IsSuccessStatusCode && await StateAsync(job.Id, cancellationToken).ConfigureAwait(false) == SalesforceBulkJobState.Open)
                {
                    SalesforceFault fault = await ReadFaultAsync(closed, cancellationToken).ConfigureAwait(false);
                    await EndAsync(job.Id, cancellationToken).ConfigureAwait(false);
                    return SalesforceOutcomes.OfFault(fault, "bulk.ingest.close");
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ConnectorException { Kind: IssueKind.Transient or IssueKind.Throttled })
        {
            // Closed or not: it is asked for below, and one that stays open is ended.
            try
            {
                // One that is open and cannot be ended never comes to an end, and would be waited for without one.
                if (await StateAsync(job.Id, cancellationToken).ConfigureAwait(false) == SalesforceBulkJobState.Open
                    && !await EndAsync(job.Id, cancellationToken).ConfigureAwait(false)
                    && await StateAsync(job.Id, cancellationToken).ConfigureAwait(false) == SalesforceBulkJobState.Open)
                {
                    return SalesforceOutcomes.Unknown("The job could be neither closed nor ended.");
                }
            }
            catch (Exception again) when (again is HttpRequestException or IOException or ConnectorException)
            {
                return SalesforceOutcomes.Unknown("Nobody could be asked whether the job was closed.");
            }
        }

        SalesforceBulkJob over;
        try
        {
            over = await PollAsync($"{_root}/jobs/ingest/{job.Id}", "bulk.ingest.poll", cancellationToken).ConfigureAwait(false);
            foreach (string file in (string[])["successfulResults", "failedResults", "unprocessedrecords"])
                await ReadResultsAsync(job.Id, file, field, outcomes, places, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ConnectorException)
        {
            return SalesforceOutcomes.Unknown($"The job was sent, and its results could not be read: {(e as ConnectorException)?.Message ?? "the connection broke."}");
        }

        return over.State == SalesforceBulkJobState.JobComplete
            ? null
            : NotTold($"The job ended as {over.State}{(over.FailureCode is null ? "" : $" ({over.FailureCode})")}, and the record stands in none of its results.");
    }

    // Apart from "not heard of": here nothing will happen any more, so that reading back settles it.
    private static WriteOutcome NotTold(string message) => new()
    {
        Kind = WriteOutcomeKind.Unknown,
        Issues = [new RecordIssue { Code = ConnectorErrorCodes.NoOutcome, Kind = IssueKind.UnknownOutcome, Message = message, Remedy = "Read the record back by its external id before sending it again." }],
    };

    private async Task<SalesforceBulkJobState> StateAsync(string jobId, CancellationToken cancellationToken)
    {
        using JsonDocument answer = await ReadAsync($"{_root}/jobs/ingest/{jobId}", "bulk.ingest.poll", false, cancellationToken).ConfigureAwait(false) ?? throw SalesforceAnswers.Unexpected("bulk.ingest.poll", "the job is not there");
        return SalesforceBulkJob.Read(answer.RootElement, "bulk.ingest.poll").State;
    }

    private async Task ReadResultsAsync(string jobId, string file, string field, WriteOutcome?[] outcomes, Dictionary<string, int> places, CancellationToken cancellationToken)
    {
        var page = new BulkPage($"{_root}/jobs/ingest/{jobId}/{file}/", "bulk.ingest.results");
        await foreach (SalesforceBulkRow row in ReadBulkPageAsync(page, cancellationToken).ConfigureAwait(false))
        {
            // What came twice keeps its first outcome.
            if (row[field] is not { } key || !places.TryGetValue(key, out int place) || outcomes[place] is not null)
                continue;
            outcomes[place] = file switch
            {
                "successfulResults" => new WriteOutcome
                {
                    Kind = row["sf__Created"] switch { "true" => WriteOutcomeKind.Created, "false" => WriteOutcomeKind.Updated, _ => WriteOutcomeKind.Applied },
                    NativeId = row["sf__Id"] is { } id ? SalesforceRecordId.Complete(id) : null,
                },
                "failedResults" => SalesforceOutcomes.OfErrors([Error(row["sf__Error"])], WriteOutcomeKind.Applied, field, row.Columns.Any(static c => c.Contains('.', StringComparison.Ordinal))),
                _ => new WriteOutcome
                {
                    Kind = WriteOutcomeKind.Retryable,
                    Issues = [new RecordIssue { Code = SalesforceErrorCodes.BulkJobFailed, Kind = IssueKind.Transient, Message = "The job ended before it came to this record.", Remedy = "Send it again." }],
                },
            };
        }
    }

    // CODE:message:fields --, where the message of a trigger holds colons of its own and, behind one of them, the code that it met.
    internal static SalesforceFaultEntry Error(string? error)
    {
        string[] parts = (error ?? "").Split(':');
        string code = parts[0].Trim();
        string last = parts[^1].Trim();
        bool namesFields = parts.Length > 2 && last.EndsWith("--", StringComparison.Ordinal);
        string[] fields = namesFields ? [.. last[..^2].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : [];
        return new SalesforceFaultEntry(code.Length == 0 ? "UNKNOWN_EXCEPTION" : code, string.Join(':', parts[1..(namesFields ? ^1 : ^0)]).Trim(), fields);
    }
}
