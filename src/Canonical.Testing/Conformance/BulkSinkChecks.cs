using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>The promises of <see cref="IBulkSink{T}"/>.</summary>
internal static class BulkSinkChecks
{
    // Passing faults pass: what is still open after so many rounds without a fault never ends.
    private const int Rounds = 5;

    public static async Task<ConformanceReport> RunAsync<T>(BulkSinkConformance<T> setup, ConformanceRun run)
        where T : class, ICanonicalObject<T>
    {
        await run.CheckAsync("every request has one outcome, and each is one record", () => WriteAsync(setup, 0, fault: null, run.Cancellation)).ConfigureAwait(false);
        await run.CheckAsync("the same requests again, after a restart, add nothing", () => RepeatAsync(setup, run.Cancellation)).ConfigureAwait(false);
        await run.CheckAsync("no requests are no outcomes", async () =>
            await setup.Open().WriteAsync(AsyncEnumerable.Empty<WriteRequest<T>>(), run.Cancellation).AnyAsync(run.Cancellation).ConfigureAwait(false) ? "there was one" : null).ConfigureAwait(false);
        await run.CheckAsync("a key that comes twice is refused", () => TwiceAsync(setup, run.Cancellation)).ConfigureAwait(false);
        int batch = 1;
        foreach ((string name, Func<IDisposable> fault) in setup.Faults)
        {
            int own = batch++;
            await run.CheckAsync($"every request has one outcome under the fault '{name}', and each is one record once the rest was sent again", () => WriteAsync(setup, own, fault, run.Cancellation)).ConfigureAwait(false);
        }

        return run.End();
    }

    private static WriteRequest<T>[] Make<T>(BulkSinkConformance<T> setup, int batch)
        where T : class, ICanonicalObject<T> => [.. Enumerable.Range(batch * setup.Requests, setup.Requests).Select(setup.Make)];

    private static async Task<string?> WriteAsync<T>(BulkSinkConformance<T> setup, int batch, Func<IDisposable>? fault, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        Dictionary<IdempotencyKey, WriteRequest<T>> open = Make(setup, batch).ToDictionary(static request => request.Key);
        int requests = open.Count;
        for (int round = 0; open.Count > 0 && round < Rounds; round++)
        {
            string? broken;
            Dictionary<IdempotencyKey, WriteOutcome> outcomes = [];
            using (round == 0 ? fault?.Invoke() : null)
            {
                try
                {
                    broken = await SendAsync(setup, open.Values, outcomes, cancellationToken).ConfigureAwait(false);
                }
                catch (ConnectorException) when (fault is not null && round == 0 && outcomes.Count == 0)
                {
                    // Allowed as long as nothing was sent; whether that is true shows in the count.
                    int now = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
                    broken = now == before ? null : $"it threw before the first outcome, and {now - before} records were written";
                }
            }

            if (broken is not null)
                return broken;
            if (outcomes.FirstOrDefault(static pair => pair.Value.Kind == WriteOutcomeKind.Rejected) is { Value: { } rejected })
                return $"a request that the system takes was rejected: {ConformanceRun.Why(rejected.Issues)}";
            foreach ((IdempotencyKey key, WriteOutcome outcome) in outcomes)
            {
                if (outcome.TookEffect)
                    open.Remove(key);
            }
        }

        if (open.Count > 0)
            return $"{open.Count} of {requests} requests did not take effect in {Rounds} rounds";
        int after = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        return after - before == requests ? null : $"{requests} requests made {after - before} records";
    }

    private static async Task<string?> RepeatAsync<T>(BulkSinkConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        int before = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        Dictionary<IdempotencyKey, WriteOutcome> outcomes = [];
        if (await SendAsync(setup, Make(setup, 0), outcomes, cancellationToken).ConfigureAwait(false) is { } broken)
            return broken;
        if (outcomes.Values.FirstOrDefault(static outcome => !outcome.TookEffect) is { } failed)
            return $"one is {failed.Kind}: {ConformanceRun.Why(failed.Issues)}";
        int after = await setup.CountRecords(cancellationToken).ConfigureAwait(false);
        return after == before ? null : $"{after - before} records were added";
    }

    private static async Task<string?> TwiceAsync<T>(BulkSinkConformance<T> setup, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        WriteRequest<T> request = setup.Make(0);
        try
        {
            await foreach (KeyedOutcome _ in setup.Open().WriteAsync(new[] { request, request }.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false))
            {
                // An outcome of the first may come before the second is seen.
            }

            return "it was taken";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Sends requests and holds the outcomes against them.</summary>
    private static async Task<string?> SendAsync<T>(BulkSinkConformance<T> setup, IReadOnlyCollection<WriteRequest<T>> requests, Dictionary<IdempotencyKey, WriteOutcome> outcomes, CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        var ledger = new WriteLedger();
        int foreign = 0;
        int twice = 0;
        await foreach (KeyedOutcome outcome in setup.Open().WriteAsync(Noted(), cancellationToken).ConfigureAwait(false))
        {
            if (ledger.Settle(outcome.Key, outcome.Outcome))
                outcomes.Add(outcome.Key, outcome.Outcome);
            else if (outcomes.ContainsKey(outcome.Key))
                twice++;
            else
                foreign++;
        }

        WriteAccount account = ledger.Account;
        return account.Sent != requests.Count ? $"{requests.Count} requests were there and {account.Sent} were taken"
            : !account.Closes || twice + foreign > 0 ? $"the account does not close: {account}; {twice} outcomes came twice and {foreign} for requests that nobody made"
            : null;

        async IAsyncEnumerable<WriteRequest<T>> Noted()
        {
            foreach (WriteRequest<T> request in requests)
            {
                ledger.Send(request.Key);
                yield return request;
            }

            await Task.CompletedTask.ConfigureAwait(false);
        }
    }
}
