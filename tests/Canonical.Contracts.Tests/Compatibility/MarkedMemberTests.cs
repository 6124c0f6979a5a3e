using System.Text;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class MarkedMemberTests
{
    private const string Project = """
        {
          "type": "object",
          "properties": {
            "name": { "type": "string" },
            "actuals": { "$ref": "#/$defs/actuals" },
            "secret": { "type": "string", "writeOnly": true }
          },
          "required": ["name", "actuals", "secret"],
          "dependentRequired": { "name": ["actuals"] },
          "if": { "required": ["name"] }, "then": { "required": ["actuals", "name"] },
          "$defs": { "actuals": { "type": "integer", "readOnly": true } }
        }
        """;

    [Theory]
    [InlineData(ContractView.Writer, """{"name":"a","secret":"s"}""", true)]
    [InlineData(ContractView.Writer, """{"name":"a","secret":"s","actuals":1}""", false)]
    [InlineData(ContractView.Writer, """{"name":"a"}""", false)]
    [InlineData(ContractView.OwnerReader, """{"name":"a","secret":"s"}""", true)]
    [InlineData(ContractView.OwnerReader, """{"name":"a","secret":"s","actuals":1,"other":1}""", true)]
    [InlineData(ContractView.OwnerReader, """{"name":"a"}""", false)]
    [InlineData(ContractView.OwnerWriter, """{"name":"a","actuals":1}""", true)]
    [InlineData(ContractView.OwnerWriter, """{"name":"a","actuals":1,"secret":"s"}""", false)]
    [InlineData(ContractView.OwnerWriter, """{"name":"a"}""", false)]
    [InlineData(ContractView.Reader, """{"name":"a","actuals":1}""", true)]
    [InlineData(ContractView.Reader, """{"name":"a","actuals":"x"}""", false)]
    [InlineData(ContractView.Reader, """{"name":"a"}""", false)]
    [InlineData(ContractView.Authored, """{"name":"a","actuals":1}""", false)]
    public void Compile_MarkedMembers_LeaveTheViewOfOneWay(ContractView view, string document, bool isValid) =>
        Assert.Equal(isValid, RuleTests.Bundle(Project, "1.0.0").Compile(view).IsValid(Encoding.UTF8.GetBytes(document)));

    [Fact]
    public void Compare_SameContractWithMarks_IsCompatible()
    {
        var report = Compare(Project, Project);
        Assert.Equal((CompatibilityOutcome.Compatible, VersionStep.Patch), (report.Outcome, report.SmallestStep));
        Assert.All(report.Verdicts, v => Assert.NotNull(v.Verdict.Proof));
    }

    // Whom a change of the mark breaks, and on which way.
    [Theory]
    [InlineData("""{"properties":{"p":{"type":"string"}},"required":["p"]}""", """{"properties":{"p":{"type":"string","readOnly":true}},"required":["p"]}""", CompatibilityOutcome.Compatible, CompatibilityOutcome.Incompatible, ContractView.Writer)]
    [InlineData("""{"properties":{"p":{"type":"string","readOnly":true}},"required":["p"]}""", """{"properties":{"p":{"type":"string"}},"required":["p"]}""", CompatibilityOutcome.Incompatible, CompatibilityOutcome.Compatible, ContractView.Writer)]
    [InlineData("""{"properties":{"p":{"type":"string"}},"required":["p"]}""", """{"properties":{"p":{"type":"string","writeOnly":true}},"required":["p"]}""", CompatibilityOutcome.Compatible, CompatibilityOutcome.Incompatible, ContractView.OwnerWriter)]
    [InlineData("""{"properties":{"p":{"type":"string","writeOnly":true}},"required":["p"]}""", """{"properties":{"p":{"type":"string"}},"required":["p"]}""", CompatibilityOutcome.Incompatible, CompatibilityOutcome.Compatible, ContractView.OwnerWriter)]
    [InlineData("""{"properties":{"p":{"type":"string"}}}""", """{"properties":{"p":{"type":"string","readOnly":true}}}""", CompatibilityOutcome.Compatible, CompatibilityOutcome.Compatible, ContractView.Writer)]
    // A member that only the owner sets still matters to those who read from it.
    [InlineData("""{"properties":{"p":{"type":"string","readOnly":true}}}""", """{"properties":{"p":{"type":"integer","readOnly":true}}}""", CompatibilityOutcome.Incompatible, CompatibilityOutcome.Incompatible, ContractView.OwnerWriter)]
    [InlineData("""{"properties":{"p":{"type":"string","writeOnly":true}}}""", """{"properties":{"p":{"type":"integer","writeOnly":true}}}""", CompatibilityOutcome.Incompatible, CompatibilityOutcome.Incompatible, ContractView.Writer)]
    public void Compare_MarkChanged_BreaksTheWayThatItChanges(string old, string @new, CompatibilityOutcome producer, CompatibilityOutcome consumer, ContractView way)
    {
        var report = Compare(old, @new);
        Assert.Equal([producer, consumer], report.Verdicts.Select(v => v.Verdict.Outcome));
        foreach (var verdict in report.Verdicts.Where(v => v.Verdict.Outcome == CompatibilityOutcome.Incompatible))
        {
            Assert.Equal(way, verdict.WriterView);
            var (writer, reader) = verdict.Direction == CompatibilityDirection.Producer ? (report.Old, report.New) : (report.New, report.Old);
            Assert.True(writer.Compile(verdict.WriterView).IsValid(verdict.Verdict.Counterexample.Span));
            Assert.False(reader.Compile(verdict.ReaderView).IsValid(verdict.Verdict.Counterexample.Span));
        }
    }

    [Fact]
    public void Compare_RequiredMemberBecameReadOnly_IsNamedAndMajor()
    {
        var report = Compare("""{"properties":{"p":{"type":"string"}},"required":["p"]}""", """{"properties":{"p":{"type":"string","readOnly":true}},"required":["p"]}""");
        Assert.Contains(report.Findings, f => f.Rule == "CS-ANN-004" && f.Severity == FindingSeverity.Error);
        Assert.Equal("CS-ANN-004", report.Verdicts[1].Rule);
        Assert.Equal("2.0.0", report.SmallestVersion);
    }

    // The view cannot be written down; a view that accepted nothing would make every proof true.
    [Theory]
    [InlineData("""{"$ref":"#/$defs/base","properties":{"p":{"readOnly":true}},"$defs":{"base":{"required":["p"]}}}""")]
    [InlineData("""{"required":["p"],"anyOf":[{"properties":{"p":{"readOnly":true}}},{"properties":{"q":{}}}]}""")]
    [InlineData("""{"properties":{"p":{"readOnly":true},"q":{}},"oneOf":[{"required":["p"]},{"required":["q"]}]}""")]
    public void Compare_MarkThatCannotBeFollowed_IsUndecided(string schema)
    {
        var report = Compare(schema, schema.Replace("\"p\"", "\"p\"", StringComparison.Ordinal).Replace("{\"readOnly\":true}", "{\"readOnly\":true,\"type\":\"string\"}", StringComparison.Ordinal));
        Assert.Contains(report.Verdicts, v => v.Verdict.Outcome == CompatibilityOutcome.Undecided && v.Verdict.Reason!.Contains("readOnly", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Verdicts, v => v.Verdict.Outcome == CompatibilityOutcome.Compatible);
    }

    // A tagged union whose alternatives have members of their own that only the owner sets.
    [Fact]
    public void Compare_MarkInOneAlternative_IsFollowed()
    {
        const string Old = """{"type":"object","oneOf":[{"properties":{"kind":{"const":"a"},"p":{"readOnly":true,"type":"string"}},"required":["kind","p"]},{"properties":{"kind":{"const":"b"}},"required":["kind"]}]}""";
        var bundle = RuleTests.Bundle(Old, "1.0.0");
        Assert.True(bundle.Compile(ContractView.Writer).IsValid("""{"kind":"a"}"""u8));
        Assert.False(bundle.Compile(ContractView.Writer).IsValid("""{"kind":"a","p":"x"}"""u8));
        Assert.False(bundle.Compile(ContractView.OwnerWriter).IsValid("""{"kind":"a"}"""u8));
        Assert.Equal(CompatibilityOutcome.Compatible, Compare(Old, Old).Outcome);
    }

    private const string Union = """{"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"integer"}},"required":["kind"]},{"$ref":"#/$defs/b"}],"$defs":{"b":{"properties":{"kind":{"enum":["b","c"]}},"required":["kind"]}}}""";

    [Fact]
    public void Compare_VariantAddedToUnion_NeedsAFallbackNotToBreakReaders()
    {
        var more = Union.Replace("{\"$ref\":\"#/$defs/b\"}", """{"$ref":"#/$defs/b"},{"properties":{"kind":{"const":"d"}},"required":["kind"]}""", StringComparison.Ordinal);
        var closed = Compare(Union, more);
        Assert.Equal([CompatibilityOutcome.Compatible, CompatibilityOutcome.Incompatible], closed.Verdicts.Select(v => v.Verdict.Outcome));
        Assert.Contains(closed.Findings, f => f.Rule == "CS-CMP-002");

        var open = Compare(WithFallback(Union), WithFallback(more));
        Assert.Equal((CompatibilityOutcome.Compatible, VersionStep.Minor), (open.Outcome, open.SmallestStep));
        Assert.Contains(open.Findings, f => f.Rule == "CS-CMP-007" && f.Severity == FindingSeverity.Note);
        // Known alternatives keep their rules.
        Assert.False(RuleTests.Bundle(WithFallback(Union), "1.0.0").Compile(ContractView.Reader).IsValid("""{"kind":"a","x":"no"}"""u8));
        Assert.True(RuleTests.Bundle(WithFallback(Union), "1.0.0").Compile(ContractView.Reader).IsValid("""{"kind":"new","x":"no"}"""u8));
        Assert.False(RuleTests.Bundle(WithFallback(Union), "1.0.0").Compile(ContractView.Writer).IsValid("""{"kind":"new"}"""u8));
    }

    [Fact]
    public void Compare_FallbackTakenAway_IsSaid() => Assert.Contains(Compare(WithFallback(Union), Union).Findings, f => f.Rule == "CS-CMP-007" && f.Severity == FindingSeverity.Warning);

    [Theory]
    [InlineData("""{"oneOf":[{"properties":{"kind":{"const":"a"}}},{"properties":{"kind":{"const":"b"}},"required":["kind"]}],"x-canonical-fallback":"kind"}""")]
    [InlineData("""{"oneOf":[{"properties":{"kind":{"type":"string"}},"required":["kind"]}],"x-canonical-fallback":"kind"}""")]
    [InlineData("""{"anyOf":[true],"x-canonical-fallback":"kind"}""")]
    public void Compare_FallbackWithoutConstants_IsUndecided(string schema) =>
        Assert.All(Compare(schema, schema).Verdicts, v => Assert.Contains("x-canonical-fallback", v.Verdict.Reason, StringComparison.Ordinal));

    private static string WithFallback(string union) => union.Insert(1, "\"x-canonical-fallback\":\"kind\",");

    private static CompatibilityReport Compare(string old, string @new) =>
        ContractComparison.Compare(RuleTests.Bundle(old, "1.0.0"), RuleTests.Bundle(@new, "1.0.1"), cancellationToken: TestContext.Current.CancellationToken);
}
