using System.Diagnostics;
using System.Text;

namespace Canonical.Schema.Tests;

public sealed class HostileInputTests
{
    private static readonly JsonSchema Any = JsonSchema.Parse("true");
    private static readonly JsonSchema Tree = JsonSchema.Parse("""{"type":["array","object","string","number"],"items":{"$ref":"#"},"additionalProperties":{"$ref":"#"}}""");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("nul")]
    [InlineData("truee")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("+1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("'a'")]
    [InlineData("\"a")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("[1]]")]
    [InlineData("1 2")]
    [InlineData("{\"a\":1}\0")]
    [InlineData("// comment\n1")]
    [InlineData("\ufeff1")]
    public void Validate_NotJson_SaysSo(string document)
    {
        var utf8 = Encoding.UTF8.GetBytes(document);
        Assert.False(Any.IsValid(utf8));
        Assert.Equal(SchemaCodes.InvalidJson, Assert.Single(Any.Validate(utf8).Errors).Code);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("\"\\ud800\\u0041\"")]
    [InlineData("{\"\\udfff\":1}")]
    public void Validate_HalfOfASurrogatePair_IsNotUnicode(string document)
    {
        var utf8 = Encoding.UTF8.GetBytes(document);
        Assert.False(Any.IsValid(utf8));
        Assert.Equal(SchemaCodes.InvalidUnicode, Assert.Single(Any.Validate(utf8).Errors).Code);
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xC3, 0x22 }, 1)]
    [InlineData(new byte[] { 0x22, 0xC0, 0x80, 0x22 }, 1)]
    [InlineData(new byte[] { 0x22, 0x61, 0xED, 0xA0, 0x80, 0x22 }, 2)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x31, 0x00 }, 0)]
    public void Validate_NotUtf8_SaysWhere(byte[] utf8, int offset)
    {
        Assert.False(Any.IsValid(utf8));
        var error = Assert.Single(Any.Validate(utf8).Errors);
        Assert.Equal((SchemaCodes.InvalidUnicode, offset), (error.Code, (int)error.ByteOffset));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Validate_DeepNesting_EndsAtTheLimit(char open, char close)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open == '[' ? "[" : "{\"a\":", depth)) + "1" + new string(close, depth);
        foreach (var schema in new[] { Any, Tree })
        {
            Assert.True(schema.IsValid(Encoding.UTF8.GetBytes(Nested(128))));
            Assert.False(schema.IsValid(Encoding.UTF8.GetBytes(Nested(129))));
            Assert.Equal(SchemaCodes.TooDeep, schema.Validate(Encoding.UTF8.GetBytes(Nested(1_000_000))).Errors[0].Code);
            Assert.False(schema.IsValid(Encoding.UTF8.GetBytes(new string(open, 1_000_000))));
        }
    }

    [Fact]
    public void IsValid_GreatestDepthOnASmallStack_DoesNotOverflow()
    {
        var options = new JsonSchemaOptions { MaxDepth = 1000 };
        var schema = JsonSchema.Parse("""{"anyOf":[{"type":"null"},{"allOf":[{"$ref":"#/$defs/x"}]}],"$defs":{"x":{"not":{"type":"string"},"items":{"$ref":"#"},"oneOf":[{"items":{"$ref":"#"}},{"type":"number"}]}}}""", options);
        var utf8 = Encoding.UTF8.GetBytes(new string('[', 900) + new string(']', 900));
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => schema.Validate(utf8)), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }

    [Fact]
    public void IsValid_AlternativesInsideAlternatives_EndsSoon()
    {
        // Each level tries both alternatives: 2^60 ways without a budget.
        var schema = JsonSchema.Parse("""{"anyOf":[{"items":{"$ref":"#"},"maxItems":1,"minItems":1},{"items":{"$ref":"#"},"minItems":1}],"type":"array"}""");
        var utf8 = Encoding.UTF8.GetBytes(new string('[', 60) + new string(']', 60));
        var watch = Stopwatch.StartNew();
        Assert.False(schema.IsValid(utf8));
        Assert.False(schema.Validate(utf8).IsValid);
        // Not a measurement: without the budget it would not end within this age of the universe.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void IsValid_BacktrackingPattern_IsLimited()
    {
        // Look-ahead keeps it from the linear engine, the nested repeat makes it explode.
        var schema = JsonSchema.Parse("""{"pattern":"^(?=a)(a+)+$"}""", new JsonSchemaOptions { PatternTimeout = TimeSpan.FromMilliseconds(50) });
        var utf8 = Encoding.UTF8.GetBytes("\"" + new string('a', 40) + "!\"");
        Assert.False(schema.IsValid(utf8));
        Assert.Equal(SchemaCodes.PatternTimedOut, Assert.Single(schema.Validate(utf8).Errors).Code);
    }

    [Fact]
    public void IsValid_HugeNumbers_AreExactAndCheap()
    {
        var digits = new string('9', 200_000);
        Assert.True(JsonSchema.Parse("""{"multipleOf":3,"minimum":1}""").IsValid(Encoding.UTF8.GetBytes(digits)));
        Assert.False(JsonSchema.Parse("""{"maximum":1e199999}""").IsValid(Encoding.UTF8.GetBytes(digits)));
        Assert.True(JsonSchema.Parse("""{"type":"integer"}""").IsValid(Encoding.UTF8.GetBytes("1e" + digits)));
        Assert.False(JsonSchema.Parse("""{"type":"integer"}""").IsValid(Encoding.UTF8.GetBytes("1e-" + digits)));
    }

    [Fact]
    public void Validate_DuplicateProperties_AreRejectedByDefaultEverywhere()
    {
        foreach (var schema in new[] { "true", """{"properties":{"a":true}}""", """{"additionalProperties":{"type":"integer"}}""", """{"anyOf":[true]}""", """{"unevaluatedProperties":{"type":"integer"}}""" })
        {
            foreach (var document in new[] { """{"a":1,"a":2}""", """{"a":1,"\u0061":2}""", """{"x":1,"a":1,"x":2}""" })
            {
                var strict = JsonSchema.Parse(schema);
                var utf8 = Encoding.UTF8.GetBytes(document);
                Assert.False(strict.IsValid(utf8));
                Assert.Contains(strict.Validate(utf8).Errors, static e => e.Code == SchemaCodes.DuplicateProperty);
                Assert.True(JsonSchema.Parse(schema, new JsonSchemaOptions { DuplicateProperties = DuplicateProperties.Allow }).IsValid(utf8));
            }
        }
        var many = "{" + string.Join(',', Enumerable.Range(0, 2000).Select(static i => $"\"n{i}\":1")) + ",\"n3\":2}";
        Assert.False(Any.IsValid(Encoding.UTF8.GetBytes(many)));
        Assert.Equal(SchemaCodes.DuplicateProperty, Assert.Single(Any.Validate(Encoding.UTF8.GetBytes(many)).Errors).Code);
    }

    [Fact]
    public void Validate_TruncatedAtEveryByte_IsNeverValidAndNeverThrows()
    {
        var schema = JsonSchema.Parse("""{"type":"object","properties":{"id":{"format":"uuid"},"at":{"format":"date-time"},"n":{"multipleOf":0.01},"s":{"pattern":"^[A-Z]{3}$"},"e":{"enum":["x","y"]},"l":{"items":{"maxLength":9}},"o":{"oneOf":[{"type":"null"},{"required":["k"]}]}},"required":["id"]}""");
        var document = Encoding.UTF8.GetBytes("""{"id":"2eb8aa08-aa98-11ea-b4aa-73b441d16380","at":"2026-09-14T17:03:11.5Z","n":12.50,"s":"USD","e":"x","l":["a\u00e9","é"],"o":{"k":[true,null,-1.5e3]}}""");
        Assert.True(schema.IsValid(document));
        for (var length = 0; length < document.Length; length++)
        {
            Assert.False(schema.IsValid(document.AsSpan(0, length)));
            Assert.NotEmpty(schema.Validate(document.AsSpan(0, length)).Errors);
        }
    }

    [Fact]
    public void IsValid_NamesChosenToCollide_TakesNoLongerThanOthers()
    {
        // Same length, same outer eight bytes: equal under a hash that reads only those.
        var many = "{" + string.Join(',', Enumerable.Range(0, 60_000).Select(static i => $"\"aaaaaaaa{i:D8}bbbbbbbb\":1")) + "}";
        var utf8 = Encoding.UTF8.GetBytes(many);
        Assert.True(Any.IsValid(utf8));
        Assert.True(JsonSchema.Parse("""{"additionalProperties":{"type":"integer"}}""").IsValid(utf8));
    }

    [Fact]
    public void IsValid_NamesWithControlCharacters_AreMatchedByTheirEscapesOnly()
    {
        var name = string.Concat(Enumerable.Repeat("\\u0000", 200));
        var schema = JsonSchema.Parse($$"""{"properties":{"{{name}}":{"const":"{{name}}"} },"required":["{{name}}"],"additionalProperties":false}""");
        Assert.True(schema.IsValid(Encoding.UTF8.GetBytes($$"""{"{{name}}":"{{name}}"}""")));
        Assert.False(schema.IsValid("{\""u8));
        Assert.False(schema.IsValid("{}"u8));
    }

    [Fact]
    public void Validate_LargerThanTheLimit_IsRefused()
    {
        var schema = JsonSchema.Parse("true", new JsonSchemaOptions { MaxDocumentBytes = 4 });
        Assert.True(schema.IsValid("1234"u8));
        Assert.False(schema.IsValid("12345"u8));
        Assert.Equal(SchemaCodes.TooLarge, Assert.Single(schema.Validate("12345"u8).Errors).Code);
    }

    [Fact]
    public void Validate_ManyErrors_ListsUpToTheLimit()
    {
        var schema = JsonSchema.Parse("""{"items":{"type":"string"}}""", new JsonSchemaOptions { MaxErrors = 5 });
        var report = schema.Validate(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]"));
        Assert.Equal(5, report.Errors.Count);
        Assert.True(report.IsTruncated);
    }
}
