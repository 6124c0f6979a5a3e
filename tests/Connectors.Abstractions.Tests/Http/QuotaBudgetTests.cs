using System.Net;

using Canonical.Testing;

namespace Connectors.Abstractions.Tests;

public sealed class QuotaBudgetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TrySpend_PartUsedUp_IsRefusedUntilTheOldestCallsLeaveTheWindow()
    {
        var time = new ManualTimeProvider();
        var quota = new QuotaBudget(0.25, TimeSpan.FromHours(24), time);
        quota.Report(used: 10, granted: 40);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(quota.TrySpend(out _));
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.False(quota.TrySpend(out TimeSpan wait));
        Assert.Equal(10, quota.UsedHere);
        Assert.Equal(TimeSpan.FromHours(14), wait);
        time.Advance(wait - TimeSpan.FromTicks(1));
        Assert.False(quota.TrySpend(out _));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.True(quota.TrySpend(out _));
        Assert.False(quota.TrySpend(out _));
        time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, quota.UsedHere);
    }

    [Fact]
    public void TrySpend_BeforeTheVendorsFigureOrWithoutAShare_IsNeverRefused()
    {
        var time = new ManualTimeProvider();
        var unknown = new QuotaBudget(0.001, QuotaBudget.DefaultWindow, time);
        var all = new QuotaBudget(1, QuotaBudget.DefaultWindow, time);
        all.Report(5, 1);
        unknown.Report(5, 0);
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(unknown.TrySpend(out _));
            Assert.True(all.TrySpend(out _));
        }

        Assert.Null(unknown.Granted);
        Assert.Null(unknown.UsedByAll);
        Assert.Equal((1L, 5L), (all.Granted, all.UsedByAll));
    }

    [Fact]
    public async Task Send_PartUsedUp_IsNotSentAndSaysWhenToComeBack()
    {
        var time = new ManualTimeProvider();
        using var state = new ResilienceState("acme", new ResilienceOptions { QuotaShare = 0.5, MaxRetries = 0 }, time);
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.OK);
        using HttpClient client = ConnectorHttp.CreateClient(stub, new ResilienceHandler(state));
        state.Quota.Report(0, 2);
        using HttpResponseMessage first = await client.GetAsync(new Uri("https://erp.example/"), Cancellation);

        var refused = await Assert.ThrowsAsync<ThrottledException>(() => client.GetAsync(new Uri("https://erp.example/"), Cancellation));

        Assert.Equal(ConnectorErrorCodes.QuotaUsedUp, refused.Code);
        Assert.Equal(IssueKind.Throttled, refused.Kind);
        Assert.Equal(TimeSpan.FromHours(24), refused.RetryAfter);
        Assert.Contains("50", refused.Message, StringComparison.Ordinal);
        Assert.Single(stub.Requests);
    }
}
