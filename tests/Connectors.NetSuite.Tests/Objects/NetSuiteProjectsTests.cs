using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteProjectsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upsert_CustomerThenProject_EndToEnd(bool tokens)
    {
        await using TestAccount account = await TestAccount.StartAsync(tokens, o => o.ProjectExpenseType = "-2");
        Customer customer = TestObjects.Customer();
        Project project = TestObjects.Project(customer);
        WriteOutcome customerOutcome = await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        WriteOutcome first = await account.Projects.UpsertAsync(TestObjects.Request(project), Token);
        WriteOutcome second = await account.Projects.UpsertAsync(TestObjects.Request(project), Token);

        Assert.Equal(WriteOutcomeKind.Created, first.Kind);
        Assert.Equal(WriteOutcomeKind.Unchanged, second.Kind);
        NetSuiteSandboxRecord record = Assert.Single(account.Sandbox.GetRecords("job"));
        Assert.Equal("JOB-" + project.Id, record.ExternalId);
        Assert.Equal(customerOutcome.NativeId, record.Fields["parent"]);
        Assert.Equal("2", record.Fields["subsidiary"]);
        Assert.Equal("4", record.Fields["currency"]);
        Assert.Equal("P-006A", record.Fields["entityId"]);
        Assert.Equal("Roll-out", record.Fields["companyName"]);
        Assert.Equal("5", record.Fields["entityStatus"]);
        Assert.Equal("2", record.Fields["jobBillingType"]);
        Assert.Equal("125000.5", record.Fields["jobPrice"].TrimEnd('0'));
        Assert.Equal("2026-04-01", record.Fields["startDate"]);
        Assert.Equal("2026-12-31", record.Fields["projectedEndDate"]);
        Assert.Equal("-2", record.Fields["projectExpenseType"]);
        ReadBack readBack = await account.Projects.ReadBackAsync(TestObjects.Request(project), Token);
        Assert.True(readBack.Matches, string.Join(' ', readBack.Differences));
        Assert.Equal(first.NativeId, readBack.NativeId);
    }

    [Fact]
    public async Task Upsert_CustomerNotThere_IsRejectedAndSaysWhatToDo()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        WriteOutcome outcome = await account.Projects.UpsertAsync(TestObjects.Request(TestObjects.Project(TestObjects.Customer())), Token);

        RecordIssue issue = Assert.Single(outcome.Issues);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal((NetSuiteErrorCodes.CustomerMissing, IssueKind.NotFound, "/customer"), (issue.Code, issue.Kind, issue.Path));
    }

    [Fact]
    public async Task Upsert_SubsidiaryOtherThanTheCustomers_IsRejectedWithTheVendorsPath()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.DefaultSubsidiary = "1");
        Customer customer = TestObjects.Customer() with { LegalEntities = [] };
        await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        WriteOutcome outcome = await account.Projects.UpsertAsync(TestObjects.Request(TestObjects.Project(customer)), Token);

        RecordIssue issue = Assert.Single(outcome.Issues);
        Assert.Equal((NetSuiteErrorCodes.InvalidReference, "subsidiary", "INVALID_KEY_OR_REF"), (issue.Code, issue.VendorPath, issue.VendorCode));
        Assert.NotNull(outcome.VendorRequestId);
    }

    [Fact]
    public async Task Upsert_StageThatTheOptionsDoNotExplain_LeavesTheStatusToNetSuite()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        Customer customer = TestObjects.Customer();
        Project project = TestObjects.Project(customer) with { Stage = ProjectStage.OnHold };
        await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        WriteOutcome outcome = await account.Projects.UpsertAsync(TestObjects.Request(project), Token);

        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.False(Assert.Single(account.Sandbox.GetRecords("job")).Fields.ContainsKey("entityStatus"));
        RecordIssue remark = Assert.Single(outcome.Issues);
        Assert.Equal((NetSuiteErrorCodes.CodeNotExplained, "/stage"), (remark.Code, remark.Path));

        // Whatever status NetSuite or a person gives it: it was not written, and so is no difference.
        await account.Client.UpdateAsync("job", NetSuiteRecordKey.Internal(outcome.NativeId!), """{"entityStatus":"5"}"""u8.ToArray(), Token);
        Assert.True((await account.Projects.ReadBackAsync(TestObjects.Request(project), Token)).Matches);
        Assert.Equal(WriteOutcomeKind.Unchanged, (await account.Projects.UpsertAsync(TestObjects.Request(project), Token)).Kind);
    }

    [Fact]
    public async Task ReadBack_ValueChangedByHand_NamesTheCanonicalMember()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        Customer customer = TestObjects.Customer();
        WriteRequest<Project> request = TestObjects.Request(TestObjects.Project(customer));
        await account.Customers.UpsertAsync(TestObjects.Request(customer), Token);
        WriteOutcome outcome = await account.Projects.UpsertAsync(request, Token);
        await account.Client.UpdateAsync("job", NetSuiteRecordKey.Internal(outcome.NativeId!), """{"jobPrice":1,"startDate":null}"""u8.ToArray(), Token);
        ReadBack readBack = await account.Projects.ReadBackAsync(request, Token);

        Assert.Equal(["/contractValue/amount", "/plannedStart"], readBack.Differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_Projects_GivesCanonicalObjects()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string customer = account.Sandbox.AddRecord("customer", """{"companyName":"Acme","subsidiary":"2","currency":"4"}""");
        string id = account.Sandbox.AddRecord("job", $$"""{"entityId":"P-1","companyName":"Roll-out","parent":"{{customer}}","subsidiary":"2","currency":"4","entityStatus":"2","jobBillingType":"1","jobPrice":1000.25,"startDate":"2026-01-01","projectManager":"40","estimatedTime":"25:42","allowTime":true}""");
        List<SourceItem<Project>> items = [];
        await foreach (Page<SourceItem<Project>> page in account.Projects.ReadAsync(cancellationToken: Token))
            items.AddRange(page.Items);

        SourceItem<Project> item = Assert.Single(items);
        Project project = item.Value!;
        Assert.Equal(id, item.Source.RecordId);
        Assert.Equal("P-1", project.Number);
        Assert.Equal(CanonicalId.Derive(TestAccount.Tenant, "customer", "netsuite", account.Sandbox.AccountId, customer), project.Customer.Id);
        Assert.Equal(TestAccount.EuropeId, project.LegalEntity.Id);
        Assert.Equal(ProjectStage.InProgress, project.Stage);
        Assert.Equal(ProjectBillingType.TimeAndMaterials, project.BillingType);
        Assert.Equal(1000.25m, project.ContractValue!.Value.Amount);
        Assert.Equal("EUR", project.ContractValue.Value.Currency.ToString());
        Assert.Equal(new DateOnly(2026, 1, 1), project.PlannedStart);
        Assert.True(project.OpenForTime);
    }
}
