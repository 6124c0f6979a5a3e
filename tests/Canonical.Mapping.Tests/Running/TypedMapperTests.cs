using System.Text;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

public sealed class TypedMapperTests
{
    private const string Lenses = """
        { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" },
        { "id": "kind", "kind": "constant", "target": "kind", "value": "organization" },
        { "id": "currency", "kind": "field", "source": "AccountCurrency", "target": "defaultCurrency", "convert": "upper" },
        { "id": "phone", "kind": "field", "source": "Phone", "target": "phones[kind=main].number", "convert": "text" },
        { "id": "fax", "kind": "field", "source": "Fax", "target": "phones[kind=fax].number", "convert": "text" },
        { "id": "limit", "kind": "money", "source": "Limit", "target": "creditLimit", "currency": { "path": "AccountCurrency" } },
        { "id": "employees", "kind": "field", "source": "Employees", "target": "employeeCount" }
        """;

    [Fact]
    public void ToCanonical_SoundRecord_IsAnObjectAndComesBack()
    {
        var mapper = Typed(Lenses);
        var result = Map(mapper, """{"id":"1","Name":"Example AB","AccountCurrency":"sek","Phone":"+46 1","Limit":1.0E7,"Employees":4}""");
        Assert.True(result.Succeeded, string.Join('\n', result.Issues));
        Assert.Equal("Example AB", result.Value.Name);
        Assert.Equal("SEK", result.Value.DefaultCurrency.ToString());
        Assert.Equal(CanonicalId.Derive("acme", "customer", "test", "org1", "1"), result.Value.Id);
        Assert.Equal("""{"Name":"Example AB","AccountCurrency":"SEK","Phone":"+46 1","Limit":10000000,"Employees":4}""", mapper.ToVendor(result.Value, Bench.Context).Text());
    }

