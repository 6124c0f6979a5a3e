using System.Text;
using System.Text.Json.Nodes;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Rows of CSV as the objects that REST gives.</summary>
public sealed class BulkSourceTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    public async Task Read_GeneratedOrg_GivesTheObjectsThatRestGives(int seed)
    {
        if (seed == 0)
            seed = new Random().Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using PackOrg org = await PackOrg.StartAsync(seed, accounts: 25);
        int records = 0;
        records += await SameAsync<Customer>(org, SalesforceMappings.AccountToCustomer());
        records += await SameAsync<Contact>(org, SalesforceMappings.ContactToContact(), SoqlCondition.NotEqual("AccountId", SoqlValue.Null));
        records += await SameAsync<Project>(org, SalesforceMappings.OpportunityToProject(), SoqlCondition.Equal("IsWon", true));
        records += await SameAsync<ServiceContract>(org, SalesforceMappings.ContractToContract());
        records += await SameAsync<Project>(org, CertiniaMappings.Project());
        records += await SameAsync<Resource>(org, CertiniaMappings.Resource(), SoqlCondition.Equal("pse__Is_Resource__c", true));
        records += await SameAsync<Assignment>(org, CertiniaMappings.Assignment());
        records += await SameAsync<Milestone>(org, CertiniaMappings.Milestone());
        records += await SameAsync<RateCard>(org, CertiniaMappings.RateCard());
        Assert.InRange(records, 100, int.MaxValue);
    }

    [Fact]
    public async Task Read_AllFieldsKeptAsRest_AreThoseThatRestGives()
    {
        await using PackOrg org = await PackOrg.StartAsync(11);
        foreach (string name in (string[])["Account", "Contact"])
        {
            SalesforceObjectDescription described = await org.Client.DescribeAsync(name, None);
            string[] fields = [.. described.Fields.Where(f => f.Type is not ("address" or "location")).Select(f => f.Name)];
            if (name == "Account")
                await SameAsync<Customer>(org, SalesforceMappings.AccountToCustomer(), null, fields);
            else
                await SameAsync<Contact>(org, SalesforceMappings.ContactToContact(), SoqlCondition.NotEqual("AccountId", SoqlValue.Null), fields);
        }
    }

    [Fact]
    public async Task Read_FieldsOfParents_AreNestedWithTheirTypes()
    {
        await using PackOrg org = await PackOrg.StartAsync(12);
        // A mapping of its own: parents of parents, numbers, marks and days of them.
        MappingDocument mapping = MappingDocument.Parse(Encoding.UTF8.GetBytes("""
            { "$schema": "https://schemas.canonical-sdk.org/mapping/1.0.0", "mapping": "test.assignment", "version": "1.0.0", "title": "Parents",
              "source": { "system": "salesforce", "object": "pse__Assignment__c", "key": "Id", "version": "SystemModstamp", "created": "CreatedDate", "modified": "SystemModstamp" }, "target": "assignment/1.0.0",
              "lenses": [
                { "id": "status", "kind": "constant", "target": "status", "value": "active" },
                { "id": "project", "kind": "reference", "source": "pse__Project__c", "target": "project", "to": "project", "object": "pse__Proj__c" },
                { "id": "resource", "kind": "reference", "source": "pse__Resource__c", "target": "resource", "to": "resource", "object": "Contact" },
                { "id": "commitment", "kind": "constant", "target": "commitment", "value": "hard" },
                { "id": "from", "kind": "field", "source": "pse__Schedule__r.pse__Start_Date__c", "target": "startDate", "convert": "date" },
                { "id": "to", "kind": "field", "source": "pse__Schedule__r.pse__End_Date__c", "target": "endDate", "convert": "date" },
                { "id": "a", "kind": "extension", "source": "pse__Project__r.Name", "namespace": "test.x", "name": "a", "type": "text" },
                { "id": "b", "kind": "extension", "source": "pse__Project__r.pse__Account__r.AnnualRevenue", "namespace": "test.x", "name": "b", "type": "decimal" },
                { "id": "c", "kind": "extension", "source": "pse__Project__r.pse__Is_Billable__c", "namespace": "test.x", "name": "c", "type": "boolean" },
                { "id": "d", "kind": "extension", "source": "pse__Project__r.pse__Start_Date__c", "namespace": "test.x", "name": "d", "type": "date" },
                { "id": "f", "kind": "extension", "source": "pse__Resource__r.ReportsTo.LastName", "namespace": "test.x", "name": "f", "type": "text" },
                { "id": "g", "kind": "extension", "source": "pse__Project__r.pse__Parent_Project__r.Name", "namespace": "test.x", "name": "g", "type": "text" }
              ] }
            """));
        await SameAsync<Assignment>(org, mapping);
        SourceItem<Assignment> one = (await new SalesforceBulkSource<Assignment>(org.Client, mapping, org.Read).ReadAsync(cancellationToken: None).Items(None).ToListAsync())[0];
        string text = Text(one);
        Assert.True(one.Value is not null, text);
        // A number, a mark and a day of a parent came as what they are, and the project above has none.
        Assert.Contains("\"c\":true", text, StringComparison.Ordinal);
        Assert.Contains("\"d\":\"20", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"g\":", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ValuesThatCsvHidesWell_AreWhatTheyWere()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        string[] names = ["NA", "null", "#N/A", "true", "1.0E7", "a,b\"c\"\nd", "  x  ", "Ω ö 漢字 😀", "0012"];
        foreach (string name in names)
            SandboxOrg.SeedAccount(sandbox, System.Text.Json.JsonEncodedText.Encode(name).ToString(), ""","CurrencyIsoCode":"EUR","AnnualRevenue":12345678.90,"NumberOfEmployees":7""");
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        SalesforceReadOptions read = SandboxOrg.Read(sandbox);
        List<SourceItem<Customer>> items = await new SalesforceBulkSource<Customer>(client, SalesforceMappings.AccountToCustomer(), read).ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        List<SourceItem<Customer>> rest = await new SalesforceObjectSource<Customer>(client, SalesforceMappings.AccountToCustomer(), read).ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        Assert.Equal(rest.OrderBy(Key).Select(Text), items.OrderBy(Key).Select(Text));
        Assert.Equal(names.Select(n => n.Trim()).Append("Acme").Order(StringComparer.Ordinal), items.Select(i => i.Value!.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_InPages_GoesOnAfterARestartAtEveryPlace()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(250);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        List<string> whole = [];
        List<(int Count, string? Continuation)> marks = [];
        await foreach (Page<SourceItem<Project>> page in Source(client, sandbox, 60).ReadAsync(cancellationToken: None))
        {
            whole.AddRange(page.Items.Select(i => i.Source.RecordId));
            marks.Add((whole.Count, page.Continuation));
        }

        Assert.Equal([60, 120, 180, 240, 250], marks.Select(m => m.Count));
        Assert.Equal(250, whole.Distinct().Count());
        Assert.Null(marks[^1].Continuation);
        int jobs = Jobs(sandbox);
        Assert.Equal(1, jobs);
        foreach ((int count, string? continuation) in marks[..^1])
        {
            // Another process, which knows the continuation alone.
            using SalesforceClient other = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
            List<SourceItem<Project>> rest = await Source(other, sandbox, 100).ReadAsync(continuation, None).Items(None).ToListAsync();
            Assert.Equal(whole[count..], rest.Select(i => i.Source.RecordId));
        }

        Assert.Equal(jobs, Jobs(sandbox));
    }

    [Fact]
    public async Task Read_SeveralPagesOfResults_GoesOnWithinTheSecond()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(250);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        SalesforceBulkJob job = await client.StartBulkQueryAsync(SoqlBuilder.From("Opportunity", "Id").Build(), cancellationToken: None);
        await client.WaitForBulkQueryAsync(job.Id, None);
        List<SalesforceBulkPlace> all = await client.ReadBulkQueryAsync(job.Id, 100, null, 0, None).ToListAsync();
        Assert.Equal(250, all.Count);
        Assert.Equal(3, all.Select(p => p.Locator).Distinct().Count());
        SalesforceBulkPlace from = all[130];
        Assert.Equal(30, from.At);
        List<SalesforceBulkPlace> rest = await client.ReadBulkQueryAsync(job.Id, 100, from.Locator, from.At, None).ToListAsync();
        Assert.Equal(all[130..].Select(p => p.Row["Id"]), rest.Select(p => p.Row["Id"]));
    }

    [Fact]
    public async Task Read_ConnectionBreaksInTheMiddle_GivesEachRecordOnce()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(500);
        int left = 3;
        using var client = SalesforceClient.Create(
            TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress),
            new SkippingTimeProvider(TimeSpan.FromSeconds(8)),
            primaryHandler: () => new BreakingHandler(path => path.Contains("/results", StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0));
        List<SourceItem<Project>> items = await Source(client, sandbox, 100).ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        Assert.Equal(500, items.Select(i => i.Source.RecordId).Distinct().Count());
        Assert.Equal(500, items.Count);
        Assert.All(items, i => Assert.NotNull(i.Value));
    }

    [Fact]
    public async Task Read_NothingThere_IsOneEmptyPage()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        Page<SourceItem<Project>> page = Assert.Single(await Source(client, sandbox, 10).ReadAsync(cancellationToken: None).ToListAsync());
        Assert.Empty(page.Items);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task Read_RecordThatCannotBeMapped_IsAnItemWithItsReasons()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(2);
        SandboxOrg.SeedWon(sandbox, "no entity", SandboxOrg.SeedAccount(sandbox, "B"), ""","CurrencyIsoCode":"EUR" """);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        List<SourceItem<Project>> items = await Source(client, sandbox, 10).ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        Assert.Equal(3, items.Count);
        Assert.Equal("Legal_Entity__c", Assert.Single(Assert.Single(items, i => i.Value is null).Issues).VendorPath);
    }

    [Fact]
    public async Task Read_ResultsAreGone_SaysThatItBeginsAnew()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(20);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        string? continuation = null;
        await foreach (Page<SourceItem<Project>> page in Source(client, sandbox, 10).ReadAsync(cancellationToken: None))
            continuation ??= page.Continuation;
        await client.DeleteBulkQueryAsync(continuation!.Split(':')[2], None);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => Source(client, sandbox, 10).ReadAsync(continuation, None).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.CursorGone, failed.Code);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("b1:Account:750Tn000004ZoR3IAK:100:0:")]
    [InlineData("b1:Opportunity:no:100:0:")]
    [InlineData("b1:Opportunity:750Tn000004ZoR3IAK:0:0:")]
    [InlineData("b1:Opportunity:750Tn000004ZoR3IAK:10:-1:")]
    [InlineData("1:Opportunity:006000000000001AAA")]
    public async Task Read_ContinuationOfSomethingElse_IsRefused(string continuation)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        var source = new SalesforceBulkSource<Project>(client, SalesforceMappings.OpportunityToProject(), new SalesforceReadOptions { Tenant = "acme", Instance = "org" });
        await Assert.ThrowsAsync<ArgumentException>(() => source.ReadAsync(continuation, None).ToListAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_ObjectThatBulkRefuses_IsAConfigurationErrorWithTheWayOut(bool atOnce)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        const string Body = """[{"errorCode":"INVALIDENTITY","message":"Entity 'Opportunity' is not supported by the Bulk API. secret"}]""";
        sandbox.Faults.Add(atOnce
            ? new SandboxFault { Kind = SandboxFaultKind.Answer, Method = "POST", PathContains = "/jobs/query", Status = 400, Body = Body }
            : new SandboxFault { Kind = SandboxFaultKind.Answer, Method = "GET", PathContains = "/jobs/query/", Status = 200, Body = """{"id":"750Tn000004ZoR3IAK","state":"Failed","errorMessage":"INVALIDENTITY: secret"}""" });
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => Source(client, sandbox, 10).ReadAsync(cancellationToken: None).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.NotInBulk, failed.Code);
        Assert.Equal(IssueKind.Configuration, failed.Kind);
        Assert.Equal("INVALIDENTITY", failed.VendorCode);
        Assert.Contains(nameof(SalesforceObjectSource<>), failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Construction_ChildrenAndCompoundFields_AreRefusedWithTheWayOut()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        var read = new SalesforceReadOptions { Tenant = "acme", Instance = "org" };
        ArgumentException children = Assert.Throws<ArgumentException>(() => new SalesforceBulkSource<Opportunity>(client, SalesforceMappings.OpportunityToOpportunity(), read));
        Assert.Contains("OpportunityLineItems", children.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SalesforceObjectSource<>), children.Message, StringComparison.Ordinal);
        ArgumentException compound = Assert.Throws<ArgumentException>(() => new SalesforceBulkSource<Customer>(client, SalesforceMappings.AccountToCustomer(), read with { AdditionalFields = ["BillingAddress"] }));
        Assert.Contains("BillingCity", compound.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SalesforceBulkSource<Customer>(client, SalesforceMappings.AccountToCustomer(), read with { AdditionalFields = ["Parent.ShippingAddress.city"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SalesforceBulkSource<Customer>(client, SalesforceMappings.AccountToCustomer(), read, 0));
    }

    [Fact]
    public async Task Read_CompoundFieldOfTheOrgsOwn_IsFoundByDescribe()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.CustomFields["Account"] = [new SalesforceSandboxField("Where__c", SalesforceSandboxFieldType.Address)];
        await using var sandbox = new SalesforceSandbox(options);
        await sandbox.StartAsync(None);
        using SalesforceClient client = TestClients.Over(sandbox);
        var source = new SalesforceBulkSource<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox) with { AdditionalFields = ["Where__c"] });
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => source.ReadAsync(cancellationToken: None).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.NotInBulk, failed.Code);
        Assert.Contains("Where__c", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0, Jobs(sandbox));
    }

    [Fact]
    public async Task Read_OneById_IsTheSameObject()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(3);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        SalesforceBulkSource<Project> source = Source(client, sandbox, 10);
        List<SourceItem<Project>> all = await source.ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        Assert.Equal(Text(all[1]), Text((await source.ReadOneAsync(all[1].Source.RecordId, None))!));
    }

    [Fact]
    public void Connector_InBulkAndTimecards_OffersTheRoles()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        Connector connector = SalesforceConnector.Create(client, new SalesforceReadOptions { Tenant = "acme", Instance = "org" }, objects => objects
            .Add<Customer>(SalesforceMappings.AccountToCustomer(), inBulk: true)
            .AddTimecards(new CertiniaTimecardOptions { ExternalIdField = "ERP_Id__c" }));
        Assert.True(connector.TryGet(out ISource<Customer>? customers));
        Assert.IsType<SalesforceBulkSource<Customer>>(customers);
        Assert.Equal(
            [("Account", ConnectorRoles.ReadAll | ConnectorRoles.ReadOne | ConnectorRoles.ReadChanges), ("pse__Timecard_Header__c", ConnectorRoles.ReadAll | ConnectorRoles.Upsert | ConnectorRoles.WriteBulk)],
            connector.Capabilities.Select(c => (c.VendorObject, c.Roles)));
    }

    private static SalesforceBulkSource<Project> Source(SalesforceClient client, SalesforceSandbox sandbox, int pageSize) => new(client, SalesforceMappings.OpportunityToProject(), SandboxOrg.Read(sandbox), pageSize);

    private static int Jobs(SalesforceSandbox sandbox) => sandbox.Requests.Count(r => r.Method == "POST" && r.PathAndQuery.EndsWith("/jobs/query", StringComparison.Ordinal));

    private static async Task<int> SameAsync<T>(PackOrg org, MappingDocument mapping, SoqlCondition? where = null, IReadOnlyList<string>? more = null)
        where T : class, ICanonicalObject<T>
    {
        SalesforceReadOptions read = org.Read with { Where = where, AdditionalFields = more ?? [], References = DerivedReferenceResolver.Instance };
        List<SourceItem<T>> rest = await new SalesforceObjectSource<T>(org.Client, mapping, read).ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        List<SourceItem<T>> bulk = await new SalesforceBulkSource<T>(org.Client, mapping, read, 7).ReadAsync(cancellationToken: None).Items(None).ToListAsync();
        Assert.NotEmpty(rest);
        Assert.Equal(rest.OrderBy(Key).Select(Text), bulk.OrderBy(Key).Select(Text));
        return rest.Count;
    }

    private static string Key<T>(SourceItem<T> item)
        where T : class, ICanonicalObject<T> => item.Source.RecordId;

    // When it was read differs, and nothing else may.
    private static string Text<T>(SourceItem<T> item)
        where T : class, ICanonicalObject<T>
    {
        string issues = string.Join(';', item.Issues.Select(i => $"{i.Code} {i.Path} {i.VendorPath}"));
        if (item.Value is null)
            return $"{item.Source} {issues}";
        JsonObject value = JsonNode.Parse(item.Value.ToUtf8Bytes())!.AsObject();
        value.Remove("observedAt");
        return $"{item.Source} {issues} {Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.ToJsonString()))}";
    }
}
