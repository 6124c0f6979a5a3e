using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Listeners that die and come back, over streams that break in all ways, while events are published.</summary>
public sealed class EventRunTests
{
    private const int Events = 400;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(11)]
    [InlineData(22)]
    [InlineData(33)]
    public async Task Listen_RandomRestartsAndFaults_EachEventComesToEachListenerInOrder(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using EventOrg org = await StartAsync(seed);
        string[] ids = [.. Enumerable.Range(0, Events).Select(static i => $"e-{i:D4}")];
        Task<List<string>>[] listeners = [.. Enumerable.Range(0, 3).Select(i => Task.Run(() => ListenAsync(org, seed + i, ids[^1]), Cancellation))];
        Task<List<string>> managed = Task.Run(() => ManagedAsync(org, seed + 9, ids[^1]), Cancellation);
        await PublishAsync(org, ids, seed);
        while (!Task.WhenAll([.. listeners, managed]).IsCompleted)
        {
            org.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation);
        }

        foreach (Task<List<string>> listener in (Task<List<string>>[])[.. listeners, managed])
            Assert.Equal(ids, (await listener).Distinct(StringComparer.Ordinal));
        Assert.True(org.Sandbox.EventFaults.Hits > 20, $"Only {org.Sandbox.EventFaults.Hits} faults.");
    }

    [Theory]
    [InlineData(44)]
    [InlineData(55)]
    public async Task ListenToAChannel_RandomRestartsAndFaults_EndsWithWhatTheOrgHas(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using EventOrg org = await StartAsync(seed);
        var random = new Random(seed);
        // Begins before the first change; the cursor is all that a restart has.
        ChangeCursor cursor;
        using (SalesforceChannelFeed feed = Channel(org))
        {
            await using IAsyncEnumerator<SalesforceChannelPage> pages = feed.ListenAsync(null, Cancellation).GetAsyncEnumerator(Cancellation);
            Assert.True(await org.WhileTimeGoesOnAsync(pages.MoveNextAsync().AsTask(), TimeSpan.FromSeconds(1)));
            cursor = pages.Current.Cursor;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Task<int> listening = Task.Run(() => FollowAsync(org, cursor, seen, seed), Cancellation);
        for (int i = 0; i < 150; i++)
        {
            if (names.Count > 5 && random.Next(3) == 0)
            {
                string id = names.Keys.ElementAt(random.Next(names.Count));
                await ChangeAsync(org, id, names[id] = $"Renamed {i}");
            }
            else if (random.Next(4) == 0 && names.Keys.FirstOrDefault(static k => k.StartsWith("001", StringComparison.Ordinal)) is { } account)
            {
                names[await org.CreateAsync("Contact", $$"""{"LastName":"Contact {{i}}","AccountId":"{{account}}"}""")] = $"Contact {i}";
            }
            else
            {
                names[await org.CreateAsync("Account", $$"""{"Name":"Account {{i}}","CurrencyIsoCode":"EUR"}""")] = $"Account {i}";
            }

            if (i % 40 == 39)
                org.Sandbox.TurnChangesIntoGaps(2);
            org.Time.Advance(TimeSpan.FromSeconds(2));
            // Now and then the listener keeps up, so that it is not all one catch-up.
            (string last, string name) = names.Last();
            while (i % 5 == 0 && seen.GetValueOrDefault(last) != name && !listening.IsCompleted)
            {
                org.Time.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(TimeSpan.FromMilliseconds(2), Cancellation);
            }
        }

        // A contact, since a catch-up reads the accounts before them.
        string first = names.Keys.First(static k => k.StartsWith("001", StringComparison.Ordinal));
        names[await org.CreateAsync("Contact", $$"""{"LastName":"The end","AccountId":"{{first}}"}""")] = "The end";
        int restarts = await org.WhileTimeGoesOnAsync(listening, TimeSpan.FromSeconds(2));

        Assert.Equal(names.OrderBy(static n => n.Key, StringComparer.Ordinal), seen.OrderBy(static n => n.Key, StringComparer.Ordinal));
        Assert.True(restarts > 0, "No restarts.");
    }

    private static async Task<EventOrg> StartAsync(int seed)
    {
        EventOrg org = await EventOrg.StartAsync(static o =>
        {
            o.ManagedEventSubscriptions["Shipping"] = EventOrg.Topic;
            o.DailyApiRequests = int.MaxValue;
        });
        org.Sandbox.EventFaults.Seed(seed)
            .Add(SalesforceEventFault.ConnectionCut(SalesforceEventCall.Answer) with { Rate = 0.1, Times = int.MaxValue })
            .Add(SalesforceEventFault.ConnectionCut(SalesforceEventCall.Subscribe) with { Rate = 0.05, Times = int.MaxValue })
            .Add(SalesforceEventFault.Unavailable(SalesforceEventCall.Subscribe) with { Rate = 0.1, Times = int.MaxValue })
            .Add(SalesforceEventFault.Unavailable(SalesforceEventCall.GetSchema) with { Rate = 0.2, Times = int.MaxValue })
            .Add(SalesforceEventFault.LimitExceeded(SalesforceEventCall.Subscribe) with { Rate = 0.02, Times = int.MaxValue })
            .Add(SalesforceEventFault.CommitRefused() with { Rate = 0.1, Times = int.MaxValue });
        return org;
    }

    private static async Task PublishAsync(EventOrg org, string[] ids, int seed)
    {
        var random = new Random(seed);
        SalesforceEventPublisher publisher = org.Publisher();
        for (int i = 0; i < ids.Length;)
        {
            int count = Math.Min(random.Next(1, 10), ids.Length - i);
            SalesforceNewEvent[] events = [.. ids.Skip(i).Take(count).Select(static id => EventOrg.New(id, $$"""{"Number__c":"{{id}}"}"""))];
            try
            {
                IReadOnlyList<SalesforcePublishOutcome> outcomes = await org.WhileTimeGoesOnAsync(publisher.PublishAsync(EventOrg.Event, events, Cancellation), TimeSpan.FromSeconds(1));
                Assert.All(outcomes, static o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
            }
            catch (ConnectorException e) when (e.IsTransient)
            {
                // The schema was not to be had; nothing was sent.
                continue;
            }

            i += count;
            switch (random.Next(12))
            {
                case 0:
                    org.Sandbox.BreakEventStreams();
                    break;
                case 1:
                    org.Sandbox.ExpireSessions();
                    break;
                case 2:
                    org.Sandbox.DeliverEventsTwice = !org.Sandbox.DeliverEventsTwice;
                    break;
            }
        }
    }

    // Keeps the cursor only of pages that it has dealt with, and dies now and then before that.
    private static async Task<List<string>> ListenAsync(EventOrg org, int seed, string last)
    {
        var random = new Random(seed);
        var dealt = new List<string>();
        ChangeCursor? cursor = null;
        while (true)
        {
            using var feed = new SalesforceEventFeed(org.Client, EventOrg.Event, new SalesforcePlatformEventOptions { Address = org.Sandbox.PubSubAddress, Start = SalesforceEventStart.Earliest, PageSize = random.Next(1, 20) });
            try
            {
                await foreach (SalesforceEventPage page in feed.ListenAsync(cursor, Cancellation))
                {
                    Assert.Null(page.Gap);
                    if (random.Next(8) == 0)
                        break;
                    dealt.AddRange(page.Items.Select(static e => e.Id));
                    if (random.Next(8) == 0)
                        break;
                    cursor = ChangeCursor.Parse(page.Cursor.ToString());
                    if (page.Items.Any(e => e.Id == last))
                        return dealt;
                }
            }
            catch (AuthenticationFailedException)
            {
                // Two sessions ended within one call; a host would start again.
            }
        }
    }

    private static async Task<List<string>> ManagedAsync(EventOrg org, int seed, string last)
    {
        var random = new Random(seed);
        var dealt = new List<string>();
        while (true)
        {
            using var feed = new SalesforceManagedEventFeed(org.Client, "Shipping", new SalesforceManagedEventOptions { Address = org.Sandbox.PubSubAddress, PageSize = random.Next(1, 20) });
            try
            {
                await foreach (SalesforceManagedEventPage page in feed.ListenAsync(Cancellation))
                {
                    if (random.Next(8) == 0)
                        break;
                    dealt.AddRange(page.Items.Select(static e => e.Id));
                    if (page.Items.Any(e => e.Id == last))
                        return dealt;
                }
            }
            catch (AuthenticationFailedException)
            {
                // As above.
            }
        }
    }

    private static async Task<int> FollowAsync(EventOrg org, ChangeCursor cursor, ConcurrentDictionary<string, string> seen, int seed)
    {
        var random = new Random(seed);
        for (int restarts = 0; ; restarts++)
        {
            using SalesforceChannelFeed feed = Channel(org);
            await foreach (SalesforceChannelPage page in feed.ListenAsync(cursor, Cancellation))
            {
                if (random.Next(5) == 0)
                    break;
                foreach (SalesforceChannelChange change in page.Items)
                    seen[change.Source.RecordId] = change.TryGet(out RecordChange<Customer>? customer) ? customer.Item.Value!.Name : change.TryGet(out RecordChange<Contact>? contact) ? contact.Item.Value!.FamilyName! : "";
                if (seen.Values.Contains("The end", StringComparer.Ordinal))
                    return restarts;
                cursor = ChangeCursor.Parse(page.Cursor.ToString());
            }
        }
    }

    private static SalesforceChannelFeed Channel(EventOrg org) => new(
        org.Client,
        SandboxOrg.Read(org.Sandbox),
        static o => o.Add<Customer>(SalesforceMappings.AccountToCustomer()).Add<Contact>(SalesforceMappings.ContactToContact()),
        new SalesforceEventOptions { Address = org.Sandbox.PubSubAddress, PageSize = 7 });

    private static async Task ChangeAsync(EventOrg org, string id, string name)
    {
        string objectName = id.StartsWith("001", StringComparison.Ordinal) ? "Account" : "Contact";
        using HttpRequestMessage request = org.Client.NewRequest(HttpMethod.Patch, $"/services/data/v64.0/sobjects/{objectName}/{id}");
        request.Content = new StringContent(objectName == "Account" ? $$"""{"Name":{{JsonSerializer.Serialize(name)}}}""" : $$"""{"LastName":{{JsonSerializer.Serialize(name)}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await org.Client.SendAsync(request, "test", Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
