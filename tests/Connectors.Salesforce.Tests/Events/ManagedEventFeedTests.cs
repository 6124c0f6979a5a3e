using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Managed subscriptions of the sandbox, which keeps the place.</summary>
public sealed class ManagedEventFeedTests : IAsyncLifetime
{
    private EventOrg _org = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _org = await EventOrg.StartAsync(static o => o.ManagedEventSubscriptions["Shipping"] = EventOrg.Topic);

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Listen_PagesThatWereTaken_DoNotComeAgainAndTheLastOneDoes()
    {
        await _org.PublishByRestAsync("1", "2");
        await using (IAsyncEnumerator<SalesforceManagedEventPage> pages = Listen())
        {
            Assert.Equal(["1", "2"], await TakeAsync(pages, 2));
            Assert.Equal(["3"], await TakeAfterCommitAsync(pages, "3"));
        }

        await _org.PublishByRestAsync("4");
        await using IAsyncEnumerator<SalesforceManagedEventPage> again = Listen();
        Assert.Equal(["3", "4"], await TakeAsync(again, 2));
    }

    [Fact]
    public async Task Listen_StreamBreaks_GoesOnAndNothingComesTwice()
    {
        await using IAsyncEnumerator<SalesforceManagedEventPage> pages = Listen();
        for (int i = 0; i < 4; i++)
        {
            await _org.PublishByRestAsync($"{i}");
            Assert.Equal([$"{i}"], await _org.WhileTimeGoesOnAsync(TakeAsync(pages, 1), TimeSpan.FromSeconds(1)));
            _org.Sandbox.BreakEventStreams();
        }
    }

    [Fact]
    public async Task Listen_CommitIsRefused_TheNextOneKeepsThePlace()
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.CommitRefused());
        await _org.PublishByRestAsync("1");
        await using (IAsyncEnumerator<SalesforceManagedEventPage> pages = Listen())
        {
            Assert.Equal(["1"], await TakeAsync(pages, 1));
            Assert.Equal(["2"], await TakeAfterCommitAsync(pages, "2"));
            Assert.Equal(["3"], await TakeAfterCommitAsync(pages, "3"));
        }

        await _org.PublishByRestAsync("4");
        await using IAsyncEnumerator<SalesforceManagedEventPage> again = Listen();
        Assert.Equal(["3", "4"], await TakeAsync(again, 2));
        Assert.Equal(1, _org.Sandbox.EventFaults.Hits);
    }

    [Fact]
    public async Task Listen_UnknownSubscription_IsRefused()
    {
        SalesforceManagedEventFeed feed = Feed("Nothing");
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => feed.ListenAsync(Cancellation).ToListAsync());

        Assert.Equal((SalesforceErrorCodes.SubscriptionRefused, IssueKind.Configuration), (refused.Code, refused.Kind));
        Assert.Contains("developer name", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/event/Shipped__e")]
    public void Create_NoName_IsRefused(string name) => Assert.Throws<ArgumentException>(() => Feed(name));

    private static async Task<List<string>> TakeAsync(IAsyncEnumerator<SalesforceManagedEventPage> pages, int count)
    {
        var numbers = new List<string>();
        while (numbers.Count < count)
        {
            Assert.True(await pages.MoveNextAsync());
            numbers.AddRange(pages.Current.Items.Select(EventOrg.Number));
        }

        return numbers;
    }

    // Asking for the next page commits the one before. It is on its way then: a listener that dies at once may see it again.
    private async Task<List<string>> TakeAfterCommitAsync(IAsyncEnumerator<SalesforceManagedEventPage> pages, string number)
    {
        int commits = _org.Sandbox.EventCommits;
        Task<List<string>> next = TakeAsync(pages, 1);
        while (_org.Sandbox.EventCommits == commits)
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancellation);
        await _org.PublishByRestAsync(number);
        return await next;
    }

    private IAsyncEnumerator<SalesforceManagedEventPage> Listen() => Feed("Shipping").ListenAsync(Cancellation).GetAsyncEnumerator(Cancellation);

    private SalesforceManagedEventFeed Feed(string name) => _org.Own(new SalesforceManagedEventFeed(_org.Client, name, new SalesforceManagedEventOptions { Address = _org.Sandbox.PubSubAddress }));
}
