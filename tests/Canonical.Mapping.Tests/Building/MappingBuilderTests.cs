using System.Text;
using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

public sealed class MappingBuilderTests
{
    // Mappings/account.customer.json of Connectors.Salesforce, in C#.
    internal static MappingBuilder<Customer> Account() => new MappingBuilder<Customer>("salesforce.account-customer", "1.0.0")
        .Title("Salesforce Account to Customer")
        .Description("Standard fields only, so that it runs in every org. Fields that are asked for beyond it are kept beside; what an org adds for good goes into an overlay.")
        .Source("salesforce", "Account", key: "Id", version: "SystemModstamp", created: "CreatedDate", modified: "SystemModstamp")
        .Parameter("orgCurrency", MappingParameterType.Currency, "The currency of an org that has one currency only. In an org with several, each record names its own and this parameter is taken out.")
        .VendorConstant("attributes.type", "Account", new() { Id = "type" })
        .When(
            "merge", "exists(MasterRecordId)", null,
            lenses => lenses.Constant(c => c.Status, "merged", new() { Id = "merged" }).Reference("MasterRecordId", c => c.MergedInto, "customer", new() { Id = "mergedInto", VendorObject = "Account" }),
            otherwise => otherwise.Table(
                "IsDeleted", c => c.Status, entries => entries.Entry(false, "active").Entry(true, "deleted"),
                new() { Id = "deleted", Only = MappingDirection.ToCanonical, Loss = "Salesforce sets IsDeleted itself; a delete is a call of its own and no field." }),
            new() { Only = MappingDirection.ToCanonical, Loss = "Salesforce merges by a call of its own and sets the field on the account that is gone." })
        .Field("Name", c => c.Name, new() { Convert = "text", Required = MappingRequired.ToCanonical })
        .Field("AccountNumber", c => c.CustomerNumber, new() { Id = "number", Convert = "text" })
        .Default(c => c.Kind, "organization", "Without person accounts every account is an organization; the kind is not written back.")
        .Reference("ParentId", c => c.Parent, "customer", new() { VendorObject = "Account" })
        .Field("CurrencyIsoCode", c => c.DefaultCurrency, new() { Id = "currency", Convert = "upper" })
        .Default(c => c.DefaultCurrency, MappingLiteral.Parameter("orgCurrency"), "An org with one currency has no CurrencyIsoCode to write back.", new() { Id = "currencyOfOrg" })
        .Field("BillingStreet", c => c.BillingAddress!.Street, new() { Id = "billingStreet", Convert = "text" })
        .Field("BillingCity", c => c.BillingAddress!.City, new() { Id = "billingCity", Convert = "text" })
        .Field("BillingState", c => c.BillingAddress!.Region, new() { Id = "billingRegion", Convert = "text" })
        .Field("BillingPostalCode", c => c.BillingAddress!.PostalCode, new() { Id = "billingPostalCode", Convert = "text" })
        .Field("BillingCountry", c => c.BillingAddress!.Country, new() { Id = "billingCountry", Convert = "text" })
        .Field("ShippingStreet", c => c.ShippingAddress!.Street, new() { Id = "shippingStreet", Convert = "text" })
        .Field("ShippingCity", c => c.ShippingAddress!.City, new() { Id = "shippingCity", Convert = "text" })
        .Field("ShippingState", c => c.ShippingAddress!.Region, new() { Id = "shippingRegion", Convert = "text" })
        .Field("ShippingPostalCode", c => c.ShippingAddress!.PostalCode, new() { Id = "shippingPostalCode", Convert = "text" })
        .Field("ShippingCountry", c => c.ShippingAddress!.Country, new() { Id = "shippingCountry", Convert = "text" })
        .Field("Phone", "phones[kind=main].number", new() { Id = "phone", Convert = "text" })
        .Field("Fax", "phones[kind=fax].number", new() { Id = "fax", Convert = "text" })
        .Field("Website", c => c.Website, new() { Convert = "text" })
        .Field("Industry", c => c.Industry, new() { Convert = "text" })
        .Field("NumberOfEmployees", c => c.EmployeeCount, new() { Id = "employees", Convert = "integer" })
        .Rest("extensions.'salesforce.account'.rest", options: new() { Only = MappingDirection.ToCanonical, Loss = "What no lens names is kept as it stands and not written back: much of it is read-only." });

