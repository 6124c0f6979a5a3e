using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

public sealed class WorkdayResourceSourceTests
{
    private const string HostTenant = "acme";

    [Fact]
    public async Task Read_AWorker_IsAResourceThatKeepsItsContract()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        tenant.Sandbox.Add(TestTenant.Worker(1) with
        {
            PreferredFirstName = "Zo",
            BusinessTitle = "Principal <Consultant> & Lead",
            FullTimeEquivalentPercentage = 62.5m,
            HasAdditionalJobFirst = true,
            ManagerWid = TestTenant.Wid(9),
            HireDate = new DateOnly(2019, 4, 1),
        });

        SourceItem<Resource> item = Assert.Single(await ReadAsync(tenant));

        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.Empty(item.Issues);
        Resource resource = item.Value;
        Assert.True(resource.Validate().IsValid);
        Assert.Equal(CanonicalId.Derive(HostTenant, "resource", "workday", TestTenant.Tenant, TestTenant.Wid(1)), resource.Id);
        Assert.Equal("Zo O'Neil <1> & Sons", resource.DisplayName);
        Assert.Equal("Zo", resource.GivenName);
        Assert.Equal("21001", resource.EmployeeNumber);
        Assert.Equal("worker1@acme.example", resource.WorkEmail);
        Assert.Equal("Principal <Consultant> & Lead", resource.JobTitle);
        Assert.Equal("Zurich", resource.Location);
        Assert.Equal(0.625m, resource.FullTimeEquivalent);
        Assert.Equal(new DateOnly(2019, 4, 1), resource.HireDate);
        Assert.Null(resource.TerminationDate);
        Assert.Equal(RecordStatus.Active, resource.Status);
        Assert.Equal(CanonicalId.Derive(HostTenant, "resource", "workday", TestTenant.Tenant, TestTenant.Wid(9)), resource.Manager!.Value.Id);
        Assert.Equal(CanonicalId.Derive(HostTenant, "legal-entity", "workday", TestTenant.Tenant, WorkdaySandbox.OrganizationWid("GMS_USA")), resource.LegalEntity.Id);
        SourceRef source = Assert.Single(resource.SourceRefs);
        Assert.Equal(("workday", TestTenant.Tenant, "Worker", TestTenant.Wid(1), "Employee_ID=21001"), (source.System, source.Instance, source.ObjectType, source.RecordId, source.ExternalId));
        Assert.Equal((source.RecordId, source.ExternalId), (item.Source.RecordId, item.Source.ExternalId));
    }

    [Fact]
    public async Task Read_EmployeeAndFormerContingentWithOneNumber_AreTwoResources()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Add(TestTenant.Worker(1) with { Wid = TestTenant.Wid(77), IsContingent = true, TerminationDate = new DateOnly(2021, 12, 31) });

        List<SourceItem<Resource>> items = await ReadAsync(tenant);

        Assert.All(items, item => Assert.True(item.IsMapped, string.Join('\n', item.Issues)));
        Assert.NotEqual(items[0].Value!.Id, items[1].Value!.Id);
        Assert.Equal([ResourceKind.Employee, ResourceKind.Contractor], items.Select(item => item.Value!.Kind));
        Assert.Equal([RecordStatus.Active, RecordStatus.Inactive], items.Select(item => item.Value!.Status));
        Assert.Equal(["21001", null], items.Select(item => item.Value!.EmployeeNumber));
        Assert.Equal(new DateOnly(2021, 12, 31), items[1].Value!.TerminationDate);
    }

    [Theory]
    [InlineData("2026-03-31", true)]
    [InlineData("2026-04-01", false)]
    public async Task Read_LastDay_IsStillActiveOnIt(string asOf, bool active)
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        tenant.Sandbox.Add(TestTenant.Worker(1) with { TerminationDate = new DateOnly(2026, 3, 31) });

        SourceItem<Resource> item = Assert.Single(await ReadAsync(tenant, new WorkersQuery { AsOfEffectiveDate = DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture) }));

        Assert.Equal(active ? RecordStatus.Active : RecordStatus.Inactive, item.Value!.Status);
        Assert.Equal(new DateOnly(2026, 3, 31), item.Value.TerminationDate);
    }

    [Fact]
    public async Task Read_AWorkerWithOneName_IsMapped()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        tenant.Sandbox.Add(TestTenant.Worker(1) with { FirstName = null, LastName = "Sukarno" });

        Resource resource = Assert.Single(await ReadAsync(tenant)).Value!;

        Assert.Equal(("Sukarno", null, "Sukarno"), (resource.DisplayName, resource.GivenName, resource.FamilyName));
    }

    [Fact]
    public async Task Read_CompanyThatTheResolverDoesNotKnow_IsAnItemWithTheReason()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);

        SourceItem<Resource> item = Assert.Single(await ReadAsync(tenant, references: new DictionaryReferenceResolver()));

        Assert.False(item.IsMapped);
        Assert.Equal(TestTenant.Wid(1), item.Source.RecordId);
        Assert.Contains(item.Issues, issue => issue is { Code: MappingCodes.ReferenceMissing, Kind: IssueKind.NotFound, Path: "/legalEntity" });
    }

    [Fact]
    public async Task Read_WorkerWithoutCompany_IsAnItemWithTheReason()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        tenant.Sandbox.Add(TestTenant.Worker(1) with { Company = null });

        SourceItem<Resource> item = Assert.Single(await ReadAsync(tenant));

        Assert.False(item.IsMapped);
        Assert.Contains(item.Issues, issue => issue is { Code: MappingCodes.RequiredMissing, Path: "/legalEntity" });
    }

    [Fact]
    public async Task Read_Pages_CarryContinuations()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 5);
        var source = new WorkdayResourceSource(tenant.Client(), new WorkdaySourceOptions { Tenant = HostTenant }, new WorkersQuery { PageSize = 2 });

        List<Page<SourceItem<Resource>>> pages = [];
        await foreach (Page<SourceItem<Resource>> page in source.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
            pages.Add(page);
        List<Page<SourceItem<Resource>>> again = [];
        await foreach (Page<SourceItem<Resource>> page in source.ReadAsync(pages[0].Continuation, TestContext.Current.CancellationToken))
            again.Add(page);

        Assert.Equal([2, 2, 1], pages.Select(page => page.Items.Count));
        Assert.Null(pages[^1].Continuation);
        Assert.Equal(pages.Skip(1).SelectMany(page => page.Items).Select(item => item.Source.RecordId), again.SelectMany(page => page.Items).Select(item => item.Source.RecordId));
    }

    private static async Task<List<SourceItem<Resource>>> ReadAsync(TestTenant tenant, WorkersQuery? query = null, IReferenceResolver? references = null)
    {
        var options = new WorkdaySourceOptions { Tenant = HostTenant };
        if (references is not null)
            options = options with { References = references };
        var source = new WorkdayResourceSource(tenant.Client(), options, query);
        List<SourceItem<Resource>> items = [];
        await foreach (Page<SourceItem<Resource>> page in source.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
            items.AddRange(page.Items);
        return items;
    }
}
