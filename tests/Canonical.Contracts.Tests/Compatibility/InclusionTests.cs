using System.Text;
using Canonical.Schema;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class InclusionTests
{
    // subset, superset, proved
    public static TheoryData<string, string, bool> Pairs => new()
    {
        { """{"type":"integer"}""", """{"type":"number"}""", true },
        { """{"type":"number"}""", """{"type":"integer"}""", false },
        { """{"type":"integer","exclusiveMinimum":0}""", """{"type":"integer","minimum":1}""", true },
        { """{"type":"number","exclusiveMinimum":0}""", """{"type":"number","minimum":1}""", false },
        { """{"type":"number","multipleOf":0.04}""", """{"type":"number","multipleOf":0.02}""", true },
        { """{"type":"number","multipleOf":0.02}""", """{"type":"number","multipleOf":0.04}""", false },
        { """{"multipleOf":6}""", """{"allOf":[{"multipleOf":2},{"multipleOf":3}]}""", true },
        { """{"type":"integer","minimum":1,"maximum":3}""", """{"enum":[1,2,3.0]}""", true },
        { """{"type":"integer","minimum":1,"maximum":4}""", """{"enum":[1,2,3.0]}""", false },
        { """{"type":"boolean"}""", """{"enum":[true,false]}""", true },
        { """{"type":["null","string"]}""", """{"anyOf":[{"type":"null"},{"type":"string"}]}""", true },
        { """{"type":"string","maxLength":5}""", """{"type":"string","maxLength":6}""", true },
        { """{"type":"string","maxLength":6}""", """{"type":"string","maxLength":5}""", false },
        { """{"type":"string","pattern":"^[a-c]{2}$"}""", """{"type":"string","pattern":"^[a-z]+$","maxLength":2}""", true },
        { """{"type":"string","pattern":"^[a-z]+$"}""", """{"type":"string","pattern":"^[a-c]{2}$"}""", false },
        { """{"type":"string","pattern":"^a|b$"}""", """{"type":"string","pattern":"[ab]"}""", true },
        { """{"type":"string"}""", """{"type":"string","pattern":""}""", true },
        { """{"type":"string","format":"date"}""", """{"type":"string","maxLength":10,"pattern":"^[0-9-]+$"}""", true },
        { """{"type":"string","format":"date"}""", """{"type":"string","format":"date","maxLength":9}""", false },
        { """{"type":"string","pattern":"(?=a)b"}""", """{"type":"string","pattern":"(?=a)b","minLength":0}""", true },
        { """{"type":"object","required":["a"]}""", """{"type":"object","minProperties":1}""", true },
        { """{"type":"object","minProperties":1}""", """{"type":"object","required":["a"]}""", false },
        { """{"properties":{"a":{"type":"integer"}},"additionalProperties":false}""", """{"properties":{"a":{"type":"number"},"b":{"type":"string"}},"additionalProperties":false}""", true },
        { """{"properties":{"a":true,"b":true},"additionalProperties":false}""", """{"properties":{"a":true},"additionalProperties":false}""", false },
        { """{"properties":{"a":true,"b":{"type":"null"}},"unevaluatedProperties":false}""", """{"properties":{"a":true},"additionalProperties":{"type":"null"}}""", true },
        { """{"$ref":"#/$defs/x","unevaluatedProperties":false,"$defs":{"x":{"properties":{"a":true}}}}""", """{"properties":{"a":true},"additionalProperties":false}""", true },
        { """{"anyOf":[{"properties":{"a":true},"required":["a"]},{"properties":{"b":true}}],"unevaluatedProperties":false}""", """{"propertyNames":{"enum":["a","b"]}}""", true },
        { """{"propertyNames":{"enum":["a","b"]}}""", """{"type":["object","string","number","boolean","null","array"],"maxProperties":2}""", true },
        { """{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"patternProperties":{"^x":true},"additionalProperties":false}""", true },
        { """{"patternProperties":{"^x":true},"additionalProperties":false}""", """{"patternProperties":{"^x-":true},"additionalProperties":false}""", false },
        { """{"patternProperties":{"^x-":{"type":"string"}}}""", """{"properties":{"x-a":{"type":"string"}}}""", true },
        { """{"dependentRequired":{"a":["b"]},"required":["a"]}""", """{"not":{"type":"object","not":{"required":["b"]}}}""", true },
        { """{"if":{"properties":{"k":{"const":1}},"required":["k"]},"then":{"required":["a"]}}""", """{"anyOf":[{"not":{"type":"object"}},{"not":{"properties":{"k":{"const":1}},"required":["k"]}},{"required":["a"]}]}""", true },
        { """{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"v":{"type":"integer"}},"required":["k"]},{"type":"object","properties":{"k":{"const":"b"}},"required":["k"]}]}""",
          """{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"v":{"type":"number"}},"required":["k"]},{"type":"object","properties":{"k":{"const":"b"}},"required":["k"]},{"type":"object","properties":{"k":{"const":"c"}},"required":["k"]}]}""", true },
        { """{"oneOf":[{"type":"integer"},{"minimum":2}]}""", """{"type":["integer","number"]}""", false },
        { """{"type":"array","items":{"type":"integer"},"minItems":1}""", """{"contains":{"type":"number"}}""", true },
        { """{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"integer"}}""", """{"type":"array","items":{"type":["string","integer"]}}""", true },
        { """{"type":"array","items":{"type":["string","integer"]}}""", """{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"integer"}}""", false },
        { """{"type":"array","maxItems":1}""", """{"type":"array","uniqueItems":true}""", true },
        { """{"type":"array","items":{"type":"boolean"},"uniqueItems":true}""", """{"type":"array","maxItems":2}""", true },
        { """{"type":"array","contains":{"const":1},"minContains":3}""", """{"type":"array","contains":{"type":"integer"},"minContains":2}""", true },
        { """{"type":"array","contains":{"type":"integer"},"minContains":2}""", """{"type":"array","contains":{"const":1},"minContains":2}""", false },
        { """{"type":"array","prefixItems":[true],"unevaluatedItems":false}""", """{"maxItems":1}""", true },
        { """{"type":"array","contains":{"type":"string"},"unevaluatedItems":false}""", """{"items":{"type":"string"}}""", true },
        { """{"$defs":{"n":{"type":"object","properties":{"c":{"$ref":"#/$defs/n"},"v":{"type":"integer"}},"additionalProperties":false}},"$ref":"#/$defs/n"}""",
          """{"$defs":{"m":{"type":"object","properties":{"c":{"$ref":"#/$defs/m"},"v":{"type":"number"}}}},"$ref":"#/$defs/m"}""", true },
        { """{"$defs":{"n":{"type":"object","properties":{"c":{"$ref":"#/$defs/n"},"v":{"type":"number"}},"additionalProperties":false}},"$ref":"#/$defs/n"}""",
          """{"$defs":{"m":{"type":"object","properties":{"c":{"$ref":"#/$defs/m"},"v":{"type":"integer"}}}},"$ref":"#/$defs/m"}""", false },
        { """{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""", "false", true },
        { """{"type":"array","items":{"$ref":"#"},"minItems":1}""", "false", true },
        { """{"type":"object","properties":{"a":{"type":"string"}},"required":["a","zz"],"maxProperties":1}""", "false", true },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Prove_KnownPair_IsDecidedAsExpected(string subset, string superset, bool isIncluded)
    {
        var verdict = SchemaInclusion.Prove(subset, superset, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(verdict.Outcome == (isIncluded ? CompatibilityOutcome.Compatible : CompatibilityOutcome.Incompatible), verdict.ToString());
        if (isIncluded) return;
        Assert.True(JsonSchema.Parse(subset).IsValid(verdict.Counterexample.Span));
        Assert.False(JsonSchema.Parse(superset).IsValid(verdict.Counterexample.Span));
        Assert.NotNull(verdict.Error);
    }

    [Theory]
    [InlineData("""{"type":"string","maxLength":6}""", """{"type":"string","maxLength":5}""", "\"aaaaaa\"")]
    [InlineData("""{"type":"object"}""", """{"required":["a"]}""", "{}")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"string"},"m":{"type":"string","maxLength":9}},"required":["n"]}""", """{"properties":{"m":{"maxLength":8}}}""", """{"m":"aaaaaaaaa","n":""}""")]
    public void Prove_Incompatible_GivesASmallDocument(string subset, string superset, string expected)
    {
        var verdict = SchemaInclusion.Prove(subset, superset, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, Encoding.UTF8.GetString(verdict.Counterexample.Span));
    }

    // What is not reasoned about is never called compatible, and a document is found where one is easy to find.
    [Theory]
    [InlineData("""{"type":"string","pattern":"^(?=a)\\w+$"}""", """{"type":"string","pattern":"^a\\w*$"}""")]
    [InlineData("""{"type":"string","format":"hostname"}""", """{"type":"string","format":"idn-hostname"}""")]
    [InlineData("""{"$dynamicRef":"#x","$defs":{"x":{"$dynamicAnchor":"x","type":"integer"}}}""", """{"type":"number"}""")]
    public void Prove_BeyondWhatIsReasonedAbout_IsUndecided(string subset, string superset)
    {
        var verdict = SchemaInclusion.Prove(subset, superset, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(CompatibilityOutcome.Undecided, verdict.Outcome);
        Assert.NotEmpty(verdict.Reason!);
    }

    [Theory]
    [InlineData("""{"$dynamicRef":"#x","$defs":{"x":{"$dynamicAnchor":"x","type":"integer"}}}""", """{"type":"string"}""")]
    [InlineData("""{"type":"string","pattern":"^(?!b)"}""", """{"type":"string","pattern":"^a"}""")]
    public void Prove_BeyondWhatIsReasonedAbout_FindsADocument(string subset, string superset) =>
        Assert.Equal(CompatibilityOutcome.Incompatible, SchemaInclusion.Prove(subset, superset, cancellationToken: TestContext.Current.CancellationToken).Outcome);

    [Fact]
    public void Prove_BudgetUsedUp_IsUndecidedAndTheSameEachTime()
    {
        var options = new InclusionOptions { MaxSteps = 20, MaxSearches = 0 };
        const string Subset = """{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"integer"}]},"b":{"anyOf":[{"type":"string"},{"type":"integer"}]}},"required":["a","b"]}""";
        const string Superset = """{"type":"object","properties":{"a":{"type":["string","integer"]},"b":{"type":["string","integer"]}}}""";
        var first = SchemaInclusion.Prove(Subset, Superset, options, TestContext.Current.CancellationToken);
        Assert.Equal(CompatibilityOutcome.Undecided, first.Outcome);
        Assert.Equal(first.ToString(), SchemaInclusion.Prove(Subset, Superset, options, TestContext.Current.CancellationToken).ToString());
        Assert.Equal(CompatibilityOutcome.Compatible, SchemaInclusion.Prove(Subset, Superset, cancellationToken: TestContext.Current.CancellationToken).Outcome);
    }

    // Schemas that differ only where annotations and data usually stand.
    [Theory]
    [InlineData("""{"dependentRequired":{"title":["x"]}}""", """{"dependentRequired":{"title":["a"]}}""")]
    [InlineData("""{"properties":{"title":{"type":"string"}}}""", """{"properties":{"title":{"type":"integer"}}}""")]
    [InlineData("""{"$ref":"#/x-s/a","x-s":{"a":{"type":"string"}}}""", """{"$ref":"#/x-s/a","x-s":{"a":{"type":"integer"}}}""")]
    [InlineData("""{"$ref":"#/readOnly","readOnly":true}""", """{"$ref":"#/readOnly","readOnly":false}""")]
    [InlineData("""{"const":{"title":"a"}}""", """{"const":{"title":"b"}}""")]
    [InlineData("""{"properties":{"a\":{}1:b":{"type":"null"}}}""", """{"properties":{"a":{"type":"null"},"b":{"type":"null"}}}""")]
    public void Prove_DifferenceAtAnUnusualPlace_IsFound(string subset, string superset) =>
        Assert.Equal(CompatibilityOutcome.Incompatible, SchemaInclusion.Prove(subset, superset, cancellationToken: TestContext.Current.CancellationToken).Outcome);

    [Fact]
    public void Prove_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => SchemaInclusion.Prove("""{"type":"string","pattern":"^(?=a)b"}""", """{"type":"string","pattern":"^(?=b)c"}""", cancellationToken: new CancellationToken(canceled: true)));
}