    [Fact]
    public void ToUtf8Json_TheSalesforceAccount_IsTheDocumentOfTheConnector()
    {
        var file = JsonNode.Parse(File.ReadAllBytes(Repository.Path("src", "Connectors.Salesforce", "Mappings", "account.customer.json")));
        var built = JsonNode.Parse(Account().ToUtf8Json());
        Assert.Equal(file!.ToJsonString(), Ordered(built!, file!).ToJsonString());
    }

    [Fact]
    public void Build_TheSalesforceAccount_HasTheSameLensesAndRunsAlike()
    {
        var file = MappingDocument.Parse(File.ReadAllBytes(Repository.Path("src", "Connectors.Salesforce", "Mappings", "account.customer.json")));
        var built = Account().Build();
        Assert.Equal(
            file.Lenses.Select(lens => $"{lens.Id} {lens.Kind} {string.Join(',', lens.SourcePaths)} {string.Join(',', lens.TargetPaths)} {lens.Converter} {lens.Direction} {lens.Loss}"),
            built.Lenses.Select(lens => $"{lens.Id} {lens.Kind} {string.Join(',', lens.SourcePaths)} {string.Join(',', lens.TargetPaths)} {lens.Converter} {lens.Direction} {lens.Loss}"));
        string[] none = [];
        Assert.Equal(file.Source with { AddedPaths = none }, built.Source with { AddedPaths = none });
        Assert.Equal(file.Parameters, built.Parameters);

        // get-put and put-get through the built document, for members that its lenses cover both ways.
        var (one, other) = (Mapper.Compile(file), Mapper.Compile(built));
        for (var seed = 0; seed < 200; seed++)
        {
            var vendor = Vendor(new Random(seed));
            var (canonical, expected) = (other.Forth(vendor), one.Forth(vendor));
            Assert.True(canonical.Succeeded, $"seed {seed}");
            Assert.Equal(expected.Json.ToArray(), canonical.Json.ToArray());
            var back = Encoding.UTF8.GetString(other.ToVendor(canonical.Json.Span, Bench.Context).Json.Span);
            var again = other.Forth(back.Insert(1, "\"Id\": \"001\","));
            Assert.True(JsonNode.DeepEquals(Body(canonical), Body(again)), $"seed {seed}: {vendor}\n{back}");
        }
    }

