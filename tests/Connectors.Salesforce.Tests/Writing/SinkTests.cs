using System.Text;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class SinkTests
{
    private static readonly SalesforceWriteOptions<Customer> Options = new() { ExternalIdField = "ERP_Id__c" };

    [Fact]
    public async Task Upsert_TwiceAndReadBack_IsOneRecordThatMatches()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceSink<Customer> sink = Sink(client, sandbox);
        int before = sandbox.Count("Account");
        WriteRequest<Customer> request = Request(Make("A", """, "Phone":"+49 30 1", "BillingCity":"Berlin", "NumberOfEmployees":7.0"""));
        CancellationToken none = TestContext.Current.CancellationToken;
        Assert.False((await sink.ReadBackAsync(request, none)).Found);
        WriteOutcome created = await sink.UpsertAsync(request, none);
        Assert.Equal(WriteOutcomeKind.Created, created.Kind);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(request, none)).Kind);
        Assert.Equal(before + 1, sandbox.Count("Account"));
        ReadBack back = await sink.ReadBackAsync(request, none);
        Assert.True(back.Matches, string.Join(' ', back.Differences));
        Assert.Equal(created.NativeId, back.NativeId);
        Assert.Equal($"salesforce/{sandbox.OrganizationId}", sink.Target);
    }

    [Fact]
    public async Task ReadBack_RecordWasChanged_NamesTheCanonicalMembers()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceSink<Customer> sink = Sink(client, sandbox);
        WriteRequest<Customer> request = Request(Make("A", """, "Phone":"1", "BillingCity":"Berlin" """));
        CancellationToken none = TestContext.Current.CancellationToken;
        string id = (await sink.UpsertAsync(request, none)).NativeId!;
        await client.UpdateManyAsync("Account", [new(id, """{"Name":"other","BillingCity":null}"""u8.ToArray())], cancellationToken: none);
        Assert.Equal(["/name", "/billingAddress/city"], (await sink.ReadBackAsync(request, none)).Differences);
    }

    [Theory]
    [InlineData("A/1?#% ö")]
    [InlineData(".")]
    [InlineData("O'Neil \\")]
    public async Task Upsert_KeyThatNoAddressBears_IsWrittenAndFound(string key)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceSink<Customer> sink = Sink(client, sandbox, Options with { ExternalId = _ => key });
        WriteRequest<Customer> request = Request(Make("A"));
        CancellationToken none = TestContext.Current.CancellationToken;
        Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(request, none)).Kind);
        Assert.True((await sink.ReadBackAsync(request, none)).Matches);
    }

    [Fact]
    public async Task Upsert_RowAboutTheSetUp_IsAnExceptionLikeInACallOfItsOwn()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.HideField("Account", "Industry");
        using SalesforceClient client = TestClients.Over(sandbox);
        foreach (string key in (string[])["plain", "a/b"])
        {
            SalesforceSink<Customer> sink = Sink(client, sandbox, Options with { ExternalId = _ => key });
            var failed = await Assert.ThrowsAsync<ConnectorException>(() => sink.UpsertAsync(Request(Make("A", """, "Industry":"Banking" """)), TestContext.Current.CancellationToken));
            Assert.Equal(IssueKind.Configuration, failed.Kind);
        }
    }

    [Fact]
    public async Task Patch_AbsentNullAndValue_AreThreeThings()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceSink<Customer> sink = Sink(client, sandbox);
        string id = sandbox.Seed("Account", """{"Name":"A","CurrencyIsoCode":"EUR","Phone":"1","Fax":"2","Website":"https://a.example","BillingCity":"Berlin","BillingStreet":"s","Industry":"Banking"}""");
        WriteOutcome outcome = await Patch(sink, id, """{"website":null,"industry":"Energy","billingAddress":{"city":null},"phones":[{"kind":"main","number":"3"}]}""");
        Assert.Equal(WriteOutcomeKind.Updated, outcome.Kind);
        using JsonDocument shown = JsonDocument.Parse(sandbox.Show("Account", id)!);
        Assert.Equal(JsonValueKind.Null, shown.RootElement.GetProperty("Website").ValueKind);
        Assert.Equal("Energy", shown.RootElement.GetProperty("Industry").GetString());
        Assert.Equal(JsonValueKind.Null, shown.RootElement.GetProperty("BillingCity").ValueKind);
        Assert.Equal("s", shown.RootElement.GetProperty("BillingStreet").GetString());
        Assert.Equal("A", shown.RootElement.GetProperty("Name").GetString());
        // An array is replaced whole: the fax is gone with it.
        Assert.Equal("3", shown.RootElement.GetProperty("Phone").GetString());
        Assert.Equal(JsonValueKind.Null, shown.RootElement.GetProperty("Fax").ValueKind);
        Assert.Equal("EUR", shown.RootElement.GetProperty("CurrencyIsoCode").GetString());
    }

    [Fact]
    public async Task Patch_NothingThatIsMapped_AsksNobody()
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        var sink = new SalesforceSink<Customer>(client, SalesforceMappings.AccountToCustomer(), new SalesforceReadOptions { Tenant = "acme", Instance = "org" }, Options);
        Assert.Equal(WriteOutcomeKind.Unchanged, (await Patch(sink, "001dM00003kSQbVQAW", """{"tags":["x"]}""")).Kind);
        Assert.Equal(WriteOutcomeKind.Rejected, (await Patch(sink, "no id", """{"name":"x"}""")).Kind);
        await Assert.ThrowsAsync<ArgumentException>(() => Patch(sink, "001dM00003kSQbVQAW", "[]"));
    }

    [Fact]
    public async Task Patch_RecordThatIsGone_IsRejected()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceSink<Customer> sink = Sink(client, sandbox);
        string id = SandboxOrg.SeedAccount(sandbox, "A");
        CancellationToken none = TestContext.Current.CancellationToken;
        Assert.Equal(WriteOutcomeKind.Deleted, (await sink.DeleteAsync(id, none)).Kind);
        Assert.Equal(WriteOutcomeKind.Unchanged, (await sink.DeleteAsync(id, none)).Kind);
        WriteOutcome outcome = await Patch(sink, id, """{"name":"x"}""");
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal(IssueKind.NotFound, outcome.Issues[0].Kind);
    }

    [Theory]
    [InlineData("\" a \"", "\"a\"", true)]
    [InlineData("\"\"", "null", true)]
    [InlineData("\"Max@Example.COM\"", "\"max@example.com\"", true)]
    [InlineData("\"Max\"", "\"max\"", false)]
    [InlineData("1.10", "1.1", true)]
    [InlineData("10000000", "1.0E7", true)]
    [InlineData("1", "1.01", false)]
    [InlineData("\"2026-01-31T10:00:00.250Z\"", "\"2026-01-31T10:00:00.000+0000\"", true)]
    [InlineData("\"2026-01-31T10:00:01Z\"", "\"2026-01-31T10:00:00.000+0000\"", false)]
    [InlineData("\"2026-01-31\"", "\"2026-02-01\"", false)]
    [InlineData("null", "false", true)]
    [InlineData("true", "false", false)]
    [InlineData("\"six;four\"", "\"four;six\"", true)]
    [InlineData("\"001dM00003kSQbV\"", "\"001dM00003kSQbVQAW\"", true)]
    [InlineData("\"001dM00003kSQbv\"", "\"001dM00003kSQbVQAW\"", false)]
    [InlineData("\"a\\nb\"", "\"a\\r\\nb\"", true)]
    public void Values_NormalForms_CompareAsSalesforceKeepsThem(string written, string read, bool same)
    {
        using JsonDocument left = JsonDocument.Parse(written);
        using JsonDocument right = JsonDocument.Parse(read);
        Assert.Equal(same, SalesforceValues.Same(left.RootElement, right.RootElement));
    }

    internal static Customer Make(string name, string more = "")
    {
        string id = SalesforceRecordId.Complete("001dM" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..10]);
        MappingResult<Customer> mapped = new Mapper<Customer>(Mapper.Compile(SalesforceMappings.AccountToCustomer())).ToCanonical(
            Encoding.UTF8.GetBytes($$"""{"attributes":{"type":"Account"},"Id":"{{id}}","IsDeleted":false,"Name":"{{name}}","CurrencyIsoCode":"EUR"{{more}}}"""),
            new MappingContext { Tenant = "acme", Instance = "elsewhere", ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero) });
        Assert.NotNull(mapped.Value);
        return mapped.Value;
    }

    internal static IdempotencyKey NextKey() => new(new Guid(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));

    internal static WriteRequest<Customer> Request(Customer customer) => new(customer, NextKey());

    private static Task<WriteOutcome> Patch(SalesforceSink<Customer> sink, string id, string patch) => sink.PatchAsync(
        new PatchRequest<Customer> { NativeId = id, MergePatch = Encoding.UTF8.GetBytes(patch), Key = NextKey() }, TestContext.Current.CancellationToken);

    private static SalesforceSink<Customer> Sink(SalesforceClient client, SalesforceSandbox sandbox, SalesforceWriteOptions<Customer>? options = null) =>
        new(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), options ?? Options);
}