    // Sound, broken against the contract, no record at all, a warning, nothing but an error of a lens.
    [Theory]
    [InlineData("""{"id":"1","Name":"Example AB","AccountCurrency":"sek"}""", true)]
    [InlineData("""{"id":"1","Name":"Example AB"}""", false)]
    [InlineData("""{"id":"1","Name":7,"AccountCurrency":"sek"}""", false)]
    [InlineData("""{"id":"1","Name":"A","AccountCurrency":"EURO","Phone":"1","Fax":"7777777777777777777777777777777777777777777777777777777777777","Employees":-3.5}""", false)]
    [InlineData("""{"id":"1","Name":"A\ud800","AccountCurrency":"sek"}""", false)]
    [InlineData("[1]", false)]
    [InlineData("", false)]
    public void TryToCanonical_Record_SaysWhatToCanonicalSays(string vendor, bool isMapped)
    {
        var mapper = Typed(Lenses);
        var result = Map(mapper, vendor);
        Assert.Equal(isMapped, result.Succeeded);
        Assert.Equal(isMapped, mapper.TryToCanonical(Encoding.UTF8.GetBytes(vendor), Bench.Context, out var value, out var issues));
        Assert.Equal(result.Value, value);
        Assert.Equal(result.Issues.Select(issue => issue.ToString()), issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void TryToCanonical_HeldRecord_IsNoObject()
    {
        var mapper = Typed(Lenses + """, { "id": "industry", "kind": "table", "source": "Industry", "target": "industry", "only": "toCanonical", "unknown": "hold", "entries": [ { "vendor": "A", "canonical": "a" } ], "loss": "The code goes one way." }""");
        Assert.False(mapper.TryToCanonical("""{"id":"1","Name":"A","AccountCurrency":"SEK","Industry":"B"}"""u8, Bench.Context, out var value, out var issues));
        Assert.Null(value);
        Assert.Equal(MappingSeverity.Held, Assert.Single(issues).Severity);
    }

    // The rest is only looked for where something is left.
    [Theory]
    [InlineData("""{"id":"1","Name":"A","AccountCurrency":"SEK"}""", null)]
    [InlineData("""{"id":"1","Name":"A","AccountCurrency":"SEK","Other":null}""", null)]
    [InlineData("""{"id":"1","Name":"A","AccountCurrency":"SEK","Other":[1.50]}""", """{"Other":[1.50]}""")]
    public void ToCanonical_Rest_IsWhatNoLensReads(string vendor, string? rest)
    {
        var mapper = Typed(Lenses + """, { "id": "rest", "kind": "rest", "target": "extensions.x.rest", "only": "toCanonical", "loss": "It is not written back." }""");
        var result = Map(mapper, vendor);
        Assert.True(result.Succeeded, string.Join('\n', result.Issues));
        using var json = JsonDocument.Parse(result.Json);
        Assert.Equal(rest, json.RootElement.TryGetProperty("extensions", out var extensions) ? extensions.GetProperty("x").GetProperty("rest").GetRawText() : null);
    }

    [Fact]
    public void ToCanonical_RequiredMemberMissing_NamesTheLensAndTheVendorsMember()
    {
        var issue = Assert.Single(Map(Typed(Lenses), """{"id":"1","Name":"Example AB","AccountCurrency":" "}""").Issues);
        Assert.Equal((MappingCodes.ContractViolation, MappingIssueKind.Contract, MappingValueKind.Missing), (issue.Code, issue.Kind, issue.ValueKind));
        Assert.Equal(("AccountCurrency", "defaultCurrency", "currency"), (issue.SourcePath, issue.TargetPath, issue.Lens));
        Assert.Equal("AccountCurrency is missing or empty, and the contract requires 'defaultCurrency'.", issue.Message);
    }

    [Fact]
    public void ToCanonical_RequiredMemberThatNoLensGives_AsksForALens()
    {
        var result = Map(Typed("""{ "id": "name", "kind": "field", "source": "Name", "target": "name" }"""), """{"id":"1","Name":"A"}""");
        Assert.Equal("defaultCurrency kind", string.Join(' ', result.Issues.Select(issue => issue.TargetPath).Order(StringComparer.Ordinal)));
        Assert.All(result.Issues, issue => Assert.Contains("Add a lens", issue.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void ToCanonical_ValuesAgainstTheContract_NameTheirPlaceAndNotTheValue()
    {
        var secret = new string('7', 61);
        var result = Map(Typed(Lenses), $$"""{"id":"1","Name":"A","AccountCurrency":"EURO-{{secret}}","Phone":"1","Fax":"{{secret}}","Employees":-3.5}""");
        Assert.False(result.Succeeded);
        Assert.True(result.Json.IsEmpty);
        Assert.Contains(result.Issues, issue => issue is { TargetPath: "defaultCurrency", Lens: "currency", ValueKind: MappingValueKind.String });
        Assert.Contains(result.Issues, issue => issue is { TargetPath: "phones[1].number", Code: MappingCodes.ContractViolation });
        Assert.Contains(result.Issues, issue => issue is { TargetPath: "employeeCount", SourcePath: "Employees", Lens: "employees" });
        Assert.All(result.Issues, issue => Assert.DoesNotContain(secret, issue.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ToCanonical_ErrorOfALens_IsNotToldAgainByTheContract()
    {
        var result = Map(Typed(Lenses), """{"id":"1","Name":7,"AccountCurrency":5}""");
        Assert.Equal("name currency", string.Join(' ', result.Issues.Select(issue => issue.Lens)));
    }

    [Fact]
    public void ToCanonical_RecordWithoutKey_IsOneIssue()
    {
        var issue = Assert.Single(Map(Typed(Lenses), """{"Name":"A","AccountCurrency":"EUR"}""").Issues, issue => issue.TargetPath is "id");
        Assert.Equal(MappingCodes.KeyMissing, issue.Code);
        Assert.Equal(MappingCodes.InputNotJson, Assert.Single(Map(Typed(Lenses), "oops").Issues).Code);
    }

    [Fact]
    public void Constructor_MappingOfAnotherContract_Throws()
    {
        var mapper = Bench.Mapper("""{ "id": "n", "kind": "field", "source": "n", "target": "n" }""");
        Assert.Throws<ArgumentException>(() => new Mapper<Customer>(mapper));
    }

    [Fact]
    public void ToCanonical_RecordedSalesforceAccount_IsACustomer()
    {
        var document = MappingDocument.Parse(File.ReadAllBytes(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "salesforce-account-customer.json")));
        var mapper = new Mapper<Customer>(Mapper.Compile(document));
        var recorded = Repository.Shared("fixtures", "salesforce", "record-account-compound-address.json");
        var context = Bench.Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["defaultCurrency"] = "USD" } };
        var result = mapper.ToCanonical(recorded, context);
        Assert.True(result.Succeeded, string.Join('\n', result.Issues));
        using var vendor = JsonDocument.Parse(recorded);
        Assert.Equal(vendor.RootElement.GetProperty("Name").GetString(), result.Value.Name);
        Assert.Empty(result.Issues);
    }

    [Fact]
    public void ToCanonical_RecordedNetSuiteVendor_SaysWhyItIsNoCustomerYet()
    {
        var recorded = Repository.Shared("fixtures", "netsuite", "rest-vendor-get.json");
        using var envelope = JsonDocument.Parse(recorded);
        var mapper = Typed("""
            { "id": "name", "kind": "field", "source": "companyName", "target": "name", "convert": "text" },
            { "id": "number", "kind": "field", "source": "entityId", "target": "customerNumber", "convert": "text" },
            { "id": "kind", "kind": "table", "source": "isPerson", "target": "kind", "entries": [ { "vendor": true, "canonical": "person" }, { "vendor": false, "canonical": "organization" } ] },
            { "id": "currency", "kind": "table", "source": "currency.id", "target": "defaultCurrency", "entries": [ { "vendor": "no such id", "canonical": "EUR" } ] },
            { "id": "inactive", "kind": "table", "source": "isInactive", "target": "status", "entries": [ { "vendor": true, "canonical": "inactive" }, { "vendor": false, "canonical": "active" } ] }
            """);
        var result = mapper.ToCanonical(envelope.RootElement.GetProperty("response").GetProperty("body"), Bench.Context);
        var issue = Assert.Single(result.Issues);
        Assert.Equal((MappingCodes.UnknownCode, "currency.id", "defaultCurrency"), (issue.Code, issue.SourcePath, issue.TargetPath));
    }

    private static Mapper<Customer> Typed(string lenses)
    {
        var document = Bench.Document(lenses).Replace("thing/1.0.0", "customer/1.0.0", StringComparison.Ordinal);
        return new Mapper<Customer>(Mapper.Compile(MappingDocument.Parse(Encoding.UTF8.GetBytes(document))));
    }

    private static MappingResult<Customer> Map(Mapper<Customer> mapper, string vendor) => mapper.ToCanonical(Encoding.UTF8.GetBytes(vendor), Bench.Context);
}
