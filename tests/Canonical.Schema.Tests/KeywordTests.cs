using System.Text;

namespace Canonical.Schema.Tests;

/// <summary>Each family of keywords: what is accepted, and with which code the rest is rejected. Verdicts of both ways (plans and report) must agree.</summary>
public sealed class KeywordTests
{
    [Theory]
    // Kinds and values.
    [InlineData("""{"type":"integer"}""", "1.0", null)]
    [InlineData("""{"type":"integer"}""", "1e400", null)]
    [InlineData("""{"type":"integer"}""", "1.5", SchemaCodes.WrongType)]
    [InlineData("""{"type":["string","null"]}""", "null", null)]
    [InlineData("""{"type":["string","null"]}""", "7", SchemaCodes.WrongType)]
    [InlineData("""{"enum":["a","b",3,{"x":[1]}]}""", """{"x":[1.0]}""", null)]
    [InlineData("""{"enum":["a","b",3]}""", "\"\\u0061\"", null)]
    [InlineData("""{"enum":["a","b",3]}""", "3.00", null)]
    [InlineData("""{"enum":["a","b",3]}""", "\"c\"", SchemaCodes.NotInEnum)]
    [InlineData("""{"const":0}""", "-0.0", null)]
    [InlineData("""{"const":false}""", "0", SchemaCodes.NotConst)]
    [InlineData("false", "0", SchemaCodes.NothingAllowed)]
    // Numbers.
    [InlineData("""{"minimum":-999999999.99}""", "-999999999.99", null)]
    [InlineData("""{"minimum":-999999999.99}""", "-999999999.991", SchemaCodes.NumberTooSmall)]
    [InlineData("""{"exclusiveMinimum":0}""", "1e-999999999999", null)]
    [InlineData("""{"exclusiveMinimum":0}""", "0e5", SchemaCodes.NumberTooSmall)]
    [InlineData("""{"maximum":1e400}""", "1e400", null)]
    [InlineData("""{"maximum":1e400}""", "1.00000000000000000000000000001e400", SchemaCodes.NumberTooLarge)]
    [InlineData("""{"exclusiveMaximum":3}""", "3.000", SchemaCodes.NumberTooLarge)]
    [InlineData("""{"multipleOf":0.01}""", "19.99", null)]
    [InlineData("""{"multipleOf":0.01}""", "4.35", null)]
    [InlineData("""{"multipleOf":0.01}""", "1e308", null)]
    [InlineData("""{"multipleOf":0.01}""", "19.999", SchemaCodes.NotMultiple)]
    [InlineData("""{"multipleOf":0.0001}""", "0.00011", SchemaCodes.NotMultiple)]
    [InlineData("""{"type":"integer","multipleOf":0.123456789}""", "1e308", SchemaCodes.NotMultiple)]
    [InlineData("""{"multipleOf":98765432109876543210}""", "197530864219753086420", null)]
    // Strings.
    [InlineData("""{"maxLength":2}""", "\"\\ud83d\\ude00\\ud83d\\ude00\"", null)]
    [InlineData("""{"maxLength":2}""", "\"😀😀\"", null)]
    [InlineData("""{"maxLength":2}""", "\"abc\"", SchemaCodes.StringTooLong)]
    [InlineData("""{"minLength":2}""", "\"😀\"", SchemaCodes.StringTooShort)]
    [InlineData("""{"pattern":"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"}""", "\"US-CA\"", null)]
    [InlineData("""{"pattern":"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"}""", "\"US-\"", SchemaCodes.PatternMismatch)]
    [InlineData("""{"pattern":"^[A-Z]{3}$"}""", "\"USD\\n\"", SchemaCodes.PatternMismatch)]
    [InlineData("""{"pattern":"^[A-Z]{3}$"}""", "\"\\u0055SD\"", null)]
    [InlineData("""{"format":"date"}""", "\"2024-02-29\"", null)]
    [InlineData("""{"format":"date"}""", "\"1900-02-29\"", SchemaCodes.FormatMismatch)]
    [InlineData("""{"format":"date-time"}""", "\"2026-09-14T17:03:11+02:00\"", null)]
    [InlineData("""{"format":"date-time"}""", "\"2026-09-14T17:03:11\"", SchemaCodes.FormatMismatch)]
    [InlineData("""{"format":"uuid"}""", "\"2eb8aa08-aa98-11ea-b4aa-73b441d1638g\"", SchemaCodes.FormatMismatch)]
    [InlineData("""{"format":"made-up"}""", "\"anything\"", null)]
    // Arrays.
    [InlineData("""{"minItems":1}""", "[]", SchemaCodes.TooFewItems)]
    [InlineData("""{"maxItems":1}""", "[1,2]", SchemaCodes.TooManyItems)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\"]", null)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\",1]", SchemaCodes.TooManyItems)]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2,"a":1.0}]""", SchemaCodes.ItemsNotUnique)]
    [InlineData("""{"uniqueItems":true}""", """["a","\u0061"]""", SchemaCodes.ItemsNotUnique)]
    [InlineData("""{"uniqueItems":true}""", """[1,"1",true,"true",null,[1],{"a":1}]""", null)]
    [InlineData("""{"contains":{"type":"string"},"minContains":2}""", "[\"a\",1]", SchemaCodes.TooFewMatches)]
    [InlineData("""{"contains":{"type":"string"},"maxContains":1}""", "[\"a\",\"b\"]", SchemaCodes.TooManyMatches)]
    [InlineData("""{"prefixItems":[true],"contains":{"const":2},"unevaluatedItems":false}""", "[1,2]", null)]
    [InlineData("""{"prefixItems":[true],"contains":{"const":2},"unevaluatedItems":false}""", "[1,2,3]", SchemaCodes.TooManyItems)]
    // Objects.
    [InlineData("""{"required":["a"]}""", """{"\u0061":1}""", null)]
    [InlineData("""{"required":["a"]}""", "{}", SchemaCodes.PropertyMissing)]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1,"b":2}""", SchemaCodes.PropertyUnknown)]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"x-a":"1"}""", null)]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}}}""", """{"x-a":1}""", SchemaCodes.WrongType)]
    [InlineData("""{"minProperties":1}""", "{}", SchemaCodes.TooFewProperties)]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", SchemaCodes.TooManyProperties)]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", SchemaCodes.DependencyMissing)]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"a":1}""", SchemaCodes.PropertyMissing)]
    [InlineData("""{"propertyNames":{"pattern":"^[a-z]+$"}}""", """{"A":1}""", SchemaCodes.PropertyNameInvalid)]
    // Together.
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "4", SchemaCodes.NoAlternative)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":5}]}""", "6", SchemaCodes.SeveralAlternatives)]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", SchemaCodes.Forbidden)]
    [InlineData("""{"type":"object","if":{"properties":{"kind":{"const":"time"}},"required":["kind"]},"then":{"required":["day"]}}""", """{"kind":"tim\u0065"}""", SchemaCodes.PropertyMissing)]
    [InlineData("""{"type":"object","if":{"properties":{"kind":{"const":"time"}},"required":["kind"]},"then":{"required":["day"]}}""", """{"kind":"day"}""", null)]
    [InlineData("""{"allOf":[{"properties":{"a":true}}],"properties":{"b":true},"unevaluatedProperties":false}""", """{"a":1,"b":1}""", null)]
    [InlineData("""{"allOf":[{"properties":{"a":true}}],"properties":{"b":true},"unevaluatedProperties":false}""", """{"c":1}""", SchemaCodes.PropertyUnknown)]
    [InlineData("""{"anyOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}""", """{"a":"x","b":1}""", null)]
    // The property that tells alternatives apart, written with an escape, where what is unevaluated depends on the document.
    [InlineData("""{"type":"object","oneOf":[{"properties":{"kind":{"const":"a"}},"required":["kind"]},{"properties":{"kind":{"const":"b"}},"required":["kind"]}],"dependentSchemas":{"b":{"additionalProperties":true}},"unevaluatedProperties":{"type":"string"}}""", """{"x":"s","kind":"\u0061"}""", null)]
    [InlineData("""{"type":"object","properties":{"kind":true},"required":["kind"],"oneOf":[{"properties":{"kind":{"const":"a"},"x":true}},{"properties":{"kind":{"const":"b"},"y":true}}],"unevaluatedProperties":false}""", """{"kind":"b","y":1}""", null)]
    [InlineData("""{"type":"object","properties":{"kind":true},"required":["kind"],"oneOf":[{"properties":{"kind":{"const":"a"},"x":true}},{"properties":{"kind":{"const":"b"},"y":true}}],"unevaluatedProperties":false}""", """{"kind":"b","x":1}""", SchemaCodes.PropertyUnknown)]
    public void Validate_Keyword_GivesTheCode(string schema, string document, string? code)
    {
        var compiled = JsonSchema.Parse(schema);
        var utf8 = Encoding.UTF8.GetBytes(document);
        var report = compiled.CollectForTest(utf8);
        Assert.Equal(code is null, compiled.IsValid(utf8));
        Assert.Equal(code, report.Errors.Count == 0 ? null : report.Errors[0].Code);
    }

    [Fact]
    public void IsValid_MoreThanSixtyFourProperties_TracksAllOfThem()
    {
        var names = Enumerable.Range(0, 200).Select(static i => $"name{i}").ToArray();
        var schema = JsonSchema.Parse($$"""{"properties":{{{string.Join(',', names.Select(static n => $"\"{n}\":{{\"type\":\"integer\"}}"))}}},"required":["name0","name199"],"additionalProperties":false}""");
        string Document(IEnumerable<string> members) => "{" + string.Join(',', members.Select(static n => $"\"{n}\":1")) + "}";
        Assert.True(schema.IsValid(Encoding.UTF8.GetBytes(Document(names.Reverse()))));
        Assert.False(schema.IsValid(Encoding.UTF8.GetBytes(Document(names.Skip(1)))));
        Assert.False(schema.IsValid(Encoding.UTF8.GetBytes(Document([.. names, "name7"]))));
    }
}
