using System.Text.Json;

using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Takes a page of a query apart. Records are looked into later, by those who need to.</summary>
internal static class SalesforcePageReader
{
    /// <summary>The records of a page, and how many the query has in all. The records keep the bytes alive.</summary>
    /// <exception cref="ConnectorException">It is no page of a query, or it ended in the middle.</exception>
    public static (Page<SalesforceRecord> Page, long Total) Read(ReadOnlyMemory<byte> body)
    {
        if (!JsonPage.TrySplit(body, "records", out JsonPage? page))
        {
            // Whether it is JSON at all, and ended in the middle, is a question for the parser.
            using JsonDocument _ = SalesforceAnswers.Parse(body, "query");
            throw Incomplete();
        }

        using JsonDocument envelope = SalesforceAnswers.Parse(page.Envelope, "query");
        JsonElement root = envelope.RootElement;
        if (!root.TryGetProperty("done", out JsonElement done) || done.ValueKind is not (JsonValueKind.True or JsonValueKind.False) || SalesforceAnswers.ReadInteger(root, "totalSize") is not { } total)
            throw Incomplete();
        // The word stands in the results of subqueries, and there only; whoever follows them looks more closely.
        bool hasChildren = body.Span.Count("\"done\""u8) > 1;
        var records = new SalesforceRecord[page.Records.Count];
        for (int i = 0; i < records.Length; i++)
        {
            ReadOnlyMemory<byte> record = page.Records[i];
            if (record.Span[0] != '{')
                throw SalesforceAnswers.Unexpected("query", "a record is no object");
            records[i] = new SalesforceRecord(record, hasChildren && record.Span.IndexOf("\"done\""u8) >= 0);
        }

        // Only done counts: a short or even an empty page can have another behind it.
        if (done.GetBoolean())
            return (new Page<SalesforceRecord>(records, null), total);
        return SalesforceAnswers.Text(root, "nextRecordsUrl") is { } next
            ? (new Page<SalesforceRecord>(records, next), total)
            : throw SalesforceAnswers.Unexpected("query", "it is not done and names no next page");
    }

    private static ConnectorException Incomplete() => SalesforceAnswers.Unexpected("query", "records, done or totalSize is missing");
}
