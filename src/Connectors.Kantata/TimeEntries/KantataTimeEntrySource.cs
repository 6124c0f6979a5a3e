using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Reads the time entries of an account as canonical time entries. Minutes stay minutes. Thread-safe.</summary>
public sealed class KantataTimeEntrySource : ISource<TimeEntry>
{
    /// <summary>The type of record in every record's origin; the system is <see cref="KantataProjectSource.System"/>.</summary>
    public const string ObjectType = "time_entry";

    private readonly KantataClient _client;
    private readonly TimeEntriesQuery _query;
    private readonly RecordMapper<TimeEntry> _mapper;

    /// <summary>Creates the source.</summary>
    /// <param name="client">Reads the account.</param>
    /// <param name="options">How time entries are mapped.</param>
    /// <param name="query">Which time entries; null for all.</param>
    /// <param name="timeProvider">The clock for when a page was read; null for the system's.</param>
    /// <exception cref="ArgumentException">The mapping document is for another contract.</exception>
    public KantataTimeEntrySource(KantataClient client, KantataSourceOptions options, TimeEntriesQuery? query = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _query = query ?? new TimeEntriesQuery();
        var mapper = new Mapper<TimeEntry>(Mapper.Compile(options.Mapping ?? KantataMappings.TimeEntryToTimeEntry));
        _mapper = new RecordMapper<TimeEntry>(client, options, mapper, ObjectType, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Page<SourceItem<TimeEntry>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DriftDetector drift = _mapper.Watch();
        await foreach (Page<KantataRecord> page in _client.ReadTimeEntriesAsync(_query, continuation, cancellationToken).ConfigureAwait(false))
            yield return _mapper.Map(page, drift);
    }
}
