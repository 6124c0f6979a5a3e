namespace Canonical.Mapping.Tests;

/// <summary>The documents of the connectors against their contracts and against what vendors say of their records: no error, and no warning that is not true.</summary>
public sealed class ConnectorDocumentTests
{
    public static TheoryData<string> Documents() => [.. Directory.GetFiles(Repository.Path("src"), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Where(file => file.Contains("/Mappings/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Run_EveryDocument_HasNoError(string file) =>
        Assert.Empty(MappingCheck.Run(Parse(file)).Findings.Where(finding => finding.Severity == MappingFindingSeverity.Error).Select(finding => finding.ToString()));

    [Theory]
    [InlineData("src/Connectors.Salesforce/Mappings/account.customer.json", "describe-Account.json")]
    [InlineData("src/Connectors.Salesforce/Mappings/opportunity.project.json", "describe-Opportunity.json")]
    public void Run_SalesforceDescribe_KnowsEveryFieldThatTheOrgHas(string file, string describe)
    {
        var report = MappingCheck.Run(Parse(file), VendorShape.FromSalesforceDescribe(Repository.Shared("fixtures", "salesforce", describe)));
        // The recorded org has one currency, and the recorder dropped fields: what is not in the recording is not there to be checked.
        var errors = report.Findings.Where(finding => finding.Severity == MappingFindingSeverity.Error && finding.Code != MappingCodes.SourceUnknown).Select(finding => finding.ToString());

        Assert.Empty(errors);
    }

    [Fact]
    public void Run_WorkdayXsd_KnowsEveryFieldOfTheWorker()
    {
        using var xsd = new MemoryStream(Repository.Shared("fixtures", "workday", "schema", "Human_Resources.v30.0.Get_Workers_Response.nodoc.xsd"));
        var shape = VendorShape.FromXsd(xsd, new VendorSchemaOptions { System = "workday", ObjectType = "Worker", Version = "v30.0", KeyedElements = new Dictionary<string, string> { ["ID"] = "type" } });
        var report = MappingCheck.Run(Parse("src/Connectors.Workday/Mappings/worker.resource.json"), shape);

        Assert.Empty(report.Findings.Where(finding => finding.Severity == MappingFindingSeverity.Error).Select(finding => finding.ToString()));
    }

    [Fact]
    public void Run_KantataSamples_FindsNoError()
    {
        var sampler = new ShapeSampler();
        foreach (var file in (string[])["vcr2013.workspaces.list.include_archived.json", "swift2016.workspaces_single.json", "notes2018.workspaces.list.plus0530.json"])
        {
            using var answer = System.Text.Json.JsonDocument.Parse(Repository.Shared("fixtures", "kantata", file));
            foreach (var workspace in answer.RootElement.TryGetProperty("workspaces", out var workspaces) ? workspaces.EnumerateObject().ToArray() : [])
                sampler.Add(System.Text.Encoding.UTF8.GetBytes(workspace.Value.GetRawText()));
        }

        Assert.True(sampler.Records > 3);
        var report = MappingCheck.Run(Parse("src/Connectors.Kantata/Mappings/workspace.project.json"), sampler.ToShape("kantata", "workspace"));

        Assert.Empty(report.Findings.Where(finding => finding.Severity == MappingFindingSeverity.Error).Select(finding => finding.ToString()));
    }

    private static MappingDocument Parse(string file) => MappingDocument.Parse(File.ReadAllBytes(Repository.Path(file)));
}
