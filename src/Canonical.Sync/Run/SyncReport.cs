using System.Collections.Frozen;
using System.Globalization;

namespace Canonical.Sync;

/// <summary>
/// What a run did, in numbers that close: <c>read = created + updated + applied + unchanged + refused + rejected + deferred + in doubt</c>.
/// A report that does not close cannot be made. Immutable and thread-safe.
/// </summary>
public sealed record SyncReport
{
    private readonly FrozenDictionary<SyncOutcome, long> _byOutcome;

    private SyncReport(FrozenDictionary<SyncOutcome, long> byOutcome) => _byOutcome = byOutcome;

    /// <summary>How many items were read.</summary>
    public required long Read { get; init; }

    /// <summary>How many did not exist at the target and do now.</summary>
    public long Created => Count(SyncOutcome.Created);

    /// <summary>How many were changed at the target.</summary>
    public long Updated => Count(SyncOutcome.Updated);

    /// <summary>How many took effect in a way that the target does not tell.</summary>
    public long Applied => Count(SyncOutcome.Applied);

    /// <summary>How many the target held already.</summary>
    public long Unchanged => Count(SyncOutcome.Unchanged);

    /// <summary>How many we did not send, each with a dead letter.</summary>
    public long Refused => Count(SyncOutcome.Refused);

    /// <summary>How many the target refused, each with a dead letter.</summary>
    public long Rejected => Count(SyncOutcome.Rejected);

    /// <summary>How many are sent later.</summary>
    public long Deferred => Count(SyncOutcome.Deferred);

    /// <summary>Of how many it is not known whether they took effect.</summary>
    public long InDoubt => Count(SyncOutcome.InDoubt);

    /// <summary>How often the target was asked to write. Zero when nothing changed since the last run.</summary>
    public required long Posts { get; init; }

    /// <summary>How often the target was read back.</summary>
    public required long ReadBacks { get; init; }

    /// <summary>How many items ended with each code of <see cref="SyncErrorCodes"/>. Items that went through have none.</summary>
    public required IReadOnlyDictionary<string, long> ByCode { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the run took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gives the number of items that ended in one way.</summary>
    /// <param name="outcome">The way.</param>
    /// <returns>The number.</returns>
    public long Count(SyncOutcome outcome) => _byOutcome.GetValueOrDefault(outcome);

    /// <summary>Closes the books of a run.</summary>
    /// <exception cref="SyncException"><c>SYN3001</c>: the outcomes do not add up to what was read.</exception>
    internal static SyncReport Close(
        long read,
        IReadOnlyDictionary<SyncOutcome, long> byOutcome,
        IReadOnlyDictionary<string, long> byCode,
        long posts,
        long readBacks,
        DateTimeOffset startedAt,
        TimeSpan duration)
    {
        long ended = byOutcome.Values.Sum();
        if (ended != read)
        {
            throw new SyncException(
                SyncErrorCodes.AccountingBroken,
                string.Create(CultureInfo.InvariantCulture, $"{read} items were read, but {ended} ended. Nothing was lost in the store; report this as a defect of Canonical.Sync."));
        }

        return new SyncReport(byOutcome.ToFrozenDictionary())
        {
            Read = read,
            ByCode = byCode.ToFrozenDictionary(StringComparer.Ordinal),
            Posts = posts,
            ReadBacks = readBacks,
            StartedAt = startedAt,
            Duration = duration,
        };
    }
}
