using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Faults = Canonical.Testing.SalesforceFault;

namespace Connectors.Salesforce.Tests;

/// <summary>A header with its lines: one graph, all or none.</summary>
public sealed class LineSinkTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upsert_NewHeader_IsOneGraphWithItsLinesAndReadsBack()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        var recorder = new RecordingHandler();
        using SalesforceClient client = org.Client(handler: recorder);
        SalesforceSink<Opportunity> sink = org.Sink(client);
        WriteRequest<Opportunity> request = org.Request("A", ("1", 2, 100), ("2", 3, 50.5m));
        Assert.False((await sink.ReadBackAsync(request, None)).Found);
        WriteOutcome outcome = await sink.UpsertAsync(request, None);
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(["1:2x100", "2:3x50.5"], await LinesOrg.LinesOfAsync(client, outcome.NativeId!));
        Assert.Equal(351.5m, org.Amount(outcome.NativeId!));
        ReadBack back = await sink.ReadBackAsync(request, None);
        Assert.True(back.Matches, string.Join(' ', back.Differences));
        Assert.Equal(outcome.NativeId, back.NativeId);
        using JsonDocument sent = JsonDocument.Parse(Assert.Single(recorder.Sent, s => s.Path.EndsWith("/composite/graph", StringComparison.Ordinal)).Body);
        JsonElement[] nodes = [.. Assert.Single(sent.RootElement.GetProperty("graphs").EnumerateArray()).GetProperty("compositeRequest").EnumerateArray()];
        Assert.Equal(3, nodes.Length);
        // The lines name the header by reference, and no line carries its own key or the header's totals.
        Assert.All(nodes[1..], n => Assert.Equal("@{header.id}", n.GetProperty("body").GetProperty("OpportunityId").GetString()));
        Assert.Equal($"/services/data/v64.0/sobjects/OpportunityLineItem/ERP_Line_Id__c/{request.Value.Id}-1", nodes[1].GetProperty("url").GetString());
        Assert.All(nodes[1..], n => Assert.False(n.GetProperty("body").TryGetProperty("Id", out _)));
    }

    [Fact]
    public async Task Upsert_SameObjectInAnotherProcess_IsTheSameCallByteForByte()
    {
        var bodies = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 2; i++)
        {
            await using LinesOrg org = await LinesOrg.StartAsync();
            var recorder = new RecordingHandler();
            using SalesforceClient client = org.Client(handler: recorder);
            await org.Sink(client).UpsertAsync(org.Request("A", ("b", 2, 100), ("a", 3, 50.5m)), None);
            bodies.Add(recorder.Sent.Single(s => s.Path.EndsWith("/composite/graph", StringComparison.Ordinal)).Body);
        }

        Assert.Single(bodies);
    }

    [Fact]
    public async Task Upsert_HeadersAndLinesWhoseIdsRunIntoEachOther_KeepTheirOwnLines()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client, LinesOrg.Options with { ExternalId = static o => o.Name });
        WriteRequest<Opportunity>[] requests = [org.Request("P-100", ("1-1", 2, 100)), org.Request("P-100-1", ("1", 3, 100), ("_1", 4, 100)), org.Request("P-100-1-", ("1", 5, 100)), org.Request("P", ("100-1-1", 6, 100))];
        foreach (WriteRequest<Opportunity> request in requests)
            Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(request, None)).Kind);
        foreach (WriteRequest<Opportunity> request in requests)
            Assert.True((await sink.ReadBackAsync(request, None)).Matches);
    }

    [Fact]
    public async Task Upsert_AmountBesideLines_IsNotWritten()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        var recorder = new RecordingHandler();
        using SalesforceClient client = org.Client(handler: recorder);
        SalesforceSink<Opportunity> sink = org.Sink(client);
        var request = new WriteRequest<Opportunity>(org.Make("A", ("1", 2, 100)) with { Amount = new Money(999, "EUR") }, SinkTests.NextKey());
        WriteOutcome outcome = await sink.UpsertAsync(request, None);
        Assert.Equal(200, org.Amount(outcome.NativeId!));
        Assert.DoesNotContain("\"Amount\"", recorder.Sent.Single(s => s.Path.EndsWith("/composite/graph", StringComparison.Ordinal)).Body, StringComparison.Ordinal);
        Assert.True((await sink.ReadBackAsync(request, None)).Matches);
        // Without lines it is the header's own.
        var alone = new WriteRequest<Opportunity>(org.Make("B") with { Amount = new Money(999, "EUR") }, SinkTests.NextKey());
        outcome = await sink.UpsertAsync(alone, None);
        Assert.Equal(999, org.Amount(outcome.NativeId!));
        Assert.True((await sink.ReadBackAsync(alone, None)).Matches);
    }

    [Fact]
    public async Task Upsert_Again_WritesNothing()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client);
        WriteRequest<Opportunity> request = org.Request("A", ("1", 2, 100), ("2", 3, 50));
        string id = (await sink.UpsertAsync(request, None)).NativeId!;
        string before = org.Sandbox.Show("Opportunity", id)!;
        int calls = Graphs(org);
        WriteOutcome outcome = await sink.UpsertAsync(request, None);
        Assert.Equal(WriteOutcomeKind.Unchanged, outcome.Kind);
        Assert.Equal(id, outcome.NativeId);
        Assert.Equal(calls, Graphs(org));
        Assert.Equal(before, org.Sandbox.Show("Opportunity", id));
        Assert.Equal(2, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Upsert_ChangedAddedAndGoneLines_BringsTheRecordToTheObject()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        var recorder = new RecordingHandler();
        using SalesforceClient client = org.Client(handler: recorder);
        SalesforceSink<Opportunity> sink = org.Sink(client);
        string id = (await sink.UpsertAsync(org.Request("A", ("1", 2, 100), ("2", 3, 50), ("3", 1, 1)), None)).NativeId!;
        WriteRequest<Opportunity> changed = org.Request("A", ("4", 5, 10), ("1", 2, 100), ("2", 4, 50));
        ReadBack back = await sink.ReadBackAsync(changed, None);
        Assert.Equal(["/lines/0", "/lines/2/quantity", "/lines/3"], back.Differences);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(changed, None)).Kind);
        Assert.Equal(["1:2x100", "2:4x50", "4:5x10"], await LinesOrg.LinesOfAsync(client, id));
        Assert.True((await sink.ReadBackAsync(changed, None)).Matches);
        // What did not change was not sent: a deletion, a new line and a changed one.
        using JsonDocument sent = JsonDocument.Parse(recorder.Sent.Last(s => s.Path.EndsWith("/composite/graph", StringComparison.Ordinal)).Body);
        Assert.Equal(["DELETE", "PATCH", "PATCH"], sent.RootElement.GetProperty("graphs")[0].GetProperty("compositeRequest").EnumerateArray().Select(n => n.GetProperty("method").GetString()));
    }

    [Theory]
    [InlineData(SalesforceMissingLines.DeleteWritten, "-:7x100")]
    [InlineData(SalesforceMissingLines.Keep, "-:7x100", "1:2x100")]
    [InlineData(SalesforceMissingLines.DeleteAll)]
    public async Task Upsert_LinesThatTheObjectHasNot_GoAsTheOptionSays(SalesforceMissingLines missing, params string[] left)
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client, LinesOrg.Options with { Lines = [SalesforceLineOptions.OpportunityLineItems("ERP_Line_Id__c") with { Missing = missing }] });
        string id = (await sink.UpsertAsync(org.Request("A", ("1", 2, 100)), None)).NativeId!;
        // A person adds a line in Salesforce.
        await client.CreateManyAsync("OpportunityLineItem", [new(null, System.Text.Encoding.UTF8.GetBytes($$"""{"OpportunityId":"{{id}}","PricebookEntryId":"{{org.Entry}}","Quantity":7,"UnitPrice":100}"""))], cancellationToken: None);
        WriteRequest<Opportunity> empty = org.Request("A");
        await sink.UpsertAsync(empty, None);
        Assert.Equal(left, await LinesOrg.LinesOfAsync(client, id));
        Assert.True((await sink.ReadBackAsync(empty, None)).Matches);
    }

    [Fact]
    public async Task Upsert_ObjectSaysNothingOfLines_LeavesThemAlone()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client);
        string id = (await sink.UpsertAsync(org.Request("A", ("1", 2, 100)), None)).NativeId!;
        var silent = new WriteRequest<Opportunity>(org.Make("A") with { Lines = null, Stage = new OpportunityStage("Qualification"), Amount = new Money(5, "EUR") }, SinkTests.NextKey());
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(silent, None)).Kind);
        Assert.Equal(["1:2x100"], await LinesOrg.LinesOfAsync(client, id));
        // The lines that are there make the amount: it is neither written nor compared.
        Assert.Equal(200, org.Amount(id));
        Assert.True((await sink.ReadBackAsync(silent, None)).Matches);
        Assert.Equal(WriteOutcomeKind.Unchanged, (await sink.UpsertAsync(silent, None)).Kind);
    }

    [Fact]
    public async Task Upsert_OneLineIsRefused_NothingIsWrittenAndTheReasonNamesTheLine()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "OpportunityLineItem", Skip = 1, ErrorCode = "NUMBER_OUTSIDE_VALID_RANGE", Message = "secret", Fields = ["Quantity"] });
        using SalesforceClient client = org.Client();
        int before = org.Sandbox.Count("Opportunity");
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(org.Request("A", ("1", 2, 100), ("2", 3, 50), ("3", 1, 1)), None);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        RecordIssue issue = Assert.Single(outcome.Issues);
        Assert.Equal("/lines/1/quantity", issue.Path);
        Assert.Equal("OpportunityLineItems[1].Quantity", issue.VendorPath);
        Assert.Equal("NUMBER_OUTSIDE_VALID_RANGE", issue.VendorCode);
        Assert.Equal(IssueKind.Validation, issue.Kind);
        Assert.Equal(before, org.Sandbox.Count("Opportunity"));
        Assert.Equal(0, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Theory]
    [InlineData("Opportunity")]
    [InlineData("OpportunityLineItem")]
    public async Task Upsert_LockPasses_IsWrittenOnce(string objectName)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = objectName, Times = 2 });
        using SalesforceClient client = org.Client(time: time);
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(org.Request("A", ("1", 2, 100), ("2", 3, 50)), None);
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(["1:2x100", "2:3x50"], await LinesOrg.LinesOfAsync(client, outcome.NativeId!));
        Assert.Equal(2, org.Sandbox.RowFaults.Hits);
    }

    [Fact]
    public async Task Upsert_LockStays_IsHandedBackAsRetryable()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "OpportunityLineItem", Times = int.MaxValue });
        using SalesforceClient client = org.Client(time: time);
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(org.Request("A", ("1", 2, 100)), None);
        Assert.Equal(WriteOutcomeKind.Retryable, outcome.Kind);
        Assert.Equal("/lines/0", outcome.Issues[0].Path);
        Assert.Equal(1 + SalesforceWriteOptions<Opportunity>.DefaultLockRetries, org.Sandbox.RowFaults.Hits);
        Assert.Equal(0, org.Sandbox.Count("Opportunity"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upsert_AnswerLostAfterTheCommit_IsFoundAndNotWrittenTwice(bool again)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        using SalesforceClient client = org.Client(time: time);
        SalesforceSink<Opportunity> sink = org.Sink(client);
        if (again)
            await sink.UpsertAsync(org.Request("A", ("1", 2, 100), ("9", 1, 1)), None);
        int before = Graphs(org);
        org.Sandbox.Faults.Add(Faults.AnswerLost(SalesforceOperation.WriteMany));
        WriteOutcome outcome = await sink.UpsertAsync(org.Request("A", ("1", 3, 100), ("2", 3, 50)), None);
        Assert.Equal(again ? WriteOutcomeKind.Updated : WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(1, org.Sandbox.Faults.Hits);
        Assert.Equal(before + 1, Graphs(org));
        Assert.Equal(["1:3x100", "2:3x50"], await LinesOrg.LinesOfAsync(client, outcome.NativeId!));
        Assert.Equal(1, org.Sandbox.Count("Opportunity"));
    }

    [Fact]
    public async Task Upsert_CallerTimesOutAfterTheCommit_IsFoundAndNotWrittenTwice()
    {
        var time = new ExpiringTimeProvider();
        await using LinesOrg org = await LinesOrg.StartAsync();
        org.Sandbox.Faults.Add(Faults.TimeoutAfterCommit(SalesforceOperation.WriteMany));
        using SalesforceClient client = org.Client(time: time);
        Task<WriteOutcome> writing = org.Sink(client).UpsertAsync(org.Request("A", ("1", 3, 100), ("2", 3, 50)), None);
        while (org.Sandbox.Count("OpportunityLineItem") < 2)
            await Task.Yield();
        Assert.False(writing.IsCompleted);
        time.ExpireTries();
        WriteOutcome outcome = await writing;
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(1, org.Sandbox.Count("Opportunity"));
        Assert.Equal(["1:3x100", "2:3x50"], await LinesOrg.LinesOfAsync(client, outcome.NativeId!));
    }

    [Fact]
    public async Task Upsert_CallLostBeforeItArrived_IsSentAgain()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        org.Sandbox.Faults.Add(Faults.ConnectionCut(SalesforceOperation.WriteMany));
        using SalesforceClient client = org.Client(time: time);
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(org.Request("A", ("1", 3, 100)), None);
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(1, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Upsert_EveryAnswerIsLost_IsUnknownAndNothingIsDoubled()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        // The calls do not arrive, so that each look finds nothing.
        org.Sandbox.Faults.Add(Faults.ConnectionCut(SalesforceOperation.WriteMany) with { Times = int.MaxValue });
        using SalesforceClient client = org.Client(time: time);
        SalesforceSink<Opportunity> sink = org.Sink(client);
        WriteRequest<Opportunity> request = org.Request("A", ("1", 3, 100));
        Assert.Equal(WriteOutcomeKind.Unknown, (await sink.UpsertAsync(request, None)).Kind);
        Assert.False((await sink.ReadBackAsync(request, None)).Found);
        org.Sandbox.Faults.Clear();
        Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(request, None)).Kind);
        Assert.Equal(1, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Upsert_SomebodyElseWritesTheSameMeanwhile_IsLookedAtAgain()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        WriteRequest<Opportunity> request = org.Request("A", ("1", 3, 100));
        using SalesforceClient other = org.Client(time: time);
        // The other one comes between our look and our call.
        var meanwhile = new MeanwhileHandler("/composite/graph", () => org.Sink(other).UpsertAsync(request with { Key = SinkTests.NextKey() }, None));
        using SalesforceClient client = org.Client(time: time, handler: meanwhile);
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(request, None);
        Assert.True(outcome.TookEffect, outcome.ToString());
        Assert.Equal(1, org.Sandbox.Count("Opportunity"));
        Assert.Equal(1, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Upsert_LineIsDeletedMeanwhile_IsMadeAgain()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        using SalesforceClient other = org.Client(time: time);
        string id = (await org.Sink(other).UpsertAsync(org.Request("A", ("1", 3, 100)), None)).NativeId!;
        var meanwhile = new MeanwhileHandler("/composite/graph", () => org.Sink(other).UpsertAsync(org.Request("A"), None));
        using SalesforceClient client = org.Client(time: time, handler: meanwhile);
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(org.Request("A", ("1", 4, 100)), None);
        Assert.Equal(WriteOutcomeKind.Updated, outcome.Kind);
        Assert.Equal(["1:4x100"], await LinesOrg.LinesOfAsync(client, id));
    }

    [Theory]
    [InlineData("A/1?#% ö", "1/2 #")]
    [InlineData(".", "..")]
    [InlineData("O'Neil \\", "'")]
    public async Task Upsert_KeysThatNoAddressBears_AreWrittenAndFound(string key, string line)
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client, LinesOrg.Options with { ExternalId = _ => key });
        WriteRequest<Opportunity> request = org.Request("A", (line, 3, 100));
        Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(request, None)).Kind);
        Assert.True((await sink.ReadBackAsync(request, None)).Matches);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(org.Request("A", (line, 4, 100)), None)).Kind);
        Assert.Equal(1, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Upsert_TwoLinesOfOneId_IsRejectedBeforeAnyCall()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        int before = org.Sandbox.Requests.Count;
        WriteOutcome outcome = await org.Sink(client).UpsertAsync(org.Request("A", ("1", 3, 100), ("1", 4, 100)), None);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal(SalesforceErrorCodes.LineUnfit, outcome.Issues[0].Code);
        Assert.Equal("/lines/1", outcome.Issues[0].Path);
        Assert.Equal(before, org.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task Upsert_MoreLinesThanACallTakes_IsRejectedAndPartsOfThemGo()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client);
        (string, decimal, decimal)[] lines = [.. Enumerable.Range(1, 600).Select(i => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), 1m, 10m))];
        WriteOutcome outcome = await sink.UpsertAsync(org.Request("A", lines), None);
        Assert.Equal(SalesforceErrorCodes.TooManyLines, Assert.Single(outcome.Issues).Code);
        Assert.Equal(0, org.Sandbox.Count("Opportunity"));
        // The way out that the reason names.
        Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(org.Request("A", lines[..400]), None)).Kind);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(org.Request("A", lines), None)).Kind);
        Assert.Equal(600, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Upsert_FieldOfALineThatIsOnlyCreated_IsLeftOutOrRejected()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        MappingDocument mapping = LinesOrg.Mapping.With(MappingOverlay.Parse(System.Text.Encoding.UTF8.GetBytes("""
            { "overlay": "test.entry", "version": "1.0.0", "base": "salesforce.opportunity-opportunity", "baseVersion": "^1.0.0", "scope": "tenant",
              "lenses": [ { "op": "add", "after": "lines.description", "lens": { "id": "lines.entry", "kind": "field", "source": "PricebookEntryId", "target": "role", "convert": "text" } } ] }
            """)));
        var sink = new SalesforceSink<Opportunity>(client, mapping, org.Read, LinesOrg.Options);
        WriteOutcome created = await sink.UpsertAsync(With(org.Entry, 2), None);
        Assert.Equal(WriteOutcomeKind.Created, created.Kind);
        // The line changes and its product does not: the field is not sent, since Salesforce would refuse it.
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(With(org.Entry, 3), None)).Kind);
        string other = org.Sandbox.Seed("PricebookEntry", """{"Name":"C-2","UnitPrice":100,"IsActive":true,"CurrencyIsoCode":"EUR"}""");
        WriteOutcome outcome = await sink.UpsertAsync(With(other, 3), None);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal("/lines/0/role", outcome.Issues[0].Path);
        Assert.Equal("OpportunityLineItems[0].PricebookEntryId", outcome.Issues[0].VendorPath);
        Assert.NotNull(outcome.Issues[0].Remedy);

        WriteRequest<Opportunity> With(string entry, decimal quantity)
        {
            Opportunity made = org.Make("A", ("1", quantity, 100));
            return new WriteRequest<Opportunity>(made with { Lines = [made.Lines![0] with { Role = entry }] }, SinkTests.NextKey());
        }
    }

    [Fact]
    public async Task Upsert_AFieldIsHidden_IsAnExceptionAboutTheSetUp()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        org.Sandbox.HideField("OpportunityLineItem", "Description");
        using SalesforceClient client = org.Client();
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => org.Sink(client).UpsertAsync(org.Request("A", ("1", 3, 100)), None));
        Assert.Equal(IssueKind.Configuration, failed.Kind);
    }

    [Fact]
    public async Task Patch_Lines_IsRejected()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforceSink<Opportunity> sink = org.Sink(client);
        string id = (await sink.UpsertAsync(org.Request("A", ("1", 3, 100)), None)).NativeId!;
        WriteOutcome lines = await sink.PatchAsync(new PatchRequest<Opportunity> { NativeId = id, MergePatch = """{"lines":[]}"""u8.ToArray(), Key = SinkTests.NextKey() }, None);
        Assert.Equal(SalesforceErrorCodes.LineUnfit, Assert.Single(lines.Issues).Code);
        WriteOutcome stage = await sink.PatchAsync(new PatchRequest<Opportunity> { NativeId = id, MergePatch = """{"stage":"Qualification"}"""u8.ToArray(), Key = SinkTests.NextKey() }, None);
        Assert.Equal(WriteOutcomeKind.Updated, stage.Kind);
    }

    [Fact]
    public void Options_MappingWritesLinesThatNobodyTellsAbout_AreRefused()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        var read = new SalesforceReadOptions { Tenant = "acme", Instance = "org" };
        SalesforceLineOptions lines = SalesforceLineOptions.OpportunityLineItems("ERP_Line_Id__c");
        Refused(LinesOrg.Options with { Lines = null });
        Refused(LinesOrg.Options with { Lines = [lines, lines] });
        Refused(LinesOrg.Options with { Lines = [lines with { Relation = "OrderItems" }] });
        Refused(LinesOrg.Options with { Lines = [lines with { ExternalIdField = "Id" }] });
        Refused(LinesOrg.Options with { Lines = [lines with { ParentField = "no name" }] });
        Refused(LinesOrg.Options with { Lines = [lines, lines with { Relation = "A" }, lines with { Relation = "B" }, lines with { Relation = "C" }] });
        // Empty on purpose: the header alone.
        _ = new SalesforceSink<Opportunity>(client, LinesOrg.Mapping, read, LinesOrg.Options with { Lines = [] });

        void Refused(SalesforceWriteOptions<Opportunity> options) => Assert.Throws<ArgumentException>(() => new SalesforceSink<Opportunity>(client, LinesOrg.Mapping, read, options));
    }

    [Fact]
    public async Task Upsert_HeaderAloneByIntention_LeavesTheLinesOut()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        WriteOutcome outcome = await org.Sink(client, LinesOrg.Options with { Lines = [] }).UpsertAsync(org.Request("A", ("1", 3, 100)), None);
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(0, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Preflight_LinesOfTheOrg_NamesWhatIsMissingReadOnlyOrNoKey()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(client, LinesOrg.Mapping, LinesOrg.Options, None);
        Assert.DoesNotContain(report.Findings, f => f.SourcePath?.StartsWith("OpportunityLineItem.", StringComparison.Ordinal) == true);
        org.Sandbox.HideField("OpportunityLineItem", "ServiceDate");
        SalesforceLineOptions lines = SalesforceLineOptions.OpportunityLineItems("Description") with { ParentField = "Opportunity__c" };
        report = await SalesforcePreflight.RunAsync(client, LinesOrg.Mapping, LinesOrg.Options with { Lines = [lines] }, None);
        Assert.False(report.IsReady);
        Assert.Equal(
            [("SFC1018", "OpportunityLineItem.Description"), ("SFC1018", "OpportunityLineItem.Description"), (MappingCodes.SourceUnknown, "OpportunityLineItem.Opportunity__c"), (MappingCodes.SourceUnknown, "OpportunityLineItem.ServiceDate")],
            report.Findings.Where(f => f.SourcePath?.StartsWith("OpportunityLineItem.", StringComparison.Ordinal) == true).Select(f => (f.Code, f.SourcePath!)));
    }

    internal static int Graphs(LinesOrg org) => org.Sandbox.Requests.Count(r => r.PathAndQuery.EndsWith("/composite/graph", StringComparison.Ordinal));
}
