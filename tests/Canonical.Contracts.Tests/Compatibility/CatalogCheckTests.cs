using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class CatalogCheckTests : IDisposable
{
    private const string Thing = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""";
    private const string More = """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"]}""";
    private const string Broken = """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""";

    private readonly string _root = Directory.CreateTempSubdirectory("canonical-check-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Run_MinorThatOnlyAdds_IsAllowed()
    {
        var report = Check([("thing", "1.0.0", "active", Thing)], [("thing", "1.0.0", "active", Thing), ("thing", "1.1.0", "draft", More)]);
        Assert.True(report.IsAllowed, string.Join("\n", report.Findings.Concat(report.Comparisons.SelectMany(c => c.Findings))));
        Assert.Equal(CompatibilityOutcome.Compatible, Assert.Single(report.Comparisons).Outcome);
    }

    [Fact]
    public void Run_MinorThatBreaks_IsRefusedWithTheSmallestVersion()
    {
        var report = Check([("thing", "1.0.0", "active", Thing)], [("thing", "1.0.0", "active", Thing), ("thing", "1.1.0", "draft", Broken)]);
        Assert.False(report.IsAllowed);
        Assert.Equal("2.0.0", Assert.Single(report.Comparisons).SmallestVersion);
    }

    [Fact]
    public void Run_PublishedVersionEditedOrGone_IsRefused()
    {
        Assert.Contains(Check([("thing", "1.0.0", "active", Thing)], [("thing", "1.0.0", "active", More)]).Findings, f => f.Rule == "CS-GOV-003");
        Assert.Contains(Check([("thing", "1.0.0", "active", Thing)], [("other", "1.0.0", "draft", Thing)]).Findings, f => f.Rule == "CS-GOV-003");
        Assert.DoesNotContain(Check([("thing", "1.0.0", "draft", Thing)], [("thing", "1.0.0", "draft", More)]).Findings, f => f.Rule == "CS-GOV-003");
    }

    [Fact]
    public void Run_VersionWithoutAncestor_IsRefused()
    {
        Assert.Contains(Check([], [("thing", "1.1.0", "draft", Thing)]).Findings, f => f.Rule == "CS-GOV-005");
        Assert.Contains(Check([], [("thing", "1.0.0", "draft", Thing), ("thing", "1.0.2", "draft", Thing)]).Findings, f => f.Rule == "CS-GOV-005");
        Assert.DoesNotContain(Check([], [("thing", "1.0.0", "draft", Thing), ("thing", "1.1.0", "draft", Thing)]).Findings, f => f.Rule == "CS-GOV-005");
    }

    [Fact]
    public void Run_PublishedContractRefersToDraft_IsRefused()
    {
        const string Referring = """{"type":"object","properties":{"a":{"$ref":"/lib/1.0.0#/$defs/x"}}}""";
        const string Library = """{"$defs":{"x":{"type":"string"}}}""";
        Assert.Contains(Check([], [("lib", "1.0.0", "draft", Library), ("thing", "1.0.0", "active", Referring)]).Findings, f => f.Rule == "CS-GOV-006");
        Assert.DoesNotContain(Check([], [("lib", "1.0.0", "active", Library), ("thing", "1.0.0", "active", Referring)]).Findings, f => f.Rule == "CS-GOV-006");
    }

    // The file of the contract stays the same; what it refers to does not.
    [Fact]
    public void Run_ReferencedDraftChanged_ComparesTheContractAnew()
    {
        const string Referring = """{"type":"object","properties":{"a":{"$ref":"/lib/1.0.0#/$defs/x"}}}""";
        (string, string, string, string) first = ("thing", "1.0.0", "draft", """{"type":"object","properties":{"a":{"type":"string"}}}""");
        (string, string, string, string) second = ("thing", "1.1.0", "draft", Referring);
        (string, string, string, string) text = ("lib", "1.0.0", "draft", """{"$defs":{"x":{"type":"string"}}}""");
        (string, string, string, string) number = ("lib", "1.0.0", "draft", """{"$defs":{"x":{"type":"integer"}}}""");
        Assert.Empty(Check([text, first, second], [text, first, second]).Comparisons);
        Assert.Equal(CompatibilityOutcome.Incompatible, Assert.Single(Check([text, first, second], [number, first, second]).Comparisons).Outcome);
    }

    [Fact]
    public void Run_DeeplyNestedContract_IsAnswered()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"items":""", 50)) + "{}" + new string('}', 50);
        var deeper = string.Concat(Enumerable.Repeat("""{"items":""", 50)) + """{"type":"string"}""" + new string('}', 50);
        Assert.Equal(CompatibilityOutcome.Compatible, SchemaInclusion.Prove(deeper, deep, cancellationToken: TestContext.Current.CancellationToken).Outcome);
        Assert.Equal(CompatibilityOutcome.Incompatible, SchemaInclusion.Prove(deep, deeper, cancellationToken: TestContext.Current.CancellationToken).Outcome);
    }

    [Fact]
    public void Run_MajorWithoutMigrations_IsRefused()
    {
        (string, string, string, string)[] versions = [("thing", "1.0.0", "active", Thing), ("thing", "2.0.0", "draft", Broken)];
        Assert.Contains(Check([], versions).Findings, f => f.Rule == "CS-GOV-009");
        Assert.DoesNotContain(Check([], versions, new CatalogCheckOptions { MigratedInCode = ["thing/2.0.0"] }).Findings, f => f.Rule == "CS-GOV-009");
        var current = Write("current", versions);
        Directory.CreateDirectory(Path.Combine(current.Folder, "thing", "2.0.0.migrations"));
        foreach (var direction in new[] { "up", "down" }) File.WriteAllText(Path.Combine(current.Folder, "thing", "2.0.0.migrations", direction + ".json"), "{}");
        Assert.DoesNotContain(CatalogCheck.Run(null, current, cancellationToken: TestContext.Current.CancellationToken).Findings, f => f.Rule == "CS-GOV-009");
    }

    [Fact]
    public void Run_Waivers_UnusedIsAWarningAndExpiredAnError()
    {
        (string, string, string, string)[] versions = [("thing", "1.1.0", "draft", Thing)];
        var finding = Assert.Single(Check([], versions).Findings);
        var options = new CatalogCheckOptions();
        options.Comparison.Time = new GovernanceTests.Day(2027, 1, 1);
        options.Comparison.Waivers = [new(finding.Fingerprint, finding.Rule, "r", "o", new DateOnly(2027, 1, 1)), new("0000000000000000", "CS-GOV-007", "r", "o", new DateOnly(2027, 1, 1))];
        var report = Check([], versions, options);
        Assert.True(report.IsAllowed);
        Assert.Equal(FindingSeverity.Warning, Assert.Single(report.Findings, f => f.Rule == "CS-GOV-008").Severity);

        options.Comparison.Time = new GovernanceTests.Day(2027, 1, 2);
        Assert.Contains(Check([], versions, options).Findings, f => f.Rule == "CS-GOV-008" && f.Severity == FindingSeverity.Error);
    }

    // Whoever calls the library gets what the command gives: no verdict on a folder that cannot be read whole.
    [Fact]
    public void Run_CatalogOrBaselineNotWhole_IsRefusedAndComparesNothing()
    {
        (string, string, string, string)[] versions = [("thing", "1.0.0", "active", Thing), ("thing", "1.1.0", "draft", Broken)];
        foreach (var harm in new Action<string>[] { f => File.Delete(Path.Combine(f, "thing", "1.0.0.json")), f => File.WriteAllText(Path.Combine(f, "thing", "1.0.0.json"), "{"), f => File.WriteAllText(Path.Combine(f, "catalog.json"), "[]") })
        {
            var (whole, harmed) = (Write("before", versions), Write("after", versions).Folder);
            harm(harmed);
            var broken = ContractCatalog.Load(harmed);
            foreach (var report in new[] { CatalogCheck.Run(whole, broken, cancellationToken: TestContext.Current.CancellationToken), CatalogCheck.Run(broken, whole, cancellationToken: TestContext.Current.CancellationToken) })
            {
                Assert.Empty(report.Comparisons);
                Assert.All(report.Findings, f => Assert.Equal(("CS-GOV-012", FindingSeverity.Error), (f.Rule, f.Severity)));
                Assert.False(report.IsAllowed || report.IsUnchanged);
            }
        }
    }

    [Fact]
    public void Run_FileOutsideTheCatalog_IsNoContractOfIt()
    {
        var current = Write("after", [("thing", "1.0.0", "draft", Thing)]);
        File.WriteAllText(Path.Combine(current.Folder, "thing", "0.9.0.json"), "{");
        Assert.True(CatalogCheck.Run(null, ContractCatalog.Load(current.Folder), cancellationToken: TestContext.Current.CancellationToken).IsAllowed);
    }

    [Fact]
    public void Run_NothingComparable_IsNotUnchanged()
    {
        (string, string, string, string)[] one = [("thing", "1.0.0", "draft", Thing)];
        var alone = Check([], one);
        Assert.Equal((false, 0), (alone.IsUnchanged, alone.Comparisons.Count));
        Assert.Equal(["thing/1.0.0"], alone.Uncompared);
        var same = Check(one, one);
        Assert.True(same.IsUnchanged);
        Assert.Equal(["thing/1.0.0"], same.Unchanged);
        var edited = Check(one, [("thing", "1.0.0", "draft", More)]);
        Assert.False(edited.IsUnchanged);
        Assert.Equal(["thing/1.0.0"], edited.Uncompared);
        var renamed = Check(one, [("other", "1.0.0", "draft", Thing)]);
        Assert.False(renamed.IsUnchanged);
        Assert.Equal(["other/1.0.0"], renamed.Uncompared);
        Assert.Equal(["thing/1.0.0"], renamed.Removed);
        var added = Check(one, [("thing", "1.0.0", "draft", Thing), ("thing", "1.1.0", "draft", More)]);
        Assert.Empty(added.Uncompared);
        Assert.Single(added.Comparisons);
    }

    // The later version did not change; what it must fit did.
    [Fact]
    public void Run_EarlierVersionAddedOrEdited_ComparesTheLaterOnesAnew()
    {
        (string, string, string, string) first = ("thing", "1.0.0", "active", Thing);
        (string, string, string, string) second = ("thing", "1.1.0", "active", More);
        (string, string, string, string) between = ("thing", "1.0.1", "draft", """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a"]}""");
        Assert.True(Check([first, second], [first, second]).IsUnchanged);
        Assert.Contains(Check([first, second], [first, between, second]).Comparisons, c => c.Old.Version == "1.0.1" && c.New.Version == "1.1.0" && c.Outcome == CompatibilityOutcome.Incompatible);
        (string, string, string, string)[] drafts = [("thing", "1.0.0", "draft", Thing), ("thing", "1.1.0", "draft", More)];
        Assert.Equal(CompatibilityOutcome.Incompatible, Assert.Single(Check(drafts, [("thing", "1.0.0", "draft", Broken), drafts[1]]).Comparisons).Outcome);
    }

    // A version that is gone from the folder was still published: documents of it are about.
    [Fact]
    public void Run_GapInTheLineage_IsComparedWithThePublishedVersionThatIsGone()
    {
        (string, string, string, string)[] before = [("thing", "1.0.0", "active", More), ("thing", "1.1.0", "active", Thing)];
        var report = Check(before, [before[1], ("thing", "1.2.0", "draft", """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a"]}""")]);
        Assert.Contains(report.Findings, f => f.Rule == "CS-GOV-003" && f.Contract == "thing/1.0.0");
        Assert.Equal([("1.1.0", CompatibilityOutcome.Compatible), ("1.0.0", CompatibilityOutcome.Incompatible)], report.Comparisons.Select(c => (c.Old.Version, c.Outcome)));
        Assert.Equal(["1.1.0"], Check(before, [before[1], ("thing", "1.2.0", "draft", Thing)], new CatalogCheckOptions { IsTransitive = false }).Comparisons.Select(c => c.Old.Version));
    }

    [Fact]
    public void Run_EditedPublishedVersion_CannotBeWaived()
    {
        (string, string, string, string)[] before = [("thing", "1.0.0", "active", Thing)];
        (string, string, string, string)[] after = [("thing", "1.0.0", "active", More)];
        var finding = Assert.Single(Check(before, after).Findings, f => f.Rule == "CS-GOV-003");
        var options = new CatalogCheckOptions();
        options.Comparison.Time = new GovernanceTests.Day(2027, 1, 1);
        options.Comparison.Waivers = [new(finding.Fingerprint, finding.Rule, "r", "o", new DateOnly(2028, 1, 1))];
        var report = Check(before, after, options);
        Assert.False(report.IsAllowed);
        Assert.Null(Assert.Single(report.Findings, f => f.Rule == "CS-GOV-003").Waiver);
        Assert.Contains("cannot be waived", Assert.Single(report.Findings, f => f.Rule == "CS-GOV-008").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WaiverOfAnotherFingerprintOrRule_ExcusesNothing()
    {
        (string, string, string, string)[] versions = [("thing", "1.1.0", "draft", Thing)];
        var finding = Assert.Single(Check([], versions).Findings);
        foreach (var (fingerprint, rule) in new[] { (new string('0', 16), finding.Rule), (finding.Fingerprint, "CS-GOV-007"), (finding.Fingerprint.ToUpperInvariant() + "0", finding.Rule) })
        {
            var options = new CatalogCheckOptions();
            options.Comparison.Time = new GovernanceTests.Day(2027, 1, 1);
            options.Comparison.Waivers = [new(fingerprint, rule, "r", "o", new DateOnly(2028, 1, 1))];
            var report = Check([], versions, options);
            Assert.False(report.IsAllowed);
            Assert.Contains(report.Findings, f => f.Rule == "CS-GOV-008" && f.Severity == FindingSeverity.Warning);
        }
    }

    // The contracts of this repository among themselves: every version fits its lineage, or says by its major that it does not.
    [Fact]
    public void Run_ContractsOfTheRepository_FitTheirLineage()
    {
        var folder = Path.Combine(Repository.Root, "schemas");
        var report = CatalogCheck.Run(null, ContractCatalog.Load(folder), new CatalogCheckOptions { MigratedInCode = ["rate-card/2.0.0"] }, TestContext.Current.CancellationToken);
        Assert.True(report.IsAllowed, string.Join("\n", report.Findings.Concat(report.Comparisons.SelectMany(c => c.Findings)).Where(f => f.Severity == FindingSeverity.Error)));
    }

    private CatalogReport Check((string Name, string Version, string Status, string Schema)[] before, (string Name, string Version, string Status, string Schema)[] after, CatalogCheckOptions? options = null) =>
        CatalogCheck.Run(before.Length == 0 ? null : Write("before", before), Write("after", after), options, TestContext.Current.CancellationToken);

    private ContractCatalog Write(string folder, (string Name, string Version, string Status, string Schema)[] contracts)
    {
        var root = Path.Combine(_root, folder);
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        var entries = new JsonArray();
        foreach (var (name, version, status, schema) in contracts)
        {
            Directory.CreateDirectory(Path.Combine(root, name));
            var json = JsonNode.Parse(schema)!.AsObject();
            json["$id"] = $"https://schemas.example.org/{name}/{version}";
            File.WriteAllText(Path.Combine(root, name, version + ".json"), json.ToJsonString());
            entries.Add(new JsonObject { ["object"] = name, ["version"] = version, ["kind"] = "object", ["status"] = status, ["steward"] = "s", ["systemOfRecord"] = "crm" });
        }
        File.WriteAllText(Path.Combine(root, "catalog.json"), new JsonObject { ["contracts"] = entries }.ToJsonString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return ContractCatalog.Load(root);
    }
}
