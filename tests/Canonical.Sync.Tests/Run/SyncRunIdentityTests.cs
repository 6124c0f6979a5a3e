using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

public sealed class SyncRunIdentityTests : SyncRunFixture
{
    private static readonly DuplicateRule<TestCustomer> SameName = new("customer-name-1", "the same name", customer => DuplicateKey.Normalize(customer.Name));

    [Fact]
    public async Task Run_TwoRecordsWithTheSameName_RefusesTheSecond()
    {
        SyncReport report = await RunAsync(Options(rules: SameName), TestCustomers.Item("A", "Müller & Co."), TestCustomers.Item("B", "MÜLLER &  CO"), TestCustomers.Item("C", "Meyer"));

        Assert.Equal((2, 1, 2), (report.Created, report.Refused, report.Posts));
        DeadLetter letter = Assert.Single(await LettersAsync());
        Assert.Equal((SyncErrorCodes.Duplicate, DeadLetterStage.Deduplicate), (letter.Entry.Code, letter.Entry.Stage));
        Assert.Equal("duplicate of salesforce record A: the same name", Assert.Single(letter.Entry.Issues).Message);
    }

    [Fact]
    public async Task Run_DuplicatesInAnotherOrderNextTime_KeepsTheFirstHolder()
    {
        await RunAsync(Options(rules: SameName), TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "alpha"));

        SyncReport again = await RunAsync(Options(rules: SameName), TestCustomers.Item("B", "alpha"), TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1, 0), (again.Unchanged, again.Refused, again.Posts));
        Assert.Equal(["A"], Erp.Names.Keys);
    }

    [Fact]
    public async Task Run_HolderRenamed_FreesTheName()
    {
        await RunAsync(Options(rules: SameName), TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Alpha"));

        SyncReport report = await RunAsync(Options(rules: SameName), TestCustomers.Item("A", "Omega"), TestCustomers.Item("B", "Alpha"));

        Assert.Equal((1, 1), (report.Updated, report.Created));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Run_RuleWithoutAKey_RefusesNothing()
    {
        var silent = new DuplicateRule<TestCustomer>("silent-1", "nothing", _ => null);

        Assert.Equal(2, (await RunAsync(Options(rules: silent), TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Alpha"))).Created);
    }

    [Fact]
    public async Task Run_ClaimOfARule_HoldsNoName()
    {
        await RunAsync(Options(rules: SameName), TestCustomers.Item("A", "Alpha"));

        IReadOnlyList<CrosswalkLink> links = await Store.Crosswalk.FindAsync(TestCustomers.Tenant, TestCustomers.Id("A"), Cancellation);

        CrosswalkLink claim = Assert.Single(links, link => link.Origin == CrosswalkOrigin.Match);
        Assert.DoesNotContain("ALPHA", claim.Native.SourceId, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("customer-name-1", claim.Native.Instance);
    }

    [Fact]
    public async Task Run_TwoRecordsWithTheSameCanonicalId_RefusesTheSecond()
    {
        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Alpha", id: TestCustomers.Id("A")));

        Assert.Equal((1, 1), (report.Created, report.Refused));
        Assert.Equal("duplicate of salesforce record A: the same canonical id", Assert.Single(Assert.Single(await LettersAsync()).Entry.Issues).Message);
    }

    [Fact]
    public async Task Run_RecordThatWasMergedIntoAnother_IsRefused()
    {
        await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"));
        await Store.Crosswalk.RelinkAsync(new EntityKey("acme", "customer", "salesforce", "00D01", "B"), TestCustomers.Id("B"), TestCustomers.Id("A"), "merged", Cancellation);

        SyncReport report = await RunAsync(TestCustomers.Item("B", "Beta 2"));

        Assert.Equal((1, 1), (report.Refused, report.ByCode[SyncErrorCodes.RecordIsAnother]));
    }

    [Fact]
    public async Task Run_DependencyThatWasRefused_IsRefusedWithItsReason()
    {
        await RunAsync(TestCustomers.Unmapped("A", TestCustomers.Issue("MAP2001", IssueKind.Validation, "the currency is missing")));

        SyncReport report = await RunAsync(On("A"), TestCustomers.Item("P", "Project"));

        Assert.Equal((1, 0), (report.Refused, report.Posts));
        RecordIssue issue = Assert.Single(Assert.Single(Results).Issues);
        Assert.Equal((SyncErrorCodes.DependencyRefused, "customer was refused: the currency is missing", "/customer"), (issue.Code, issue.Message, issue.Path));

        // Mended, both go.
        Assert.Equal(1, (await RunAsync(TestCustomers.Item("A", "Alpha"))).Created);
        Assert.Equal(1, (await RunAsync(On("A"), TestCustomers.Item("P", "Project"))).Created);
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Run_DependencyThatTheTargetRejected_IsRefusedWithItsReason()
    {
        Erp.Next("A", FakeErp.Rejected("the subsidiary is unknown"));
        await RunAsync(TestCustomers.Item("A", "Alpha"));

        await RunAsync(On("A"), TestCustomers.Item("P", "Project"));

        Assert.Equal("customer was refused: the subsidiary is unknown", Assert.Single(Assert.Single(Results).Issues).Message);
    }

    [Fact]
    public async Task Run_DependencyThatWasNeverSent_IsRefused()
    {
        SyncReport report = await RunAsync(On("A"), TestCustomers.Item("P", "Project"));

        Assert.Equal((1, 1), (report.Refused, report.ByCode[SyncErrorCodes.DependencyMissing]));
    }

    [Fact]
    public async Task Run_DependencyThatIsOnItsWay_IsDeferredWithoutALetter()
    {
        Erp.Next("A", FakeErp.Retryable());
        await RunAsync(TestCustomers.Item("A", "Alpha"));

        SyncReport report = await RunAsync(On("A"), TestCustomers.Item("P", "Project"));

        Assert.Equal((1, 0), (report.Deferred, report.Posts));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Run_DependencyThatTheTargetHadBefore_IsEnoughWhenLinked()
    {
        await Store.Crosswalk.LinkAsync(new EntityKey("acme", "customer", "fakeerp", "1", "4711"), TestCustomers.Id("A"), CrosswalkOrigin.Import, Cancellation);

        Assert.Equal(1, (await RunAsync(On("A"), TestCustomers.Item("P", "Project"))).Created);
    }

    [Fact]
    public async Task Run_OneDependencyWaitsAndOneWasRefused_IsRefused()
    {
        Erp.Next("A", FakeErp.Retryable());
        await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Unmapped("B"));

        Assert.Equal(1, (await RunAsync(On("A", "B"), TestCustomers.Item("P", "Project"))).Refused);
    }

    [Theory]
    [InlineData("Müller & Co. KG", "MÜLLERCOKG")]
    [InlineData("K-4711 / 08", "K471108")]
    [InlineData("𐐨 дом", "𐐀ДОМ")]
    [InlineData("  --- ", null)]
    [InlineData(null, null)]
    public void Normalize_Text_LeavesWhatMatters(string? text, string? expected) => Assert.Equal(expected, DuplicateKey.Normalize(text));

    private static SyncRunOptions<TestCustomer> On(params string[] recordIds) =>
        Options(dependsOn: _ => recordIds.Select(recordId => new SyncDependency("customer", "customer", TestCustomers.Id(recordId), "/customer")));
}
