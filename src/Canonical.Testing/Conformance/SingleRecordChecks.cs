using System.Security.Cryptography;
using System.Text;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>The promises of the roles that deal with one record by its id: <see cref="IRecordReader{T}"/>, <see cref="IDeleteSink{T}"/>, <see cref="IPatchSink{T}"/>.</summary>
internal static class SingleRecordChecks
{
    public static async Task<ConformanceReport> RunAsync<T>(RecordReaderConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        CancellationToken cancellationToken = run.Cancellation;
        await run.CheckAsync("a record is given by its id, mapped, with where it is from", async () =>
        {
            foreach (string id in setup.Records)
            {
                if (await setup.Open().ReadOneAsync(id, cancellationToken).ConfigureAwait(false) is not { } item)
                    return $"{id} was not found";
                if (!item.IsMapped)
                    return $"{id} was refused: {ConformanceRun.Why(item.Issues)}";
                if (item.Source.RecordId != id || !item.Value.SourceRefs.Any(source => source.RecordId == id))
                    return $"asked for {id}, it gave {item.Source.RecordId}";
            }

            return null;
        }).ConfigureAwait(false);
        await run.CheckAsync("what is not there is null", async () =>
            await setup.Open().ReadOneAsync(setup.Missing, cancellationToken).ConfigureAwait(false) is null ? null : "it gave an item").ConfigureAwait(false);
        if (setup.BadRecord is { } bad)
        {
            await run.CheckAsync("a record that cannot be mapped is an item with its reasons", async () =>
                await setup.Open().ReadOneAsync(bad, cancellationToken).ConfigureAwait(false) is not { } item ? "it was not found" : item.IsMapped ? "it was mapped" : item.Issues.Count == 0 ? "there is no reason" : null).ConfigureAwait(false);
        }

        if (setup.Source is { } source)
        {
            await run.CheckAsync("it gives the same objects as the source", async () =>
            {
                Dictionary<string, SourceItem<T>> all = await source().ReadAsync(cancellationToken: cancellationToken).Items(cancellationToken).ToDictionaryAsync(static item => item.Source.RecordId, StringComparer.Ordinal, cancellationToken: cancellationToken).ConfigureAwait(false);
                foreach (string id in setup.Records)
                {
                    T? one = (await setup.Open().ReadOneAsync(id, cancellationToken).ConfigureAwait(false))?.Value;
                    if (!all.TryGetValue(id, out SourceItem<T>? item) || one is null || item.Value is not { } other || one.Id != other.Id || !one.ComputeFingerprint().Equals(other.ComputeFingerprint()))
                        return $"{id} differs";
                }

                return null;
            }).ConfigureAwait(false);
        }

        return run.End();
    }

    public static async Task<ConformanceReport> RunAsync<T>(DeleteSinkConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        CancellationToken cancellationToken = run.Cancellation;
        string id = "";
        await run.CheckAsync("a deletion takes effect", async () =>
        {
            id = await setup.Create(cancellationToken).ConfigureAwait(false);
            if (!await setup.Exists(id, cancellationToken).ConfigureAwait(false))
                return "the set-up is wrong: the record is not there before";
            WriteOutcome outcome = await setup.Open().DeleteAsync(id, cancellationToken).ConfigureAwait(false);
            return outcome.Kind is not (WriteOutcomeKind.Deleted or WriteOutcomeKind.Applied) ? $"the outcome is {outcome.Kind}" : await setup.Exists(id, cancellationToken).ConfigureAwait(false) ? "the record is still there" : null;
        }).ConfigureAwait(false);
        await run.CheckAsync("deleting what is gone is unchanged", async () =>
            await setup.Open().DeleteAsync(id, cancellationToken).ConfigureAwait(false) is { Kind: not WriteOutcomeKind.Unchanged } outcome ? $"the outcome is {outcome.Kind}" : null).ConfigureAwait(false);
        await run.CheckAsync("a deletion whose answer is lost is not told as if it had no effect, and can be sent again", async () =>
        {
            string lost = await setup.Create(cancellationToken).ConfigureAwait(false);
            WriteOutcome outcome;
            using (setup.LoseAnswers())
                outcome = await setup.Open().DeleteAsync(lost, cancellationToken).ConfigureAwait(false);
            if (outcome.Kind != WriteOutcomeKind.Unknown && !outcome.TookEffect)
                return $"it took effect, and the outcome is {outcome.Kind}";
            WriteOutcome again = await setup.Open().DeleteAsync(lost, cancellationToken).ConfigureAwait(false);
            return !again.TookEffect ? $"sent again, the outcome is {again.Kind}" : await setup.Exists(lost, cancellationToken).ConfigureAwait(false) ? "the record is still there" : null;
        }).ConfigureAwait(false);
        return run.End();
    }

