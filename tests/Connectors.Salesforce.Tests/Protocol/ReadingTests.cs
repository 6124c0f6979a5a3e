using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class ReadingTests
{
    [Fact]
    public async Task ReadWithAccounts_WonOpportunity_BecomesAProjectOfItsCustomer()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options(), time);
        string parent = SandboxOrg.SeedAccount(sandbox, "Acme Holding");
        string account = SandboxOrg.SeedAccount(sandbox, "Acme", $$""","CurrencyIsoCode":"EUR","ParentId":"{{parent}}","AccountNumber":"A-1","BillingStreet":"Weg 1\nHof","BillingCity":"Köln","BillingCountry":"Germany","Phone":"+49 221 1","NumberOfEmployees":100,"Website":"acme.example" """);
        string won = SandboxOrg.SeedWon(sandbox, "Roll-out", account);
        sandbox.Seed("Opportunity", $$"""{"Name":"Open","AccountId":"{{account}}","StageName":"Prospecting","CloseDate":"2026-02-27","CurrencyIsoCode":"EUR"}""");
        sandbox.Seed("Opportunity", $$"""{"Name":"Lost","AccountId":"{{account}}","StageName":"Closed Lost","CloseDate":"2026-02-27","CurrencyIsoCode":"EUR"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox, time: time);

        SalesforceWonOpportunity read = Assert.Single(Assert.Single(await new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox)).ReadWithAccountsAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).Items);
        Assert.Empty(read.Project.Issues);
        Project project = read.Project.Value!;
        Assert.Equal(CanonicalId.Derive(SandboxOrg.Tenant, "project", "salesforce", sandbox.OrganizationId, won), project.Id);
        Assert.Equal("Roll-out", project.Name);
        Assert.Equal(won, project.Number);
        Assert.Equal(SandboxOrg.Germany, project.LegalEntity.Id);
        Assert.Equal("EUR", project.Currency.ToString());
        Assert.Equal(15000m, project.ContractValue!.Value.Amount);
        Assert.Equal(new SourceRef { System = "salesforce", Instance = sandbox.OrganizationId, ObjectType = "Opportunity", RecordId = won, Version = "2026-05-06T12:00:00.000+0000" }, read.Project.Source);

        Customer customer = read.Customer!.Value!;
        Assert.Empty(read.Customer.Issues);
        Assert.Equal(project.Customer.Id, customer.Id);
        Assert.Equal("Acme", customer.Name);
        Assert.Equal("Köln", customer.BillingAddress!.City);
        Assert.Equal(CanonicalId.Derive(SandboxOrg.Tenant, "customer", "salesforce", sandbox.OrganizationId, parent), customer.Parent!.Value.Id);
        Assert.Equal(100, customer.EmployeeCount);
        Assert.True(customer.Validate().IsValid);
        Assert.True(project.Validate().IsValid);
        // One query for both objects.
        Assert.Single(sandbox.Requests, r => r.PathAndQuery.Contains("/query?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_BadRecords_AreItemsThatSayWhy()
    {
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options());
        string account = SandboxOrg.SeedAccount(sandbox, "No currency", "");
        SandboxOrg.SeedWon(sandbox, "No currency", account, ""","Legal_Entity__c":"DE01" """);
        SandboxOrg.SeedWon(sandbox, "Unknown legal entity", account, ""","Legal_Entity__c":"XX99","CurrencyIsoCode":"EUR" """);
        SandboxOrg.SeedWon(sandbox, "No legal entity", account, ""","CurrencyIsoCode":"EUR" """);
        sandbox.Seed("Opportunity", """{"Name":"No account","StageName":"Closed Won","CloseDate":"2026-02-27","CurrencyIsoCode":"EUR","Legal_Entity__c":"DE01"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);

        IReadOnlyList<SalesforceWonOpportunity> read = Assert.Single(await new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox)).ReadWithAccountsAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).Items;
        Assert.Equal(4, read.Count);
        Assert.All(read, r => Assert.False(r.Project.IsMapped));
        Assert.Contains(read[0].Project.Issues, i => i is { VendorPath: "CurrencyIsoCode", Kind: IssueKind.Validation });
        Assert.Contains(read[0].Customer!.Issues, i => i is { VendorPath: "CurrencyIsoCode", Kind: IssueKind.Validation });
        Assert.Contains(read[1].Project.Issues, i => i is { Path: "/legalEntity", VendorPath: "Legal_Entity__c", Kind: IssueKind.NotFound });
        Assert.Contains(read[2].Project.Issues, i => i is { Path: "/legalEntity", VendorPath: "Legal_Entity__c", Kind: IssueKind.Validation });
        Assert.Contains(read[3].Project.Issues, i => i is { Path: "/customer", VendorPath: "AccountId", Kind: IssueKind.Validation });
        Assert.Null(read[3].Customer);
        // No value of a record in what people read.
        Assert.DoesNotContain(read.SelectMany(r => r.Project.Issues), i => i.Message.Contains("XX99", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_OrgWithOneCurrency_TakesTheConfiguredOne()
    {
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options(multiCurrency: false));
        string account = SandboxOrg.SeedAccount(sandbox, "Acme", "");
        SandboxOrg.SeedWon(sandbox, "Roll-out", account, ""","Legal_Entity__c":"DE01" """);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceReadOptions options = SandboxOrg.Read(sandbox) with { OrgCurrency = "CHF" };

        SourceItem<Project> project = Assert.Single(Assert.Single(await new SalesforceOpportunitySource(client, options).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).Items);
        Assert.Equal("CHF", project.Value!.Currency.ToString());
        Assert.Equal("CHF", project.Value.ContractValue!.Value.Currency.ToString());
        SourceItem<Customer> customer = Assert.Single(Assert.Single(await new SalesforceAccountSource(client, options).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).Items);
        Assert.Equal("CHF", customer.Value!.DefaultCurrency.ToString());

        // Taken for an org with several, the missing field is named.
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => new SalesforceAccountSource(client, SandboxOrg.Read(sandbox)).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(IssueKind.Configuration, failed.Kind);
        Assert.Contains("CurrencyIsoCode", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OwnFieldsAndCondition_AreWhatTheQueryAsksFor()
    {
        SalesforceSandboxOptions org = SandboxOrg.Options();
        org.CustomFields["Opportunity"] =
        [
            new SalesforceSandboxField("Billed_By__c", SalesforceSandboxFieldType.Picklist),
            new SalesforceSandboxField("Project_Number__c", SalesforceSandboxFieldType.Text) { Length = 20 },
        ];
        await using var sandbox = new SalesforceSandbox(org);
        string account = SandboxOrg.SeedAccount(sandbox, "Acme");
        SandboxOrg.SeedWon(sandbox, "Large", account, ""","CurrencyIsoCode":"EUR","Billed_By__c":"DE01","Project_Number__c":"P-1" """);
        SandboxOrg.SeedWon(sandbox, "Without a number", account, ""","CurrencyIsoCode":"EUR","Billed_By__c":"DE01" """);
        sandbox.Seed("Opportunity", $$"""{"Name":"Small","AccountId":"{{account}}","StageName":"Closed Won","CloseDate":"2026-02-27","Amount":1,"CurrencyIsoCode":"EUR"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceReadOptions options = SandboxOrg.Read(sandbox) with
        {
            LegalEntityField = "Billed_By__c",
            ProjectNumberField = "Project_Number__c",
            BillingType = "fixedFee",
            Where = SoqlCondition.GreaterThan("Amount", 100),
        };
        IReadOnlyList<SourceItem<Project>> read = Assert.Single(await new SalesforceOpportunitySource(client, options).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).Items;
        Assert.Equal(2, read.Count);
        Assert.Equal("P-1", read[0].Value!.Number);
        Assert.Equal(ProjectBillingType.FixedFee, read[0].Value!.BillingType);
        Assert.Equal(SandboxOrg.Germany, read[0].Value!.LegalEntity.Id);
        Assert.Contains(read[1].Issues, i => i.VendorPath == "Project_Number__c");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_StoppedAfterAPage_GoesOnBehindItWithoutLossOrRepeat(int pages)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(450);
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        var source = new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox));
        var names = new List<string>();
        string? continuation = null;
        int read = 0;
        await foreach (Page<SourceItem<Project>> page in source.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            names.AddRange(page.Items.Select(i => i.Value!.Name));
            continuation = page.Continuation;
            if (read++ == pages)
                break;
        }

        Assert.Equal(pages == 2, continuation is null);
        if (continuation is not null)
        {
            // After a restart: another client, and cursors of the first are of no use.
            sandbox.ForgetCursors();
            using SalesforceClient later = TestClients.Over(sandbox, o => o.BatchSize = 200);
            await foreach (Page<SourceItem<Project>> page in new SalesforceOpportunitySource(later, SandboxOrg.Read(sandbox)).ReadAsync(continuation, TestContext.Current.CancellationToken))
                names.AddRange(page.Items.Select(i => i.Value!.Name));
        }

        Assert.Equal(450, names.Count);
        Assert.Equal(450, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1:Account:001i000002C8QTIAA3")]
    [InlineData("2:Opportunity:006dM00000Mw7VtQAJ")]
    [InlineData("1:Opportunity:006' OR Name != '")]
    public async Task Read_ContinuationOfSomethingElse_IsRefused(string continuation)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        var source = new SalesforceOpportunitySource(client, new SalesforceReadOptions { Tenant = "t", Instance = "i" });
        await Assert.ThrowsAsync<ArgumentException>(() => source.ReadAsync(continuation, TestContext.Current.CancellationToken).ToListAsync());
    }

    [Fact]
    public async Task Query_ValuesThatTryToBreakOut_FindExactlyTheirRecord()
    {
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options());
        string[] names = ["O'Reilly", @"\' OR Name != '", @"back\slash", "quote\"", "line\nbreak", "tab\tbed", "100%", "under_score", "'", @"\", "Küche – 東京 🏗", "a' AND (SELECT", "%27"];
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
            ids[name] = sandbox.Seed("Account", $$"""{"Name":{{System.Text.Json.Nodes.JsonValue.Create(name)!.ToJsonString()}},"CurrencyIsoCode":"EUR"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        foreach (string name in names)
        {
            Page<SalesforceRecord> page = Assert.Single(await client.QueryAsync(SoqlBuilder.From("Account", "Id").Where(SoqlCondition.Equal("Name", name)).Build(), cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
            Assert.Equal(ids[name], Assert.Single(page.Items).Id);
            Assert.True(await client.CountAsync(SoqlBuilder.From("Account", "Id").Where(SoqlCondition.StartsWith("Name", name)).BuildCount(), TestContext.Current.CancellationToken) >= 1);
        }

        Assert.Equal(1, await client.CountAsync(SoqlBuilder.From("Account", "Id").Where(SoqlCondition.StartsWith("Name", "100%")).BuildCount(), TestContext.Current.CancellationToken));
        Assert.Equal(0, await client.CountAsync(SoqlBuilder.From("Account", "Id").Where(SoqlCondition.StartsWith("Name", "_nder")).BuildCount(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Describe_Object_TellsWhatAWriterMustKnow()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceObjectDescription account = await client.DescribeAsync("Account", TestContext.Current.CancellationToken);
        Assert.Equal("001", account.KeyPrefix);
        Assert.True(account.TryGetField("erp_id__c", out SalesforceFieldDescription? external));
        Assert.True(external.IsExternalId && external.IsUnique);
        Assert.Equal(["Name"], account.Fields.Where(f => f.IsRequiredOnCreate).Select(f => f.Name));
        var missing = await Assert.ThrowsAsync<ConnectorException>(() => client.DescribeAsync("Nonsense__c", TestContext.Current.CancellationToken));
        Assert.Equal(IssueKind.Configuration, missing.Kind);
    }

    [Fact]
    public async Task GetByExternalId_EncodedValue_FindsIt()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        WriteOutcome written = await client.UpsertAsync("Account", "ERP_Id__c", "A/B #1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Created, written.Kind);
        Assert.Equal(WriteOutcomeKind.Updated, (await client.UpsertAsync("Account", "ERP_Id__c", "A/B #1", """{"Site":"s"}"""u8.ToArray(), TestContext.Current.CancellationToken)).Kind);
        SalesforceRecord? found = await client.GetByExternalIdAsync("Account", "ERP_Id__c", "A/B #1", ["Id", "Site"], TestContext.Current.CancellationToken);
        Assert.Equal(written.NativeId, found!.Id);
        Assert.Equal("s", found.Json.GetProperty("Site").GetString());
        Assert.Null(await client.GetByExternalIdAsync("Account", "ERP_Id__c", "A/B", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Null(await client.GetAsync("Account", "001000000000000AAA", cancellationToken: TestContext.Current.CancellationToken));
    }
}
