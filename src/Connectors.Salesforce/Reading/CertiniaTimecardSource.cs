using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Reads timecard splits of Certinia PSA as time entries: a split is a week with seven columns, and each day that has hours or notes is one entry. Thread-safe.
/// </summary>
/// <remarks>
/// The key of an entry is the split's id and the day of the week of its column (<c>a0X…-1</c> for Monday), so that it stays when hours change. A week begins on the day of <c>pse__Start_Date__c</c>, whatever the org's setting is:
/// a column belongs to the first of its weekdays on or after that. Splits and timecards hold the same hours: read one of them, never both. <see cref="CertiniaTimecardSink"/> writes timecards.
/// </remarks>
public sealed class CertiniaTimecardSource : ISource<TimeEntry>
{
    private static readonly (DayOfWeek Day, string Hours, string Notes)[] Days =
        Array.ConvertAll([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday], static day => (day, TimecardPivot.Column(day, "Hours"), TimecardPivot.Column(day, "Notes")));

    private static readonly string[] Columns = [.. Days.SelectMany(static d => new[] { d.Hours, d.Notes })];

    private readonly SalesforceClient _client;
    private readonly SalesforceMappedRecords<TimeEntry> _records;
    private readonly SoqlBuilder _query;

    /// <summary>Creates the source.</summary>
    /// <param name="client">The org.</param>
    /// <param name="options">What every mapping of the org needs, and a condition on the splits when there is one.</param>
    /// <param name="mapping">Your own mapping of a day; null for <see cref="CertiniaMappings.TimecardDay"/>.</param>
    /// <exception cref="ArgumentException">The mapping is not one of <c>pse__Timecard__c</c> to time entries.</exception>
    public CertiniaTimecardSource(SalesforceClient client, SalesforceReadOptions options, MappingDocument? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _records = new SalesforceMappedRecords<TimeEntry>(mapping ?? CertiniaMappings.TimecardDay(options.OrgCurrency is not null), "pse__Timecard__c", options with { AdditionalFields = [.. options.AdditionalFields, .. Columns] });
        _query = _records.QueryOfOptions();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    public IAsyncEnumerable<Page<SourceItem<TimeEntry>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) =>
        _records.ReadAsync(_client, _query, continuation, Unpivot, cancellationToken: cancellationToken);

    /// <summary>The days of a split, each the split without its columns and with <c>day</c>: key, date, hours and notes.</summary>
    internal static IEnumerable<SalesforceRecord> Unpivot(SalesforceRecord split)
    {
        bool isDated = DateOnly.TryParseExact(SalesforceAnswers.Text(split.Json, "pse__Start_Date__c"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly start);
        foreach ((DayOfWeek day, string hoursColumn, string notesColumn) in Days)
        {
            JsonElement hours = split.Json.TryGetProperty(hoursColumn, out JsonElement h) ? h : default;
            JsonElement notes = split.Json.TryGetProperty(notesColumn, out JsonElement n) ? n : default;
            bool works = hours.ValueKind == JsonValueKind.Number && !(hours.TryGetDecimal(out decimal value) && value == 0);
            if (!works && notes.ValueKind != JsonValueKind.String)
                continue;
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                foreach (JsonProperty member in split.Json.EnumerateObject())
                {
                    if (Columns.Contains(member.Name, StringComparer.Ordinal))
                        continue;
                    writer.WritePropertyName(member.Name);
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
                }

                writer.WriteStartObject("day");
                writer.WriteString("key", string.Create(CultureInfo.InvariantCulture, $"{split.Id}-{(day == DayOfWeek.Sunday ? 7 : (int)day)}"));
                // Without a first day nobody knows the others; the mapping then says that the day is missing.
                if (isDated)
                    writer.WriteString("date", start.AddDays(((int)day - (int)start.DayOfWeek + 7) % 7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                writer.WritePropertyName("hours");
                if (hours.ValueKind == JsonValueKind.Number)
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(hours), skipInputValidation: true);
                else
                    writer.WriteNumberValue(0);
                if (notes.ValueKind == JsonValueKind.String)
                    writer.WriteString("notes", notes.GetString());
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            yield return new SalesforceRecord(buffer.WrittenMemory, hasMoreChildren: false);
        }
    }
}
