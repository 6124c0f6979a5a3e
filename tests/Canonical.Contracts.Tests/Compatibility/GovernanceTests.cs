using System.Text;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class GovernanceTests
{
    private const string First = """{"type":"object","properties":{"a":{"type":"string","deprecated":true},"b":{"type":"string"}}}""";
    private const string WithoutDeprecated = """{"type":"object","properties":{"b":{"type":"string"}}}""";
    private const string WithoutOther = """{"type":"object","properties":{"a":{"type":"string","deprecated":true}}}""";
    private const string Breaking = """{"type":"object","properties":{"a":{"type":"string","deprecated":true},"b":{"type":"string"}},"required":["b"]}""";
    private const string Undecidable = """{"type":"object","properties":{"a":{"type":"string","deprecated":true},"b":{"type":"string","pattern":"^(?!x)a","minLength":0,"maxLength":2000000000}}}""";

    public static IReadOnlyCollection<string> Covered { get; } = ["CS-GOV-001", "CS-GOV-002", "CS-GOV-003", "CS-GOV-004", "CS-GOV-005", "CS-GOV-006", "CS-GOV-007", "CS-GOV-008", "CS-GOV-009", "CS-GOV-010", "CS-GOV-012", "CS-SRC-001", "CS-SRC-002"];

    [Theory]
    [InlineData(First, "1.0.0", WithoutDeprecated, "1.1.0", VersionStep.Minor, true)]
    [InlineData(First, "1.0.0", WithoutDeprecated, "1.0.1", VersionStep.Minor, false)]
    [InlineData(First, "1.0.0", Breaking, "1.1.0", VersionStep.Major, false)]
    [InlineData(First, "1.0.0", Breaking, "2.0.0", VersionStep.Major, true)]
    [InlineData(First, "1.1.0", First, "1.0.0", VersionStep.Patch, false)]
    public void Compare_VersionStep_IsCheckedAgainstTheSmallestLegalOne(string old, string oldVersion, string @new, string newVersion, VersionStep smallest, bool isAllowed)
    {
        var report = Compare(RuleTests.Bundle(old, oldVersion), RuleTests.Bundle(@new, newVersion));
        Assert.Equal(smallest, report.SmallestStep);
        Assert.Equal(isAllowed, !report.Findings.Any(f => f.Rule == "CS-GOV-002"));
        Assert.Equal(isAllowed, report.IsAllowed);
    }

    [Fact]
    public void Compare_RemovalWithoutDeprecation_IsAnErrorInAPublishedVersionOnly()
    {
        Assert.Contains(Compare(RuleTests.Bundle(First, "1.0.0"), RuleTests.Bundle(WithoutOther, "1.1.0")).Findings, f => f.Rule == "CS-GOV-004" && f.Severity == FindingSeverity.Error);
        Assert.DoesNotContain(Compare(RuleTests.Bundle(First, "1.0.0"), RuleTests.Bundle(WithoutDeprecated, "1.1.0")).Findings, f => f.Rule == "CS-GOV-004");
        Assert.DoesNotContain(Compare(RuleTests.Bundle(First, "1.0.0", ContractStatus.Draft), RuleTests.Bundle(WithoutOther, "1.1.0")).Findings, f => f.Rule == "CS-GOV-004");
    }

    [Fact]
    public void Compare_RemovalBeforeSunset_IsAnError()
    {
        const string Deprecated = """{"type":"object","properties":{"a":{"type":"string","deprecated":true,"x-canonical-deprecated":{"since":"1.0.0","sunset":"2027-06-30"}},"b":{}}}""";
        var options = new CompatibilityOptions { Time = new Day(2027, 6, 29) };
        Assert.Contains(Compare(RuleTests.Bundle(Deprecated, "1.0.0"), RuleTests.Bundle("""{"type":"object","properties":{"b":{}}}""", "1.1.0"), options).Findings, f => f.Rule == "CS-GOV-004");
        options.Time = new Day(2027, 6, 30);
        Assert.DoesNotContain(Compare(RuleTests.Bundle(Deprecated, "1.0.0"), RuleTests.Bundle("""{"type":"object","properties":{"b":{}}}""", "1.1.0"), options).Findings, f => f.Rule == "CS-GOV-004");
    }

    [Fact]
    public void Compare_SameVersionOtherContent_IsAnErrorUnlessDraft()
    {
        var published = Compare(RuleTests.Bundle(First, "1.0.0"), RuleTests.Bundle(WithoutDeprecated, "1.0.0"));
        Assert.Contains(published.Findings, f => f.Rule == "CS-GOV-003" && f.Severity == FindingSeverity.Error);
        var draft = Compare(RuleTests.Bundle(First, "1.0.0", ContractStatus.Draft), RuleTests.Bundle(WithoutDeprecated, "1.0.0", ContractStatus.Draft));
        Assert.Contains(draft.Findings, f => f.Rule == "CS-GOV-001" && f.Severity == FindingSeverity.Warning);
        Assert.DoesNotContain(Compare(RuleTests.Bundle(First, "1.0.0"), RuleTests.Bundle(First, "1.0.0")).Findings, f => f.Rule is "CS-GOV-001" or "CS-GOV-003");
    }

    [Fact]
    public void Compare_Undecided_FailsUntilItIsWaived()
    {
        var (old, @new) = (RuleTests.Bundle(First, "1.0.0"), RuleTests.Bundle(Undecidable, "1.1.0"));
        var options = new CompatibilityOptions { Mode = CompatibilityMode.Producer, Time = new Day(2027, 1, 1) };
        options.Inclusion.MaxSearches = 0;
        options.Inclusion.MaxSteps = 3;
        var finding = Assert.Single(Compare(old, @new, options).Findings, f => f.Rule == "CS-GOV-007");
        Assert.Equal(FindingSeverity.Error, finding.Severity);

        options.Waivers = [new(finding.Fingerprint, finding.Rule, "Looked at by hand.", "integration architecture", new DateOnly(2027, 1, 1))];
        Assert.NotNull(Assert.Single(Compare(old, @new, options).Findings, f => f.Rule == "CS-GOV-007").Waiver);

        options.Time = new Day(2027, 1, 2);
        Assert.Null(Assert.Single(Compare(old, @new, options).Findings, f => f.Rule == "CS-GOV-007").Waiver);
    }

    [Fact]
    public void Compare_Decided_RaisesNoUndecided() => Assert.DoesNotContain(Compare(RuleTests.Bundle(First, "1.0.0"), RuleTests.Bundle(Breaking, "2.0.0")).Findings, f => f.Rule == "CS-GOV-007");

    [Fact]
    public void CompareLineage_ValueThatCameBack_IsComparedWithEveryEarlierVersion()
    {
        var first = RuleTests.Bundle("""{"properties":{"k":{"type":"string"}}}""", "1.0.0");
        var second = RuleTests.Bundle("""{"properties":{}}""", "1.1.0");
        var other = RuleTests.Bundle("""{"properties":{"k":{"type":"integer"}}}""", "1.2.0");
        var reports = ContractComparison.CompareLineage([first, second, RuleTests.Bundle("{}", "2.0.0"), other], other, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["1.1.0", "1.0.0"], reports.Select(r => r.Old.Version));
        Assert.Equal([CompatibilityOutcome.Compatible, CompatibilityOutcome.Incompatible], reports.Select(r => r.Outcome));
    }

    [Fact]
    public void Read_Waivers_SaysWhatIsMissing()
    {
        var waivers = WaiverList.Read(Encoding.UTF8.GetBytes("""{"waivers":[{"fingerprint":"0123456789abcdef","rule":"CS-GOV-007","reason":"r","owner":"o","expires":"2027-06-30"}]}"""));
        Assert.Equal(new DateOnly(2027, 6, 30), Assert.Single(waivers).Expires);
        Assert.Contains("owner", Assert.Throws<FormatException>(() => WaiverList.Read(Encoding.UTF8.GetBytes("""{"waivers":[{"fingerprint":"0","rule":"CS-GOV-007","reason":"r","expires":"2027-06-30"}]}"""))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => WaiverList.Read("[]"u8.ToArray()));
    }

    [Theory]
    [InlineData("BACKWARD", CompatibilityMode.Producer, false)]
    [InlineData("forward_transitive", CompatibilityMode.Consumer, true)]
    [InlineData("FULL_TRANSITIVE", CompatibilityMode.Full, true)]
    [InlineData("NONE", null, false)]
    public void TryParseConfluent_KnownName_GivesTheLevel(string name, CompatibilityMode? mode, bool isTransitive)
    {
        Assert.True(CompatibilityLevel.TryParseConfluent(name, out var level));
        Assert.Equal(new CompatibilityLevel(mode, isTransitive), level);
        Assert.False(CompatibilityLevel.TryParseConfluent(name + "S", out _));
    }

    private static CompatibilityReport Compare(ContractBundle old, ContractBundle @new, CompatibilityOptions? options = null) => ContractComparison.Compare(old, @new, options, TestContext.Current.CancellationToken);

    internal sealed class Day(int year, int month, int day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(year, month, day, 12, 0, 0, TimeSpan.Zero);
    }
}
