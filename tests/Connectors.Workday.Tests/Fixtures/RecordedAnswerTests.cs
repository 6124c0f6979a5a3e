using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

/// <summary>The recordings of real tenants, byte for byte. Each asks for one part of a worker, so none is a whole resource: what is missing must be said exactly.</summary>
[Trait("Category", "Fixtures")]
public sealed class RecordedAnswerTests
{
    private const string ZeroWid = "00000000000000000000000000000000";

    [Fact]
    public async Task ReferenceOnly_HasKeysAndSaysWhatAResourceLacks()
    {
        SourceItem<Resource> item = await MapAsync("workday/soap/get_workers_reference_only.xml");

        Assert.Equal((ZeroWid, "Employee_ID=MOCK_ID"), (item.Source.RecordId, item.Source.ExternalId));
        Assert.Equal(
            [
                (MappingCodes.RequiredMissing, "/status"),
                (MappingCodes.RequiredMissing, "/displayName"),
                (MappingCodes.RequiredMissing, "/legalEntity"),
            ],
            Required(item));
    }

    [Fact]
    public async Task EmploymentWithoutReference_CannotBeIdentified()
    {
        SourceItem<Resource> item = await MapAsync("workday/soap/get_workers_employment_only_no_reference.xml");

        Assert.False(item.IsMapped);
        Assert.Equal("page 1, worker 1", item.Source.RecordId);
        Assert.Equal(WorkdayErrorCodes.WorkerWithoutId, item.Issues[0].Code);
        Assert.Single(item.Issues);
    }

    [Fact]
    public async Task Employment_Record_HoldsTheRecordedValues()
    {
        WorkerRecord worker = await RecordAsync("workday/soap/get_workers_employment_only_no_reference.xml");

        using var json = System.Text.Json.JsonDocument.Parse(worker.Utf8Json);
        System.Text.Json.JsonElement employment = json.RootElement.GetProperty("Worker_Data").GetProperty("Employment_Data");
        System.Text.Json.JsonElement job = Assert.Single(employment.GetProperty("Worker_Job_Data").EnumerateArray());
        System.Text.Json.JsonElement position = job.GetProperty("Position_Data");
        Assert.True(job.GetProperty("Primary_Job").GetBoolean());
        Assert.Equal("2025-10-05", position.GetProperty("Effective_Date").GetString());
        Assert.Equal("Sales & Compensation & Analyst", position.GetProperty("Business_Title").GetString());
        Assert.Equal("100", position.GetProperty("Full_Time_Equivalent_Percentage").GetString());
        Assert.Equal(2, position.GetProperty("Job_Profile_Summary_Data").GetProperty("Job_Family_Reference").GetArrayLength());
        Assert.True(employment.GetProperty("Worker_Status_Data").GetProperty("Active").GetBoolean());
        Assert.Empty(worker.Issues);
    }

