using System.Text.Json;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>External ids that an address would cut off, fold or change, written and read end to end: every peer got one of them wrong.</summary>
public sealed class ExternalIdTrapTests
{
    private static readonly string[] Values =
    [
        "A#1", "A?x", "A/x", "A%2Fx", "A%", "A+1", "A 1", "A&b=c", "A;1", "A:1", "A=1", "A@1", "A,1", "A\\x", "A'x", "A\"x", "A..", "A.", "a/../A", "./A", "...", "A*", "(A)", "A|1", "A~", "Ä", "東京", "🏗", "A\tb",
        "%41", "A%00", "Id", "describe", "null", "-1", "0", "A{1}", "A[1]", "A<1>", "A^`", "A!$",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upsert_EveryValueByAddress_WritesItsOwnRecordAndNoOther()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        // What a value that is cut off or folded would write to.
        string[] victims = ["A", "x", "1", "A%2F", "41"];
        foreach (string victim in victims)
            sandbox.Seed("Account", $$"""{"Name":"untouched","ERP_Id__c":{{Json(victim)}},"CurrencyIsoCode":"EUR"}""");
        int before = sandbox.Count("Account");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (string value in Values)
        {
            WriteOutcome created = await client.UpsertAsync("Account", "ERP_Id__c", value, Fields(value), Cancellation);
            Assert.True(created.Kind == WriteOutcomeKind.Created, $"'{value}': {created.Kind} {string.Join(" ", created.Issues.Select(i => i.Message))}");
            Assert.True(ids.Add(created.NativeId!));
            Assert.Equal(WriteOutcomeKind.Updated, (await client.UpsertAsync("Account", "ERP_Id__c", value, """{"Site":"again"}"""u8.ToArray(), Cancellation)).Kind);
            SalesforceRecord? read = await client.GetByExternalIdAsync("Account", "ERP_Id__c", value, ["Id", "Name", "Site", "ERP_Id__c"], Cancellation);
            Assert.Equal((value, value, "again", created.NativeId), (Text(read, "ERP_Id__c"), Text(read, "Name"), Text(read, "Site"), read?.Id));
        }

        Assert.Equal(before + Values.Length, sandbox.Count("Account"));
        Assert.Equal(victims.Length, await client.CountAsync(SoqlBuilder.From("Account", "Id").Where(SoqlCondition.Equal("Name", "untouched")).Where(SoqlCondition.Equal("Site", SoqlValue.Null)).BuildCount(), Cancellation));
    }

    [Fact]
    public async Task UpsertMany_EveryValueInTheBody_WritesItsOwnRecordAndNoOther()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        string[] values = [.. Values, ".", ".."];
        int before = sandbox.Count("Account");
        foreach (WriteOutcomeKind kind in (WriteOutcomeKind[])[WriteOutcomeKind.Created, WriteOutcomeKind.Updated])
            Assert.All(await client.UpsertManyAsync("Account", "ERP_Id__c", [.. values.Select(v => new SalesforceWrite(v, Fields(v)))], cancellationToken: Cancellation), o => Assert.Equal(kind, o.Kind));
        Assert.Equal(before + values.Length, sandbox.Count("Account"));
        foreach (string value in values)
        {
            Page<SalesforceRecord> page = Assert.Single(await client.QueryAsync(SoqlBuilder.From("Account", "Id", "Name").Where(SoqlCondition.Equal("ERP_Id__c", value)).Build(), cancellationToken: Cancellation).ToListAsync());
            Assert.Equal(value, Text(Assert.Single(page.Items), "Name"));
        }
    }

    [Theory]
    [InlineData("x", 255)]
    [InlineData("ü", 255)]
    [InlineData("🏗", 120)]
    public async Task Upsert_LongestValue_IsRefusedByTheOrgAndNotByAnAddressThatIsTooLong(string character, int count)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", string.Concat(Enumerable.Repeat(character, count)), """{"Name":"n"}"""u8.ToArray(), Cancellation);
        // The field takes 40.
        Assert.Equal((WriteOutcomeKind.Rejected, "STRING_TOO_LONG"), (outcome.Kind, outcome.Issues[0].VendorCode));
    }

    [Fact]
    public async Task Upsert_ValueOfThousands_IsThatRecordsFaultAndNotTheRuns()
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", new string('ü', 5000), """{"Name":"n"}"""u8.ToArray(), Cancellation);
        Assert.Equal((WriteOutcomeKind.Rejected, SalesforceErrorCodes.ExternalIdNotAddressable), (outcome.Kind, outcome.Issues[0].Code));
        Assert.Empty(routes.Seen);
    }

    [Fact]
    public async Task Upsert_IdAsTheExternalIdField_ChangesTheRecordAndNeverCreates()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        string id = SandboxOrg.SeedAccount(sandbox, "n");
        WriteOutcome outcome = await client.UpsertAsync("Account", "Id", id[..15], """{"Site":"s"}"""u8.ToArray(), Cancellation);
        Assert.Equal((WriteOutcomeKind.Updated, id), (outcome.Kind, outcome.NativeId));
        int before = sandbox.Count("Account");
        WriteOutcome missing = await client.UpsertAsync("Account", "Id", "001000000000099AAA", """{"Site":"s"}"""u8.ToArray(), Cancellation);
        Assert.Equal((WriteOutcomeKind.Rejected, IssueKind.NotFound), (missing.Kind, missing.Issues[0].Kind));
        Assert.Equal(before, sandbox.Count("Account"));
    }

    private static byte[] Fields(string value) => System.Text.Encoding.UTF8.GetBytes($$"""{"Name":{{Json(value)}}}""");

    private static string Json(string value) => System.Text.Json.Nodes.JsonValue.Create(value)!.ToJsonString();

    private static string? Text(SalesforceRecord? record, string name) => record is not null && record.Json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
