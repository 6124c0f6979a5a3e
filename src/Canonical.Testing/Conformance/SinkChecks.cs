using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>The promises of <see cref="ISink{T}"/>.</summary>
internal static class SinkChecks
{
    public static async Task<ConformanceReport> RunAsync<T>(SinkConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        CancellationToken cancellationToken = run.Cancellation;
        await run.CheckAsync("what was not written is not found", async () =>
            (await setup.Open().ReadBackAsync(setup.Make(0), cancellationToken).ConfigureAwait(false)).Found ? "it was found" : null).ConfigureAwait(false);
        await run.CheckAsync("a write takes effect once, and reads back as it was sent", () => WriteAsync(setup, 0, added: 1, cancellationToken)).ConfigureAwait(false);
        await run.CheckAsync("the same request again, after a restart, adds nothing", () => WriteAsync(setup, 0, added: 0, cancellationToken)).ConfigureAwait(false);
        await run.CheckAsync("another request is another record", () => WriteAsync(setup, 1, added: 1, cancellationToken)).ConfigureAwait(false);
        await run.CheckAsync("the same request twice at once is one record", () => TwiceAtOnceAsync(setup, cancellationToken)).ConfigureAwait(false);
        await run.CheckAsync("a write whose answer is lost is unknown, reading back resolves it, and sending it again adds nothing", () => LoseAsync(setup, cancellationToken)).ConfigureAwait(false);
        if (setup.TurnAway is { } turnAway)
            await run.CheckAsync("a write that the system turned away is retryable, and certainly not there", () => TurnAwayAsync(setup, turnAway, cancellationToken)).ConfigureAwait(false);
        if (setup.Refused is { } refused)
            await run.CheckAsync("a refused record is an outcome with its reasons, and is not there", () => RefuseAsync(setup, refused, cancellationToken)).ConfigureAwait(false);
        await run.CheckAsync("the target names the system and its instance", () =>
            Task.FromResult(setup.Open().Target.Split('/', 2) is [{ Length: > 0 }, { Length: > 0 }] ? null : $"it is '{setup.Open().Target}'")).ConfigureAwait(false);
        return run.End();
    }

    private static async Task<string?> WriteAsync<T>(SinkConformance<T> setup, int number, int added, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        ISink<T> sink = setup.Open();
        WriteRequest<T> request = setup.Make(number);
        WriteOutcome outcome = await sink.UpsertAsync(request, cancellationToken).ConfigureAwait(false);
        if (!outcome.TookEffect)
            return Tell(outcome);
        return await CompareAsync(setup, sink, request, before + added, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string?> TwiceAtOnceAsync<T>(SinkConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        ISink<T> sink = setup.Open();
        WriteRequest<T> request = setup.Make(2);
        await Task.WhenAll(sink.UpsertAsync(request, cancellationToken), sink.UpsertAsync(request, cancellationToken)).ConfigureAwait(false);
        return await CompareAsync(setup, sink, request, before + 1, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string?> LoseAsync<T>(SinkConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        WriteRequest<T> request = setup.Make(3);
        WriteOutcome outcome;
        using (setup.LoseAnswers())
            outcome = await setup.Open().UpsertAsync(request, cancellationToken).ConfigureAwait(false);
        if (await setup.CountRecords(cancellationToken).ConfigureAwait(false) != before + 1)
            return "the set-up is wrong: the system did not do the write, or did it as several records";
        // A sink may find out by itself that the write arrived. What it must not say is that it did not.
        if (outcome.Kind != WriteOutcomeKind.Unknown && !outcome.TookEffect)
            return $"it took effect, and the outcome is {Tell(outcome)}";
        if (outcome is { Kind: WriteOutcomeKind.Unknown, Issues.Count: 0 })
            return "the unknown outcome has no issue that says why";
        ISink<T> sink = setup.Open();
        return await CompareAsync(setup, sink, request, before + 1, cancellationToken).ConfigureAwait(false)
            ?? await WriteAsync(setup, 3, added: 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string?> TurnAwayAsync<T>(SinkConformance<T> setup, Func<IDisposable> turnAway, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        WriteOutcome outcome;
        using (turnAway())
            outcome = await setup.Open().UpsertAsync(setup.Make(4), cancellationToken).ConfigureAwait(false);
        if (outcome.Kind != WriteOutcomeKind.Retryable)
            return $"it had no effect, and the outcome is {Tell(outcome)}";
        return (await setup.Open().ReadBackAsync(setup.Make(4), cancellationToken).ConfigureAwait(false)).Found
            ? "the set-up is wrong: the record is there"
            : await WriteAsync(setup, 4, added: 1, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string?> RefuseAsync<T>(SinkConformance<T> setup, WriteRequest<T> refused, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        WriteOutcome outcome = await setup.Open().UpsertAsync(refused, cancellationToken).ConfigureAwait(false);
        if (outcome.Kind != WriteOutcomeKind.Rejected || !outcome.Issues.Any(static issue => issue.Code.Length > 0 && issue.Message.Length > 0))
            return Tell(outcome);
        if ((await setup.Open().ReadBackAsync(refused, cancellationToken).ConfigureAwait(false)).Found)
            return "the record was found";
        int after = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        return after == before ? null : $"there were {before} records and are {after}";
    }

    private static async Task<string?> CompareAsync<T>(SinkConformance<T> setup, ISink<T> sink, WriteRequest<T> request, int expected, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        ReadBack back = await sink.ReadBackAsync(request, cancellationToken).ConfigureAwait(false);
        if (!back.Found)
            return "it is not found";
        if (!back.Matches)
            return $"it differs at {ConformanceRun.Some(back.Differences)}";
        int count = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        return count == expected ? null : $"the system holds {count} records where {expected} are right";
    }

    private static string Tell(WriteOutcome outcome) => $"{outcome.Kind}{(outcome.Issues is [{ } issue, ..] ? $" ({issue.Code}: {issue.Message})" : " without a reason")}";
}
