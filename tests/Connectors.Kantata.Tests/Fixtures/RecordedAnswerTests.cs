using System.Text;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata.Tests;

/// <summary>Bodies recorded from the live service between 2013 and 2020, byte for byte. What an old answer lacks must be said exactly.</summary>
[Trait("Category", "Fixtures")]
public sealed class RecordedAnswerTests
{
    [Fact]
    public void TimeEntriesOf2013_HaveNoApprovalAndAreRefusedForThatAlone()
    {
        List<SourceItem<TimeEntry>> items = TimeEntries("vcr2013.time_entries.list.include.json");

        Assert.Equal(["8571775", "8571785"], items.Select(item => item.Source.RecordId));
        Assert.All(items, item => Assert.Equal([(MappingCodes.RequiredMissing, "/state")], Mapping(item)));
    }

    [Fact]
    public void TimeEntriesOf2013_InAnotherOrder_ComeInThatOrder() =>
        Assert.Equal(["8571785", "8571775"], TimeEntries("vcr2013.time_entries.list.unknown-order.json").Select(item => item.Source.RecordId));

    [Theory]
    [InlineData("vcr2013.time_entries.create.json", "8585845", "34")]
    [InlineData("vcr2013.time_entries.update.json", "8590085", "75")]
    [InlineData("vcr2013.time_entries.only.json", "8590085", "180")]
    public void TimeEntryOf2013_WithItsApprovalAdded_KeepsTheContract(string file, string id, string minutes)
    {
        string json = File.ReadAllText(SharedFixtures.Path($"kantata/{file}")).Replace("\"billable\":", "\"approved\":false,\"billable\":", StringComparison.Ordinal);

        SourceItem<TimeEntry> item = Assert.Single(Map(json, KantataRecords.TimeEntry, KantataMappings.TimeEntryToTimeEntry, KantataTimeEntrySource.ObjectType, NewTimeEntryMapper));

        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.True(item.Value.Validate().IsValid);
        Assert.Equal(id, item.Source.RecordId);
        Assert.Equal((minutes, QuantityUnit.Minute), (item.Value.Duration.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), item.Value.Duration.Unit));
    }

    [Fact]
    public void TimeEntryOf2016_MapsAndKeepsTheContract()
    {
        string record = File.ReadAllText(SharedFixtures.Path("kantata/swift2016.time_entries_single.json"));

        SourceItem<TimeEntry> item = Assert.Single(Map(Envelope("time_entries", "196549268", record), KantataRecords.TimeEntry, KantataMappings.TimeEntryToTimeEntry, KantataTimeEntrySource.ObjectType, NewTimeEntryMapper));

        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.Empty(item.Issues);
        Assert.True(item.Value.Validate().IsValid);
        Assert.Equal(
            (new DateOnly(2016, 5, 24), 180m, false, TimeEntryState.Draft, "test notes"),
            (item.Value.WorkDate, item.Value.Duration.Value, item.Value.Billable, item.Value.State, item.Value.NotesInternal));
        Assert.Equal(0m, item.Value.BillRate!.Value.Amount);
        // Entered on the evening before in the zone of the caller: the day of the work is not taken from it.
        Assert.Equal(new DateTimeOffset(2016, 5, 23, 21, 34, 50, TimeSpan.Zero), item.Value.SourceCreatedAt);
    }

    [Fact]
    public void WorkspacesOf2013_AreReadInOrderAndSayWhatTheyLack()
    {
        List<SourceItem<Project>> items = Projects("vcr2013.workspaces.list.include_archived.json");

        Assert.Equal(["3325095", "3457635", "3403465", "3216035"], items.Select(item => item.Source.RecordId));
        Assert.Equal(
            [(MappingCodes.RequiredMissing, "/customer"), (MappingCodes.RequiredMissing, "/billingType"), (MappingCodes.RequiredMissing, "/billable")],
            Mapping(items[0]));
        Assert.All(items.Skip(1), item => Assert.Equal(
            [
                (MappingCodes.RequiredMissing, "/customer"),
                (MappingCodes.RequiredMissing, "/billingType"),
                (MappingCodes.RequiredMissing, "/stage"),
                (MappingCodes.RequiredMissing, "/billable"),
            ],
            Mapping(item)));
    }

    [Theory]
    [InlineData("vcr2013.workspaces.create.json")]
    [InlineData("vcr2013.workspaces.update.json")]
    public void WorkspaceThatWasWritten_IsTheSameEnvelope(string file) => Assert.Single(Projects(file));

    [Fact]
    public void WorkspaceOf2018_LacksItsCustomerAndItsStatus()
    {
        SourceItem<Project> item = Assert.Single(Projects("notes2018.workspaces.list.plus0530.json"));

        Assert.Equal([(MappingCodes.RequiredMissing, "/customer"), (MappingCodes.RequiredMissing, "/stage")], Mapping(item));
    }

    [Fact]
    public void WorkspaceOf2016_LacksItsCustomerAndTheBillingFlag()
    {
        string record = File.ReadAllText(SharedFixtures.Path("kantata/swift2016.workspaces_single.json"));

        SourceItem<Project> item = Assert.Single(Map(Envelope("workspaces", "10697787", record), KantataRecords.Workspace, KantataMappings.WorkspaceToProject, KantataProjectSource.ObjectType, NewProjectMapper));

        Assert.Equal([(MappingCodes.RequiredMissing, "/customer"), (MappingCodes.RequiredMissing, "/billingType")], Mapping(item));
    }

    [Fact]
    public void WorkspaceOf2020_WithItsGroupAdded_MapsAndKeepsTheContract()
    {
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(SharedFixtures.Path("kantata/connector2020.invoices.list.include-workspaces.json")));
        string workspace = recorded.RootElement.GetProperty("workspaces").GetProperty("53754").GetRawText();
        SourceItem<Project> without = Assert.Single(Map(Envelope("workspaces", "53754", workspace), KantataRecords.Workspace, KantataMappings.WorkspaceToProject, KantataProjectSource.ObjectType, NewProjectMapper));
        string grouped = workspace.Replace("\"archived\": false", "\"archived\": false, \"primary_workspace_group_id\": 70", StringComparison.Ordinal);
        string envelope = Envelope("workspaces", "53754", grouped, ""","workspace_groups":{"70":{"id":"70","company":true}}""");

        SourceItem<Project> item = Assert.Single(Map(envelope, KantataRecords.Workspace, KantataMappings.WorkspaceToProject, KantataProjectSource.ObjectType, NewProjectMapper));

        Assert.Equal([(MappingCodes.RequiredMissing, "/customer")], Mapping(without));
        Assert.True(item.IsMapped, string.Join('\n', item.Issues));
        Assert.True(item.Value.Validate().IsValid);
        Assert.Equal((ProjectStage.Planned, ProjectBillingType.TimeAndMaterials, true), (item.Value.Stage, item.Value.BillingType, item.Value.Billable));
        // "TBD" and "$17,103" are for eyes; there is no price, and null is no amount.
        Assert.Null(item.Value.ContractValue);
        Assert.Null(item.Value.PlannedEnd);
        Assert.Equal(new DateTimeOffset(2020, 7, 17, 0, 5, 2, TimeSpan.Zero), item.Value.SourceUpdatedAt);
    }

    [Fact]
    public void Stories_ResultsAreTwoAlthoughTheMapHoldsThree()
    {
        using BrainstemEnvelope envelope = Read("vcr2013.stories.list.parents_only.json");

        Assert.Equal(2, envelope.Results.Count);
        Assert.Equal(2, envelope.Count);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(SharedFixtures.Path("kantata/vcr2013.stories.list.parents_only.json")));
        Assert.Equal(3, json.RootElement.GetProperty("stories").EnumerateObject().Count());
    }

    [Fact]
    public void EmptyListWithIncludes_IsEmpty()
    {
        using BrainstemEnvelope envelope = Read("vcr2013.time_entries.list.empty-with-includes.json");

        Assert.Empty(envelope.Results);
        Assert.Equal(0, envelope.Count);
    }

    [Fact]
    public void Users_CountIsNotTheResults()
    {
        using BrainstemEnvelope envelope = Read("vcr2013.users.list.json");

        Assert.Equal((3L, 2), (envelope.Count, envelope.Results.Count));
    }

    [Fact]
    public void ExchangeRates_WrongKey_IsFound()
    {
        using BrainstemEnvelope envelope = Read("gemspec.exchange_rates.wrong-results-key.json");
        BrainstemResult result = Assert.Single(envelope.Results);

        Assert.True(envelope.TryGet(result.Key, result.Id, out JsonElement rate));
        Assert.Equal("0.85", rate.GetProperty("rate").GetRawText());
    }

    [Fact]
    public void LegacyArray_IsNoEnvelope()
    {
        ConnectorException failure = Assert.Throws<ConnectorException>(() => Read("vcr2013.expense_categories.list.legacy-array.json"));

        Assert.Equal(KantataErrorCodes.NotAnEnvelope, failure.Code);
    }

    [Theory]
    [InlineData("vcr2013.workspaces.show.401.json", "oauth", "Invalid OAuth 2 Request", null)]
    [InlineData("vcr2013.time_entries.show.404.json", "system", "Not found", null)]
    [InlineData("docs.errors.validation.422.json", "validation", "Please give your project a title", "title")]
    [InlineData("gemspec.errors.syntax.json", "syntax", "Missing required parameters. Please see our documentation at http://developer.mavenlink.com", null)]
    public void Errors_AreRead(string file, string type, string message, string? field) =>
        Assert.Equal(new KantataError(type, message, field, null), KantataErrorBody.Read(File.ReadAllBytes(SharedFixtures.Path($"kantata/{file}")))[0]);

    private static BrainstemEnvelope Read(string file) => BrainstemEnvelope.Parse(File.ReadAllBytes(SharedFixtures.Path($"kantata/{file}")));

    private static List<SourceItem<TimeEntry>> TimeEntries(string file) => Map(
        File.ReadAllText(SharedFixtures.Path($"kantata/{file}")), KantataRecords.TimeEntry, KantataMappings.TimeEntryToTimeEntry, KantataTimeEntrySource.ObjectType, NewTimeEntryMapper);

    private static List<SourceItem<Project>> Projects(string file) => Map(
        File.ReadAllText(SharedFixtures.Path($"kantata/{file}")), KantataRecords.Workspace, KantataMappings.WorkspaceToProject, KantataProjectSource.ObjectType, NewProjectMapper);

    private static Mapper<Project> NewProjectMapper(Mapper mapper) => new(mapper);

    private static Mapper<TimeEntry> NewTimeEntryMapper(Mapper mapper) => new(mapper);

    private static List<SourceItem<T>> Map<T>(
        string json, Func<BrainstemEnvelope, BrainstemResult, KantataRecord> read, MappingDocument document, string objectType, Func<Mapper, Mapper<T>> typed)
        where T : class, ICanonicalObject<T>
    {
        var options = new KantataSourceOptions
        {
            Tenant = "acme",
            Parameters = new Dictionary<string, string> { [KantataSourceOptions.LegalEntityParameter] = CanonicalId.Derive("acme", "legal-entity", "netsuite", "1234567", "1").ToString() },
        };
        using KantataClient client = KantataClient.Create(new KantataOptions { Account = "415" }, new TestAccount.FixedToken("x"));
        var mapper = new RecordMapper<T>(client, options, typed(Mapper.Compile(document)), objectType, TimeProvider.System);
        using BrainstemEnvelope envelope = BrainstemEnvelope.Parse(Encoding.UTF8.GetBytes(json));
        return [.. mapper.Map(new Page<KantataRecord>([.. envelope.Results.Select(result => read(envelope, result))], null)).Items];
    }

    private static IEnumerable<(string Code, string? Path)> Mapping<T>(SourceItem<T> item)
        where T : class, ICanonicalObject<T>
    {
        Assert.False(item.IsMapped);
        return item.Issues.Where(issue => issue.Code.StartsWith("MAP", StringComparison.Ordinal) && issue.Code != MappingCodes.ContractViolation).Select(issue => (issue.Code, issue.Path));
    }

    private static string Envelope(string collection, string id, string record, string more = "") =>
        "{\"count\":1,\"results\":[{\"key\":\"" + collection + "\",\"id\":\"" + id + "\"}],\"" + collection + "\":{\"" + id + "\":" + record + "}" + more + "}";
}
