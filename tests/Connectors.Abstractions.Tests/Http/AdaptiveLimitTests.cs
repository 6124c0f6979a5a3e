using System.Net;

using Canonical.Testing;

namespace Connectors.Abstractions.Tests;

public sealed class AdaptiveLimitTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Limit_RoundsWithoutThrottle_RisesByOneARound()
    {
        using var limit = new AdaptiveLimit("acme", initial: 2, most: 4);
        for (int expected = 2; expected <= 4; expected++)
        {
            Assert.Equal(expected, limit.Current);
            for (int call = 0; call < expected; call++)
            {
                await limit.EnterAsync(Cancellation);
                limit.Exit(succeeded: true);
            }
        }

        Assert.Equal(4, limit.Current);
    }

    [Fact]
    public async Task Throttled_CallsOfOneRound_HalveOnce()
    {
        using var limit = new AdaptiveLimit("acme", initial: 16, most: 16);
        int[] epochs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => limit.EnterAsync(Cancellation).AsTask()));

        foreach (int epoch in epochs)
            limit.Throttled(epoch);
        Assert.Equal(8, limit.Current);
        for (int i = 0; i < epochs.Length; i++)
            limit.Exit(succeeded: false);
        limit.Throttled(await limit.EnterAsync(Cancellation));
        Assert.Equal(4, limit.Current);
        for (int i = 0; i < 10; i++)
            limit.Throttled(limit.Throttled(-1));
        Assert.Equal(1, limit.Current);
    }

    [Fact]
    public async Task Enter_BeyondTheLimit_WaitsInOrderAndLeavesWhenCancelled()
    {
        using var limit = new AdaptiveLimit("acme", initial: 1, most: 1);
        await limit.EnterAsync(Cancellation);
        using var cancel = new CancellationTokenSource();
        Task<int> first = limit.EnterAsync(cancel.Token).AsTask();
        Task<int> second = limit.EnterAsync(Cancellation).AsTask();
        Assert.False(first.IsCompleted);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, limit.InUse);
        limit.Exit(succeeded: true);
        await second.WaitAsync(Hang, Cancellation);
        Assert.Equal(1, limit.InUse);
        limit.Exit(succeeded: true);
        Assert.Equal(0, limit.InUse);
    }

    [Fact]
    public async Task Enter_ManyCallersAndCancellations_NeverMoreThanTheLimitAndNoPlaceLost()
    {
        using var limit = new AdaptiveLimit("acme", initial: 3, most: 3);
        int running = 0, most = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (i, token) =>
        {
            using var own = CancellationTokenSource.CreateLinkedTokenSource(token);
            if (i % 3 == 0)
                own.CancelAfter(TimeSpan.FromMicroseconds(i % 50));
            try
            {
                await limit.EnterAsync(own.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            limit.Exit(succeeded: false);
        });

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, limit.InUse);
        for (int i = 0; i < 3; i++)
            await limit.EnterAsync(Cancellation).AsTask().WaitAsync(Hang, Cancellation);

        static void InterlockedMax(ref int target, int value)
        {
            int seen;
            while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
            {
            }
        }
    }

    [Fact]
    public async Task Send_WaitedTooLongForItsTurn_WasNotSentAndSaysSo()
    {
        var time = new ManualTimeProvider();
        using var state = new ResilienceState("acme", new ResilienceOptions { InitialConcurrency = 1 }, time);
        await state.Limit.EnterAsync(Cancellation);
        using HttpClient client = ConnectorHttp.CreateClient(new StubHandler(), new ResilienceHandler(state));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://erp.example/");

        Task<HttpResponseMessage> call = client.SendAsync(request, Cancellation);
        time.Advance(ResilienceOptions.DefaultTotalTimeout);
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => call.WaitAsync(Hang, Cancellation));

        Assert.Equal((ConnectorErrorCodes.TooManyCalls, IssueKind.Throttled), (refused.Code, refused.Kind));
        Assert.False(request.MayHaveTakenEffect());
        Assert.Equal(1, state.Limit.InUse);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, null, 8)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "0", 8)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, 16)]
    [InlineData(HttpStatusCode.InternalServerError, null, 16)]
    public async Task Send_AnswerOfTheSystem_HalvesTheLimitOnlyForAThrottle(HttpStatusCode status, string? retryAfter, int expected)
    {
        using var state = new ResilienceState("acme", new ResilienceOptions { MaxRetries = 0 });
        using HttpClient client = ConnectorHttp.CreateClient(new StubHandler().Answer(status, retryAfter), new ResilienceHandler(state));

        using HttpResponseMessage response = await client.GetAsync(new Uri("https://erp.example/"), Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(expected, state.Limit.Current);
        Assert.Equal(0, state.Limit.InUse);
    }
}
