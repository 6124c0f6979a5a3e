using Canonical.Model;

namespace Canonical.Testing;

/// <summary>
/// Checks that a connector keeps the promises of its roles, against a system that the test controls: a sandbox of the vendor's protocol. Independent of the test framework: each check gives a report, or throws
/// a <see cref="ConformanceException"/> that says which promise was broken and how. Thread-safe.
/// </summary>
/// <remarks>The checks are what every connector must keep, not all that a connector needs: its own errors, mappings and quirks need tests of their own.</remarks>
public static class ConnectorConformance
{
    /// <summary>Checks a source: every record once, bad records as items, a continuation that gives the same rest after a restart, no page before it is wanted.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The source and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckSourceAsync<T>(SourceConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        return SourceChecks.RunAsync(setup, new ConformanceRun($"ISource<{typeof(T).Name}>", cancellationToken));
    }

    /// <summary>Checks a change source: nothing is left out while records change between pages and the process restarts, cursors survive as text and are refused where they do not belong, deletions are told.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The source and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckChangeSourceAsync<T>(ChangeSourceConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentOutOfRangeException.ThrowIfLessThan(setup.Changes, 10, nameof(setup));
        return ChangeSourceChecks.RunAsync(setup, new ConformanceRun($"IChangeSource<{typeof(T).Name}>", cancellationToken));
    }

    /// <summary>Checks a sink: repetition writes once, a lost answer is unknown and is resolved by reading back, a refusal is an outcome.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The sink and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckSinkAsync<T>(SinkConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        return SinkChecks.RunAsync(setup, new ConformanceRun($"ISink<{typeof(T).Name}>", cancellationToken));
    }

    /// <summary>Checks a bulk sink: one outcome a request under every fault, and each record written once after the rest was sent again.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The sink and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckBulkSinkAsync<T>(BulkSinkConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentOutOfRangeException.ThrowIfLessThan(setup.Requests, 1, nameof(setup));
        return BulkSinkChecks.RunAsync(setup, new ConformanceRun($"IBulkSink<{typeof(T).Name}>", cancellationToken));
    }

    /// <summary>Checks a reader of single records: each by its id, bad records as items, null for what is not there, the same objects as the source.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The role and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckRecordReaderAsync<T>(RecordReaderConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        return SingleRecordChecks.RunAsync(setup, new ConformanceRun($"IRecordReader<{typeof(T).Name}>", cancellationToken));
    }

    /// <summary>Checks a sink that deletes: it takes effect, again is unchanged, a lost answer is in doubt.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The role and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckDeleteSinkAsync<T>(DeleteSinkConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        return SingleRecordChecks.RunAsync(setup, new ConformanceRun($"IDeleteSink<{typeof(T).Name}>", cancellationToken));
    }

    /// <summary>Checks a sink that patches: absent, null and value are three things, what does not exist is refused and not made, a lost answer is in doubt.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="setup">The role and its system.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report; all promises were kept.</returns>
    /// <exception cref="ConformanceException">A promise was broken.</exception>
    public static Task<ConformanceReport> CheckPatchSinkAsync<T>(PatchSinkConformance<T> setup, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(setup);
        return SingleRecordChecks.RunAsync(setup, new ConformanceRun($"IPatchSink<{typeof(T).Name}>", cancellationToken));
    }
}