    [Fact]
    public void Build_EveryKind_IsTheDocumentThatAnAuthorWouldWrite()
    {
        var built = new MappingBuilder<Resource>("example.lines", "0.1.0")
            .Source("example", "Person", "person_id", added: ["computed"])
            .SharedTable("types", table => table.Description("Kinds of work.").Entry("F", "fixed").Entry("T", "open").Entry("X", "open", MappingDirection.ToCanonical, description: "Old code.").Loss("X comes back as T."))
            .Parameter("unit", MappingParameterType.Code, defaultValue: "h")
            .When(
                "who", MappingCondition.Equal("is_contractor", true), MappingCondition.Equal("kind", "contractor"),
                lenses => lenses.VendorConstant("is_contractor", true, new() { Id = "contractorFlag" }).Constant(r => r.Kind, "contractor", new() { Id = "contractor" }),
                otherwise => otherwise.VendorConstant("is_contractor", false, new() { Id = "employeeFlag" }).Constant(r => r.Kind, "employee", new() { Id = "employee" }))
            .When("closed", "exists(left_on) and state in ('gone', 'left')", null, lenses => lenses.Constant("status", "deleted"), options: new() { Only = MappingDirection.ToCanonical, Loss = "Only read, never written." })
            .First(["work_email", "email"], r => r.WorkEmail, "The address goes back to work_email.", new() { Convert = "lower", Back = "work_email" })
            .Each("rates", r => r.CostRates, lenses => lenses
                .Field("from", c => c.EffectiveFrom, new() { Convert = new("date") { ["format"] = "MM/dd/yyyy" } })
                .Money("cents", c => c.Rate, MappingCurrency.At("$.currency"), new() { Shift = -2 })
                .Constant("unit", MappingLiteral.Parameter("unit")),
                new() { Where = "cents > 0", WhereTarget = MappingCondition.Exists("rate"), Loss = "Rates of nothing are left out." })
            .Quantity("minutes", "extensions.acme.load", "h", new() { Id = "load", VendorUnit = "min", Clear = MappingClear.Never })
            .Table("type", "extensions.acme.type", "types", new() { Id = "type", Unknown = "default", DefaultToCanonical = "open", Loss = "Unknown types become open." })
            .Table("term", "extensions.acme.term", entries => entries.Entry("1", "one", from: new DateOnly(2026, 1, 1), to: new DateOnly(2027, 1, 1)), new() { Id = "term", Unknown = "hold", AsOf = new("signed", "extensions.acme.signed") })
            .Extension("signed", "acme", "signed", MappingExtensionType.Date)
            .Concat(["a", "b"], "-", "extensions.acme.ab", new() { Id = "ab" })
            .Split("c", "/", ["extensions.acme.c1", "extensions.acme.c2"], new() { Exact = false, Loss = "Empty parts are left out." })
            .VendorDefault("lang", "en", "The language of a record without one.")
            .Rest("extensions.acme.rest", ["_links"], new() { Loss = "Links are made anew." })
            .ToUtf8Json();
        var expected = JsonNode.Parse("""
            {
              "$schema": "https://schemas.canonical-sdk.org/mapping/1.0.0", "mapping": "example.lines", "version": "0.1.0",
              "source": { "system": "example", "object": "Person", "key": "person_id", "added": [ "computed" ] }, "target": "resource/1.0.0",
              "parameters": { "unit": { "type": "code", "default": "h" } },
              "tables": { "types": { "description": "Kinds of work.", "entries": [ { "vendor": "F", "canonical": "fixed" }, { "vendor": "T", "canonical": "open" }, { "vendor": "X", "canonical": "open", "only": "toCanonical", "description": "Old code." } ], "loss": "X comes back as T." } },
              "lenses": [
                { "id": "who", "kind": "when", "source": { "path": "is_contractor", "equals": true }, "target": { "path": "kind", "equals": "contractor" },
                  "lenses": [ { "id": "contractorFlag", "kind": "constant", "source": "is_contractor", "value": true }, { "id": "contractor", "kind": "constant", "target": "kind", "value": "contractor" } ],
                  "else": [ { "id": "employeeFlag", "kind": "constant", "source": "is_contractor", "value": false }, { "id": "employee", "kind": "constant", "target": "kind", "value": "employee" } ] },
                { "id": "closed", "kind": "when", "only": "toCanonical", "loss": "Only read, never written.", "source": "exists(left_on) and state in ('gone', 'left')",
                  "lenses": [ { "id": "closed.status", "kind": "constant", "target": "status", "value": "deleted" } ] },
                { "id": "workEmail", "kind": "first", "loss": "The address goes back to work_email.", "sources": [ "work_email", "email" ], "target": "workEmail", "back": "work_email", "convert": "lower" },
                { "id": "costRates", "kind": "each", "loss": "Rates of nothing are left out.", "source": "rates", "target": "costRates",
                  "where": { "source": "cents > 0", "target": { "path": "rate", "exists": true } },
                  "lenses": [
                    { "id": "costRates.effectiveFrom", "kind": "field", "source": "from", "target": "effectiveFrom", "convert": { "name": "date", "format": "MM/dd/yyyy" } },
                    { "id": "costRates.rate", "kind": "money", "source": "cents", "target": "rate", "currency": { "path": "$.currency" }, "shift": -2 },
                    { "id": "costRates.unit", "kind": "constant", "target": "unit", "parameter": "unit" } ] },
                { "id": "load", "kind": "quantity", "source": "minutes", "target": "extensions.acme.load", "unit": "h", "vendorUnit": "min", "clear": "never" },
                { "id": "type", "kind": "table", "loss": "Unknown types become open.", "source": "type", "target": "extensions.acme.type", "unknown": "default", "default": { "toCanonical": "open" }, "table": "types" },
                { "id": "term", "kind": "table", "source": "term", "target": "extensions.acme.term", "unknown": "hold", "asOf": { "source": "signed", "target": "extensions.acme.signed" }, "entries": [ { "vendor": "1", "canonical": "one", "from": "2026-01-01", "to": "2027-01-01" } ] },
                { "id": "signed", "kind": "extension", "source": "signed", "namespace": "acme", "name": "signed", "type": "date" },
                { "id": "ab", "kind": "concat", "sources": [ "a", "b" ], "separator": "-", "target": "extensions.acme.ab" },
                { "id": "extensions.acme.c1", "kind": "split", "loss": "Empty parts are left out.", "source": "c", "separator": "/", "targets": [ "extensions.acme.c1", "extensions.acme.c2" ], "exact": false },
                { "id": "lang", "kind": "default", "loss": "The language of a record without one.", "source": "lang", "value": "en" },
                { "id": "rest", "kind": "rest", "loss": "Links are made anew.", "target": "extensions.acme.rest", "except": [ "_links" ] }
              ]
            }
            """);
        Assert.Equal(expected!.ToJsonString(), JsonNode.Parse(built)!.ToJsonString());
        MappingDocument.Parse(built);
    }

