using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class LargeContractTests
{
    // Five hundred members of all kinds, one of them changed. The time is printed, not asserted.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compare_FiveHundredProperties_IsDecidedWithinTheBudget(bool isBreaking)
    {
        var old = RuleTests.Bundle(Contract(isBreaking: false, more: false), "1.0.0");
        var @new = RuleTests.Bundle(Contract(isBreaking, more: true), "1.1.0");
        var report = ContractComparison.Compare(old, @new, cancellationToken: TestContext.Current.CancellationToken);
        for (var i = 0; i < 8; i++) report = ContractComparison.Compare(old, @new, cancellationToken: TestContext.Current.CancellationToken);
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < 5; i++) report = ContractComparison.Compare(old, @new, cancellationToken: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"500 properties, {(isBreaking ? "breaking" : "compatible")}: {watch.Elapsed.TotalMilliseconds / 5:0.0} ms, {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 5:0.0} ms of processor time in this process, {report.Outcome}");
        Assert.Equal(isBreaking ? CompatibilityOutcome.Incompatible : CompatibilityOutcome.Compatible, report.Outcome);
        Assert.Equal(isBreaking ? VersionStep.Major : VersionStep.Minor, report.SmallestStep);
    }

    private static string Contract(bool isBreaking, bool more)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        for (var i = 0; i < 500; i++)
        {
            var name = "member" + i.ToString(CultureInfo.InvariantCulture);
            properties[name] = (i % 5) switch
            {
                0 => JsonNode.Parse("""{"type":"string","minLength":1,"maxLength":255}"""),
                1 => JsonNode.Parse("""{"$ref":"#/$defs/money","description":"d"}"""),
                2 => JsonNode.Parse("""{"enum":["a","b","c"]}"""),
                3 => JsonNode.Parse("""{"type":"array","items":{"$ref":"#/$defs/line"},"maxItems":100}"""),
                _ => JsonNode.Parse("""{"type":"integer","minimum":0,"maximum":1000}"""),
            };
            if (i % 10 == 0) required.Add(name);
        }
        if (isBreaking) properties["member300"] = JsonNode.Parse("""{"type":"string","minLength":1,"maxLength":200}""");
        if (more) properties["another"] = JsonNode.Parse("""{"type":"string"}""");
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["$defs"] = JsonNode.Parse("""
                {
                  "money": { "type": "object", "properties": { "amount": { "type": "string", "pattern": "^-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,10})?$" }, "currency": { "type": "string", "pattern": "^[A-Z]{3}$" } }, "required": ["amount", "currency"], "additionalProperties": false },
                  "line": { "type": "object", "properties": { "id": { "type": "string" }, "amount": { "$ref": "#/$defs/money" }, "lines": { "type": "array", "items": { "$ref": "#/$defs/line" } } }, "required": ["id"] }
                }
                """),
        };
        return schema.ToJsonString();
    }
}
