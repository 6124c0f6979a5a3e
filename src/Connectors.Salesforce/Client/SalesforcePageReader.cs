using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Takes a page of a query apart: one pass that finds where each record begins and ends and that all of it is JSON. Records are looked into later, by those who need to.</summary>
internal static class SalesforcePageReader
{
    /// <summary>The records of a page, and how many the query has in all. The records keep the bytes alive.</summary>
    /// <exception cref="ConnectorException">It is no page of a query, or it ended in the middle.</exception>
    public static (Page<SalesforceRecord> Page, long Total) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadMembers(body);
        }
        catch (JsonException e)
        {
            throw SalesforceAnswers.NotJson(body.Span, "query", e);
        }
    }

    private static (Page<SalesforceRecord> Page, long Total) ReadMembers(ReadOnlyMemory<byte> body)
    {
        List<SalesforceRecord>? records = null;
        bool? done = null;
        long? total = null;
        string? next = null;
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Incomplete();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                records = reader.TokenType == JsonTokenType.StartArray ? ReadRecords(ref reader, body, (int)Math.Clamp(total ?? 0, 0, 2000)) : throw Incomplete();
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                done = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.TokenType == JsonTokenType.True : throw Incomplete();
            }
            else if (reader.ValueTextEquals("totalSize"u8))
            {
                reader.Read();
                total = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) ? count : throw Incomplete();
            }
            else if (reader.ValueTextEquals("nextRecordsUrl"u8))
            {
                reader.Read();
                next = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Anything behind the object is an error of the reader.
        reader.Read();
        if (records is null || done is null || total is null)
            throw Incomplete();
        // Only done counts: a short or even an empty page can have another behind it.
        if (done.Value)
            return (new Page<SalesforceRecord>(records, null), total.Value);
        return next is not null
            ? (new Page<SalesforceRecord>(records, next), total.Value)
            : throw SalesforceAnswers.Unexpected("query", "it is not done and names no next page");
    }

    private static List<SalesforceRecord> ReadRecords(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, int expected)
    {
        var records = new List<SalesforceRecord>(expected);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw SalesforceAnswers.Unexpected("query", "a record is no object");
            int start = (int)reader.TokenStartIndex;
            int depth = reader.CurrentDepth;
            bool hasMore = false;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                // A query result within a record, cut off. What else has such a member is looked at more closely by whoever follows it.
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth > depth + 1 && reader.ValueTextEquals("done"u8))
                    hasMore |= reader.Read() && reader.TokenType == JsonTokenType.False;
            }

            records.Add(new SalesforceRecord(body[start..(int)reader.BytesConsumed], hasMore));
        }

        return records;
    }

    private static ConnectorException Incomplete() => SalesforceAnswers.Unexpected("query", "records, done or totalSize is missing");
}
