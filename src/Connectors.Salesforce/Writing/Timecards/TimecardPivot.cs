using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Turns entries into days of timecards, and days into timecards. Thread-safe.</summary>
internal sealed class TimecardPivot(SalesforceTarget<TimeEntry> target, CertiniaTimecardOptions options, SalesforceReadOptions org)
{
    // Those that are the connector's, whatever a mapping says.
    private static readonly string[] Own =
    [
        "pse__Start_Date__c", "pse__End_Date__c", "pse__Status__c", "pse__Submitted__c", "pse__Approved__c", "pse__Admin_Global_Edit__c", "pse__Audit_Notes__c",
    ];

    /// <summary>An entry as a day of its timecard, or why it is none.</summary>
    public bool TryRead(WriteRequest<TimeEntry> request, [NotNullWhen(true)] out TimecardDay? day, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        day = null;
        TimeEntry entry = request.Value;
        if (entry.SourceRefs.Any(r => r.System == SalesforceClient.SystemName && r.Instance == org.Instance && r.ObjectType.StartsWith("pse__Timecard", StringComparison.Ordinal)))
        {
            rejected = Unfit("The entry is a day of a timecard of this org; written here it would stand in a second timecard, and its hours would count twice.", null, null, "Change the timecard in PSA.");
            return false;
        }

        if (!target.TryMap(entry, out ReadOnlyMemory<byte> vendor, out rejected))
            return false;
        JsonElement mapped = JsonDocument.Parse(vendor).RootElement;
        decimal? hours = null;
        if (entry.Status is not (RecordStatus.Deleted or RecordStatus.Merged))
        {
            JsonElement written = SalesforceValues.At(mapped, "day.hours");
            if (written.ValueKind != JsonValueKind.Number || !written.TryGetDecimal(out decimal value) || decimal.Round(value, 2) != value)
            {
                rejected = Unfit("The hours have more than the two decimals that a timecard keeps, or are none.", "/duration", "day.hours", "Round the duration where it comes from, so that both sides say the same.");
                return false;
            }

            hours = value;
        }

        // "For ever" is written as the last day of the calendar, and its week does not end within it.
        if (entry.WorkDate.DayNumber < 6 || entry.WorkDate.DayNumber > DateOnly.MaxValue.DayNumber - 6)
        {
            rejected = Unfit("The week of the day lies beyond the calendar.", "/workDate", "day.date", "Give the day on which the work was done.");
            return false;
        }

        DateOnly start = entry.WorkDate.AddDays(-(((int)entry.WorkDate.DayOfWeek - (int)options.WeekStart + 7) % 7));
        string milestone = SalesforceValues.At(mapped, "pse__Milestone__c") is { ValueKind: JsonValueKind.String } m ? m.GetString()! : "";
        // Of our own ids: the key is the same whatever the org calls these records.
        string line = string.Create(CultureInfo.InvariantCulture, $"{entry.Resource.Id}|{entry.Project.Id}|{entry.Assignment?.Id}|{milestone}|{options.Line?.Invoke(entry)}|{start:yyyy-MM-dd}");
        string key = CanonicalId.Derive(org.Tenant, "timecard", SalesforceClient.SystemName, org.Instance, line).ToString();
        day = new TimecardDay(request.Key, key, start, entry.WorkDate.DayOfWeek, hours, hours is null ? default : SalesforceValues.At(mapped, "day.notes"), Header(mapped));
        rejected = null;
        return true;
    }

