using System.Runtime.CompilerServices;
using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Writes timecards: looks at what there is, sends what differs, and looks again at what had no answer. Thread-safe.</summary>
internal sealed class TimecardWriter(SalesforceTarget<TimeEntry> target, CertiniaTimecardOptions options)
{
    private const string Approved = "pse__Approved__c";
    private const string Status = "pse__Status__c";

    /// <summary>Writes timecards with different keys; the outcomes come as soon as they are known.</summary>
    /// <exception cref="ConnectorException">The org as a whole cannot be written, before anything was sent.</exception>
    public async IAsyncEnumerable<(Timecard Timecard, WriteOutcome Outcome)> WriteAsync(IReadOnlyList<Timecard> timecards, bool hasSent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Timecard> open = [.. timecards];
        for (int again = 0; open.Count > 0; again++)
        {
            if (again > 0)
                await SalesforceLocks.WaitAsync(target.Client, again, cancellationToken).ConfigureAwait(false);
            var locked = new List<Timecard>();
            foreach (Timecard[] part in open.Chunk(options.BatchSize))
            {
                IReadOnlyList<WriteOutcome> told;
                try
                {
                    told = await WritePartAsync(part, cancellationToken).ConfigureAwait(false);
                    hasSent = true;
                }
                catch (Exception e) when (SalesforceOutcomes.OfUnsent(e, hasSent) is { } outcome)
                {
                    told = [.. Enumerable.Repeat(outcome, part.Length)];
                }

                for (int i = 0; i < part.Length; i++)
                {
                    if (again < options.LockRetries && SalesforceLocks.IsLocked(told[i]))
                        locked.Add(part[i]);
                    else
                        yield return (part[i], told[i]);
                }
            }

            open = locked;
        }
    }

    /// <summary>Compares a timecard with what the org has: the days that it names, and what holds for the week.</summary>
    /// <exception cref="ConnectorException">The org cannot be read, or several timecards have the key.</exception>
    public async Task<ReadBack> ReadBackAsync(Timecard timecard, CancellationToken cancellationToken)
    {
        Dictionary<string, List<SalesforceRecord>> found = await target.FindAsync([(timecard.Key, timecard.Fields)], cancellationToken).ConfigureAwait(false);
        if (!found.TryGetValue(timecard.Key, out List<SalesforceRecord>? records))
            // A day that is cleared needs no timecard.
            return new ReadBack { Found = timecard.Days.All(static d => d.Hours is null) };
        if (records.Count > 1)
            throw target.NotUnique();
        return new ReadBack { Found = true, NativeId = records[0].Id, Differences = [.. SalesforceValues.Differing(timecard.Fields, records[0].Json).Select(Pointer).Distinct(StringComparer.Ordinal)] };
    }

    private async Task<IReadOnlyList<WriteOutcome>> WritePartAsync(Timecard[] part, CancellationToken cancellationToken)
    {
        Dictionary<string, List<SalesforceRecord>> found = await target.FindAsync([.. part.Select(static t => (t.Key, t.Fields))], cancellationToken, Status, Approved).ConfigureAwait(false);
        var outcomes = new WriteOutcome[part.Length];
        var sent = new List<int>();
        var writes = new List<SalesforceWrite>();
        for (int i = 0; i < part.Length; i++)
        {
            if (Decide(part[i], found.GetValueOrDefault(part[i].Key, []), out ReadOnlyMemory<byte> fields) is { } settled)
            {
                outcomes[i] = settled;
                continue;
            }

            sent.Add(i);
            writes.Add(new SalesforceWrite(part[i].Key, fields));
        }

        if (writes.Count == 0)
            return outcomes;
        IReadOnlyList<WriteOutcome> told = await target.Client.UpsertManyAsync(target.ObjectName, target.ExternalIdField, writes, cancellationToken: cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < sent.Count; i++)
            outcomes[sent[i]] = told[i].Kind == WriteOutcomeKind.Unknown ? await ResolveAsync(part[sent[i]], told[i], cancellationToken).ConfigureAwait(false) : told[i];
        return outcomes;
    }

    // What needs no write or cannot have one; null when it goes out with these fields.
    private WriteOutcome? Decide(Timecard timecard, List<SalesforceRecord> records, out ReadOnlyMemory<byte> fields)
    {
        fields = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(timecard.Fields).ToArray();
        if (records.Count > 1)
            return SalesforceOutcomes.NotUnique(target.ObjectName, target.ExternalIdField);
        // Days that are cleared make no timecard.
        if (records.Count == 0)
            return timecard.Days.All(static d => d.Hours is null) ? new WriteOutcome { Kind = WriteOutcomeKind.Unchanged } : null;
        if (!SalesforceValues.Differing(timecard.Fields, records[0].Json).Any())
            return new WriteOutcome { Kind = WriteOutcomeKind.Unchanged, NativeId = records[0].Id };
        bool isApproved = SalesforceValues.At(records[0].Json, Approved).ValueKind == JsonValueKind.True
            || SalesforceValues.At(records[0].Json, Status) is { ValueKind: JsonValueKind.String } status && status.ValueEquals("Approved"u8);
        if (!isApproved)
            return null;
        if (options.AuditNote is { } note)
        {
            fields = TimecardPivot.WithAudit(timecard.Fields, note);
            return null;
        }

        return WriteOutcome.Rejected(new RecordIssue
        {
            Code = SalesforceErrorCodes.TimecardLocked,
            Kind = IssueKind.BusinessRule,
            Message = "The timecard is approved, and PSA locks what is approved.",
            Path = Pointer(SalesforceValues.Differing(timecard.Fields, records[0].Json).First()),
            VendorPath = Status,
            Remedy = "Have it rejected or recalled in PSA and send the entry again; or set AuditNote, which changes it as an administrator and says why.",
        });
    }

    private async Task<WriteOutcome> ResolveAsync(Timecard timecard, WriteOutcome unknown, CancellationToken cancellationToken)
    {
        try
        {
            ReadBack back = await ReadBackAsync(timecard, cancellationToken).ConfigureAwait(false);
            return back.Matches ? new WriteOutcome { Kind = WriteOutcomeKind.Applied, NativeId = back.NativeId } : unknown;
        }
        catch (Exception e) when (e is ConnectorException or HttpRequestException or IOException)
        {
            return unknown;
        }
    }

    private string Pointer(string column) =>
        target.Pointer(column) ?? (column.EndsWith("_Hours__c", StringComparison.Ordinal) ? target.Pointer("day.hours")
            : column.EndsWith("_Notes__c", StringComparison.Ordinal) ? target.Pointer("day.notes")
            : column.EndsWith("_Date__c", StringComparison.Ordinal) ? target.Pointer("day.date") : null) ?? "/";
}
