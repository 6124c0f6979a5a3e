using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

/// <summary>Customers and projects as real accounts and Oracle's help give them: each maps, or says why not.</summary>
[Trait("Category", "Fixtures")]
public sealed class RecordedCustomersAndProjectsTests
{
    private static readonly XNamespace Core2012 = "urn:core_2012_1.platform.webservices.netsuite.com";
    private static readonly XNamespace Common2012 = "urn:common_2012_1.platform.webservices.netsuite.com";
    private static readonly XNamespace Relationships2012 = "urn:relationships_2012_1.lists.webservices.netsuite.com";

    private static MappingContext Context => new()
    {
        Tenant = TestAccount.Tenant,
        Instance = "1234567",
        ObservedAt = TestObjects.Observed,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["defaultStage"] = "inProgress", ["defaultBillingType"] = "timeAndMaterials" },
    };

    [Fact]
    public void SoapCustomer_WithoutCurrency_SaysSoAndMapsWithADefault()
    {
        XElement record = XDocument.Load(SharedFixtures.PathOf("soap", "get_customer.xml")).Descendants().Single(e => e.Name.LocalName == "record");
        byte[] customer = FromSoap(record);
        var mapper = new Mapper<Customer>(Mapper.Compile(NetSuiteMappings.Customer));
        MappingResult<Customer> refused = mapper.ToCanonical(customer, Context);
        MappingResult<Customer> mapped = mapper.ToCanonical(customer, WithCurrency("USD"));

        Assert.False(refused.Succeeded);
        Assert.Equal([(MappingCodes.ParameterMissing, "defaultCurrency")], refused.Issues.Where(i => i.Code == MappingCodes.ParameterMissing).Select(i => (i.Code, i.TargetPath!)));
        Assert.True(mapped.Succeeded, string.Join('\n', mapped.Issues));
        Customer value = mapped.Value;
        Assert.True(value.Validate().IsValid);
        Assert.Equal("Test Inc.", value.Name);
        Assert.Equal("100157", value.CustomerNumber);
        Assert.Equal(("988", "100157"), (value.SourceRefs[0].RecordId, value.SourceRefs[0].ExternalId));
        Assert.Equal(CustomerKind.Organization, value.Kind);
        Assert.Equal(RecordStatus.Active, value.Status);
        // 11:56:19 in the account's zone of minus eight hours.
        Assert.Equal(new DateTimeOffset(2011, 12, 15, 19, 56, 19, TimeSpan.Zero), value.SourceCreatedAt);
        Assert.False(value.OnHold);
        Assert.True(value.TaxExempt);
        Assert.Null(value.PaymentTerms);
    }

    [Fact]
    public void SoapSearchRows_MapOrSayWhyNot()
    {
        XElement[] rows = [.. XDocument.Load(SharedFixtures.PathOf("soap", "saved_search_joined_custom_customer.xml")).Descendants(Core2012 + "searchRow")];
        Assert.Equal(2, rows.Length);
        var mapper = new Mapper<Customer>(Mapper.Compile(NetSuiteMappings.Customer));
        MappingResult<Customer> first = mapper.ToCanonical(FromSearchRow(rows[0]), WithCurrency("USD"));
        MappingResult<Customer> second = mapper.ToCanonical(FromSearchRow(rows[1]), WithCurrency("USD"));

        Assert.True(first.Succeeded, string.Join('\n', first.Issues));
        Assert.Equal("A Awesome Name", first.Value.Name);
        Assert.Equal("456", first.Value.SourceRefs[0].ExternalId);
        Assert.Equal("444-444-4444", Assert.Single(first.Value.Phones!).Number);
        // The second row was asked for without its internal id: nothing names it.
        Assert.False(second.Succeeded);
        Assert.Contains(second.Issues, i => i.Code == MappingCodes.KeyMissing && i.SourcePath == "id");
    }

    [Fact]
    public void AnalyticsJobs_WithoutSubsidiary_EachSaysSoAndMapsWithIt()
    {
        string[] lines = File.ReadAllLines(SharedFixtures.PathOf("suiteanalytics-csv", "netsuite2_job_data.csv"));
        string[] names = lines[0].Split(',');
        var mapper = new Mapper<Project>(Mapper.Compile(NetSuiteMappings.Project));
        int count = 0;
        foreach (string line in lines.Skip(1).Where(l => l.Length > 0))
        {
            string[] values = line.Split(',');
            Assert.Equal(names.Length, values.Length);
            Dictionary<string, string> row = names.Zip(values).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
            MappingResult<Project> refused = mapper.ToCanonical(FromAnalytics(row, subsidiary: null), Context);
            MappingResult<Project> mapped = mapper.ToCanonical(FromAnalytics(row, subsidiary: "1"), Context);

            Assert.False(refused.Succeeded);
            Assert.Equal(["/legalEntity"], refused.Issues.Where(i => i.Severity == MappingSeverity.Error).Select(i => i.ToRecordIssue().Path).Distinct(StringComparer.Ordinal));
            Assert.True(mapped.Succeeded, string.Join('\n', mapped.Issues));
            Assert.True(mapped.Value.Validate().IsValid);
            Assert.Equal(row["entityid"], mapped.Value.Number);
            Assert.Equal(row["companyname"], mapped.Value.Name);
            Assert.Equal(CanonicalId.Derive(TestAccount.Tenant, "customer", "netsuite", "1234567", row["parent"]), mapped.Value.Customer.Id);
            Assert.Equal(row["startdate"][..10], mapped.Value.PlannedStart!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Assert.True(mapped.Value.OpenForTime);
            count++;
        }

        Assert.Equal(5, count);
    }

    [Fact]
    public async Task WriteSamples_OfCustomerAndJob_GoThroughTheSandboxAndBack()
    {
        var sandboxOptions = new NetSuiteSandboxOptions();
        // What the samples' account asks for is less than what a default form does.
        sandboxOptions.RequiredFields["customer"] = [];
        sandboxOptions.RequiredFields["job"] = ["entityId", "subsidiary"];
        await using TestAccount account = await TestAccount.StartAsync(sandboxOptions: sandboxOptions);
        CancellationToken ct = TestContext.Current.CancellationToken;
        string customerId = "";
        foreach (JsonElement exchange in SharedFixtures.Json("docs-samples", "record-write-samples.json").GetProperty("exchanges").EnumerateArray())
        {
            JsonElement request = exchange.GetProperty("request");
            string[] path = request.GetProperty("path").GetString()!.Split('/')[5..];
            byte[] body = Encoding.UTF8.GetBytes(request.GetProperty("body").GetRawText());
            if (path[0] is not ("customer" or "job"))
                continue;
            switch (request.GetProperty("method").GetString())
            {
                case "POST":
                    string id = (await account.Client.CreateAsync(path[0], body, ct)).Id!;
                    customerId = path[0] == "customer" ? id : customerId;
                    break;
                case "PATCH":
                    await account.Client.UpdateAsync(path[0], NetSuiteRecordKey.Internal(customerId), body, ct);
                    break;
                default:
                    await account.Client.UpsertAsync(path[0], path[1]["eid:".Length..], body, ct);
                    break;
            }
        }

        List<SourceItem<Customer>> customers = [];
        await foreach (Page<SourceItem<Customer>> page in account.Customers.ReadAsync(cancellationToken: ct))
            customers.AddRange(page.Items);
        List<SourceItem<Project>> projects = [];
        await foreach (Page<SourceItem<Project>> page in account.Projects.ReadAsync(cancellationToken: ct))
            projects.AddRange(page.Items);

        // None of the samples gives a currency, and the project has no customer: each says so.
        Assert.Equal(2, customers.Count);
        Assert.All(customers, c => Assert.Contains(c.Issues, i => i.Path == "/defaultCurrency"));
        Assert.Equal(["/currency", "/customer"], Assert.Single(projects).Issues.Select(i => i.Path!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal("Updated Customer", account.Sandbox.FindRecord("customer", customerId)!.Fields["entityId"]);

        // With the currency of the account in the options the customers are valid.
        NetSuiteOptions options = TestAccount.Options(account.Sandbox);
        options.DefaultCurrency = "USD";
        using NetSuiteClient client = NetSuiteClient.Create(options);
        List<string> names = [];
        await foreach (Page<SourceItem<Customer>> page in new NetSuiteCustomers(client).ReadAsync(cancellationToken: ct))
            names.AddRange(page.Items.Select(i => i.Value!.Name));
        Assert.Contains("My Company", names);
    }

    private static MappingContext WithCurrency(string currency) => Context with
    {
        Parameters = new Dictionary<string, string>(Context.Parameters, StringComparer.Ordinal) { ["defaultCurrency"] = currency },
    };

    /// <summary>A SOAP record in the shape of the REST service: plain elements become members, references become selects, and enum values lose their underscore.</summary>
    private static byte[] FromSoap(XElement record)
    {
        var json = new JsonObject
        {
            ["id"] = record.Attribute("internalId")!.Value,
            ["externalId"] = record.Attribute("externalId")?.Value,
        };
        foreach (XElement element in record.Elements())
        {
            string name = element.Name.LocalName;
            if (element.Attribute("internalId") is { } id)
                json[name] = new JsonObject { ["id"] = id.Value };
            else if (element.HasElements)
                continue;
            else if (element.Value is "true" or "false")
                json[name] = element.Value == "true";
            else if (element.Value.StartsWith('_'))
                json[name] = new JsonObject { ["id"] = element.Value[1..].ToUpperInvariant() };
            else
                json[name] = element.Value;
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static byte[] FromSearchRow(XElement row)
    {
        var json = new JsonObject();
        foreach (XElement field in row.Element(Relationships2012 + "basic")!.Elements().Where(e => e.Name != Common2012 + "customFieldList"))
        {
            XElement value = field.Element(Core2012 + "searchValue")!;
            string text = value.Attribute("internalId")?.Value ?? value.Attribute("externalId")?.Value ?? value.Value;
            json[field.Name.LocalName == "internalId" ? "id" : field.Name.LocalName] = text;
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>A row of the analytics model (what SuiteQL reads) in the shape of the REST service, with the codes that the connector would add.</summary>
    private static byte[] FromAnalytics(Dictionary<string, string> row, string? subsidiary)
    {
        var json = new JsonObject
        {
            ["id"] = row["id"],
            ["entityId"] = row["entityid"],
            ["companyName"] = row["companyname"],
            ["parent"] = new JsonObject { ["id"] = row["parent"] },
            ["currency"] = new JsonObject { ["id"] = row["currency"], ["symbol"] = "USD" },
            ["isInactive"] = row["isinactive"] == "T",
            ["allowTime"] = row["allowtime"] == "T",
            ["startDate"] = row["startdate"].Split(' ')[0],
        };
        if (row["entitystatus"].Length > 0)
            json["entityStatus"] = new JsonObject { ["id"] = row["entitystatus"] };
        if (subsidiary is not null)
            json["subsidiary"] = new JsonObject { ["id"] = subsidiary };
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