    /// <summary>The days of one timecard as one record; or why they do not go together.</summary>
    /// <param name="days">The days, at least one.</param>
    /// <param name="before">What entries of the same call said before of a day of a timecard: it counts when days are added up.</param>
    /// <param name="agreed">What the call has written of the week as a whole before; undefined when it has not.</param>
    /// <param name="timecard">The timecard.</param>
    /// <param name="rejected">The outcome of all of the days; null when there is a timecard.</param>
    public bool TryJoin(IReadOnlyList<TimecardDay> days, Dictionary<(string Timecard, DayOfWeek Day), (decimal? Hours, string? Notes)> before, JsonElement agreed, [NotNullWhen(true)] out Timecard? timecard, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        timecard = null;
        JsonElement header = agreed.ValueKind == JsonValueKind.Object ? agreed : days[0].Header;
        foreach (TimecardDay day in days)
        {
            foreach (string field in SalesforceValues.Paths(header).Union(SalesforceValues.Paths(day.Header), StringComparer.Ordinal))
            {
                if (SalesforceValues.Same(SalesforceValues.At(header, field), SalesforceValues.At(day.Header, field)))
                    continue;
                rejected = Unfit("The entries of one timecard disagree: the field is one for the whole week.", target.Pointer(field), field, "Make them agree, or give the entries timecards of their own by the option Line.");
                return false;
            }
        }

        var columns = new List<(DayOfWeek Day, decimal? Hours, string? Notes, bool WritesNotes)>();
        foreach (IGrouping<DayOfWeek, TimecardDay> one in days.GroupBy(static d => d.Day).OrderBy(d => ((int)d.Key - (int)options.WeekStart + 7) % 7))
        {
            bool isKnown = before.TryGetValue((days[0].Timecard, one.Key), out (decimal? Hours, string? Notes) sum);
            // An entry that is gone says nothing beside one that is there.
            int entries = one.Count(static d => d.Hours is not null) + (isKnown && sum.Hours is not null ? 1 : 0);
            if (entries > 1 && !options.SumEntriesOfADay)
            {
                rejected = Unfit("Two entries of the call have one day of one timecard, and one would overwrite the other.", "/workDate", "day.date", "Set SumEntriesOfADay to add them up, or give them timecards of their own by the option Line.");
                return false;
            }

            string[] notes = [.. one.Select(static d => d.Notes).Where(static n => n.ValueKind == JsonValueKind.String).Select(static n => n.GetString()!), .. isKnown && sum.Notes is not null ? new[] { sum.Notes } : []];
            decimal? hours = one.Aggregate(isKnown ? sum.Hours : null, static (all, d) => d.Hours is null ? all : (all ?? 0) + d.Hours);
            string? text = notes.Length == 0 ? null : string.Join("; ", notes.Distinct(StringComparer.Ordinal));
            columns.Add((one.Key, hours, text, text is not null || hours is null || one.Any(static d => d.Notes.ValueKind == JsonValueKind.Null)));
        }

        timecard = new Timecard(days[0].Timecard, Join(header, days[0].WeekStart, columns), days, [.. columns.Select(static c => (c.Day, c.Hours, c.Notes))]);
        rejected = null;
        return true;
    }

    public static string Column(DayOfWeek day, string what) => $"pse__{day}_{what}__c";

    /// <summary>The same record with the administrator's right to change what is approved, and the reason.</summary>
    public static ReadOnlyMemory<byte> WithAudit(JsonElement fields, string note) => Write(writer =>
    {
        Copy(writer, fields);
        writer.WriteBoolean("pse__Admin_Global_Edit__c", true);
        writer.WriteString("pse__Audit_Notes__c", note);
    });

    private JsonElement Header(JsonElement mapped) => JsonDocument.Parse(Write(writer =>
    {
        foreach (JsonProperty member in mapped.EnumerateObject())
        {
            if (member.Name is "attributes" or "day" or "Id" || Own.Contains(member.Name, StringComparer.Ordinal) || member.Name.Equals(options.ExternalIdField, StringComparison.OrdinalIgnoreCase))
                continue;
            Copy(writer, member);
        }

        if (!options.WriteStatus || SalesforceValues.At(mapped, "pse__Status__c") is not { ValueKind: JsonValueKind.String } status)
            return;
        // The two check boxes and the status must agree, or the package's approval gets lost.
        writer.WriteString("pse__Status__c", status.GetString());
        writer.WriteBoolean("pse__Submitted__c", status.GetString() is "Submitted" or "Approved");
        writer.WriteBoolean("pse__Approved__c", status.GetString() is "Approved");
    })).RootElement;

    private static JsonElement Join(JsonElement header, DateOnly start, List<(DayOfWeek Day, decimal? Hours, string? Notes, bool WritesNotes)> columns) => JsonDocument.Parse(Write(writer =>
    {
        Copy(writer, header);
        writer.WriteString("pse__Start_Date__c", start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("pse__End_Date__c", start.AddDays(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach ((DayOfWeek day, decimal? hours, string? notes, bool writesNotes) in columns)
        {
            // A day without hours is zero in PSA, never empty.
            writer.WritePropertyName(Column(day, "Hours"));
            writer.WriteRawValue(CanonicalDecimal.Format(hours ?? 0), skipInputValidation: true);
            if (writesNotes)
                writer.WriteString(Column(day, "Notes"), notes);
        }
    })).RootElement;

    private static void Copy(Utf8JsonWriter writer, JsonElement fields)
    {
        foreach (JsonProperty member in fields.EnumerateObject())
            Copy(writer, member);
    }

    private static void Copy(Utf8JsonWriter writer, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static WriteOutcome Unfit(string message, string? path, string? vendorPath, string remedy) =>
        WriteOutcome.Rejected(new RecordIssue { Code = SalesforceErrorCodes.TimecardUnfit, Kind = IssueKind.Validation, Message = message, Path = path, VendorPath = vendorPath, Remedy = remedy });
}
