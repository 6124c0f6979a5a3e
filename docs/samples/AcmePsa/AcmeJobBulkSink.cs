using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace AcmePsa;

public sealed class AcmeJobBulkSink(AcmeClient client, AcmeJobMapping mapping) : IBulkSink<Project>
{
    private const int BatchSize = 50;
    private static readonly RecordIssue NoAnswer = new() { Code = ConnectorErrorCodes.NoOutcome, Kind = IssueKind.UnknownOutcome, Message = "Acme's answer has no row for this job.", Remedy = "Read it back before sending it again." };

    public async IAsyncEnumerable<KeyedOutcome> WriteAsync(IAsyncEnumerable<WriteRequest<Project>> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var ledger = new WriteLedger();
        await foreach (WriteRequest<Project>[] batch in requests.Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            // Noted before it goes out; a key that is under way already is refused.
            foreach (WriteRequest<Project> request in batch)
                ledger.Send(request.Key);
            foreach (KeyedOutcome told in await SendAsync(batch, isFirst: ledger.Account.Sent == batch.Length, cancellationToken))
            {
                // False for a row that came twice, or that nobody asked for.
                if (ledger.Settle(told.Key, told.Outcome))
                    yield return told;
            }
        }

        // What was not told is unknown, never lost: now sent = succeeded + failed + unprocessed + unknown.
        foreach (KeyedOutcome rest in ledger.Close(NoAnswer))
            yield return rest;
    }

    private async Task<List<KeyedOutcome>> SendAsync(WriteRequest<Project>[] batch, bool isFirst, CancellationToken cancellationToken)
    {
        List<KeyedOutcome> outcomes = [];
        var sent = new Dictionary<string, WriteRequest<Project>>(StringComparer.Ordinal);
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartArray();
            foreach (WriteRequest<Project> request in batch)
            {
                MappingResult job = mapping.ToJob(request.Value);
                if (!job.Succeeded)
                {
                    outcomes.Add(new(request.Key, WriteOutcome.Rejected([.. job.Issues.Select(MappingIssueExtensions.ToRecordIssue)])));
                    continue;
                }

                // Our key stands in every row: Acme answers in another order, leaves rows out and repeats them.
                string key = request.Value.Id.ToString();
                sent[key] = request;
                writer.WriteStartObject();
                writer.WriteString("key", key);
                writer.WritePropertyName("job");
                writer.WriteRawValue(job.Json.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (sent.Count == 0)
            return outcomes;
        using HttpRequestMessage call = client.Request(HttpMethod.Post, "v1/jobs/batch", "job.batch", body.WrittenMemory).MarkIdempotent().CompressBody();
        try
        {
            using JsonDocument answer = await client.SendAsync(call, cancellationToken);
            foreach (JsonElement row in answer.RootElement.GetProperty("rows").EnumerateArray())
            {
                if (sent.TryGetValue(row.GetProperty("key").GetString()!, out WriteRequest<Project>? request))
                    outcomes.Add(new(request.Key, ToOutcome(row)));
            }
        }
        catch (ConnectorException e) when (!isFirst || e.Kind is not (IssueKind.Authentication or IssueKind.Configuration) || call.MayHaveTakenEffect())
        {
            // Refused credentials end the run before anything was sent. After that, a failure is the outcome of the records that it hit.
            WriteOutcome outcome = AcmeErrors.Outcome(e, call.MayHaveTakenEffect());
            outcomes.AddRange(sent.Values.Select(request => new KeyedOutcome(request.Key, outcome)));
        }

        return outcomes;
    }

    private static WriteOutcome ToOutcome(JsonElement row)
    {
        string status = row.GetProperty("status").GetString()!;
        if (status is "created" or "updated")
            return new WriteOutcome { Kind = status == "created" ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated, NativeId = row.GetProperty("id").GetString() };
        RecordIssue issue = AcmeErrors.Issue(row.GetProperty("code").GetString()!, row.TryGetProperty("field", out JsonElement field) ? field.GetString() : null);
        return issue.Kind == IssueKind.Transient ? new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = [issue] } : WriteOutcome.Rejected(issue);
    }
}
