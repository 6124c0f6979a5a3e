using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Writes time entries into timecards of Certinia PSA (<c>pse__Timecard_Header__c</c>), which are weeks with seven columns: entries of one person, project, assignment or milestone and week go into one timecard, each into the
/// column of its day. Columns that no entry names keep what they have. Thread-safe.
/// </summary>
/// <remarks>
/// <para>The key of a timecard is derived from those four and <see cref="CertiniaTimecardOptions.Line"/>, so that it is the same on every machine and at every time. An entry that moves to another day, project or assignment is two changes:
/// send the old one as deleted, which sets its day to zero, and the new one.</para>
/// <para>A timecard is read before it is written: what is so already is not written once more, and one that is approved is locked. Its splits are made by the package afterwards; read them with <see cref="CertiniaTimecardSource"/>.
/// Entries that came from this org's own timecards are rejected, since their hours would count twice.</para>
/// </remarks>
public sealed class CertiniaTimecardSink : ISink<TimeEntry>, IBulkSink<TimeEntry>
{
    // Entries of one week have to come together; a month of forty people is about this.
    private const int MaxWaiting = 5000;

    private readonly SalesforceTarget<TimeEntry> _target;
    private readonly TimecardPivot _pivot;
    private readonly TimecardWriter _writer;

    /// <summary>Creates the sink.</summary>
    /// <param name="client">The org.</param>
    /// <param name="org">What every mapping of the org needs. Its references must know the org's ids of resources, projects and assignments.</param>
    /// <param name="options">How entries become timecards.</param>
    /// <exception cref="ArgumentException">The mapping is not one of <c>pse__Timecard_Header__c</c> to time entries, or an option is outside of its limits.</exception>
    public CertiniaTimecardSink(SalesforceClient client, SalesforceReadOptions org, CertiniaTimecardOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(org);
        ArgumentNullException.ThrowIfNull(options);
        MappingDocument mapping = options.Mapping ?? CertiniaMappings.TimecardHeaderDay(org.OrgCurrency is not null);
        if (mapping.Source.ObjectType != "pse__Timecard_Header__c")
            throw new ArgumentException($"The mapping '{mapping.Id}' is for {mapping.Source.ObjectType}, not for pse__Timecard_Header__c.", nameof(options));
        if (options.WeekStart is < DayOfWeek.Sunday or > DayOfWeek.Saturday)
            throw new ArgumentException($"WeekStart is {options.WeekStart}; it must be a day of the week.", nameof(options));
        if (options.AuditNote is { } note && string.IsNullOrWhiteSpace(note))
            throw new ArgumentException("AuditNote is empty; PSA wants a reason. Leave it null to reject changes of approved timecards.", nameof(options));
        _target = new SalesforceTarget<TimeEntry>(client, mapping, org, new SalesforceWriteOptions<TimeEntry>
        {
            ExternalIdField = options.ExternalIdField,
            AbsentMembers = options.AbsentMembers,
            BatchSize = options.BatchSize,
            LockRetries = options.LockRetries,
            ParentField = "",
        });
        _pivot = new TimecardPivot(_target, options, org);
        _writer = new TimecardWriter(_target, options);
    }

    /// <inheritdoc/>
    public string Target => _target.Name;

    /// <inheritdoc/>
    /// <remarks>Entries of one week come better together, by <see cref="WriteAsync"/>: here each is a call of its own, and two entries of one day overwrite each other.</remarks>
    public async Task<WriteOutcome> UpsertAsync(WriteRequest<TimeEntry> request, CancellationToken cancellationToken = default)
    {
        if (!TryPrepare(request, out Timecard? timecard, out WriteOutcome? rejected))
            return rejected;
        await foreach ((_, WriteOutcome outcome) in _writer.WriteAsync([timecard], hasSent: false, cancellationToken).ConfigureAwait(false))
            return SalesforceOutcomes.RequireConfigured(outcome, _target.ObjectName);
        throw new InvalidOperationException("A timecard was written without an outcome.");
    }

    /// <inheritdoc/>
    /// <remarks>The day of the entry is compared, and what holds for its week. Of entries that were added up each differs from the sum.</remarks>
    public async Task<ReadBack> ReadBackAsync(WriteRequest<TimeEntry> request, CancellationToken cancellationToken = default) =>
        TryPrepare(request, out Timecard? timecard, out _) ? await _writer.ReadBackAsync(timecard, cancellationToken).ConfigureAwait(false) : new ReadBack { Found = false };

    /// <inheritdoc/>
    /// <remarks>All entries of a timecard have its outcome.</remarks>
    public async IAsyncEnumerable<KeyedOutcome> WriteAsync(IAsyncEnumerable<WriteRequest<TimeEntry>> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var book = new SalesforceWriteBook();
        // What the days of this call have so far: a week can be cut in two by the number of entries that are held.
        var sums = new Dictionary<(string Timecard, DayOfWeek Day), (decimal? Hours, string? Notes)>();
        var headers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var waiting = new List<TimecardDay>();
        bool hasSent = false;
        await foreach (WriteRequest<TimeEntry> request in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            book.Send(request.Key);
            if (_pivot.TryRead(request, out TimecardDay? day, out WriteOutcome? rejected))
                waiting.Add(day);
            else
                yield return book.Settle(request.Key, rejected);
            if (waiting.Count < MaxWaiting)
                continue;
            await foreach (KeyedOutcome outcome in SendAsync().ConfigureAwait(false))
                yield return outcome;
        }

        await foreach (KeyedOutcome outcome in SendAsync().ConfigureAwait(false))
            yield return outcome;
        foreach (KeyedOutcome rest in book.Close())
            yield return rest;

        async IAsyncEnumerable<KeyedOutcome> SendAsync()
        {
            var timecards = new List<Timecard>();
            foreach (IGrouping<string, TimecardDay> week in waiting.GroupBy(static d => d.Timecard, StringComparer.Ordinal))
            {
                if (_pivot.TryJoin([.. week], sums, headers.GetValueOrDefault(week.Key), out Timecard? timecard, out WriteOutcome? rejected))
                {
                    timecards.Add(timecard);
                    continue;
                }

                foreach (TimecardDay day in week)
                    yield return book.Settle(day.Key, rejected);
            }

            waiting.Clear();
            await foreach ((Timecard timecard, WriteOutcome outcome) in _writer.WriteAsync(timecards, hasSent, cancellationToken).ConfigureAwait(false))
            {
                // What was not written must not come back in the sum of a later part of the week.
                if (outcome.Kind is not (WriteOutcomeKind.Rejected or WriteOutcomeKind.Retryable))
                {
                    headers[timecard.Key] = timecard.Days[0].Header;
                    foreach ((DayOfWeek day, decimal? hours, string? notes) in timecard.Sums)
                        sums[(timecard.Key, day)] = (hours, notes);
                }

                foreach (TimecardDay day in timecard.Days)
                    yield return book.Settle(day.Key, outcome);
            }

            hasSent |= timecards.Count > 0;
        }
    }

    private bool TryPrepare(WriteRequest<TimeEntry> request, [NotNullWhen(true)] out Timecard? timecard, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        ArgumentNullException.ThrowIfNull(request);
        timecard = null;
        return _pivot.TryRead(request, out TimecardDay? day, out rejected) && _pivot.TryJoin([day], [], default, out timecard, out rejected);
    }
}
