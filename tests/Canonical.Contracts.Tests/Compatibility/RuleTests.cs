using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class RuleTests
{
    private static readonly string[] Libraries =
    [
        """{"$id":"https://schemas.example.org/lib/1.0.0","$defs":{"a":{"type":"string"}}}""",
        """{"$id":"https://schemas.example.org/lib/1.1.0","$defs":{"a":{"type":"string"}}}""",
        """{"$id":"https://schemas.example.org/lib/2.0.0","$defs":{"a":{"type":"integer"}}}""",
    ];

    public static TheoryData<string> RulesWithFixtures => [.. RuleFixtures.All.Keys];

    [Theory]
    [MemberData(nameof(RulesWithFixtures))]
    public void Compare_PositiveFixture_RaisesTheRule(string rule)
    {
        var report = Compare(RuleFixtures.All[rule].Named);
        Assert.Contains(report.Findings, f => f.Rule == rule);
    }

    [Theory]
    [MemberData(nameof(RulesWithFixtures))]
    public void Compare_NegativeFixture_DoesNotRaiseTheRule(string rule)
    {
        var report = Compare(RuleFixtures.All[rule].NotNamed);
        Assert.DoesNotContain(report.Findings, f => f.Rule == rule);
    }

    // A finding that says that somebody breaks, where the proof found a counterexample, is an error; where the proof succeeded it never is.
    [Theory]
    [MemberData(nameof(RulesWithFixtures))]
    public void Compare_Fixtures_VerdictDecidesAndItsDocumentHolds(string rule)
    {
        foreach (var change in new[] { RuleFixtures.All[rule].Named, RuleFixtures.All[rule].NotNamed })
        {
            var report = Compare(change);
            Assert.Equal(2, report.Verdicts.Count);
            foreach (var verdict in report.Verdicts)
            {
                Assert.NotEqual(CompatibilityOutcome.Undecided, verdict.Verdict.Outcome);
                if (verdict.Verdict.Outcome == CompatibilityOutcome.Compatible || verdict.Definition is not null) continue;
                var isProducer = verdict.Direction == CompatibilityDirection.Producer;
                var (writer, reader) = isProducer ? (report.Old, report.New) : (report.New, report.Old);
                Assert.True(writer.Compile(ContractView.Writer).IsValid(verdict.Verdict.Counterexample.Span));
                Assert.False(reader.Compile(ContractView.Reader).IsValid(verdict.Verdict.Counterexample.Span));
                Assert.NotNull(verdict.Rule);
            }
            var isCompatible = report.Outcome == CompatibilityOutcome.Compatible;
            if (isCompatible) Assert.DoesNotContain(report.Findings, f => f.Severity == FindingSeverity.Error && CompatibilityRules.Find(f.Rule)!.Layer == RuleLayer.Wire && f.Rule != "CS-OBJ-002");
            else Assert.Contains(report.Findings, f => f.Rule == "CS-GOV-002");
            Assert.Equal(!isCompatible || report.Findings.Any(f => f.Step == VersionStep.Major && f.Rule != "CS-GOV-002"), report.SmallestStep == VersionStep.Major);
        }
    }

    [Fact]
    public void All_Rules_HaveFixturesAndWords()
    {
        foreach (var rule in CompatibilityRules.All)
        {
            Assert.All(new[] { rule.Title, rule.Meaning, rule.Remedy }, t => Assert.True(t.Length > 10));
            Assert.True(RuleFixtures.All.ContainsKey(rule.Id) || GovernanceTests.Covered.Contains(rule.Id), rule.Id);
            Assert.Same(rule, CompatibilityRules.Find(rule.Id));
        }
        Assert.All(RuleFixtures.All.Keys, id => Assert.NotNull(CompatibilityRules.Find(id)));
    }

    private static CompatibilityReport Compare(RuleFixtures.Change change) =>
        ContractComparison.Compare(Bundle(change.Old, "1.0.0"), Bundle(change.New, "1.0.1"), cancellationToken: TestContext.Current.CancellationToken);

    internal static ContractBundle Bundle(string schema, string version, ContractStatus status = ContractStatus.Active)
    {
        var json = JsonNode.Parse(schema)!.AsObject();
        json["$id"] = $"https://schemas.example.org/thing/{version}";
        return ContractBundle.Of(Encoding.UTF8.GetBytes(json.ToJsonString()), Libraries.Select(l => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(l)), status);
    }
}
