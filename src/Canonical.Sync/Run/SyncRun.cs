using System.Diagnostics;
using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Canonical.Sync;

/// <summary>
/// Moves the objects of one canonical type from a source into one target, one by one, so that each change takes effect once: whatever fails or
/// is killed in between, the next run goes on where this one stopped. Thread-safe, but two runs into the same lanes make each other wait.
/// </summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed class SyncRun<T>
    where T : class, ICanonicalObject<T>
{
    private readonly ISyncStore _store;
    private readonly SyncRunOptions<T> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SyncTarget _target;
    private readonly ISink<T> _sink;

    /// <summary>Prepares a run. One instance can run again and again.</summary>
    /// <param name="sink">The target.</param>
    /// <param name="store">What is remembered between runs.</param>
    /// <param name="options">What neither source nor target can tell.</param>
    /// <param name="timeProvider">The clock; null for the system's. It should be the store's too.</param>
    /// <param name="logger">Where to log; null for nowhere. Nothing of a record is logged.</param>
    /// <exception cref="ArgumentException">The sink's target is not of the form <c>system/instance</c>.</exception>
    public SyncRun(ISink<T> sink, ISyncStore store, SyncRunOptions<T> options, TimeProvider? timeProvider = null, ILogger<SyncRun<T>>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        _sink = sink;
        _store = store;
        _options = options;
        _clock = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<SyncRun<T>>.Instance;
        _target = new SyncTarget(sink.Target);
    }

    /// <summary>Moves everything that a source gives.</summary>
    /// <param name="source">The source, read from its beginning.</param>
    /// <param name="progress">Told of each item as it ends, in order; null for nobody. <see cref="Progress{T}"/> may reorder what it passes on.</param>
    /// <param name="cancellationToken">Ends the run between two items, or in the middle of one, which is then pending or in doubt.</param>
    /// <returns>The report, which accounts for every item.</returns>
    /// <exception cref="ConnectorException">The source cannot be read, or the target refuses our credentials or our configuration.</exception>
    /// <exception cref="SyncException">The store failed.</exception>
    public Task<SyncReport> RunAsync(ISource<T> source, IProgress<SyncItemResult>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return RunAsync(Items(source, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Moves items.</summary>
    /// <param name="items">The items, each read once.</param>
    /// <param name="progress">Told of each item as it ends, in order; null for nobody. <see cref="Progress{T}"/> may reorder what it passes on.</param>
    /// <param name="cancellationToken">Ends the run between two items, or in the middle of one, which is then pending or in doubt.</param>
    /// <returns>The report, which accounts for every item.</returns>
    /// <exception cref="ConnectorException">The target refuses our credentials or our configuration.</exception>
    /// <exception cref="SyncException">The store failed.</exception>
    public Task<SyncReport> RunAsync(IAsyncEnumerable<SourceItem<T>> items, IProgress<SyncItemResult>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return MoveAllAsync(items, static (mover, item, token) => mover.MoveAsync(item, token), progress, cancellationToken);
    }

    /// <summary>
    /// Brings to an end what earlier runs left: reads back what is in doubt and sends what is pending and due, from the payload in the ledger.
    /// For sources that give each change once; a source that gives everything each time brings its records back by itself.
    /// </summary>
    /// <param name="progress">Told of each posting as it ends; null for nobody.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The report; what it "read" are the unfinished postings.</returns>
    /// <exception cref="ConnectorException">The target refuses our credentials or our configuration.</exception>
    /// <exception cref="SyncException">The store failed.</exception>
    public Task<SyncReport> ResumeAsync(IProgress<SyncItemResult>? progress = null, CancellationToken cancellationToken = default) =>
        MoveAllAsync(UnfinishedAsync(cancellationToken), static (mover, posting, token) => mover.ResumeAsync(posting, token), progress, cancellationToken);

    private async Task<SyncReport> MoveAllAsync<TItem>(
        IAsyncEnumerable<TItem> items,
        Func<ItemMover<T>, TItem, CancellationToken, Task<SyncItemResult>> move,
        IProgress<SyncItemResult>? progress,
        CancellationToken cancellationToken)
    {
        string objectType = ItemMover<T>.ObjectType;
        using Activity? activity = SyncTelemetry.StartRun(objectType, _target.Name);
        DateTimeOffset startedAt = _clock.GetUtcNow();
        long start = _clock.GetTimestamp();
        var tally = new SyncTally();
        var mover = new ItemMover<T>(_sink, _store, _options, _target, _clock, _logger);

        await foreach (TItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            tally.CountRead();
            SyncItemResult result = await move(mover, item, cancellationToken).ConfigureAwait(false);
            tally.CountEnd(result);
            SyncTelemetry.CountItem(objectType, _target.Name, result);
            Log.ItemEnded(_logger, objectType, _target.Name, result.Outcome, result.Code);
            progress?.Report(result);
        }

        SyncReport report = tally.Close(startedAt, _clock.GetElapsedTime(start));
        Log.RunEnded(_logger, objectType, _target.Name, report.Read, report.Posts, report.Refused, report.Rejected, report.Deferred, report.InDoubt);
        return report;
    }

    private static async IAsyncEnumerable<SourceItem<T>> Items(ISource<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Page<SourceItem<T>> page in source.ReadAsync(continuation: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (SourceItem<T> item in page.Items)
                yield return item;
        }
    }

    private async IAsyncEnumerable<Posting> UnfinishedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The keys are gathered first: a posting that goes from one state to another while it is dealt with must not come up twice.
        var filter = new PostingFilter { Tenant = _options.Tenant, Target = _target.Name, Purpose = _options.Purpose };
        var keys = new List<IdempotencyKey>();
        foreach (PostingState state in new[] { PostingState.InDoubt, PostingState.Sending, PostingState.Pending })
        {
            await foreach (Posting posting in _store.Postings.ListAsync(filter with { State = state }, cancellationToken).ConfigureAwait(false))
                keys.Add(posting.Key);
        }

        foreach (IdempotencyKey key in keys)
        {
            // Another run may have ended it meanwhile: then it is that run's to report, and its payload is gone.
            if (await _store.Postings.FindAsync(key, cancellationToken).ConfigureAwait(false) is { State: PostingState.InDoubt or PostingState.Sending or PostingState.Pending } posting)
                yield return posting;
        }
    }
}
