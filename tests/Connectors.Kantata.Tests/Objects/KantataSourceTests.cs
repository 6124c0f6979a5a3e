using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata.Tests;

public sealed class KantataSourceTests
{
    private const string HostTenant = "acme";
    private static readonly CanonicalId LegalEntity = CanonicalId.Derive(HostTenant, "legal-entity", "netsuite", "1234567", "1");

    private static readonly KantataSourceOptions Options = new()
    {
        Tenant = HostTenant,
        Parameters = new Dictionary<string, string> { [KantataSourceOptions.LegalEntityParameter] = LegalEntity.ToString() },
    };

    [Fact]
    public async Task Project_OfAWorkspace_KeepsItsContract()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1, """{"description":"Line one\nLine two"}""");

        SourceItem<Project> item = Assert.Single(await ProjectsAsync(account));

        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.Empty(item.Issues);
        Project project = item.Value;
        Assert.True(project.Validate().IsValid);
        Assert.Equal(CanonicalId.Derive(HostTenant, "project", "kantata", TestAccount.Account, "1"), project.Id);
        Assert.Equal(("1", "Website 1", RecordStatus.Active), (project.Number, project.Name, project.Status));
        Assert.Equal(Derived("customer", "70"), project.Customer.Id);
        Assert.Equal(LegalEntity, project.LegalEntity.Id);
        Assert.Equal(Derived("resource", "2545"), project.Manager!.Value.Id);
        Assert.Equal((ProjectBillingType.TimeAndMaterials, ProjectStage.InProgress, true), (project.BillingType, project.Stage, project.Billable));
        Assert.Equal("44250.5 USD", $"{project.ContractValue!.Value.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)} {project.ContractValue.Value.Currency}");
        Assert.Null(project.PlannedStart);
        Assert.Equal(new DateOnly(2026, 6, 30), project.PlannedEnd);
        Assert.Equal(0.25m, project.PercentComplete);
        Assert.Equal(new DateTimeOffset(2026, 1, 8, 16, 53, 29, TimeSpan.Zero), project.SourceUpdatedAt);
        Assert.Equal(TimeSpan.Zero, project.SourceUpdatedAt!.Value.Offset);
        Assert.Equal("Line one\nLine two", project.Notes);
    }

    [Fact]
    public async Task Read_EveryWorkspaceLacksTheSameField_IsOneErrorOfConfiguration()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        for (int i = 1; i <= 40; i++)
            account.AddWorkspace(i, """{"title":null}""");

        var drift = await Assert.ThrowsAsync<MappingDriftException>(() => ProjectsAsync(account));

        Assert.False(drift.IsTransient);
        Assert.Contains(drift.Findings, finding => finding.SourcePath == "title");
    }

    [Fact]
    public async Task Read_EverySecondWorkspaceIsBad_IsRefusedOneByOne()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        for (int i = 1; i <= 40; i++)
            account.AddWorkspace(i, i % 2 == 0 ? "{}" : """{"title":null}""");

        Assert.Equal(20, (await ProjectsAsync(account)).Count(item => item.IsMapped));
    }

    [Fact]
    public async Task Project_OfAnArchivedWorkspace_IsClosedWhateverItsStatus()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1, """{"archived":true,"status":{"color":"purple","key":999,"message":"?"}}""");

        Project project = Assert.Single(await ProjectsAsync(account)).Value!;

        Assert.Equal((RecordStatus.Inactive, ProjectStage.Closed), (project.Status, project.Stage));
    }

    [Fact]
    public async Task Project_InYen_HasNoCents()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1, """{"currency":"JPY","currency_base_unit":1,"price_in_cents":4425050}""");

        Project project = Assert.Single(await ProjectsAsync(account)).Value!;

        Assert.Equal(4425050m, project.ContractValue!.Value.Amount);
    }

    [Fact]
    public async Task Project_WithoutFinancialAccess_SaysWhatIsHiddenAndWhatIsMissing()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1);
        account.Sandbox.HasFinancialAccess = false;

        SourceItem<Project> item = Assert.Single(await ProjectsAsync(account));

        Assert.False(item.IsMapped);
        Assert.Contains(item.Issues, issue => issue is { Code: KantataErrorCodes.NotVisible, VendorPath: "price_in_cents" });
        Assert.Contains(item.Issues, issue => issue is { Code: MappingCodes.RequiredMissing, Path: "/currency" });
    }

    [Theory]
    [InlineData("""{"primary_workspace_group_id":"71","workspace_group_ids":["71"]}""", "customer", MappingCodes.RequiredMissing)]
    [InlineData("""{"status":{"color":"purple","key":1,"message":"Odd"}}""", "stage", MappingCodes.UnknownCode)]
    [InlineData("""{"title":""}""", "name", MappingCodes.RequiredMissing)]
    [InlineData("""{"currency":null}""", "currency", MappingCodes.RequiredMissing)]
    public async Task Project_ThatCannotBeMapped_SaysExactlyWhy(string members, string path, string code)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1, members);

        SourceItem<Project> item = Assert.Single(await ProjectsAsync(account));

        Assert.False(item.IsMapped);
        Assert.Equal("1", item.Source.RecordId);
        Assert.Contains(item.Issues, issue => issue.Code == code && issue.Path == "/" + path);
        Assert.DoesNotContain("purple", string.Join('\n', item.Issues), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_WithoutTheLegalEntity_SaysThatTheHostMustName()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1);

        List<Page<SourceItem<Project>>> pages = await TestAccount.ReadAsync(token => new KantataProjectSource(account.Client(), new KantataSourceOptions { Tenant = HostTenant }).ReadAsync(cancellationToken: token));

        Assert.Contains(Assert.Single(Assert.Single(pages).Items).Issues, issue => issue is { Code: MappingCodes.ParameterMissing, Kind: IssueKind.Configuration });
    }

    [Theory]
    [InlineData(90, "90")]
    [InlineData(20, "20")]
    [InlineData(1, "1")]
    public async Task TimeEntry_Minutes_StayMinutes(int minutes, string expected)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddTimeEntry(1, minutes);

        TimeEntry entry = Assert.Single(await TimeEntriesAsync(account)).Value!;

        Assert.Equal((expected, QuantityUnit.Minute), (entry.Duration.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), entry.Duration.Unit));
    }

    [Fact]
    public async Task TimeEntry_KeepsItsContractAndItsDay()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddTimeEntry(5, more: """{"story_id":"77","notes":"Talked to the client"}""");

        SourceItem<TimeEntry> item = Assert.Single(await TimeEntriesAsync(account));

        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.Empty(item.Issues);
        TimeEntry entry = item.Value;
        Assert.True(entry.Validate().IsValid);
        Assert.Equal(CanonicalId.Derive(HostTenant, "time-entry", "kantata", TestAccount.Account, "5"), entry.Id);
        // 23:30 at -07:00 is the next day in UTC; the day of the work is what Kantata says.
        Assert.Equal(new DateOnly(2026, 1, 9), entry.WorkDate);
        Assert.Equal(new DateTimeOffset(2026, 1, 10, 6, 30, 0, TimeSpan.Zero), entry.SourceUpdatedAt);
        Assert.Equal((Derived("resource", "2545"), Derived("project", "1"), Derived("task", "77")), (entry.Resource.Id, entry.Project.Id, entry.Task!.Value.Id));
        Assert.Equal(125.5m, entry.BillRate!.Value.Amount);
        Assert.Null(entry.CostRate);
        Assert.Equal((true, TimeEntryState.Draft, "Talked to the client"), (entry.Billable, entry.State, entry.NotesInternal));
    }

    [Theory]
    [InlineData("""{"approved":true}""", TimeEntryState.Approved)]
    [InlineData("""{"approved":true,"is_invoiced":true}""", TimeEntryState.Billed)]
    [InlineData("""{"approved":false,"is_invoiced":false}""", TimeEntryState.Draft)]
    public async Task TimeEntry_State_GoesByInvoiceThenApproval(string members, TimeEntryState expected)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddTimeEntry(1, more: members);

        Assert.Equal(expected, Assert.Single(await TimeEntriesAsync(account)).Value!.State);
    }

    [Fact]
    public async Task TimeEntry_WithoutFinancialAccess_IsMappedAndSaysThatTheRateIsHidden()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddTimeEntry(1);
        account.Sandbox.HasFinancialAccess = false;

        SourceItem<TimeEntry> item = Assert.Single(await TimeEntriesAsync(account));

        Assert.True(item.IsMapped);
        Assert.Null(item.Value.BillRate);
        Assert.Equal(KantataErrorCodes.NotVisible, Assert.Single(item.Issues).Code);
    }

    private static CanonicalId Derived(string type, string key) => CanonicalId.Derive(HostTenant, type, "kantata", TestAccount.Account, key);

    private static async Task<List<SourceItem<Project>>> ProjectsAsync(TestAccount account) =>
        [.. (await TestAccount.ReadAsync(token => new KantataProjectSource(account.Client(), Options).ReadAsync(cancellationToken: token))).SelectMany(page => page.Items)];

    private static async Task<List<SourceItem<TimeEntry>>> TimeEntriesAsync(TestAccount account) =>
        [.. (await TestAccount.ReadAsync(token => new KantataTimeEntrySource(account.Client(), Options).ReadAsync(cancellationToken: token))).SelectMany(page => page.Items)];
}