    [Fact]
    public async Task PersonalWithManyContacts_KeepsTheWorkAddressAlone()
    {
        WorkerRecord worker = await RecordAsync("workday/soap/get_workers_personal_many_contacts.trimmed.xml");

        string json = System.Text.Encoding.UTF8.GetString(worker.Utf8Json.Span);
        Assert.Contains("\"Work_Email_Address\":\"mock.user@contoso.com\"", json, StringComparison.Ordinal);
        Assert.Single(json.Split("mock.user@contoso.com").Skip(1));
        Assert.DoesNotContain("1990-01-01", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Mock Street", json, StringComparison.Ordinal);
        Assert.Empty(worker.Issues);
    }

    [Fact]
    public async Task Organizations_CompanyIsFoundAlthoughItsTypeIs123456()
    {
        WorkerRecord worker = await RecordAsync("workday/soap/get_workers_organizations_only.xml");

        using var json = System.Text.Json.JsonDocument.Parse(worker.Utf8Json);
        System.Text.Json.JsonElement selected = json.RootElement.GetProperty("Selected");
        Assert.Equal("MOCK_ID", selected.GetProperty("Company_Reference").GetProperty("Company_Reference_ID").GetString());
        Assert.Equal("MOCK_ID", selected.GetProperty("Cost_Center_Reference").GetProperty("Cost_Center_Reference_ID").GetString());
        Assert.True(worker.Utf8Json.Length < 10_000, "the support roles of 105 kB do not reach the record");
    }

    [Fact]
    public async Task OldVersionWithDescriptors_IsReadAndNamesNobodyElse()
    {
        SourceItem<Resource> item = await MapAsync("workday/soap/get_workers_v25_1_descriptors.xml");
        WorkerRecord worker = await RecordAsync("workday/soap/get_workers_v25_1_descriptors.xml");

        Assert.Equal([(MappingCodes.RequiredMissing, "/status"), (MappingCodes.RequiredMissing, "/legalEntity")], Required(item));
        string json = System.Text.Encoding.UTF8.GetString(worker.Utf8Json.Span);
        Assert.Contains("\"Work_Email_Address\":\"test@example.com\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("000-00-0000", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Purple", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PartsOfOneWorkerPutTogether_MapToAResource()
    {
        // The recordings hold one worker each, part by part; together they are what one request for all parts answers.
        string reference = Inner(SharedFixtures.Path("workday/soap/get_workers_reference_only.xml"), "Worker_Reference");
        string personal = Inner(SharedFixtures.Path("workday/soap/get_workers_personal_many_contacts.trimmed.xml"), "Personal_Data");
        string employment = Inner(SharedFixtures.Path("workday/soap/get_workers_employment_only_no_reference.xml"), "Employment_Data");
        string organizations = Inner(SharedFixtures.Path("workday/soap/get_workers_organizations_only.xml"), "Organization_Data", last: true);
        (List<WorkerRecord> workers, _) = await Xml.ReadAsync(Xml.Workers(
            $"<wd:Worker>{reference}<wd:Worker_Data><wd:Worker_ID>MOCK_EMP_001</wd:Worker_ID>{personal}{employment}{organizations}</wd:Worker_Data></wd:Worker>"));

        SourceItem<Resource> item = Map(Assert.Single(workers));

        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.True(item.Value.Validate().IsValid);
        Assert.Equal(
            ("Mock User", "mock.user@contoso.com", "MOCK_ID", "Sales & Compensation & Analyst", "Home Office (USA)", "8_Individual_Contributor"),
            (item.Value.DisplayName, item.Value.WorkEmail, item.Value.EmployeeNumber, item.Value.JobTitle, item.Value.Location, item.Value.Grade));
        Assert.Equal(1m, item.Value.FullTimeEquivalent);
        Assert.Equal(new DateOnly(2020, 1, 1), item.Value.HireDate);
    }

    [Fact]
    public async Task EmptyResponseGroup_CountsAndHoldsNothing()
    {
        using FileStream stream = File.OpenRead(SharedFixtures.Path("workday/soap/get_workers_empty_response_group_no_data.xml"));
        (List<WorkerRecord> workers, PageResults results) = await Xml.ReadAsync(stream);

        Assert.Empty(workers);
        Assert.Equal(new PageResults(1, 1, 1, 1), results);
        ConnectorException failure = Assert.Throws<ConnectorException>(() =>
            SnapshotRules.Check(new WorkersContinuation(new WorkersSnapshot(default, default), 1, null, null, 0), results, workers, []));
        Assert.Equal(WorkdayErrorCodes.ResultsWithoutData, failure.Code);
    }

    [Theory]
    [InlineData("fault_wrong_service_no_detail.xml", WorkdayErrorCodes.WrongServiceOrVersion, WorkdayFaultKind.WrongServiceOrVersion)]
    [InlineData("fault_validation_element_not_found.xml", WorkdayErrorCodes.UnknownOperation, WorkdayFaultKind.UnknownOperation)]
    [InlineData("fault_validation_multi_xpath.xml", WorkdayErrorCodes.ValidationFault, WorkdayFaultKind.Validation)]
    [InlineData("fault_processing_not_authorized.xml", WorkdayErrorCodes.NotAuthorized, WorkdayFaultKind.NotAuthorized)]
    public async Task Fault_IsClassifiedAndNeverRepeated(string file, string code, WorkdayFaultKind kind)
    {
        string xml = await File.ReadAllTextAsync(SharedFixtures.Path($"workday/soap/{file}"), TestContext.Current.CancellationToken);

        WorkdayFaultException failure = await Xml.ReadFaultAsync(xml);

        Assert.Equal((code, kind, false), (failure.Code, failure.Fault.Kind, failure.IsTransient));
        Assert.DoesNotContain("A Text Parameter", failure.ToString(), StringComparison.Ordinal);
        if (kind == WorkdayFaultKind.Validation)
        {
            Assert.Equal(["Launch_Parameter_Name", "Launch_Parameter_Name"], failure.Fault.ValidationErrors.Select(error => error.ReferenceType));
            Assert.EndsWith("/bsvc:Launch_Parameter_Reference[1]", failure.Fault.ValidationErrors[0].XPath, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AuthenticationFault_IsRefusedCredentials()
    {
        string xml = await File.ReadAllTextAsync(SharedFixtures.Path("workday/soap/fault_authentication.xml"), TestContext.Current.CancellationToken);

        Assert.IsType<AuthenticationFailedException>(await Xml.ReadFailureAsync(xml));
    }

    private static async Task<WorkerRecord> RecordAsync(string fixture)
    {
        using FileStream stream = File.OpenRead(SharedFixtures.Path(fixture));
        return Assert.Single((await Xml.ReadAsync(stream)).Workers);
    }

    private static async Task<SourceItem<Resource>> MapAsync(string fixture) => Map(await RecordAsync(fixture));

    private static SourceItem<Resource> Map(WorkerRecord worker)
    {
        using WorkdayClient client = WorkdayClient.Create(
            new WorkdayOptions { Host = new Uri("https://wd2-impl-services1.workday.com/"), Tenant = "mocktenant_xx" },
            new TestTenant.FixedCredential(new WorkdayCredential("isu", "x")));
        var source = new WorkdayResourceSource(client, new WorkdaySourceOptions { Tenant = "acme" });
        var context = new MappingContext { Tenant = "acme", Instance = "mocktenant_xx", ObservedAt = new DateTimeOffset(2026, 5, 11, 20, 16, 21, TimeSpan.Zero) };
        return source.Map(worker, context, 1, 1);
    }

    private static IEnumerable<(string Code, string? Path)> Required(SourceItem<Resource> item)
    {
        Assert.False(item.IsMapped);
        return item.Issues.Where(issue => issue.Code == MappingCodes.RequiredMissing).Select(issue => (issue.Code, issue.Path));
    }

    private static string Inner(string path, string element, bool last = false)
    {
        string xml = File.ReadAllText(path);
        int start = last ? xml.IndexOf($"<wd:{element}>", StringComparison.Ordinal) : xml.IndexOf($"<wd:{element}>", xml.IndexOf("<wd:Response_Data>", StringComparison.Ordinal), StringComparison.Ordinal);
        int end = xml.LastIndexOf($"</wd:{element}>", StringComparison.Ordinal) + $"</wd:{element}>".Length;
        return xml[start..end];
    }
}
