using System.Text;
using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class SourceAndMigrationTests
{
    [Fact]
    public void Run_GeneratedSurfaceChanged_IsNamedThoughNoDocumentBreaks()
    {
        using var before = ContractFolder.Create();
        using var after = ContractFolder.Create();
        after.Edit("work-order/1.0.0.json", json =>
        {
            json["x-canonical-class-name"] = "Job";
        });

        var findings = Check(before, after);

        Assert.Contains(findings, f => f.Message == "The record WorkOrder is gone from the generated C#." && f.Severity == FindingSeverity.Warning && f.Contract == "work-order/1.0.0");
        Assert.Empty(Check(before, before));
    }

    [Fact]
    public void Run_TypeOfAMemberChanged_SaysFromWhatToWhat()
    {
        using var before = ContractFolder.Create();
        using var after = ContractFolder.Create();
        var name = "";
        after.Edit("work-order/1.0.0.json", json =>
        {
            var required = json["required"]!.AsArray();
            name = json["properties"]!.AsObject().Select(p => p.Key).First(n => !required.Any(r => r!.GetValue<string>() == n) && n is not ("sourceUpdatedAt" or "extensions"));
            required.Add(name);
        });

        var finding = Assert.Single(Check(before, after), f => f.Message.Contains($".{char.ToUpperInvariant(name[0])}{name[1..]} ", StringComparison.Ordinal));
        Assert.Contains("is required", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GeneratedCode_IsHeldAgainstTheCatalog()
    {
        var catalog = ContractCatalog.Load(Path.Combine(Repository.Golden, "schemas"));
        var fresh = new CatalogCheckOptions { GeneratedCode = Path.Combine(Repository.Golden, "Generated") };
        Assert.DoesNotContain(CatalogCheck.Run(null, catalog, fresh, TestContext.Current.CancellationToken).Findings, f => f.Rule == "CS-SRC-002");

        using var edited = ContractFolder.Create();
        edited.Edit("work-order/1.0.0.json", json => json["description"] = "Another.");
        var report = CatalogCheck.Run(null, ContractCatalog.Load(edited.Path), fresh, TestContext.Current.CancellationToken);
        Assert.False(report.IsAllowed);
        Assert.Contains(report.Findings, f => f.Rule == "CS-SRC-002" && f.Message.Contains("another text of work-order/1.0.0", StringComparison.Ordinal));

        var empty = Directory.CreateTempSubdirectory("canonical-generated-");
        try
        {
            Assert.Contains(CatalogCheck.Run(null, catalog, new CatalogCheckOptions { GeneratedCode = empty.FullName }, TestContext.Current.CancellationToken).Findings, f => f.Rule == "CS-SRC-002" && f.Message.Contains("No generated file", StringComparison.Ordinal));
        }
        finally
        {
            empty.Delete();
        }
    }

    // The converters of the rate card are what a consumer of this repository runs: what they make of every example and of a made document keeps the contract, and nothing required is lost on the way back.
    [Fact]
    public void Run_MigrationsOfTheRateCard_KeepBothContracts()
    {
        var findings = Migrate(new(
            utf8 => Read<Model.V1.RateCard>(utf8, Model.V1.RateCard.TryRead) is var one && RateCardVersions.ToVersion2(one) is { IsConverted: true } up ? up.Value.ToUtf8Bytes() : throw new FormatException("no version 2 says the same"),
            utf8 => Read<RateCard>(utf8, RateCard.TryRead) is var two && RateCardVersions.ToVersion1(two) is { IsConverted: true } down ? down.Value.ToUtf8Bytes() : throw new FormatException("no version 1 says the same")));

        Assert.DoesNotContain(findings, f => f.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void Run_MigrationThatLeavesTheContractOrLoses_IsRefused()
    {
        // The document stays as it is: it is not in the other major.
        Assert.Contains(Migrate(new(utf8 => utf8, utf8 => utf8)), f => f.Severity == FindingSeverity.Error && f.Message.Contains("is not in the contract", StringComparison.Ordinal));
        // Up is right, and down forgets a required member.
        var losing = Migrate(new(
            utf8 => RateCardVersions.ToVersion2(Read<Model.V1.RateCard>(utf8, Model.V1.RateCard.TryRead)).Value!.ToUtf8Bytes(),
            utf8 =>
            {
                var json = JsonNode.Parse(utf8.Span)!.AsObject();
                json.Remove("name");
                return Encoding.UTF8.GetBytes(json.ToJsonString());
            }));
        Assert.Contains(losing, f => f.Severity == FindingSeverity.Error && f.Message.Contains("loses the required member name", StringComparison.Ordinal));
        Assert.Contains(Migrate(new(_ => throw new FormatException("no"), utf8 => utf8)), f => f.Severity == FindingSeverity.Error && f.Message.Contains("refuses", StringComparison.Ordinal));
    }

    private delegate bool Reader<T>(ReadOnlySpan<byte> utf8, out T? value, out Schema.ValidationReport report);

    private static T Read<T>(ReadOnlyMemory<byte> utf8, Reader<T> reader) where T : class =>
        reader(utf8.Span, out var value, out var report) ? value! : throw new FormatException(report.Errors[0].Message);

    private static List<CompatibilityFinding> Migrate(ContractMigration migration)
    {
        var options = new CatalogCheckOptions { Migrations = new Dictionary<string, ContractMigration>(StringComparer.Ordinal) { ["rate-card/2.0.0"] = migration } };
        var catalog = ContractCatalog.Load(Repository.Schemas);
        return [.. CatalogCheck.Run(catalog, catalog, options, TestContext.Current.CancellationToken).Findings.Where(f => f.Rule == "CS-GOV-010")];
    }

    private static List<CompatibilityFinding> Check(ContractFolder before, ContractFolder after) =>
        [.. CatalogCheck.Run(ContractCatalog.Load(before.Path), ContractCatalog.Load(after.Path), cancellationToken: TestContext.Current.CancellationToken).Findings.Where(f => f.Rule == "CS-SRC-001")];
}
