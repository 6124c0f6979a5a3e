using System.Text;
using System.Text.Json;

using Canonical.Testing;

namespace Connectors.Salesforce.Tests;

/// <summary>A sandbox with platform events and a client of it. Both clocks are one, and stand still unless a test moves them.</summary>
internal sealed class EventOrg : IAsyncDisposable
{
    public const string Event = "Shipped__e";
    public const string Topic = "/event/" + Event;

    private readonly List<IDisposable> _owned = [];

    private EventOrg(SalesforceSandbox sandbox, ManualTimeProvider time) => (Sandbox, Time, Client) = (sandbox, time, TestClients.Over(sandbox, time: time));

    public SalesforceSandbox Sandbox { get; }

    public ManualTimeProvider Time { get; }

    public SalesforceClient Client { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<EventOrg> StartAsync(Action<SalesforceSandboxOptions>? change = null)
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.SessionLifetime = TimeSpan.FromDays(30);
        options.CustomObjects.Add(new SalesforceSandboxObject(Event, "e00",
        [
            new("Number__c", SalesforceSandboxFieldType.Text) { Length = 18 },
            new("Amount__c", SalesforceSandboxFieldType.Number),
            new("Parcels__c", SalesforceSandboxFieldType.WholeNumber),
            new("Shipped_On__c", SalesforceSandboxFieldType.Date),
            new("Arrives_At__c", SalesforceSandboxFieldType.DateTime),
            new("Express__c", SalesforceSandboxFieldType.Boolean),
            new("Note__c", SalesforceSandboxFieldType.TextArea) { Length = 2_000_000 },
        ]));
        options.CustomObjects.Add(new SalesforceSandboxObject("Customer_Changed__e", "e01",
        [
            new("Number__c", SalesforceSandboxFieldType.Text) { Nillable = false },
            new("Name__c", SalesforceSandboxFieldType.Text),
            new("Currency__c", SalesforceSandboxFieldType.Text),
        ]));
        change?.Invoke(options);
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        var sandbox = new SalesforceSandbox(options, time);
        await sandbox.StartAsync(Cancellation);
        return new EventOrg(sandbox, time);
    }

    public SalesforceEventFeed Feed(string topic = Event, Func<SalesforcePlatformEventOptions, SalesforcePlatformEventOptions>? options = null)
    {
        var given = new SalesforcePlatformEventOptions { Address = Sandbox.PubSubAddress, Start = SalesforceEventStart.Earliest };
        return Own(new SalesforceEventFeed(Client, topic, options?.Invoke(given) ?? given));
    }

    public SalesforceEventPublisher Publisher(Func<SalesforcePublishOptions, SalesforcePublishOptions>? options = null)
    {
        var given = new SalesforcePublishOptions { Address = Sandbox.PubSubAddress };
        return Own(new SalesforceEventPublisher(Client, options?.Invoke(given) ?? given));
    }

    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    public static SalesforceNewEvent New(string id, string json) => new(id, Encoding.UTF8.GetBytes(json));

    /// <summary>Publishes events with these numbers, one call each, as a record that is created by REST.</summary>
    public async Task PublishByRestAsync(params string[] numbers)
    {
        foreach (string number in numbers)
        {
            using HttpRequestMessage request = Client.NewRequest(HttpMethod.Post, $"/services/data/v64.0/sobjects/{Event}");
            request.Content = new StringContent($$"""{"Number__c":"{{number}}"}""", Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await Client.SendAsync(request, "test", Cancellation);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    public async Task<string> CreateAsync(string objectName, string fields)
    {
        using HttpRequestMessage request = Client.NewRequest(HttpMethod.Post, $"/services/data/v64.0/sobjects/{objectName}");
        request.Content = new StringContent(fields, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Client.SendAsync(request, "test", Cancellation);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation));
        return answer.RootElement.GetProperty("id").GetString()!;
    }

    public static string Number(SalesforceEvent item)
    {
        using JsonDocument json = JsonDocument.Parse(item.Json);
        return json.RootElement.GetProperty("Number__c").GetString()!;
    }

    /// <summary>Lets the clock go on until a task has ended; what waits for it is on other threads.</summary>
    public async Task<T> WhileTimeGoesOnAsync<T>(Task<T> task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            Time.Advance(step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation));
        }

        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable owned in _owned)
            owned.Dispose();
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

/// <summary>Takes pages of events and keeps the cursor of the last.</summary>
internal sealed class EventListener(IAsyncEnumerator<SalesforceEventPage> pages) : IAsyncDisposable
{
    public Connectors.Abstractions.ChangeCursor Cursor { get; private set; } = null!;

    public List<SalesforceEventGap> Gaps { get; } = [];

    public async Task<SalesforceEventPage> NextAsync()
    {
        Assert.True(await pages.MoveNextAsync());
        Cursor = Connectors.Abstractions.ChangeCursor.Parse(pages.Current.Cursor.ToString());
        if (pages.Current.Gap is { } gap)
            Gaps.Add(gap);
        return pages.Current;
    }

    public async Task<List<SalesforceEvent>> TakeAsync(int count)
    {
        var events = new List<SalesforceEvent>();
        while (events.Count < count)
            events.AddRange((await NextAsync()).Items);
        return events;
    }

    public async Task<string[]> NumbersAsync(int count) => [.. (await TakeAsync(count)).Select(EventOrg.Number)];

    public ValueTask DisposeAsync() => pages.DisposeAsync();
}