    [Fact]
    public void Build_AMemberThatTheContractDoesNotHave_IsRefusedLikeInAFile()
    {
        var builder = new MappingBuilder<Customer>("example.bad", "1.0.0").Source("example", "Thing", "id").Field("x", "nam");
        Assert.Equal(MappingCodes.UnknownTarget, Assert.Throws<MappingDocumentException>(() => builder.Build()).Findings.Single().Code);
        Assert.Equal(MappingCodes.DocumentSchema, Assert.Throws<MappingDocumentException>(() => new MappingBuilder<Customer>("example.bad", "1").Field("x", "name").Build()).Findings[0].Code);
    }

    [Fact]
    public void Guide_ExampleInCSharp_Builds()
    {
        MappingDocument document = new MappingBuilder<Customer>("salesforce.account-customer", "1.0.0")
            .Source("salesforce", "Account", key: "Id", version: "SystemModstamp", modified: "SystemModstamp")
            .Parameter("orgCurrency", MappingParameterType.Currency, "The currency of an org that has one currency only.")
            .SharedTable("terms", table => table
                .Entry("Net 30", "net30")
                .Entry("Due on receipt", "immediate")
                .Entry("COD", "immediate", only: MappingDirection.ToCanonical)
                .Loss("COD comes back as 'Due on receipt'."))
            .Field("Name", c => c.Name, new() { Convert = "text", Required = MappingRequired.ToCanonical })
            .Field("BillingCity", c => c.BillingAddress!.City, new() { Convert = "text" })
            .Field("Phone", "phones[kind=main].number", new() { Id = "phone", Convert = "text" })
            .Table("Payment_Terms__c", c => c.PaymentTerms, "terms", new() { Id = "terms" })
            .Default(c => c.DefaultCurrency, MappingLiteral.Parameter("orgCurrency"), "The currency of the org is not written back.")
            .When("closed", "exists(Closed_On__c)", null, lenses => lenses.Constant(c => c.Status, "deleted"),
                options: new() { Only = MappingDirection.ToCanonical, Loss = "Salesforce closes accounts by itself." })
            .Build();
        Assert.Equal("name billingAddress.city phone terms defaultCurrency closed closed.status", string.Join(' ', document.Lenses.Select(lens => lens.Id)));
    }

    [Fact]
    public void Package_ExampleInCSharp_DoesWhatItSays()
    {
        MappingDocument inCSharp = new MappingBuilder<Customer>("salesforce.account", "1.0.0")
            .Source("salesforce", "Account", key: "Id")
            .Field("Name", c => c.Name, new() { Convert = "text" })
            .Field("Phone", "phones[kind=main].number", new() { Id = "phone", Convert = "text" })
            .Build();
        MappingOverlay overlay = MappingOverlay.Parse("""
            { "overlay": "acme.nordwind", "version": "1.0.0", "base": "salesforce.account", "baseVersion": "^1.0.0", "scope": "legalEntity",
              "lenses": [ { "op": "remove", "id": "phone" },
                          { "op": "add", "lens": { "id": "cluster", "kind": "extension", "source": "NW_Cluster__c", "namespace": "acme.nordwind", "name": "cluster", "type": "code" } } ] }
            """u8);
        Mapper nordwind = Mapper.Compile(inCSharp.With(overlay));
        Assert.Equal("""{"name":"A","extensions":{"acme.nordwind":{"cluster":"N1"}}}""", nordwind.Forth("""{ "Id": "1", "Name": "A", "Phone": "1", "NW_Cluster__c": "N1" }""").Body());
    }

