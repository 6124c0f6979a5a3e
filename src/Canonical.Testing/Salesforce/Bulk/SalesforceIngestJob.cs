using System.Text;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>A bulk write. Rows are worked on in batches; each ends as written, failed or unprocessed, and those of batches beyond the day's allowance end nowhere.</summary>
internal sealed class SalesforceIngestJob : SalesforceBulkJob
{
    private readonly SalesforceIngestWork _work;
    private readonly string? _externalId;
    private readonly List<SalesforceIngestOutcome> _outcomes = [];
    private byte[]? _upload;
    private IEnumerator<int>? _batches;

    public SalesforceIngestJob(string id, string operation, SalesforceType type, string? externalId, SalesforceIngestWork work, string userId, DateTimeOffset createdAt, int version, string lineEnding, string columnDelimiter)
        : base(id, operation, userId, createdAt, version, lineEnding, columnDelimiter)
    {
        Type = type;
        _externalId = externalId;
        _work = work;
    }

    public SalesforceType Type { get; }

    public override string Object => Type.Name;

    public bool IsUploaded => _upload is not null;

    public override string JobType => "V2Ingest";

    public void Upload(byte[] csv) => _upload = csv;

    /// <summary>Writes one of the three result files, in pieces: rows with an even number first, since the product does not keep the order either.</summary>
    public IEnumerable<SalesforceCsvWriter> WriteResults(string kind)
    {
        var row = new List<string>();
        SalesforceCsvWriter csv = NewWriter();
        foreach (int parity in (int[])[0, 1])
        {
            using var text = new StreamReader(new MemoryStream(_upload ?? []), Encoding.UTF8);
            var reader = new SalesforceCsvReader(text, Delimiter);
            if (!reader.Read(row, out _))
                yield break;
            if (parity == 0)
            {
                foreach (string name in kind switch { "successfulResults" => (string[])["sf__Id", "sf__Created"], "failedResults" => ["sf__Id", "sf__Error"], _ => [] })
                    csv.Value(name);
                WriteRow(csv, row);
            }

            for (int i = 0; reader.Read(row, out _); i++)
            {
                if (i % 2 != parity)
                    continue;
                SalesforceIngestOutcome? outcome = i < _outcomes.Count ? _outcomes[i] : null;
                switch (kind, outcome)
                {
                    case ("successfulResults", { Error: null, IsLost: false }):
                        csv.Value(outcome.Value.Id);
                        csv.Value(outcome.Value.Created ? "true" : "false");
                        WriteRow(csv, row);
                        break;
                    case ("failedResults", { Error: not null }):
                        csv.Value(outcome.Value.Id);
                        csv.Value(outcome.Value.Error);
                        WriteRow(csv, row);
                        break;
                    case ("unprocessedrecords", null):
                        WriteRow(csv, row);
                        break;
                }

                if (csv.Buffer.WrittenCount > 64 * 1024)
                {
                    yield return csv;
                    csv.Buffer.ResetWrittenCount();
                }
            }
        }

        yield return csv;
    }

    protected override bool Work()
    {
        _batches ??= _work.Run(this, _upload ?? [], _externalId, _outcomes).GetEnumerator();
        try
        {
            return !_batches.MoveNext();
        }
        catch (SalesforceApiException e)
        {
            // The whole job fails: nothing of what was not worked on yet is written.
            State = "Failed";
            ErrorMessage = $"{e.ErrorCode} : {e.Message}";
            return true;
        }
    }

    protected override void WriteKey(Utf8JsonWriter writer)
    {
        if (_externalId is not null)
            writer.WriteString("externalIdFieldName", _externalId);
    }

    protected override void WriteContentUrl(Utf8JsonWriter writer) =>
        writer.WriteString("contentUrl", $"services/data/{SalesforceVersions.Name(Version)}/jobs/ingest/{Id}/batches");

    protected override void WriteProgress(Utf8JsonWriter writer)
    {
        writer.WriteNumber("numberRecordsProcessed", _outcomes.Count(o => !o.IsLost));
        writer.WriteNumber("numberRecordsFailed", _outcomes.Count(o => o.Error is not null));
        writer.WriteNumber("apiActiveProcessingTime", 0);
        writer.WriteNumber("apexProcessingTime", 0);
    }

    private static void WriteRow(SalesforceCsvWriter csv, List<string> row)
    {
        foreach (string value in row)
            csv.Value(value);
        csv.EndRow();
    }
}