    public static async Task<ConformanceReport> RunAsync<T>(PatchSinkConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        CancellationToken cancellationToken = run.Cancellation;
        foreach (PatchExpectation patch in setup.Patches)
        {
            await run.CheckAsync($"what is absent stays, null clears, a value is set: {patch.MergePatch}", async () =>
            {
                string id = await setup.Create(cancellationToken).ConfigureAwait(false);
                string before = await setup.StateOf(id, cancellationToken).ConfigureAwait(false);
                if (before != setup.InitialState)
                    return $"the set-up is wrong: a new record is '{before}'";
                return await PatchAsync(setup.Open(), id).ConfigureAwait(false) ?? await PatchAsync(setup.Open(), id).ConfigureAwait(false);
            }).ConfigureAwait(false);

            async Task<string?> PatchAsync(IPatchSink<T> sink, string id)
            {
                WriteOutcome outcome = await sink.PatchAsync(Request<T>(id, patch.MergePatch), cancellationToken).ConfigureAwait(false);
                string state = await setup.StateOf(id, cancellationToken).ConfigureAwait(false);
                return !outcome.TookEffect ? $"the outcome is {outcome.Kind}: {ConformanceRun.Why(outcome.Issues)}" : state != patch.State ? $"the record is '{state}' and should be '{patch.State}'" : null;
            }
        }

        await run.CheckAsync("a record that does not exist is refused and not made", async () =>
        {
            WriteOutcome outcome = await setup.Open().PatchAsync(Request<T>(setup.Missing, setup.Patches[0].MergePatch), cancellationToken).ConfigureAwait(false);
            return outcome.Kind != WriteOutcomeKind.Rejected || outcome.Issues.Count == 0 ? $"the outcome is {outcome.Kind}" : null;
        }).ConfigureAwait(false);
        await run.CheckAsync("a patch that is no JSON object is a broken call", async () =>
        {
            string id = await setup.Create(cancellationToken).ConfigureAwait(false);
            try
            {
                return $"the outcome is {(await setup.Open().PatchAsync(Request<T>(id, "[]"), cancellationToken).ConfigureAwait(false)).Kind}";
            }
            catch (ArgumentException)
            {
                return null;
            }
        }).ConfigureAwait(false);
        await run.CheckAsync("a patch whose answer is lost is not told as if it had no effect", async () =>
        {
            string id = await setup.Create(cancellationToken).ConfigureAwait(false);
            WriteOutcome outcome;
            using (setup.LoseAnswers())
                outcome = await setup.Open().PatchAsync(Request<T>(id, setup.Patches[0].MergePatch), cancellationToken).ConfigureAwait(false);
            return outcome.Kind != WriteOutcomeKind.Unknown && !outcome.TookEffect ? $"it took effect, and the outcome is {outcome.Kind}" : null;
        }).ConfigureAwait(false);
        return run.End();
    }

    // One key for the same patch of the same record, as a pipeline derives it.
    private static PatchRequest<T> Request<T>(string id, string patch)
        where T : class, ICanonicalObject<T>
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(id + patch));
        return new PatchRequest<T> { NativeId = id, MergePatch = Encoding.UTF8.GetBytes(patch), Key = new IdempotencyKey(new Guid(hash.AsSpan(0, 16))) };
    }
}