    [Theory]
    [InlineData("c => c.Name", "name")]
    [InlineData("c => c.BillingAddress!.City", "billingAddress.city")]
    [InlineData("static (Customer c) => c.BillingAddress?.City", "billingAddress.city")]
    [InlineData("(c) => (c.Phones[0].Number)", "phones[0].number")]
    [InlineData("c =>\n    c.BillingAddress!\n        .PostalCode", "billingAddress.postalCode")]
    [InlineData("c => c", ".")]
    public void Path_OfALambda_IsThatOfTheContract(string lambda, string expected) => Assert.Equal(expected, MemberText.Path(lambda));

    [Theory]
    [InlineData("c => other.Name")]
    [InlineData("c => c.Name.ToUpper()")]
    [InlineData("c => c.Name + c.LegalName")]
    [InlineData("c => c.Phones[i].Number")]
    [InlineData("c => cc.Name")]
    [InlineData("c => (object)c.Name")]
    [InlineData("target")]
    public void Path_OfAnythingElse_IsRefused(string lambda) => Assert.Throws<ArgumentException>(() => MemberText.Path(lambda));

    [Fact]
    public void Add_WithoutAnIdWherePathIsNone_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MappingBuilder<Customer>("a.b", "1.0.0").Field("Phone", "phones[kind=main].number"));

    [Theory]
    [InlineData("it's \"so\"\n", "\"it's \\\"so\\\"\\n\"")]
    public void Literal_OfAText_IsJson(string text, string json) => Assert.Equal(json, ((MappingLiteral)text).Json);

    [Fact]
    public void Literal_OfNumbers_KeepsItsDigits()
    {
        MappingLiteral rate = 1.10m;
        MappingLiteral count = 7;
        Assert.Equal("1.10 7 true", $"{rate.Json} {count.Json} {((MappingLiteral)true).Json}");
        Assert.Throws<InvalidOperationException>(() => new MappingBuilder<Customer>("a.b", "1.0.0").SharedTable("t", table => table.Entry(MappingLiteral.Parameter("p"), 1)));
    }

    private static string Vendor(Random random)
    {
        var fields = new[] { "AccountNumber", "BillingStreet", "BillingCity", "BillingCountry", "ShippingCity", "ShippingState", "Phone", "Fax", "Website", "Industry" };
        var members = fields.Where(_ => random.Next(2) == 0).Select(field => $"\"{field}\": \"{field[..3]}{random.Next(100)}\"").ToList();
        if (random.Next(2) == 0)
            members.Add($"\"NumberOfEmployees\": {random.Next(10_000)}");
        if (random.Next(3) == 0)
            members.Add("\"IsDeleted\": false");
        return "{" + string.Join(", ", [.. members, "\"Id\": \"001\"", "\"Name\": \"N\"", "\"CurrencyIsoCode\": \"EUR\"", "\"attributes\": { \"type\": \"Account\" }"]) + "}";
    }

    private static JsonObject Body(MappingResult result)
    {
        var body = JsonNode.Parse(result.Json.Span)!.AsObject();
        body.Remove("sourceRefs");
        return body;
    }

    // Members in the order of the other, where it has them, so that texts can be compared and a difference read.
    private static JsonNode Ordered(JsonNode node, JsonNode like)
    {
        if (node is JsonArray array && like is JsonArray other)
            return new JsonArray([.. array.Select((item, i) => i < other.Count ? Ordered(item!, other[i]!) : item!.DeepClone())]);
        if (node is not JsonObject members || like is not JsonObject order)
            return node.DeepClone();
        var ordered = new JsonObject();
        foreach (var member in order.Where(member => members.ContainsKey(member.Key)))
            ordered[member.Key] = Ordered(members[member.Key]!, member.Value!);
        foreach (var member in members.Where(member => !order.ContainsKey(member.Key)))
            ordered[member.Key] = member.Value!.DeepClone();
        return ordered;
    }
}
