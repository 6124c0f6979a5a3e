using Canonical.Model;

namespace Canonical.Sync.Tests;

/// <summary>What every crosswalk must do.</summary>
public abstract class CrosswalkContract : StoreContract
{
    private static readonly EntityKey Native = new("acme", "customer", "netsuite", "1234567", "77");

    private ICrosswalk Crosswalk => Store.Crosswalk;

    [Fact]
    public async Task Link_NewRecord_IsFoundBothWays()
    {
        CrosswalkLinkResult result = await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Write, Cancellation);

        var expected = new CrosswalkLink { Native = Native, CanonicalId = Id("001A"), Origin = CrosswalkOrigin.Write, ValidFrom = Clock.GetUtcNow() };
        Assert.Equal(CrosswalkLinkOutcome.Linked, result.Outcome);
        Assert.Equal(expected, result.Link);
        Assert.Equal(expected, await Crosswalk.FindAsync(Native, Cancellation));
        Assert.Equal([expected], await Crosswalk.FindAsync("acme", Id("001A"), Cancellation));
    }

    [Fact]
    public async Task Link_Again_SaysSoAndKeepsTheFirst()
    {
        CrosswalkLink first = (await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Write, Cancellation)).Link;
        Clock.Advance(TimeSpan.FromHours(1));

        CrosswalkLinkResult again = await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Import, Cancellation);

        Assert.Equal(CrosswalkLinkOutcome.AlreadyLinked, again.Outcome);
        Assert.Equal(first, again.Link);
    }

    [Fact]
    public async Task Link_ToAnother_IsAConflictAndChangesNothing()
    {
        CrosswalkLink first = (await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Write, Cancellation)).Link;

        CrosswalkLinkResult conflict = await Crosswalk.LinkAsync(Native, Id("001B"), CrosswalkOrigin.Write, Cancellation);

        Assert.Equal(CrosswalkLinkOutcome.Conflict, conflict.Outcome);
        Assert.Equal(first, conflict.Link);
        Assert.Empty(await Crosswalk.FindAsync("acme", Id("001B"), Cancellation));
    }

    [Fact]
    public async Task Link_RaceForOneRecord_HasOneWinnerThatAllSee()
    {
        CrosswalkLinkResult[] results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
            Task.Run(() => Crosswalk.LinkAsync(Native, Id($"R{number}"), CrosswalkOrigin.Write, Cancellation), Cancellation)));

        CrosswalkLinkResult winner = Assert.Single(results, result => result.Outcome == CrosswalkLinkOutcome.Linked);
        Assert.All(results, result => Assert.Equal(winner.Link, result.Link));
        Assert.Single(await Crosswalk.HistoryAsync(Native, Cancellation));
    }

    [Fact]
    public async Task Link_KeysThatDifferInOnePart_AreDifferentRecords()
    {
        EntityKey[] keys =
        [
            Native,
            new("other", "customer", "netsuite", "1234567", "77"),
            new("acme", "project", "netsuite", "1234567", "77"),
            new("acme", "customer", "salesforce", "1234567", "77"),
            new("acme", "customer", "netsuite", "7654321", "77"),
            new("acme", "customer", "netsuite", "1234567", "78"),
            new("acme", "customer", "netsuite", "1234567", "77", "1"),
        ];
        foreach (EntityKey key in keys)
            Assert.Equal(CrosswalkLinkOutcome.Linked, (await Crosswalk.LinkAsync(key, Id("001A"), CrosswalkOrigin.Write, Cancellation)).Outcome);

        Assert.Equal(keys.Where(key => key.Tenant == "acme"), (await Crosswalk.FindAsync("acme", Id("001A"), Cancellation)).Select(link => link.Native));
    }

    [Fact]
    public async Task Relink_Merge_MovesTheRecordAndKeepsTheHistory()
    {
        DateTimeOffset linked = Clock.GetUtcNow();
        await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Write, Cancellation);
        Clock.Advance(TimeSpan.FromDays(1));
        DateTimeOffset merged = Clock.GetUtcNow();

        Assert.True(await Crosswalk.RelinkAsync(Native, Id("001A"), Id("001B"), "merged in the source", Cancellation));

        Assert.Equal(Id("001B"), (await Crosswalk.FindAsync(Native, Cancellation))?.CanonicalId);
        Assert.Empty(await Crosswalk.FindAsync("acme", Id("001A"), Cancellation));
        Assert.Equal(
            [
                new CrosswalkLink { Native = Native, CanonicalId = Id("001A"), Origin = CrosswalkOrigin.Write, ValidFrom = linked, ValidTo = merged, EndReason = "merged in the source" },
                new CrosswalkLink { Native = Native, CanonicalId = Id("001B"), Origin = CrosswalkOrigin.Manual, ValidFrom = merged },
            ],
            await Crosswalk.HistoryAsync(Native, Cancellation));
    }

    [Fact]
    public async Task Relink_WhenTheRecordIsAnother_ChangesNothing()
    {
        await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Write, Cancellation);

        Assert.False(await Crosswalk.RelinkAsync(Native, Id("001C"), Id("001B"), "merged", Cancellation));
        Assert.Equal(Id("001A"), (await Crosswalk.FindAsync(Native, Cancellation))?.CanonicalId);
    }

    [Fact]
    public async Task Retire_Link_FreesTheRecordAndKeepsTheHistory()
    {
        await Crosswalk.LinkAsync(Native, Id("001A"), CrosswalkOrigin.Write, Cancellation);

        Assert.False(await Crosswalk.RetireAsync(Native, Id("001B"), "deleted", Cancellation));
        Assert.True(await Crosswalk.RetireAsync(Native, Id("001A"), "deleted", Cancellation));
        Assert.False(await Crosswalk.RetireAsync(Native, Id("001A"), "deleted", Cancellation));

        Assert.Null(await Crosswalk.FindAsync(Native, Cancellation));
        Assert.Equal(CrosswalkLinkOutcome.Linked, (await Crosswalk.LinkAsync(Native, Id("001B"), CrosswalkOrigin.Manual, Cancellation)).Outcome);
        Assert.Equal(2, (await Crosswalk.HistoryAsync(Native, Cancellation)).Count);
    }

    [Fact]
    public async Task Find_Unknown_IsNothing()
    {
        Assert.Null(await Crosswalk.FindAsync(Native, Cancellation));
        Assert.Empty(await Crosswalk.FindAsync("acme", Id("001A"), Cancellation));
        Assert.Empty(await Crosswalk.HistoryAsync(Native, Cancellation));
    }
}
