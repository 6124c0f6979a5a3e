using System.Text;
using Canonical.Schema;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class ViewTests
{
    private const string Contract = """
        {
          "type": "object",
          "properties": {
            "inner": { "$ref": "#/$defs/both" },
            "list": { "type": "array", "items": { "$ref": "#/$defs/part" } },
            "closed": { "type": "object", "properties": { "a": {} }, "additionalProperties": false },
            "free": { "type": "object" },
            "map": { "type": "object", "additionalProperties": { "type": "object" } },
            "code": { "enum": ["a", "b"], "x-canonical-open-enum": true }
          },
          "if": { "properties": { "inner": { "properties": { "q": {} } } }, "required": ["z"] }, "then": { "required": ["list"] },
          "$defs": {
            "part": { "type": "object", "properties": { "p": {} } },
            "both": { "allOf": [{ "$ref": "#/$defs/part" }], "properties": { "q": { "type": "object", "properties": { "r": {} } } } }
          }
        }
        """;

    [Theory]
    [InlineData("""{"inner":{"p":1,"q":{"r":1}}}""", true)]
    [InlineData("""{"unknown":1}""", false)]
    [InlineData("""{"inner":{"unknown":1}}""", false)]
    [InlineData("""{"inner":{"q":{"unknown":1}}}""", false)]
    [InlineData("""{"list":[{"p":1},{"unknown":1}]}""", false)]
    [InlineData("""{"free":{"unknown":1}}""", true)]
    [InlineData("""{"map":{"namespace":{"unknown":1}}}""", true)]
    [InlineData("""{"code":"c"}""", false)]
    public void Compile_WriterView_ClosesWhatDeclaresMembers(string document, bool isValid) => Assert.Equal(isValid, RuleTests.Bundle(Contract, "1.0.0").Compile(ContractView.Writer).IsValid(Encoding.UTF8.GetBytes(document)));

    [Theory]
    [InlineData("""{"unknown":1,"inner":{"unknown":1,"q":{"unknown":1}},"list":[{"unknown":1}]}""", true)]
    [InlineData("""{"closed":{"unknown":1}}""", false)]
    [InlineData("""{"code":"c"}""", true)]
    [InlineData("""{"code":1}""", false)]
    public void Compile_ReaderView_StaysOpen(string document, bool isValid) => Assert.Equal(isValid, RuleTests.Bundle(Contract, "1.0.0").Compile(ContractView.Reader).IsValid(Encoding.UTF8.GetBytes(document)));

    // Whatever a writer may send, a reader accepts: proved, for every contract of the repository and each of its valid examples.
    [Fact]
    public void Views_OfEveryContract_WriterIsWithinReader()
    {
        var catalog = ContractCatalog.Load(Repository.Schemas);
        foreach (var contract in catalog.Contracts)
        {
            var bundle = ContractBundle.Of(catalog, contract);
            var report = ContractComparison.Compare(bundle, bundle, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(report.Outcome == CompatibilityOutcome.Compatible && report.SmallestStep == VersionStep.None, $"{contract.Id}: {string.Join("; ", report.Verdicts.Select(v => v.Verdict))}");
            var folder = Path.Combine(Repository.Schemas, contract.Name, contract.Version + ".examples", "valid");
            if (contract.Kind != ContractKind.BusinessObject || !Directory.Exists(folder)) continue;
            var (writer, reader) = (bundle.Compile(ContractView.Writer), bundle.Compile(ContractView.Reader));
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
            {
                Assert.True(reader.IsValid(File.ReadAllBytes(file)), file);
                // An example may show that an unknown member survives; nothing else may be wrong with it for a writer.
                Assert.All(writer.Validate(File.ReadAllBytes(file)).Errors, e => Assert.Equal(SchemaCodes.PropertyUnknown, e.Code));
            }
        }
    }

    // Recursive, with alternatives that evaluate members: too much for a proof, and nothing to prove.
    [Fact]
    public void Compare_OnlyWordsOfARecursiveContractChanged_IsAPatch()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Schemas, "mapping", "1.0.0.json"));
        var edited = text.Replace("/mapping/1.0.0", "/mapping/1.0.1", StringComparison.Ordinal).Replace("\"description\": \"", "\"description\": \"So to say: ", StringComparison.Ordinal);
        var report = ContractComparison.Compare(ContractBundle.Of(Encoding.UTF8.GetBytes(text)), ContractBundle.Of(Encoding.UTF8.GetBytes(edited)), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((CompatibilityOutcome.Compatible, "1.0.1"), (report.Outcome, report.SmallestVersion));
    }

    [Fact]
    public void All_Rules_AreInTheTableOfTheDocumentation()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "errors", "compatibility.md")).Where(l => l.StartsWith("| CS-", StringComparison.Ordinal));
        Assert.Equal(CompatibilityRules.All.Select(r => $"| {r.Id} | {r.Layer.ToString().ToLowerInvariant()} | {r.Title} | {r.Meaning} | {r.Remedy} |"), rows);
    }
}
