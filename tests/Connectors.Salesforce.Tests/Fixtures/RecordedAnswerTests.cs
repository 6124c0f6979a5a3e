using System.Text;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Answers of real orgs, byte for byte as they were recorded.</summary>
[Trait("Category", "Fixtures")]
public sealed class RecordedAnswerTests
{
    private const string Query = "GET /services/data/v64.0/query?q=SELECT%20Id%20FROM%20X";
    private static readonly Soql Asked = SoqlBuilder.From("X", "Id").Build();

    private static readonly MappingContext Context = new()
    {
        Tenant = "acme",
        Instance = "00Dx0000000BV7zEAG",
        ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero),
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    [Fact]
    public void Account_OfAnOrgWithOneCurrency_BecomesACustomer()
    {
        Mapper<Customer> mapper = new(Mapper.Compile(SalesforceMappings.AccountToCustomer(singleCurrency: true)));
        MappingResult<Customer> mapped = mapper.ToCanonical(
            SharedFiles.Fixture("record-account-compound-address.json"),
            Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["orgCurrency"] = "USD" } });
        Assert.Empty(mapped.Issues);
        Customer customer = mapped.Value!;
        Assert.Equal("Acme Corporation", customer.Name);
        Assert.Equal("A12345", customer.CustomerNumber);
        Assert.Equal("USD", customer.DefaultCurrency.ToString());
        Assert.Equal("123 Main St.", customer.BillingAddress!.Street);
        Assert.Equal("NY", customer.ShippingAddress!.Region);
        Assert.Equal("10001", customer.ShippingAddress.PostalCode);
        Assert.Equal("(212) 555-1212", Assert.Single(customer.Phones!).Number);
        Assert.Equal("http://www.example.com", customer.Website);
        Assert.Equal("Retail", customer.Industry);
        Assert.Null(customer.Parent);
        Assert.Null(customer.EmployeeCount);
        Assert.Equal(new DateTimeOffset(2017, 4, 25, 15, 17, 55, TimeSpan.Zero), customer.SourceCreatedAt);
        Assert.Equal(new DateTimeOffset(2017, 4, 25, 15, 43, 1, TimeSpan.Zero), customer.SourceUpdatedAt);
        Assert.Equal("001i000002C8QTIAA3", customer.SourceRefs[0].RecordId);
        Assert.Equal(CanonicalId.Derive("acme", "customer", "salesforce", "00Dx0000000BV7zEAG", "001i000002C8QTIAA3"), customer.Id);
        Assert.True(customer.Validate().IsValid);
    }

    [Fact]
    public void Account_ForthAndBack_IsTheSameInAllThatIsMapped()
    {
        Mapper mapper = Mapper.Compile(SalesforceMappings.AccountToCustomer(singleCurrency: true));
        MappingContext context = Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["orgCurrency"] = "USD" } };
        byte[] recorded = SharedFiles.Fixture("record-account-compound-address.json");
        MappingResult back = mapper.ToVendor(mapper.ToCanonical(recorded, context).Json.Span, context);
        Assert.True(back.Succeeded, string.Join('\n', back.Issues));
        using JsonDocument account = JsonDocument.Parse(recorded);
        using JsonDocument written = JsonDocument.Parse(back.Json);
        // Collections want attributes to be the first member.
        Assert.Equal("attributes", written.RootElement.EnumerateObject().First().Name);
        string[] names = [.. written.RootElement.EnumerateObject().Skip(1).Select(m => m.Name)];
        Assert.Contains("BillingStreet", names);
        Assert.All(names, name => Assert.Equal(account.RootElement.GetProperty(name).GetString(), written.RootElement.GetProperty(name).GetString()));
    }

    [Fact]
    public void Account_TakenForAnOrgWithSeveralCurrencies_IsRefusedForItsCurrencyAlone()
    {
        Mapper<Customer> mapper = new(Mapper.Compile(SalesforceMappings.AccountToCustomer()));
        MappingResult<Customer> mapped = mapper.ToCanonical(SharedFiles.Fixture("record-account-compound-address.json"), Context);
        Assert.False(mapped.Succeeded);
        Assert.Equal(["CurrencyIsoCode"], Reasons(mapped.Issues));
    }

    [Fact]
    public async Task Opportunities_RecordedWithSevenFields_AreEachRefusedWithTheFieldsThatAreMissing()
    {
        Mapper<Project> mapper = new(Mapper.Compile(SalesforceMappings.OpportunityToProject()));
        List<SalesforceRecord> records = await RecordsAsync(Envelope("x-opportunities-query-v59.json"));
        Assert.Equal(31, records.Count);
        foreach (SalesforceRecord record in records)
        {
            MappingResult<Project> mapped = mapper.ToCanonical(record.Json, Context);
            Assert.False(mapped.Succeeded);
            // The query asked for neither; the amount cannot be money without a currency either, which is the same field.
            Assert.Equal(["AccountId", "CurrencyIsoCode", "IsWon", "Legal_Entity__c"], Reasons(mapped.Issues));
            Assert.All(mapped.Issues, issue => Assert.DoesNotContain(record.Json.GetProperty("Name").GetString()!, issue.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Opportunities_WithWhatTheQueryLeftOut_BecomeProjects()
    {
        Mapper<Project> mapper = new(Mapper.Compile(SalesforceMappings.OpportunityToProject()));
        int won = 0;
        foreach (SalesforceRecord record in await RecordsAsync(Envelope("x-opportunities-query-v59.json")))
        {
            bool isWon = record.Json.GetProperty("StageName").GetString() == "Closed Won";
            string more = $$""","AccountId":"001dM00003kReWpQAK","CurrencyIsoCode":"USD","IsWon":{{(isWon ? "true" : "false")}},"Legal_Entity__c":"a0XdM0000001AbCUAU"}""";
            MappingResult<Project> mapped = mapper.ToCanonical(Encoding.UTF8.GetBytes(record.Json.GetRawText().TrimEnd()[..^1] + more), Context);
            if (!isWon)
            {
                Assert.Equal(["IsWon"], Reasons(mapped.Issues));
                continue;
            }

            won++;
            Assert.Empty(mapped.Issues);
            Assert.Equal(record.Json.GetProperty("Name").GetString(), mapped.Value!.Name);
            Assert.Equal(record.Json.GetProperty("Amount").GetDecimal(), mapped.Value.ContractValue!.Value.Amount);
            Assert.True(mapped.Value.Validate().IsValid);
        }

        Assert.True(won > 0);
    }

    [Theory]
    [InlineData("error-401-invalid-session.json", 401, "INVALID_SESSION_ID", IssueKind.Authentication)]
    [InlineData("error-400-invalid-field.json", 400, "INVALID_FIELD", IssueKind.Configuration)]
    public async Task Error_OfAQuery_IsClassedByItsCode(string file, int status, string code, IssueKind kind)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, status, Text(file)));
        var failed = await Assert.ThrowsAnyAsync<ConnectorException>(() => client.QueryAsync(Asked, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(kind, failed.Kind);
        Assert.Equal(code, failed.VendorCode);
    }

    [Fact]
    public async Task Error_ExternalIdFieldIsNotThere_NamesTheField()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On("PATCH /services/data/v64.0/sobjects/Account/Namez/1", 404, Text("error-404-external-id-field.json")));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.UpsertAsync("Account", "Namez", "1", "{}"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal(IssueKind.Configuration, failed.Kind);
        Assert.Contains("Namez", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oauth-token-invalid-grant.json")]
    [InlineData("oauth-refresh-expired.json")]
    public async Task Token_Refused_IsFinal(string file)
    {
        RouteTable routes = new RouteTable().On("POST /services/oauth2/token", 400, Text(file));
        using SalesforceClient client = TestClients.Over(routes);
        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("invalid_grant", refused.VendorCode);
        Assert.Single(routes.Seen);
    }

    [Fact]
    public async Task TokenAndLimits_Recorded_AreRead()
    {
        RouteTable routes = new RouteTable().On("POST /services/oauth2/token", 200, Text("oauth-token-success.json")).On("GET /services/data/v64.0/limits", 200, Envelope("x-limits-v60.json"));
        using SalesforceClient client = TestClients.Over(routes, o => o.OrganizationId = "00Dx0000000BV7z");
        IReadOnlyDictionary<string, SalesforceLimit> limits = await client.GetLimitsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(15000, limits["DailyApiRequests"].Max);
        Assert.InRange(limits["DailyApiRequests"].Remaining, 1, 15000);
        Assert.Equal("na1.salesforce.com", routes.Seen[1].Request.RequestUri!.Host);
    }

    [Theory]
    [InlineData("upsert-300-multiple.json", 300, WriteOutcomeKind.Rejected)]
    [InlineData("x-upsert-created-201.json", 201, WriteOutcomeKind.Created)]
    [InlineData("x-upsert-updated-200.json", 200, WriteOutcomeKind.Updated)]
    public async Task Upsert_RecordedAnswer_BecomesAnOutcome(string file, int status, WriteOutcomeKind kind)
    {
        string body = file.StartsWith("x-", StringComparison.Ordinal) ? Envelope(file) : Text(file);
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On("PATCH /services/data/v64.0/sobjects/Contact/Email/a%40example.com", status, body));
        WriteOutcome outcome = await client.UpsertAsync("Contact", "Email", "a@example.com", """{"LastName":"TestUser"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(kind, outcome.Kind);
        Assert.Equal(kind == WriteOutcomeKind.Rejected, outcome.NativeId is null);
    }

    [Fact]
    public async Task Query_TwoRecordedPages_AreFollowed()
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, Text("query-paged-first.json")).On("GET /services/data/v26.0/query/01gD", 200, Text("query-paged-last.json"));
        using SalesforceClient client = TestClients.Over(routes);
        List<Page<SalesforceRecord>> pages = await client.QueryAsync(Asked, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(["First Page", "Last Page"], pages.Select(p => p.Items[0].Json.GetProperty("Text_Label").GetString()));
    }

    [Theory]
    [InlineData("query-empty.json", 0)]
    [InlineData("query-count-only.json", 0)]
    [InlineData("query-aggregate-null-group.json", 3)]
    [InlineData("query-nested-parent-and-children.json", 1)]
    [InlineData("query-case-two-parents-with-nulls.json", 26)]
    [InlineData("query-duplicate-business-key.json", 2)]
    public async Task Query_RecordedPage_IsReadWithoutLoss(string file, int records)
    {
        List<SalesforceRecord> read = await RecordsAsync(Text(file));
        Assert.Equal(records, read.Count);
        using JsonDocument recorded = JsonDocument.Parse(Text(file));
        Assert.Equal(
            recorded.RootElement.GetProperty("records").EnumerateArray().Select(r => r.GetRawText()),
            read.Select(r => r.Json.GetRawText()));
    }

    [Fact]
    public async Task Query_RecordedParents_AreReachedOrNull()
    {
        List<SalesforceRecord> cases = await RecordsAsync(Text("query-case-two-parents-with-nulls.json"));
        Assert.Contains(cases, c => c.Parent("Account") is { Id: "001i0000006QhnSAAS", ObjectName: "Account" });
        SalesforceRecord nested = Assert.Single(await RecordsAsync(Text("query-nested-parent-and-children.json")));
        Assert.Equal("Parent Whizbang", nested.Parent("ParentWhizbang__r")!.Json.GetProperty("Name").GetString());
        // An aggregate has neither id nor object of its own.
        Assert.All(await RecordsAsync(Text("query-aggregate-null-group.json")), a => Assert.Null(a.Id));
    }

    [Theory]
    [InlineData("describe-Account.json", "Account")]
    [InlineData("describe-Opportunity.json", "Opportunity")]
    [InlineData("describe-custom-object.json", "Whizbang__c")]
    public async Task Describe_Recorded_IsRead(string file, string name)
    {
        SalesforceObjectDescription described = await DescribeAsync(file, name);
        Assert.NotEmpty(described.Fields);
        Assert.True(described.TryGetField("id", out SalesforceFieldDescription? id));
        Assert.False(id.IsCreateable);
        if (name == "Opportunity")
        {
            Assert.True(described.TryGetField("Amount", out SalesforceFieldDescription? amount));
            Assert.Equal(("currency", 18, 2), (amount.Type, amount.Precision, amount.Scale));
            Assert.True(described.TryGetField("AccountId", out SalesforceFieldDescription? account));
            Assert.Equal("Account", Assert.Single(account.ReferenceTo));
            Assert.Equal("Account", account.RelationshipName);
        }
    }

    [Theory]
    [InlineData("describe-Account.json", "Account")]
    [InlineData("describe-Opportunity.json", "Opportunity", "CurrencyIsoCode", "Legal_Entity__c")]
    public async Task Mapping_AgainstARecordedOrg_AsksOnlyForWhatIsThereOrForWhatIsSaid(string file, string name, params string[] missing)
    {
        // The recorded org has one currency; the account mapping for such an org asks for standard fields alone.
        MappingDocument document = name == "Account" ? SalesforceMappings.AccountToCustomer(singleCurrency: true) : SalesforceMappings.OpportunityToProject();
        SalesforceObjectDescription described = await DescribeAsync(file, name);
        IEnumerable<string> asked = document.Lenses.SelectMany(l => l.SourcePaths).Where(p => !p.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        Assert.Equal(missing, asked.Where(f => !described.TryGetField(f, out _)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Reasons(IReadOnlyList<MappingIssue> issues) =>
        issues.Where(i => i.Severity == MappingSeverity.Error).Select(i => i.SourcePath ?? "canonical " + i.TargetPath).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static async Task<SalesforceObjectDescription> DescribeAsync(string file, string name)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On($"GET /services/data/v64.0/sobjects/{name}/describe", 200, Text(file)));
        return await client.DescribeAsync(name, TestContext.Current.CancellationToken);
    }

    private static async Task<List<SalesforceRecord>> RecordsAsync(string body)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, body));
        return [.. (await client.QueryAsync(Asked, cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).SelectMany(p => p.Items)];
    }

    private static string Text(string file) => Encoding.UTF8.GetString(SharedFiles.Fixture(file));

    private static string Envelope(string file)
    {
        using JsonDocument envelope = JsonDocument.Parse(SharedFiles.Fixture(file));
        return envelope.RootElement.GetProperty("body").GetRawText();
    }
}
