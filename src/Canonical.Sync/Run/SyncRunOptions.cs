using Canonical.Model;

namespace Canonical.Sync;

/// <summary>What a run needs to know that neither the source nor the target can tell.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed class SyncRunOptions<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>The default of <see cref="LeaseDuration"/>: 5 min.</summary>
    public static readonly TimeSpan DefaultLeaseDuration = TimeSpan.FromMinutes(5);

    /// <summary>The default of <see cref="DoubtWait"/>: 30 s.</summary>
    public static readonly TimeSpan DefaultDoubtWait = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="RetryDelay"/>: 30 s.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="MaxRetryDelay"/>: 1 h.</summary>
    public static readonly TimeSpan DefaultMaxRetryDelay = TimeSpan.FromHours(1);

    /// <summary>The tenant that the data belongs to.</summary>
    public required string Tenant { get; init => field = Identifier.Required(value); }

    /// <summary>What is written and why, for example <c>erp.customer</c>. Part of every posting's identity: a new purpose posts everything anew.</summary>
    public required string Purpose { get; init => field = Identifier.Required(value); }

    /// <summary>What a posting does at the target, part of its identity. Default <see cref="PostingOperation.Upsert"/>.</summary>
    public PostingOperation Operation { get; init; } = PostingOperation.Upsert;

    /// <summary>When two source records mean the same entity. Default: only when they have the same canonical id.</summary>
    public IReadOnlyList<IDuplicateRule<T>> DuplicateRules { get; init; } = [];

    /// <summary>Which objects must have reached the target before this one may be sent. Default: none.</summary>
    public Func<T, IEnumerable<SyncDependency>>? DependsOn { get; init; }

    /// <summary>
    /// Which canonical object a record is that could not be mapped, so that what depends on it can be told why it is not there.
    /// Default: derived from the record's system, instance and id.
    /// </summary>
    public Func<SourceRef, CanonicalId?>? Identify { get; init; }

    /// <summary>How long one sending may last before its outcome counts as unknown. Longer than the sink's longest call with its retries. Default <see cref="DefaultLeaseDuration"/>.</summary>
    public TimeSpan LeaseDuration { get; init => field = Positive(value); } = DefaultLeaseDuration;

    /// <summary>
    /// How long a posting in doubt that is not found at the target is left alone before it is sent again, since the target may still be at work on it.
    /// Default <see cref="DefaultDoubtWait"/>.
    /// </summary>
    public TimeSpan DoubtWait { get; init => field = NotNegative(value); } = DefaultDoubtWait;

    /// <summary>The wait before the second try when the target names none; it doubles with every try. Default <see cref="DefaultRetryDelay"/>.</summary>
    public TimeSpan RetryDelay { get; init => field = Positive(value); } = DefaultRetryDelay;

    /// <summary>The longest wait between two tries when the target names none. Default <see cref="DefaultMaxRetryDelay"/>.</summary>
    public TimeSpan MaxRetryDelay { get; init => field = Positive(value); } = DefaultMaxRetryDelay;

    /// <summary>
    /// Whether to send again what the target refused and what has not changed since: after its rules or settings were set right.
    /// Default false, since it would be refused again.
    /// </summary>
    public bool ResendRejected { get; init; }

    private static TimeSpan Positive(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
