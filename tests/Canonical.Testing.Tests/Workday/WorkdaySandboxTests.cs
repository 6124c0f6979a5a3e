using System.Xml.Linq;
using System.Xml.Schema;

namespace Canonical.Testing.Tests.Workday;

public sealed class WorkdaySandboxTests
{
    private static readonly XNamespace Wd = WorkdayTestTenant.Wd;

    [Fact]
    public async Task GetWorkers_EmptyResponseGroup_CountsAndHoldsNoData()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (int status, XElement answer, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers("<bsvc:Response_Group/>"));

        Assert.Equal(200, status);
        Assert.Equal("1", (string?)answer.Element(Wd + "Response_Results")!.Element(Wd + "Total_Results"));
        Assert.Null(answer.Element(Wd + "Response_Data"));
        Assert.Null(answer.Element(Wd + "Response_Group"));
    }

    [Fact]
    public async Task GetWorkers_WithoutIncludeReference_HasNoKey()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (_, XElement answer, _) = await WorkdayTestTenant.SendAsync(
            sandbox, WorkdayTestTenant.GetWorkers("<bsvc:Response_Group><bsvc:Include_Employment_Information>true</bsvc:Include_Employment_Information></bsvc:Response_Group>"));

        XElement worker = Assert.Single(answer.Descendants(Wd + "Worker"));
        Assert.Null(worker.Element(Wd + "Worker_Reference"));
        Assert.NotNull(worker.Descendants(Wd + "Worker_Status_Data").Single());
        // Booleans are echoed as 1 and 0.
        Assert.Equal("1", (string?)answer.Element(Wd + "Response_Group")!.Element(Wd + "Include_Employment_Information"));
    }

    [Fact]
    public async Task GetWorkers_NoResponseGroup_HoldsTheDefaults()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (_, XElement answer, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers(""));

        XElement worker = Assert.Single(answer.Descendants(Wd + "Worker"));
        Assert.NotNull(worker.Element(Wd + "Worker_Reference"));
        Assert.Single(worker.Descendants(Wd + "Personal_Data"));
        // Unless they are excluded, the roles of the organization come along.
        Assert.Single(worker.Descendants(Wd + "Organization_Support_Role_Data"));
    }

    [Theory]
    [InlineData("<bsvc:Response_Filter><bsvc:Page>0</bsvc:Page></bsvc:Response_Filter>", "Page number cannot be zero")]
    [InlineData("<bsvc:Response_Filter><bsvc:Count>1000</bsvc:Count></bsvc:Response_Filter>", "Count must be")]
    public async Task GetWorkers_PageOrCountOutOfRange_IsAValidationFaultWithItsPlace(string filter, string text)
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (int status, XElement fault, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers(filter));

        Assert.Equal(500, status);
        Assert.Contains(text, fault.Element("faultstring")!.Value, StringComparison.Ordinal);
        Assert.StartsWith("/bsvc:Get_Workers_Request[1]/", fault.Descendants(Wd + "Xpath").Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("isu@example.com@acme_impl1", 200)]
    [InlineData("isu@acme_impl1", 500)]
    [InlineData("isu@example.com", 500)]
    [InlineData("isu@example.com@other", 500)]
    [InlineData(null, 500)]
    public async Task Authenticate_UserName_IsSplitAtTheLastAt(string? userName, int expected)
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (int status, XElement payload, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers(""), userName);

        Assert.Equal(expected, status);
        if (expected == 500)
            Assert.Equal(("SOAP-ENV:Client.authenticationError", false), (payload.Element("faultcode")!.Value, payload.Elements("detail").Any()));
    }

    [Fact]
    public async Task Call_UnknownOperation_IsAFaultWithoutAPlace()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (int status, XElement fault, _) = await WorkdayTestTenant.SendAsync(sandbox, "<b:Get_Nothing_Request xmlns:b=\"urn:com.workday/bsvc\"/>");

        Assert.Equal(500, status);
        Assert.Equal("Element not found=Get_Nothing_Request-urn:com.workday/bsvc", fault.Descendants(Wd + "Message").Single().Value);
        Assert.Equal(("", ""), (fault.Descendants(Wd + "Detail_Message").Single().Value, fault.Descendants(Wd + "Xpath").Single().Value));
    }

    [Fact]
    public async Task GetWorkers_RequestThatBreaksTheSchema_IsAnsweredAndNoted()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1);

        (int status, _, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers(
            "<bsvc:Request_References><bsvc:Worker_Reference><bsvc:ID type=\"Employee_ID\">1</bsvc:ID></bsvc:Worker_Reference></bsvc:Request_References>"
            + "<bsvc:Response_Filter><bsvc:As_Of_Entry_DateTime>2026-01-01T00:00:00Z</bsvc:As_Of_Entry_DateTime><bsvc:As_Of_Effective_Date>2026-01-01T00:00:00</bsvc:As_Of_Effective_Date></bsvc:Response_Filter>"));

        Assert.Equal(200, status);
        Assert.Equal(
            ["As_Of_Effective_Date in Response_Filter is out of order", "attribute type is not qualified", "As_Of_Effective_Date is not an xs:date"],
            sandbox.SchemaViolations);
    }

    [Fact]
    public async Task GetWorkers_AsOfAMoment_DoesNotSeeWhatWasEnteredLater()
    {
        var time = new ManualTimeProvider();
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 1, time);
        time.Advance(TimeSpan.FromHours(1));
        sandbox.Add(WorkdayTestTenant.Worker(2) with { EnteredAt = null });
        sandbox.Add(WorkdayTestTenant.Worker(3) with { HireDate = new DateOnly(2030, 1, 1) });

        (_, XElement before, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers("<bsvc:Response_Filter><bsvc:As_Of_Entry_DateTime>2026-01-01T00:30:00Z</bsvc:As_Of_Entry_DateTime></bsvc:Response_Filter>"));
        (_, XElement now, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers(""));
        (_, XElement future, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers("<bsvc:Response_Filter><bsvc:As_Of_Effective_Date>2030-01-01</bsvc:As_Of_Effective_Date></bsvc:Response_Filter>"));

        Assert.Equal([1, 2, 3], new[] { before, now, future }.Select(answer => answer.Descendants(Wd + "Worker").Count()));
    }

    [Fact]
    [Trait("Category", "Fixtures")]
    public async Task GetWorkers_Answer_IsValidBySchemaButForWhatCameAfterV30()
    {
        string? schema = Fixture("workday/schema/Human_Resources.v30.0.Get_Workers_Response.nodoc.xsd");
        Assert.SkipWhen(schema is null, "fixture not found: ../shared/fixtures/workday/schema/Human_Resources.v30.0.Get_Workers_Response.nodoc.xsd");
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 2);
        var schemas = new XmlSchemaSet();
        schemas.Add(null, schema!);

        (_, XElement answer, _) = await WorkdayTestTenant.SendAsync(sandbox, WorkdayTestTenant.GetWorkers(
            "<bsvc:Response_Group><bsvc:Include_Reference>true</bsvc:Include_Reference><bsvc:Include_Personal_Information>true</bsvc:Include_Personal_Information><bsvc:Include_Employment_Information>true</bsvc:Include_Employment_Information>"
            + "<bsvc:Include_Organizations>true</bsvc:Include_Organizations><bsvc:Include_Management_Chain_Data>true</bsvc:Include_Management_Chain_Data></bsvc:Response_Group>"));
        // Paid_FTE came with v40, as in the recordings.
        answer.Descendants().Where(element => element.Name.LocalName.EndsWith("Paid_FTE", StringComparison.Ordinal)).ToList().ForEach(element => element.Remove());
        List<string> faults = [];
        new XDocument(answer).Validate(schemas, (_, e) => faults.Add(e.Message));

        Assert.Empty(faults);
    }

    private static string? Fixture(string relative) =>
        Path.GetFullPath(Path.Combine(Repository.Root(), "..", "shared", "fixtures", relative)) is var path && File.Exists(path) ? path : null;
}
