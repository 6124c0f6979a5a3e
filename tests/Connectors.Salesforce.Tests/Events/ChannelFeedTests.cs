using System.Text;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Several objects over one subscription.</summary>
public sealed class ChannelFeedTests : IAsyncLifetime
{
    private EventOrg _org = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _org = await EventOrg.StartAsync(static o => o.EventChannels["Sales__chn"] = ["Account"]);

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Listen_SeveralObjects_ComeInTheOrderOfTheirEventsOverOneSubscription()
    {
        await using Listener listener = await ListenAsync();
        string account = await AccountAsync("Acme");
        string contact = await ContactAsync("Ada", account);
        await PatchAsync("Account", account, """{"Name":"Acme 2"}""");
        await _org.CreateAsync("Product2", """{"Name":"Nobody asked"}""");
        string last = await ContactAsync("Bob", account);
        List<SalesforceChannelChange> changes = await listener.UntilAsync(c => c.Source.RecordId == last);

        // Changes of one record that come together are one, where the last of them stands.
        string[] ids = [.. changes.Select(static c => c.Source.RecordId)];
        Assert.Equal([account, contact, last], ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.True(Array.LastIndexOf(ids, account) < Array.IndexOf(ids, last));
        Assert.All(changes.Where(c => c.Source.RecordId == account), static c => Assert.True(c.TryGet(out RecordChange<Customer>? _) && !c.TryGet(out RecordChange<Contact>? _)));
        Assert.True(changes.Last().TryGet(out RecordChange<Contact>? bob));
        Assert.Equal(("Bob", "Contact"), (bob.Item.Value!.FamilyName, changes.Last().ObjectName));
        Assert.Equal("Acme 2", changes.Last(c => c.Source.RecordId == account).TryGet(out RecordChange<Customer>? acme) ? acme.Item.Value!.Name : null);
        Assert.Equal(1, _org.Sandbox.EventSubscriptions);
    }

    [Fact]
    public async Task Listen_FromACursor_GoesOnBehindIt()
    {
        ChangeCursor cursor;
        await using (Listener listener = await ListenAsync())
        {
            await AccountAsync("Before");
            await listener.UntilAsync(static c => c.ObjectName == "Account");
            cursor = listener.Cursor;
        }

        string account = await AccountAsync("After");
        string contact = await ContactAsync("Ada", account);
        await using Listener again = await ListenAsync(cursor);
        List<SalesforceChannelChange> changes = await again.UntilAsync(c => c.Source.RecordId == contact);

        Assert.Equal([account, contact], changes.Select(static c => c.Source.RecordId));
    }

    [Fact]
    public async Task Listen_OverflowOfOneObject_IsCaughtUpAndTheOthersGoOn()
    {
        await using Listener listener = await ListenAsync();
        string[] seeded = [.. Enumerable.Range(0, 5).Select(i => SandboxOrg.SeedAccount(_org.Sandbox, $"Seed {i}"))];
        string contact = await ContactAsync("Ada", seeded[0]);
        _org.Sandbox.PublishGap("Account", SalesforceGapKind.Overflow);
        string after = await ContactAsync("Bob", seeded[0]);
        List<SalesforceChannelChange> changes = await listener.UntilAsync(c => c.Source.RecordId == after, seeded);

        Assert.Single(changes, c => c.Source.RecordId == contact);
        Assert.Single(changes, c => c.Source.RecordId == after);
        Assert.All(seeded, id => Assert.Contains(changes, c => c.Source.RecordId == id && c.ObjectName == "Account"));
    }

    [Fact]
    public async Task Listen_ReplayIdIsLost_EachObjectIsCaughtUpAlsoAfterARestartInTheMiddle()
    {
        ChangeCursor cursor;
        await using (Listener listener = await ListenAsync())
        {
            await AccountAsync("Before");
            await listener.UntilAsync(static c => c.ObjectName == "Account");
            cursor = listener.Cursor;
        }

        _org.Time.Advance(TimeSpan.FromHours(80));
        string account = await AccountAsync("Missed");
        string contact = await ContactAsync("Ada", account);
        _org.Time.Advance(TimeSpan.FromMinutes(20));
        _org.Sandbox.ExpireEvents();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // The first object of the catch-up alone; its cursor says what is still to be read.
        await using (Listener listener = await ListenAsync(cursor))
        {
            SalesforceChannelPage page = await listener.NextAsync();
            while (page.Items.Count == 0)
                page = await listener.NextAsync();
            seen.UnionWith(page.Items.Select(static c => c.Source.RecordId));
            cursor = listener.Cursor;
        }

        Assert.DoesNotContain(contact, seen);
        await using Listener again = await ListenAsync(cursor);
        List<SalesforceChannelChange> changes = await again.UntilAsync(c => c.Source.RecordId == contact);
        seen.UnionWith(changes.Select(static c => c.Source.RecordId));
        string after = await AccountAsync("After");
        changes = await again.UntilAsync(c => c.Source.RecordId == after);

        Assert.Contains(account, seen);
        Assert.Contains(changes, c => c.Source.RecordId == after);
    }

    [Fact]
    public async Task Listen_ChannelOfOurOwn_CarriesItsObjectsAlone()
    {
        await using Listener listener = await ListenAsync(options: static o => o with { Topic = "/data/Sales__chn" });
        string account = await AccountAsync("Acme");
        await ContactAsync("Not on the channel", account);
        string last = await AccountAsync("Last");

        Assert.Equal([account, last], (await listener.UntilAsync(c => c.Source.RecordId == last)).Select(static c => c.Source.RecordId));
    }

    [Fact]
    public async Task Listen_OnlyWhenChanged_IsAboutItsObjectAlone()
    {
        await using Listener listener = await ListenAsync(objects: static o => o
            .Add<Customer>(SalesforceMappings.AccountToCustomer(), onlyWhenChanged: ["Name"])
            .Add<Contact>(SalesforceMappings.ContactToContact()));
        string account = await AccountAsync("Acme");
        string contact = await ContactAsync("Ada", account);
        await listener.UntilAsync(c => c.Source.RecordId == contact);
        await PatchAsync("Account", account, """{"Site":"elsewhere"}""");
        await PatchAsync("Contact", contact, """{"Title":"Countess"}""");
        List<SalesforceChannelChange> changes = await listener.UntilAsync(c => c.Source.RecordId == contact);

        Assert.DoesNotContain(changes, static c => c.ObjectName == "Account");
    }

    [Fact]
    public void Create_WithoutObjectsOrWithOneTwice_IsRefused()
    {
        SalesforceReadOptions read = SandboxOrg.Read(_org.Sandbox);
        Assert.Throws<ArgumentException>(() => new SalesforceChannelFeed(_org.Client, read, static _ => { }));
        Assert.Throws<ArgumentException>(() => new SalesforceChannelFeed(_org.Client, read, static o => o.Add<Customer>(SalesforceMappings.AccountToCustomer()).Add<Customer>(SalesforceMappings.AccountToCustomer())));
        Assert.Throws<ArgumentException>(() => new SalesforceChannelFeed(_org.Client, read, static o => o.Add<Customer>(SalesforceMappings.AccountToCustomer()), new SalesforceEventOptions { OnlyWhenChanged = ["Name"] }));
    }

    private async Task<Listener> ListenAsync(ChangeCursor? since = null, Func<SalesforceEventOptions, SalesforceEventOptions>? options = null, Action<SalesforceChannelBuilder>? objects = null)
    {
        var given = new SalesforceEventOptions { Address = _org.Sandbox.PubSubAddress };
        SalesforceChannelFeed feed = _org.Own(new SalesforceChannelFeed(
            _org.Client,
            SandboxOrg.Read(_org.Sandbox),
            objects ?? (static o => o.Add<Customer>(SalesforceMappings.AccountToCustomer()).Add<Contact>(SalesforceMappings.ContactToContact())),
            options?.Invoke(given) ?? given));
        var listener = new Listener(feed.ListenAsync(since, Cancellation).GetAsyncEnumerator(Cancellation));
        if (since is null)
            Assert.Empty((await listener.NextAsync()).Items);
        return listener;
    }

    private Task<string> AccountAsync(string name) => _org.CreateAsync("Account", $$"""{"Name":"{{name}}","CurrencyIsoCode":"EUR"}""");

    private Task<string> ContactAsync(string name, string account) => _org.CreateAsync("Contact", $$"""{"LastName":"{{name}}","AccountId":"{{account}}"}""");

    private async Task PatchAsync(string objectName, string id, string fields)
    {
        using HttpRequestMessage request = _org.Client.NewRequest(HttpMethod.Patch, $"/services/data/v64.0/sobjects/{objectName}/{id}");
        request.Content = new StringContent(fields, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _org.Client.SendAsync(request, "test", Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private sealed class Listener(IAsyncEnumerator<SalesforceChannelPage> pages) : IAsyncDisposable
    {
        public ChangeCursor Cursor { get; private set; } = null!;

        public async Task<SalesforceChannelPage> NextAsync()
        {
            Assert.True(await pages.MoveNextAsync());
            Cursor = ChangeCursor.Parse(pages.Current.Cursor.ToString());
            return pages.Current;
        }

        /// <summary>The changes up to and with the page that has one, and all of the records that are named beside.</summary>
        public async Task<List<SalesforceChannelChange>> UntilAsync(Func<SalesforceChannelChange, bool> last, params string[] beside)
        {
            var changes = new List<SalesforceChannelChange>();
            while (!changes.Exists(c => last(c)) || !beside.All(id => changes.Exists(c => c.Source.RecordId == id)))
                changes.AddRange((await NextAsync()).Items);
            return changes;
        }

        public ValueTask DisposeAsync() => pages.DisposeAsync();
    }
}
