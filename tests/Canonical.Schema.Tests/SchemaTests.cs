using System.Text;

namespace Canonical.Schema.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("{", SchemaCodes.SchemaNotJson)]
    [InlineData("""{"type":"string","type":"number"}""", SchemaCodes.SchemaNotJson)]
    [InlineData("3", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"type":"text"}""", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"minLength":-1}""", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"multipleOf":0}""", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"required":"a"}""", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"properties":{"a":1}}""", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"allOf":[]}""", SchemaCodes.InvalidKeyword)]
    [InlineData("""{"$ref":"#/$defs/none"}""", SchemaCodes.UnresolvedReference)]
    [InlineData("""{"$ref":"https://example.org/none"}""", SchemaCodes.UnresolvedReference)]
    [InlineData("""{"$schema":"https://example.org/meta"}""", SchemaCodes.UnknownDialect)]
    [InlineData("""{"pattern":"("}""", SchemaCodes.InvalidPattern)]
    [InlineData("""{"pattern":"^\\a"}""", SchemaCodes.InvalidPattern)]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", SchemaCodes.DuplicateIdentifier)]
    [InlineData("""{"$ref":"#"}""", SchemaCodes.ReferenceCycle)]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#"}]}}}""", SchemaCodes.ReferenceCycle)]
    public void Parse_UnusableSchema_ThrowsWithACode(string schema, string code) =>
        Assert.Equal(code, Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema)).Code);

    [Fact]
    public void Parse_ReferenceToTheRegistry_IsResolved()
    {
        var registry = new JsonSchemaRegistry();
        registry.Add("""{"$id":"https://example.org/money","type":"object","required":["amount"],"$defs":{"code":{"$id":"https://example.org/currency","pattern":"^[A-Z]{3}$"}}}"""u8);
        var options = new JsonSchemaOptions { Registry = registry };
        Assert.False(JsonSchema.Parse("""{"$ref":"https://example.org/money"}""", options).IsValid("{}"u8));
        Assert.False(JsonSchema.Parse("""{"$ref":"https://example.org/currency"}""", options).IsValid("\"usd\""u8));
    }

    [Fact]
    public void Registry_WithoutAnId_NeedsAUri()
    {
        var registry = new JsonSchemaRegistry();
        Assert.Throws<JsonSchemaException>(() => registry.Add("{}"u8));
        registry.Add(new Uri("https://example.org/folder/a.json"), """{"$ref":"b.json"}"""u8);
        registry.Add(new Uri("https://example.org/folder/b.json"), """{"type":"null"}"""u8);
        var schema = JsonSchema.Parse("""{"$ref":"a.json"}""", new JsonSchemaOptions { Registry = registry, BaseUri = new Uri("https://example.org/folder/root.json") });
        Assert.True(schema.IsValid("null"u8));
        Assert.False(schema.IsValid("1"u8));
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/schema")]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("http://json-schema.org/draft-07/schema#")]
    public void Parse_Metaschema_ValidatesSchemas(string uri)
    {
        var meta = JsonSchema.Parse($$"""{"$schema":"{{uri}}","$ref":"{{uri}}"}""");
        Assert.True(meta.IsValid("""{"type":"object","properties":{"a":{"items":{"minimum":1}}}}"""u8));
        Assert.False(meta.IsValid("""{"properties":{"a":{"items":{"minimum":"1"}}}}"""u8));
    }

    [Fact]
    public void Parse_SmallestLimits_AreChecked()
    {
        Assert.Throws<ArgumentException>(() => JsonSchema.Parse("true", new JsonSchemaOptions { MaxDepth = 0 }));
        Assert.Throws<ArgumentException>(() => JsonSchema.Parse("true", new JsonSchemaOptions { MaxDepth = 1001 }));
        Assert.Throws<ArgumentException>(() => JsonSchema.Parse("true", new JsonSchemaOptions { MaxErrors = 0 }));
        Assert.Throws<ArgumentException>(() => JsonSchema.Parse("true", new JsonSchemaOptions { PatternTimeout = TimeSpan.Zero }));
        Assert.Equal(SchemaCodes.SchemaTooLarge, Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse("""{"title":"long"}""", new JsonSchemaOptions { MaxSchemaBytes = 8 })).Code);
    }

    [Fact]
    public void Codes_All_AreUniqueAndDocumented()
    {
        var codes = typeof(SchemaCodes).GetFields().Select(static f => (string)f.GetRawConstantValue()!).ToArray();
        Assert.Equal(codes.Length, codes.Distinct(StringComparer.Ordinal).Count());
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Canonical.Sdk.sln"))) root = root.Parent;
        if (root is null) Assert.Skip("The repository was not found: Canonical.Sdk.sln");
        var text = File.ReadAllText(Path.Combine(root.FullName, "docs", "errors", "schema.md"));
        Assert.DoesNotContain(codes, c => !text.Contains($"`{c}`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task IsValid_ManyThreads_Agree()
    {
        var schema = JsonSchema.Parse("""{"properties":{"a":{"type":"integer"},"b":{"pattern":"x+y"}},"unevaluatedProperties":false}""");
        var good = Encoding.UTF8.GetBytes("""{"b":"xxy","a":1}""");
        var bad = Encoding.UTF8.GetBytes("""{"a":1,"b":"xx"}""");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var i = 0; i < 2000; i++) Assert.True(schema.IsValid(good) && !schema.IsValid(bad));
            },
            TestContext.Current.CancellationToken)));
    }
}
