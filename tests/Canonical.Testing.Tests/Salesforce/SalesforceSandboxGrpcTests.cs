using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The sandbox's Pub/Sub API seen by grpc-js and avsc, with Salesforce's own proto file: clients that we did not write.</summary>
public sealed class SalesforceSandboxGrpcTests
{
    [Fact]
    public async Task GrpcClient_PublishesSubscribesAndCommits_SeesThePubSubApi()
    {
        var options = new SalesforceSandboxOptions { ManagedEventSubscriptions = { ["Shipping"] = "/event/Shipped__e" } };
        options.CustomObjects.Add(new SalesforceSandboxObject("Shipped__e", "e00",
        [
            new("Number__c", SalesforceSandboxFieldType.Text) { Length = 18 },
            new("Amount__c", SalesforceSandboxFieldType.Number),
            new("Shipped_On__c", SalesforceSandboxFieldType.Date),
            new("Express__c", SalesforceSandboxFieldType.Boolean),
        ]));
        await using var sandbox = new SalesforceSandbox(options);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        JsonElement seen = await RunAsync(sandbox);

        JsonElement topic = seen.GetProperty("topic");
        Assert.Equal(("/event/Shipped__e", true, true, sandbox.OrganizationId), (topic.GetProperty("name").GetString(), topic.GetProperty("canPublish").GetBoolean(), topic.GetProperty("canSubscribe").GetBoolean(), topic.GetProperty("tenant").GetString()));
        JsonElement[] fields = [.. seen.GetProperty("schema").GetProperty("fields").EnumerateArray()];
        Assert.Equal(["CreatedDate", "CreatedById", "Number__c", "Amount__c", "Shipped_On__c", "Express__c"], fields.Select(static f => f.GetProperty("name").GetString()));
        Assert.Equal(["CreatedDate:DateTime", "CreatedBy:EntityId", "Data:Text", "Data:Double", "Data:DateOnly", "Data:Boolean"], fields.Select(static f => f.GetProperty("doc").GetString()));

        // One result for each event, in their order; what does not fit does not stop the others.
        Assert.Equal(["n-1 ok", "n-2 PUBLISH", "n-3 PUBLISH", "n-4 ok"], seen.GetProperty("published").EnumerateArray().Select(static r => $"{r.GetProperty("key")} {r.GetProperty("error").GetString() ?? "ok"}"));
        Assert.Equal([true, false, false, true], seen.GetProperty("published").EnumerateArray().Select(static r => r.GetProperty("replay").GetInt32() > 0));

        JsonElement[] received = [.. seen.GetProperty("received").EnumerateArray()];
        Assert.Equal(["S-1", "S-4", "S-5"], received.Select(Number));
        Assert.Equal(["n-1", "n-4"], received.Take(2).Select(static e => e.GetProperty("id").GetString()));
        JsonElement first = received[0].GetProperty("value");
        Assert.Equal((1778068800000, "005000000000001AAA"), (first.GetProperty("CreatedDate").GetInt64(), first.GetProperty("CreatedById").GetString()));
        Assert.Equal(12.5, first.GetProperty("Amount__c").GetDouble());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("Shipped_On__c").ValueKind);
        Assert.Equal(new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), received[2].GetProperty("value").GetProperty("Shipped_On__c").GetInt64());
        Assert.Equal(["S-4", "S-5"], seen.GetProperty("replayed").EnumerateArray().Select(Number));

        JsonElement change = seen.GetProperty("latest")[0].GetProperty("value");
        Assert.Equal(("Account", "CREATE"), (change.GetProperty("ChangeEventHeader").GetProperty("entityName").GetString(), change.GetProperty("ChangeEventHeader").GetProperty("changeType").GetString()));
        Assert.Equal("Acme", change.GetProperty("Name").GetString());

        JsonElement managed = seen.GetProperty("managed");
        Assert.Equal(("commit-1", JsonValueKind.Null), (managed.GetProperty("commit").GetString(), managed.GetProperty("error").ValueKind));
        Assert.Equal(3, managed.GetProperty("events").GetArrayLength());
        Assert.Equal(["S-6"], seen.GetProperty("managedAgain").EnumerateArray().Select(Number));

        Assert.Equal((3, "subscription.fetch.replayid.corrupted"), Failure(seen, "corrupted"));
        Assert.Equal((5, "topic.not.found"), Failure(seen, "unknownTopic"));
        Assert.Equal((3, "publish.schema.invalid"), Failure(seen, "unknownSchema"));
        Assert.Equal((16, "service.auth.error"), Failure(seen, "stranger"));
        Assert.Equal((7, "publish.permission.denied"), Failure(seen, "notPublishable"));
    }

    private static string? Number(JsonElement item) => item.GetProperty("value").GetProperty("Number__c").GetString();

    private static (int Code, string? ErrorCode) Failure(JsonElement seen, string step) =>
        (seen.GetProperty(step).GetProperty("code").GetInt32(), seen.GetProperty(step).GetProperty("errorCode").GetString()?[SalesforceEventFault.CodePrefix.Length..]);

    private static Task<JsonElement> RunAsync(SalesforceSandbox sandbox)
    {
        string proto = Path.GetFullPath(Path.Combine(Repository.Root(), "..", "shared", "fixtures", "salesforce", "pubsub_api.proto.txt"));
        Assert.SkipUnless(File.Exists(proto), $"../shared/fixtures/salesforce not found: {Path.GetFileName(proto)}");
        return NpmClient.RunAsync(Path.Combine("Salesforce", "grpc"), "avsc", "client.mjs", new JsonObject
        {
            ["address"] = $"{sandbox.PubSubAddress.Host}:{sandbox.PubSubAddress.Port}",
            ["loginUrl"] = sandbox.BaseAddress.ToString().TrimEnd('/'),
            ["clientId"] = SalesforceSandboxOptions.DefaultClientId,
            ["clientSecret"] = SalesforceSandboxOptions.DefaultClientSecret,
            ["tenant"] = sandbox.OrganizationId,
            ["proto"] = proto,
        });
    }
}
