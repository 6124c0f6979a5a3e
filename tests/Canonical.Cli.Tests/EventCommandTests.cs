using System.Text;
using System.Text.Json.Nodes;
using Canonical.Model;
using Canonical.Model.Tests;
using Canonical.Schema;

namespace Canonical.Cli.Tests;

public sealed class EventCommandTests
{
    private const string Approved = "org.canonical-sdk.time-entry.approved.v1";

    private static readonly string Folder = Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Golden");

    private static string Entry(Action<JsonObject>? edit = null)
    {
        var json = JsonNode.Parse(File.ReadAllText(Shell.Example("time-entry", "valid", "minimal.json")))!.AsObject();
        edit?.Invoke(json);
        return json.ToJsonString();
    }

    private static Task<ShellResult> WrapAsync(string input, params string[] arguments) => Shell.RunAsync(input, ["event", "wrap", "--tenant", "acme", .. arguments]);

    private static void AssertKeepsSchema(string json, string name = "event.schema.json") =>
        Assert.Empty(JsonSchema.Parse(File.ReadAllBytes(Path.Combine(Shell.Root, "docs", "cli-schemas", name))).Validate(Encoding.UTF8.GetBytes(json)).Errors);

    [Fact]
    public async Task Wrap_Everything_IsAsRecordedAndKeepsItsSchema()
    {
        var result = await Shell.RunAsync("event", "wrap", Shell.Example("time-entry", "valid", "full.json"), "--type", "approved", "--tenant", "acme & co", "--system", "kantata", "--instance", "4711",
            "--sequence", "7", "--time", "2026-11-21T09:40:00Z", "--traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "--correlation-id", "flow-1", "--causation-id", "c-1");

        Assert.Equal((0, ""), (result.Code, result.Error));
        AssertKeepsSchema(result.Output);
        Compare("event.json", result.Output);
    }

    [Fact]
    public async Task Wrap_SameChange_IsWhatTheModelMakes()
    {
        var json = Encoding.UTF8.GetBytes(Entry());
        Assert.True(TimeEntry.TryRead(json, out var entry, out _));
        var source = entry.SourceRefs[0];
        var expected = CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, entry, new EventContext("acme", source.System, source.Instance));

        foreach (var type in new[] { "approved", Approved })
        {
            var result = await WrapAsync(Entry(), "--type", type);

            Assert.Equal((0, Encoding.UTF8.GetString(expected.ToUtf8Bytes()) + "\n", ""), (result.Code, result.Output, result.Error));
        }
    }

