using System.Text;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Change events over the Pub/Sub API, decoded by the schema that it gives.</summary>
public sealed class SalesforceSandboxPubSubTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/sobjects/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;
    private PubSubTestClient _events = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { SessionLifetime = TimeSpan.FromDays(30), CustomObjects = { new SalesforceSandboxObject("Shipped__e", "e00", [new("Number__c", SalesforceSandboxFieldType.Text)]) } }, _time);
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
        (_, JsonElement token) = await _client.TokenAsync(("grant_type", "client_credentials"), ("client_id", SalesforceSandboxOptions.DefaultClientId), ("client_secret", SalesforceSandboxOptions.DefaultClientSecret));
        _events = new PubSubTestClient(_sandbox, token.GetProperty("access_token").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_CreateUpdateDelete_GiveChangeEvents()
    {
        await using PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 100));
        (_, JsonElement created, _) = await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"Acme","BillingCity":"Köln","NumberOfEmployees":3}""", ("Sforce-Call-Options", "client=canonical"));
        string id = created.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(2));
        await _client.SendAsync(HttpMethod.Patch, Base + "Account/" + id, """{"BillingCity":"San Francisco","BillingState":"CA","Site":"s","NumberOfEmployees":null}""");
        await _client.SendAsync(HttpMethod.Patch, Base + "Account/" + id, """{"BillingCity":null,"BillingState":null}""");
        await _client.SendAsync(HttpMethod.Delete, Base + "Account/" + id);
        JsonElement[] events = await ReadAsync(stream, 4);

        Assert.Equal(["CREATE", "UPDATE", "UPDATE", "DELETE"], events.Select(e => Header(e, "changeType").GetString()));
        Assert.All(events, e => Assert.Equal(id, Header(e, "recordIds")[0].GetString()));
        Assert.Equal("com/salesforce/api/rest/64.0;client=canonical", Header(events[0], "changeOrigin").GetString());
        Assert.Equal("Acme", events[0].GetProperty("Name").GetString());
        Assert.Equal("Köln", events[0].GetProperty("BillingAddress").GetProperty("City").GetString());
        Assert.Equal(0, Header(events[0], "changedFields").GetArrayLength());

        // As in the recorded event: what did not change is null, and the parts of the address that changed are named.
        JsonElement recorded = SalesforceFixture.Read("cdc-account-update-decoded.json").GetProperty("payload");
        Assert.Equal(SalesforceFixture.Names(recorded.GetProperty("ChangeEventHeader")), SalesforceFixture.Names(events[1].GetProperty("ChangeEventHeader")));
        Assert.Equal(SalesforceFixture.Names(recorded.GetProperty("BillingAddress")), SalesforceFixture.Names(events[1].GetProperty("BillingAddress")));
        Assert.Equal(JsonValueKind.Null, events[1].GetProperty("Name").ValueKind);
        Assert.Equal(new DateTimeOffset(2026, 5, 6, 12, 0, 2, TimeSpan.Zero).ToUnixTimeMilliseconds(), events[1].GetProperty("LastModifiedDate").GetInt64());
        Assert.Equal(["BillingAddress.City", "BillingAddress.State", "LastModifiedDate", "NumberOfEmployees", "Site"], Fields(events[1], "changedFields"));
        Assert.Equal(["NumberOfEmployees"], Fields(events[1], "nulledFields"));
        Assert.Equal(["BillingAddress"], Fields(events[2], "nulledFields"));
        Assert.Equal(JsonValueKind.Null, events[3].GetProperty("Name").ValueKind);
        Assert.True(Header(events[0], "commitNumber").GetInt64() > 11_657_372_702_432);
    }

    [Fact]
    public async Task Subscribe_AskedForTwo_WaitsForMoreRequestsAndGoesOnFromAReplayId()
    {
        byte[] after;
        await using (PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/ChangeEvents", 2, preset: 1)))
        {
            for (int i = 0; i < 5; i++)
                await _client.SendAsync(HttpMethod.Post, Base + "Account", $$"""{"Name":"{{i}}"}""");
            var names = new List<string?>();
            while (names.Count < 2)
                names.AddRange((await ReadAsync(stream, 1)).Select(e => e.GetProperty("Name").GetString()));
            Assert.Equal(["0", "1"], names);
            await stream.SendAsync(PubSubTestClient.Fetch("/data/ChangeEvents", 1));
            var third = (await stream.NextAsync())!.Value;
            Assert.Equal("2", (await DecodeAsync(third.Events[0])).GetProperty("Name").GetString());
            Assert.Equal(0, third.Pending);
            after = third.Latest;
            stream.Complete();
            Assert.Equal((0, null), await stream.EndAsync());
        }

        await using PubSubTestClient.Subscription again = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/ChangeEvents", 100, preset: 2, after));
        Assert.Equal(["3", "4"], (await ReadAsync(again, 2)).Select(e => e.GetProperty("Name").GetString()));
    }

    [Fact]
    public async Task Subscribe_NothingHappensFor270Seconds_KeepsAliveWithAReplayId()
    {
        await using PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 5));
        Task<(List<(string SchemaId, byte[] Payload, byte[] ReplayId)> Events, byte[] Latest, long Pending)?> next = stream.NextAsync();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(90));
            await Task.Yield();
        }

        var alive = (await next)!.Value;
        Assert.Empty(alive.Events);
        Assert.Equal(12, alive.Latest.Length);
        Assert.Equal(5, alive.Pending);
    }

    [Fact]
    public async Task Subscribe_ReplayIdExpiredOrCorrupted_IsRefusedWithItsCode()
    {
        byte[] replayId;
        await using (PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 5)))
        {
            await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"n"}""");
            replayId = (await stream.NextAsync())!.Value.Latest;
        }

        byte[] corrupted = [.. replayId];
        corrupted[3] ^= 1;
        await using (PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 5, preset: 2, corrupted)))
            Assert.Equal((3, "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted"), await stream.EndAsync());
        _time.Advance(TimeSpan.FromHours(71));
        await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"later"}""");
        _time.Advance(TimeSpan.FromMinutes(59));
        await using (PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 5, preset: 2, replayId)))
            Assert.Single(await ReadAsync(stream, 1));
        _sandbox.ExpireEvents();
        await using (PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 5, preset: 2, replayId)))
            Assert.Equal((3, "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed"), await stream.EndAsync());
    }

    [Fact]
    public async Task Subscribe_GapsRepeatsAndBreaks_ComeOnDemand()
    {
        await using PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/data/AccountChangeEvent", 100));
        _sandbox.TurnChangesIntoGaps(1);
        await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"n"}""");
        _sandbox.PublishGap("Account", SalesforceGapKind.Update, "001000000000001AAA", "001000000000002AAA");
        _sandbox.PublishGap("Account", SalesforceGapKind.Overflow);
        JsonElement[] gaps = await ReadAsync(stream, 3);
        Assert.Equal(["GAP_CREATE", "GAP_UPDATE", "GAP_OVERFLOW"], gaps.Select(e => Header(e, "changeType").GetString()));
        Assert.Equal(2, Header(gaps[1], "recordIds").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, gaps[0].GetProperty("Name").ValueKind);
        _sandbox.DeliverEventsTwice = true;
        await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"twice"}""");
        var twice = (await stream.NextAsync())!.Value;
        Assert.Equal(2, twice.Events.Count);
        Assert.Equal(twice.Events[0].ReplayId, twice.Events[1].ReplayId);
        _sandbox.BreakEventStreams();
        Assert.Equal((14, null), await stream.EndAsync());
    }

    [Fact]
    public async Task Schema_FieldHidden_GetsAnotherIdAndTheOldOneStays()
    {
        string before = await SchemaIdAsync();
        _sandbox.HideField("Account", "Site");
        string after = await SchemaIdAsync();
        Assert.NotEqual(before, after);
        Assert.Contains("\"Site\"", await SchemaAsync(before), StringComparison.Ordinal);
        Assert.DoesNotContain("\"Site\"", await SchemaAsync(after), StringComparison.Ordinal);

        async Task<string> SchemaIdAsync() =>
            Encoding.UTF8.GetString(PubSubTestClient.Parse((await _events.CallAsync("GetTopic", PubSubTestClient.Field(1, "/data/AccountChangeEvent"u8.ToArray()))).Message!).Single(f => f.Field == 5).Value);
    }

    [Fact]
    public async Task PlatformEvent_Created_IsPublishedAndNotKept()
    {
        await using PubSubTestClient.Subscription stream = await _events.SubscribeAsync(PubSubTestClient.Fetch("/event/Shipped__e", 5));
        Assert.Equal(201, (await _client.SendAsync(HttpMethod.Post, Base + "Shipped__e", """{"Number__c":"S-1"}""")).Status);
        Assert.Equal("S-1", Assert.Single(await ReadAsync(stream, 1)).GetProperty("Number__c").GetString());
        Assert.Equal(0, _sandbox.Count("Shipped__e"));
    }

    [Fact]
    public async Task Call_WrongTokenOrTopic_IsRefused()
    {
        using var stranger = new PubSubTestClient(_sandbox, "nonsense");
        Assert.Equal((16, "sfdc.platform.eventbus.grpc.service.auth.error"), Outcome(await stranger.CallAsync("GetTopic", PubSubTestClient.Field(1, "/data/AccountChangeEvent"u8.ToArray()))));
        Assert.Equal((5, "sfdc.platform.eventbus.grpc.topic.not.found"), Outcome(await _events.CallAsync("GetTopic", PubSubTestClient.Field(1, "/data/NonsenseChangeEvent"u8.ToArray()))));
        Assert.Equal((12, null), Outcome(await _events.CallAsync("PublishStream", [])));

        static (int, string?) Outcome((byte[]? Message, int Status, string? ErrorCode) answer) => (answer.Status, answer.ErrorCode);
    }

    private static JsonElement Header(JsonElement change, string name) => change.GetProperty("ChangeEventHeader").GetProperty(name);

    // Bit 0 is the first field of the schema, the header.
    private static IEnumerable<string> Fields(JsonElement change, string name)
    {
        var names = new List<string>();
        foreach (JsonElement item in Header(change, name).EnumerateArray())
        {
            string[] parts = item.GetString()!.Split('-');
            JsonProperty[] top = [.. change.EnumerateObject()];
            string prefix = parts.Length == 1 ? "" : top[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)].Name + ".";
            JsonProperty[] fields = parts.Length == 1 ? top : [.. top[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)].Value.EnumerateObject()];
            byte[] bits = Convert.FromHexString(parts[^1][2..]);
            names.AddRange(fields.Where((_, i) => i / 8 < bits.Length && (bits[bits.Length - 1 - i / 8] & (1 << (i % 8))) != 0).Select(f => prefix + f.Name));
        }

        return names.Order(StringComparer.Ordinal);
    }

    private async Task<JsonElement[]> ReadAsync(PubSubTestClient.Subscription stream, int count)
    {
        var events = new List<JsonElement>();
        while (events.Count < count)
        {
            var answer = (await stream.NextAsync())!.Value;
            foreach (var item in answer.Events)
                events.Add(await DecodeAsync(item));
        }

        return [.. events];
    }

    private async Task<JsonElement> DecodeAsync((string SchemaId, byte[] Payload, byte[] ReplayId) item) => PubSubTestClient.Decode(await SchemaAsync(item.SchemaId), item.Payload);

    private async Task<string> SchemaAsync(string id) =>
        Encoding.UTF8.GetString(PubSubTestClient.Parse((await _events.CallAsync("GetSchema", PubSubTestClient.Field(1, Encoding.UTF8.GetBytes(id)))).Message!).Single(f => f.Field == 1).Value);
}
