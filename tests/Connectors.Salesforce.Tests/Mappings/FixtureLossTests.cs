using System.Text;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Recorded records are read without loss: as they stand, and by the packs with everything that no lens names.</summary>
public sealed class FixtureLossTests
{
    private static readonly MappingContext Context = new()
    {
        Tenant = "acme",
        Instance = "00D000000000062EAA",
        ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero),
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["orgCurrency"] = "USD" },
    };

    [Theory]
    [InlineData("query-paged-last.json")]
    [InlineData("query-nested-parent-and-children.json")]
    [InlineData("query-aggregate-null-group.json")]
    [InlineData("query-empty.json")]
    [InlineData("query-count-only.json")]
    [InlineData("query-case-two-parents-with-nulls.json")]
    [InlineData("query-duplicate-business-key.json")]
    [InlineData("query-email-lowercased.json")]
    [InlineData("x-opportunities-query-v59.json")]
    [InlineData("x-querymore-last-page-v60.json")]
    public async Task Query_RecordedAnswer_GivesEveryByteOfEveryRecord(string fixture)
    {
        using JsonDocument recorded = JsonDocument.Parse(SharedFiles.Fixture(fixture));
        JsonElement body = recorded.RootElement.TryGetProperty("body", out JsonElement inner) ? inner : recorded.RootElement;
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/query?q=x", 200, body.GetRawText());
        using SalesforceClient client = TestClients.Over(routes);
        List<SalesforceRecord> records = [];
        await foreach (Page<SalesforceRecord> page in client.QueryAsync(Soql.FromText("x"), cancellationToken: TestContext.Current.CancellationToken))
            records.AddRange(page.Items);
        Assert.Equal(body.GetProperty("records").EnumerateArray().Select(r => r.GetRawText()), records.Select(r => r.Json.GetRawText()));
    }

    [Fact]
    public void Account_RecordedWithCompounds_LosesNothing() =>
        Check(new Mapper<Customer>(Mapper.Compile(SalesforceMappings.AccountToCustomer(singleCurrency: true))), SharedFiles.Fixture("record-account-compound-address.json"), "salesforce.account");

    [Fact]
    public void Contact_RecordedWithCompounds_LosesNothing() =>
        Check(new Mapper<Contact>(Mapper.Compile(SalesforceMappings.ContactToContact())), SharedFiles.Fixture("record-contact-null-compound.json"), "salesforce.contact");

    [Fact]
    public void Certinia_EveryFieldOfThePackage_IsKept()
    {
        ILookup<string, PackageField> fields = ReadPackage().ToLookup(static f => f.Object, StringComparer.Ordinal);
        Check(new Mapper<Project>(Mapper.Compile(CertiniaMappings.Project())), Make("pse__Proj__c", """ "Name":"p","pse__Stage__c":"Planned","pse__Billing_Type__c":"Retainer" """), "certinia.project");
        Check(new Mapper<Assignment>(Mapper.Compile(CertiniaMappings.Assignment())), Make("pse__Assignment__c", """ "pse__Status__c":"Closed","pse__Cost_Rate_Currency_Code__c":"USD" """), "certinia.assignment");
        Check(new Mapper<Milestone>(Mapper.Compile(CertiniaMappings.Milestone())), Make("pse__Milestone__c", """ "Name":"m","pse__Status__c":"Approved" """), "certinia.milestone");
        Check(new Mapper<RateCard>(Mapper.Compile(CertiniaMappings.RateCard())), Make("pse__Rate_Card__c", """ "Name":"r" """), "certinia.rate-card");
        Check(new Mapper<Resource>(Mapper.Compile(CertiniaMappings.Resource())), Make("Contact", """ "Name":"r","LastName":"r","Legal_Entity__c":"DE01","AccountId":"001dM00003kSQbVQAW" """), "certinia.resource");
        Check(new Mapper<BillingEvent>(Mapper.Compile(CertiniaMappings.BillingEvent())), Make("pse__Billing_Event_Item__c", """ "Name":"b","pse__Category__c":"Milestone","pse__Date__c":"2026-05-04","pse__Billing_Event__r":{"pse__Is_Released__c":true,"pse__Invoiced__c":false},"pse__Project__r":{"pse__Account__c":"001dM00003kSQbVQAW","pse__Company__c":"aP0dM00003kSQbVQAW"} """), "certinia.billing-event");
        Check(new Mapper<ExpenseReport>(Mapper.Compile(CertiniaMappings.ExpenseReport())), Make("pse__Expense_Report__c", """ "Name":"r","pse__Status__c":"Draft","pse__Reimbursement_Currency__c":"EUR","pse__Project__r":{"pse__Company__c":"aP0dM00003kSQbVQAW"},"pse__Expense_Lines__r":{"records":[{"Id":"aPFdM00003kSQbVQAW","CurrencyIsoCode":"EUR","pse__Type__c":"Other","pse__Expense_Date__c":"2026-05-04","pse__Amount__c":1,"pse__Reimbursement_Amount__c":1,"pse__Reimbursement_Currency__c":"EUR","pse__Billable__c":false,"pse__Non_Reimbursible__c":false}]} """), "certinia.expense-report");

        byte[] Make(string objectName, string given)
        {
            using JsonDocument own = JsonDocument.Parse("{" + given + "}");
            var text = new StringBuilder($$"""{"attributes":{"type":"{{objectName}}"},"Id":"001dM00003kSQbVQAW","IsDeleted":false,"CurrencyIsoCode":"EUR","SystemModstamp":"2026-05-06T12:00:00.000+0000",{{given}}""");
            foreach (PackageField field in fields[objectName].Where(f => !own.RootElement.TryGetProperty(f.Name, out _)))
            {
                string value = field.Type switch
                {
                    "Checkbox" => "true",
                    "Number" or "Currency" => "1.5",
                    "Percent" => "50",
                    "Date" => "\"2026-05-04\"",
                    "DateTime" => "\"2026-05-04T10:00:00.000+0000\"",
                    "Lookup" or "MasterDetail" => "\"003dM00003kSQbVQAW\"",
                    _ => "\"x\"",
                };
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"{field.Name}\":{value}");
            }

            return Encoding.UTF8.GetBytes(text.Append('}').ToString());
        }
    }

    [Fact]
    public void Certinia_EveryFieldThatAMappingNames_IsInThePackage()
    {
        PackageField[] package = ReadPackage();
        var unknown = new List<string>();
        int named = 0;
        foreach (MappingDocument mapping in (MappingDocument[])
            [
                CertiniaMappings.Project(), CertiniaMappings.Resource(), CertiniaMappings.Assignment(), CertiniaMappings.Milestone(), CertiniaMappings.RateCard(), CertiniaMappings.ExpenseReport(),
                CertiniaMappings.BillingEvent(), CertiniaMappings.TimecardDay(),
            ])
        {
            foreach (string path in mapping.Lenses.SelectMany(static lens => lens.SourcePaths).Distinct(StringComparer.Ordinal))
            {
                string at = mapping.Source.ObjectType;
                foreach (string name in path.Replace(".records[]", "", StringComparison.Ordinal).Split('.').Where(static n => n.Contains("__", StringComparison.Ordinal)))
                {
                    named++;
                    if (name.EndsWith("__r", StringComparison.Ordinal))
                    {
                        // A parent by its look-up, children by the name of the relation.
                        PackageField? parent = Array.Find(package, f => f.Object == at && f.Name == name[..^1] + "c");
                        PackageField? child = Array.Find(package, f => f.ReferenceTo == at && "pse__" + f.Relationship + "__r" == name);
                        at = parent?.ReferenceTo ?? child?.Object ?? $"nothing behind {name}";
                    }
                    else if (!Array.Exists(package, f => f.Object == at && f.Name == name) && name != SalesforceReadOptions.DefaultLegalEntityField)
                    {
                        unknown.Add($"{mapping.Id}: {path} ({name} of {at})");
                    }
                }
            }
        }

        Assert.True(named > 100, $"{named} fields were looked up.");
        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
    }

    [Fact]
    public async Task Certinia_FieldsOfTheSandbox_AreThoseOfThePackage()
    {
        PackageField[] package = ReadPackage();
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CertiniaPsa = true, DailyApiRequests = 100_000 });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        HashSet<string> known = [.. (await client.ListObjectsAsync(TestContext.Current.CancellationToken)).Select(static o => o.Name)];
        var wrong = new List<string>();
        int compared = 0;
        foreach (string name in package.Select(static f => f.Object).Distinct(StringComparer.Ordinal).Where(known.Contains))
        {
            SalesforceObjectDescription description = await client.DescribeAsync(name, TestContext.Current.CancellationToken);
            foreach (SalesforceFieldDescription field in description.Fields.Where(static f => f.Name.StartsWith("pse__", StringComparison.Ordinal)))
            {
                compared++;
                if (Array.Find(package, f => f.Object == name && f.Name == field.Name) is not { } real)
                {
                    wrong.Add($"{name}.{field.Name} is not in the package");
                    continue;
                }

                // What the package works out is read-only; of the rest only a detail of a master keeps its parent for ever.
                bool isComputed = real.Computed.Length > 0;
                if (field.IsUpdateable != (!isComputed && real.Type != "MasterDetail") || field.IsCreateable == isComputed)
                    wrong.Add($"{name}.{field.Name} ({real.Type} {real.Computed}) is {(field.IsCreateable ? "" : "not ")}createable, {(field.IsUpdateable ? "" : "not ")}updateable");
                if (real.ReferenceTo.Length > 0 && !field.ReferenceTo.Contains(real.ReferenceTo, StringComparer.Ordinal))
                    wrong.Add($"{name}.{field.Name} refers to {real.ReferenceTo}");
                if (real.IsRequired && field.IsNillable)
                    wrong.Add($"{name}.{field.Name} is required");
                if (real.Length > 0 && field.Length != real.Length && field.Type == "string")
                    wrong.Add($"{name}.{field.Name} takes {real.Length} characters, not {field.Length}");
            }
        }

        Assert.True(compared > 150, $"{compared} fields were compared.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("2026-05-04", "2026-05-04", "2026-05-10")]
    [InlineData("2026-05-03", "2026-05-04", "2026-05-03")]
    [InlineData("2026-05-01", "2026-05-04", "2026-05-03")]
    public void Timecard_Week_ComesApartByTheDaysOfItsOwnWeek(string start, string monday, string sunday)
    {
        using JsonDocument split = JsonDocument.Parse($$"""
            {"attributes":{"type":"pse__Timecard__c"},"Id":"001dM00003kSQbVQAW","pse__Start_Date__c":"{{start}}","pse__Monday_Hours__c":7.50,"pse__Monday_Notes__c":"n","pse__Tuesday_Hours__c":0.0,
            "pse__Wednesday_Hours__c":null,"pse__Sunday_Hours__c":1,"Other__c":15000.0}
            """);
        List<SalesforceRecord> days = [.. CertiniaTimecardSource.Unpivot(new SalesforceRecord(split.RootElement))];
        Assert.Equal(
            [
                $$"""{"key":"001dM00003kSQbVQAW-1","date":"{{monday}}","hours":7.50,"notes":"n"}""",
                $$"""{"key":"001dM00003kSQbVQAW-7","date":"{{sunday}}","hours":1}""",
            ],
            days.Select(d => d.Json.GetProperty("day").GetRawText()));
        Assert.Equal("15000.0", days[0].Json.GetProperty("Other__c").GetRawText());
        Assert.False(days[0].Json.TryGetProperty("pse__Sunday_Hours__c", out _));
    }

    // The managed fields of the packages of 2022, compiled from the metadata of one org.
    private static PackageField[] ReadPackage()
    {
        string path = Path.GetFullPath(Path.Combine(SharedFiles.Root(), "..", "shared", "fixtures", "certinia", "psa-fields-2022.csv"));
        Assert.SkipUnless(File.Exists(path), "../shared/fixtures/certinia not found: psa-fields-2022.csv");
        return
        [
            .. File.ReadLines(path).Skip(1).Select(static line => line.Split(',')).Select(static c => new PackageField(
                c[0], c[1], c[2], c[5].Length == 0 ? 0 : int.Parse(c[5], System.Globalization.CultureInfo.InvariantCulture), c[6], c[7], c[8] == "1", c[11])),
        ];
    }

    private static void Check<T>(Mapper<T> mapper, byte[] record, string ns)
        where T : class, ICanonicalObject<T>
    {
        using JsonDocument vendor = JsonDocument.Parse(record);
        MappingResult<T> mapped = mapper.ToCanonical(vendor.RootElement, Context);
        Assert.True(mapped.Value is not null, string.Join('\n', mapped.Issues));
        using JsonDocument canonical = JsonDocument.Parse(mapped.Value.ToUtf8Bytes());
        JsonElement rest = canonical.RootElement.GetProperty("extensions").GetProperty(ns).GetProperty("rest");
        HashSet<string> named = [.. mapper.Lenses.SelectMany(l => l.SourcePaths).Select(p => p.Split('.', '[')[0]), "Id", "CreatedDate", "SystemModstamp"];
        foreach (JsonProperty member in vendor.RootElement.EnumerateObject())
        {
            // Salesforce has no empty text and no absent field: null says nothing.
            if (named.Contains(member.Name) || member.Value.ValueKind == JsonValueKind.Null)
                continue;
            Assert.True(rest.TryGetProperty(member.Name, out JsonElement kept), member.Name);
            // The digits too; an object without the white space of the recording.
            if (member.Value.ValueKind == JsonValueKind.Object)
                Assert.True(JsonElement.DeepEquals(member.Value, kept), member.Name);
            else
                Assert.Equal(member.Value.GetRawText(), kept.GetRawText());
        }
    }

    private sealed record PackageField(string Object, string Name, string Type, int Length, string ReferenceTo, string Relationship, bool IsRequired, string Computed);
}
