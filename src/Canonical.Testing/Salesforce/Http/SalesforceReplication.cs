using System.Globalization;

namespace Canonical.Testing;

/// <summary>
/// What changed and what was deleted in a span of time (<c>updated/</c> and <c>deleted/</c>). Seconds do not count, the span lies within the last 30 days,
/// and what is covered ends where a transaction is open. Callers hold the store's gate.
/// </summary>
internal sealed class SalesforceReplication(SalesforceStore store, TimeProvider time)
{
    private const int MaxIds = 600_000;
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public SalesforceReply Updated(SalesforceCall call, SalesforceType type)
    {
        (DateTimeOffset start, DateTimeOffset end) = Span(call);
        int stamp = type.IndexOf("SystemModstamp");
        List<string> ids = [.. store.Table(type).All().Where(r => !r.Row.IsDeleted && r.Row[stamp] is DateTimeOffset at && at >= start && at < end).Select(r => r.Row.Id).Take(MaxIds + 1)];
        if (ids.Count > MaxIds)
            throw new SalesforceApiException(400, "EXCEEDED_ID_LIMIT", "exceeded max number of ids: 600000");
        return SalesforceReply.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ids");
            foreach (string id in ids)
                writer.WriteStringValue(id);
            writer.WriteEndArray();
            writer.WriteString("latestDateCovered", SalesforceValue.Instant(Covered(end)));
            writer.WriteEndObject();
        });
    }

    public SalesforceReply Deleted(SalesforceCall call, SalesforceType type)
    {
        (DateTimeOffset start, DateTimeOffset end) = Span(call);
        return SalesforceReply.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("deletedRecords");
            foreach ((string name, string id, DateTimeOffset at) in store.Deletions)
            {
                if (name != type.Name || at < start || at >= end)
                    continue;
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteString("deletedDate", SalesforceValue.Instant(at));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("earliestDateAvailable", SalesforceValue.Instant(Minute(store.EarliestDateAvailable)));
            writer.WriteString("latestDateCovered", SalesforceValue.Instant(Covered(end)));
            writer.WriteEndObject();
        });
    }

    private DateTimeOffset Covered(DateTimeOffset end) => Minute(end < store.CoveredUntil ? end : store.CoveredUntil);

    private (DateTimeOffset Start, DateTimeOffset End) Span(SalesforceCall call)
    {
        DateTimeOffset start = Minute(Read("start"));
        DateTimeOffset end = Minute(Read("end"));
        if (end <= start)
            throw new SalesforceApiException(400, "INVALID_REPLICATION_DATE", "endDate before startDate, or less than a minute after it");
        return start >= time.GetUtcNow() - Window
            ? (start, end)
            : throw new SalesforceApiException(400, "INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago");

        DateTimeOffset Read(string name)
        {
            // A plus sign that was not encoded arrives as a space.
            string text = (call.Query.GetValueOrDefault(name) ?? "").Replace(' ', '+');
            return DateTimeOffset.TryParse(text.Length > 5 && text[^5] is '+' or '-' ? text.Insert(text.Length - 2, ":") : text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset value)
                ? value
                : throw new SalesforceApiException(400, "MALFORMED_QUERY", $"The parameter '{name}' is required and is a time in ISO 8601");
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