    [Fact]
    public async Task Wrap_LinesAndArrays_CountTheSequence()
    {
        string[] inputs = [$"{Entry()}\n\n{Entry()}\n", $"[{Entry()},\n{Entry()}]"];
        foreach (var input in inputs)
        {
            var lines = (await WrapAsync(input, "--type", "approved", "--sequence", "41")).Output.TrimEnd('\n').Split('\n');
            Assert.Equal(["0000000000000000041", "0000000000000000042"], lines.Select(l => JsonNode.Parse(l)!["sequence"]!.GetValue<string>()));
            Assert.All(lines, l => AssertKeepsSchema(l));

            var batch = (await WrapAsync(input, "--type", "approved", "--sequence", "41", "--batch")).Output;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse($"[{string.Join(',', lines)}]"), JsonNode.Parse(batch)));
            Assert.True(CanonicalEvent.TryReadBatch(Encoding.UTF8.GetBytes(batch), out var events, out _));
            Assert.All(events, e => Assert.True(e.Report.IsValid));
        }
        Assert.Equal("[]\n", (await WrapAsync("[]", "--type", "approved", "--batch")).Output);
    }

    [Fact]
    public async Task Wrap_Before_RaisesWhatTheChangeRaises()
    {
        using var folder = new TempFolder();
        var before = folder.File("before.ndjson", Entry(e => e["state"] = "draft") + "\n");

        Assert.Equal(Approved, await Types(Entry(e => e["state"] = "approved")));
        Assert.Equal("", await Types(Entry(e => e["state"] = "draft")));
        // Not there before: new, and approved at once.
        Assert.Equal(Approved, await Types(Entry(e => (e["state"], e["id"]) = ("approved", "00000000-0000-8000-8000-000000000001"))));

        async Task<string> Types(string after)
        {
            var result = await WrapAsync(after, "--before", before);
            Assert.Equal((0, ""), (result.Code, result.Error));
            return string.Join(' ', result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!["type"]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task Wrap_WhatCannotBe_IsToldAndTheOthersAreWritten()
    {
        var customer = JsonNode.Parse(await File.ReadAllTextAsync(Shell.Example("customer", "valid", "minimal.json"), TestContext.Current.CancellationToken))!.ToJsonString();
        var input = string.Join('\n', Entry(), Entry(e => e.Remove("status")), customer, "{}", "{", Entry());

        var result = await WrapAsync(input, "--input", "lines", "--type", "approved");

        Assert.Equal(1, result.Code);
        Assert.Equal(2, result.Output.TrimEnd().Split('\n').Length);
        Assert.Equal(["<stdin>:2", "<stdin>:3", "<stdin>:4", "<stdin>:5"], result.Error.TrimEnd().Split('\n').Select(l => string.Join(':', l["canonical: ".Length..].Split(':').Take(2))));
        Assert.Contains("There is no event approved of customer; it has none.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--type approved --before -")]
    [InlineData("--type exploded")]
    [InlineData("--type approved --time noon")]
    [InlineData("--type approved --sequence 0")]
    [InlineData("--type approved --system \u0001")]
    [InlineData("--before -")]
    public async Task Wrap_WrongUsage_Exits64(string arguments)
    {
        var result = await WrapAsync(Entry(), arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((64, ""), (result.Code, result.Output));
        Assert.StartsWith("canonical: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unwrap_WhatWrapWrote_GivesTheObjects()
    {
        var wrapped = await WrapAsync($"{Entry()}\n{Entry(e => e["id"] = "00000000-0000-8000-8000-000000000001")}", "--type", "approved");

        var lines = await Shell.RunAsync(wrapped.Output, ["event", "unwrap"]);
        var batch = await Shell.RunAsync((await WrapAsync($"[{Entry()}]", "--type", "approved", "--batch")).Output, ["event", "unwrap"]);

        Assert.Equal((0, ""), (lines.Code, lines.Error));
        Assert.Equal(2, lines.Output.TrimEnd().Split('\n').Length);
        Assert.Equal(lines.Output.Split('\n')[0], batch.Output.TrimEnd());
        Assert.Equal(0, (await Shell.RunAsync(lines.Output, ["validate", "-"])).Code);
    }

    [Fact]
    public async Task Unwrap_WhatIsNotInOrder_IsToldAndTheOthersAreWritten()
    {
        const string plain = """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"a":1.0}}""";
        var broken = JsonNode.Parse((await WrapAsync(Entry(), "--type", "approved")).Output)!;
        broken["data"]!["status"] = "gone";
        var input = string.Join('\n', plain, """{"specversion":"1.0","id":"1","source":"/s","type":"t"}""", broken.ToJsonString(), plain.Replace("\"id\":\"1\",", "", StringComparison.Ordinal), "[]", plain);

        var result = await Shell.RunAsync(input, ["event", "unwrap"]);

        Assert.Equal((1, "{\"a\":1.0}\n{\"a\":1.0}\n"), (result.Code, result.Output));
        Assert.Equal(
            ["<stdin>:2: The event carries no JSON. [CLI1004]", "<stdin>:3: in data: ", "<stdin>:4: CAN1102 at id: ", "<stdin>:5: CAN1101 at the event: "],
            result.Error.TrimEnd().Split('\n').Select(l => l["canonical: ".Length..]).Select(l => l.Contains("CLI1004", StringComparison.Ordinal) ? l : l[..(l.IndexOf(": ", "<stdin>:0: ".Length, StringComparison.Ordinal) + 2)]));
        Assert.DoesNotContain("gone", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unwrap", "")]
    [InlineData("unwrap", " \n")]
    [InlineData("wrap --type won --tenant acme", "")]
    public async Task Event_NothingOnStandardInput_IsNothingToDo(string command, string input)
    {
        var result = await Shell.RunAsync(input, ["event", .. command.Split(' ')]);

        Assert.Equal((0, "", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Unwrap_DataOverSeveralLines_BecomesOne()
    {
        var result = await Shell.RunAsync("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\n\"data\":{\n\"a\" : 1.50,\n\"b\":\"é<\"}}", ["event", "unwrap"]);

        Assert.Equal((0, "{\"a\":1.50,\"b\":\"é<\"}\n", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Types_AsJson_KeepTheirSchemaAndAreAll()
    {
        var json = (await Shell.RunAsync("event", "types", "-o", "json")).Output;

        AssertKeepsSchema(json, "event-types.schema.json");
        Assert.Equal(CanonicalEventTypes.All.Select(t => t.Name), JsonNode.Parse(json)!.AsArray().Select(t => t!["type"]!.GetValue<string>()));
        var one = await Shell.RunAsync("event", "types", "opportunity");
        Assert.Equal(0, one.Code);
        Assert.Contains("org.canonical-sdk.opportunity.won.v1", one.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Shell.RunAsync("event", "types", "unicorn")).Code);
    }

    [Fact]
    public void Objects_OfThisPackage_CanAllBeWrapped() =>
        Assert.Equal(
            CanonicalContracts.All.Where(c => c.Utf8Json.Span.IndexOf("\"x-canonical-object\""u8) >= 0).Select(c => $"{c.Id.Name}/{c.Id.Version.Major}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            EventObject.Names.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Wrap_ReadByCloudEventsOfNpm_IsAnEvent()
    {
        var wrapped = await WrapAsync($"{Entry()}\n{Entry()}", "--type", "approved", "--sequence", "1", "--batch");

        var output = await NodeProcess.RunAsync(Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Data", "node"), "cloudevents", "read.mjs", wrapped.Output);

        var entry = JsonNode.Parse(Entry())!;
        Assert.Equal(string.Concat(Enumerable.Range(1, 2).Select(i => $"{Approved} time-entry/{entry["id"]} 000000000000000000{i} {entry["contract"]}\n")), output);
    }

    private static void Compare(string name, string output)
    {
        var file = Path.Combine(Folder, "expected", name);
        if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_GOLDEN") == "1") File.WriteAllText(file, output);
        Assert.Equal(File.ReadAllText(file), output);
    }
}
