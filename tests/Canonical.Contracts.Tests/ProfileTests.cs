using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests;

// What is outside the contract profile is an error that names the place, never something that is left out.
public sealed class ProfileTests
{
    [Theory]
    [InlineData("""{"type":"number"}""", ContractCodes.UnsupportedType, "/properties/crew/type")]
    [InlineData("""{"type":["string","null"]}""", ContractCodes.UnsupportedType, "/properties/crew")]
    [InlineData("""{"type":"object","properties":{}}""", ContractCodes.UnsupportedType, "/properties/crew")]
    [InlineData("""{"type":"integer"}""", ContractCodes.UnsupportedType, "/properties/crew")]
    [InlineData("""{"type":"integer","minimum":0,"maximum":1e30}""", ContractCodes.UnsupportedType, "/properties/crew")]
    [InlineData("""{"type":"integer","minimum":0,"maximum":9,"multipleOf":3}""", ContractCodes.UnsupportedKeyword, "/properties/crew/multipleOf")]
    [InlineData("""{"type":"string","contentEncoding":"base64"}""", ContractCodes.UnsupportedKeyword, "/properties/crew/contentEncoding")]
    [InlineData("""{"type":"string","format":"date"}""", ContractCodes.UnsupportedType, "/properties/crew/format")]
    [InlineData("""{"type":"string","oneOf":[{"minLength":1}]}""", ContractCodes.UnsupportedKeyword, "/properties/crew/oneOf")]
    [InlineData("""{"type":"array"}""", ContractCodes.UnsupportedType, "/properties/crew")]
    [InlineData("""{"type":"array","items":{"type":"array","items":{"type":"boolean"}}}""", ContractCodes.UnsupportedType, "/properties/crew/items")]
    [InlineData("""{"type":"array","items":{"type":"boolean"},"prefixItems":[]}""", ContractCodes.UnsupportedKeyword, "/properties/crew/prefixItems")]
    [InlineData("""{"enum":["a",1]}""", ContractCodes.UnsupportedType, "/properties/crew/enum")]
    [InlineData("""{"enum":["a-b","a_b"]}""", ContractCodes.InvalidName, "/properties/crew/enum")]
    [InlineData("""{"enum":["%"]}""", ContractCodes.InvalidName, "/properties/crew/enum")]
    [InlineData("""{"const":"a"}""", ContractCodes.UnsupportedType, "/properties/crew")]
    [InlineData("""{"$ref":"/common/1.0.0#/$defs/nothing"}""", ContractCodes.UnresolvedReference, "/properties/crew/$ref")]
    [InlineData("""{"$ref":"/other/1.0.0#/$defs/money"}""", ContractCodes.UnresolvedReference, "/properties/crew/$ref")]
    [InlineData("""{"$ref":"#"}""", ContractCodes.UnresolvedReference, "/properties/crew/$ref")]
    [InlineData("""{"$ref":"/common/1.0.0#/$defs/money","minProperties":1}""", ContractCodes.UnsupportedKeyword, "/properties/crew/minProperties")]
    [InlineData("""{"type":"string","x-canonical-type":"amount"}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-type")]
    [InlineData("""{"type":"string","x-canonical-colour":"red"}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-colour")]
    [InlineData("""{"type":"string","x-canonical-posting":"yes"}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-posting")]
    [InlineData("""{"type":"string","x-canonical-personal":"secret"}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-personal")]
    public void Generate_PropertyOutsideTheProfile_NamesThePlace(string schema, string code, string location)
    {
        var findings = Generate(c =>
        {
            var property = JsonNode.Parse(schema)!.AsObject();
            property["description"] = "A property.";
            c["properties"]!["crew"] = property;
        });

        Assert.Contains(findings, f => f.Code == code && f.File == "work-order/1.0.0.json" && f.Location == location);
    }

    [Theory]
    [InlineData("Crew")]
    [InlineData("crew_size")]
    [InlineData("crew-size")]
    [InlineData("unknownMembers")]
    [InlineData("toString")]
    [InlineData("workOrder")]
    public void Generate_PropertyNameThatCannotBeOne_NamesThePlace(string name)
    {
        var findings = Generate(c => c["properties"]![name] = JsonNode.Parse("""{"type":"boolean","description":"A property."}"""));

        Assert.Contains(findings, f => f.Code == ContractCodes.InvalidName && f.Location == "/properties/" + name);
    }

    [Theory]
    [InlineData("additionalProperties", "false")]
    [InlineData("unevaluatedProperties", "false")]
    [InlineData("if", "{}")]
    [InlineData("patternProperties", "{}")]
    [InlineData("dependentSchemas", "{}")]
    [InlineData("minProperties", "1")]
    public void Generate_KeywordOfTheObjectOutsideTheProfile_NamesThePlace(string keyword, string value)
    {
        Assert.Contains(Generate(c => c[keyword] = JsonNode.Parse(value)), f => f.Code == ContractCodes.UnsupportedKeyword && f.Location == "/" + keyword);
        Assert.Contains(Generate(c => c["$defs"]!["step"]![keyword] = JsonNode.Parse(value)), f => f.Code == ContractCodes.UnsupportedKeyword && f.Location == "/$defs/step/" + keyword);
    }

    [Theory]
    [InlineData("anyOf", """[{"properties":{}}]""", ContractCodes.UnsupportedKeyword, "/anyOf")]
    [InlineData("oneOf", """[{"required":["due"],"minProperties":1}]""", ContractCodes.UnsupportedKeyword, "/oneOf")]
    [InlineData("oneOf", """[{"required":["nowhere"]}]""", ContractCodes.UnresolvedReference, "/oneOf/0/required")]
    [InlineData("dependentRequired", """{"nowhere":["due"]}""", ContractCodes.UnresolvedReference, "/dependentRequired/nowhere")]
    [InlineData("dependentRequired", """{"due":["nowhere"]}""", ContractCodes.UnresolvedReference, "/dependentRequired/due")]
    [InlineData("allOf", "[{}]", ContractCodes.UnsupportedKeyword, "/allOf/0")]
    [InlineData("allOf", """[{"if":{"properties":{"urgent":{"const":true}}},"then":{"required":["due"]}}]""", ContractCodes.UnsupportedKeyword, "/allOf/0")]
    [InlineData("allOf", """[{"if":{"properties":{"urgent":{"const":true}},"required":["due"]},"then":{"required":["due"]}}]""", ContractCodes.UnsupportedKeyword, "/allOf/0/if")]
    [InlineData("allOf", """[{"if":{"properties":{"urgent":{"const":true}},"required":["urgent"]},"then":{"properties":{}}}]""", ContractCodes.UnsupportedKeyword, "/allOf/0")]
    [InlineData("allOf", """[{"if":{"properties":{"number":{"const":"x"}},"required":["number"]},"then":{"required":["due"]}}]""", ContractCodes.UnsupportedType, "/allOf/0/if/properties/number")]
    [InlineData("allOf", """[{"if":{"properties":{"channel":{"const":"web"}},"required":["channel"]},"then":{"required":["due"]}}]""", ContractCodes.UnsupportedType, "/allOf/0/if/properties/channel")]
    [InlineData("allOf", """[{"if":{"properties":{"priority":{"const":"lowest"}},"required":["priority"]},"then":{"required":["due"]}}]""", ContractCodes.UnsupportedType, "/allOf/0/if/properties/priority")]
    [InlineData("allOf", """[{"if":{"properties":{"urgent":{"const":true}},"required":["urgent"]},"then":{"required":["nowhere"]}}]""", ContractCodes.UnresolvedReference, "/allOf/0/then/required")]
    [InlineData("x-canonical-laws", """[{"code":"L1","description":"x"}]""", ContractCodes.InvalidAnnotation, "/x-canonical-laws")]
    [InlineData("x-canonical-laws", """[{"code":"LAW0001","description":"x"},{"code":"LAW0001","description":"y"}]""", ContractCodes.InvalidAnnotation, "/x-canonical-laws")]
    [InlineData("x-canonical-class-name", "\"work order\"", ContractCodes.InvalidAnnotation, "/x-canonical-class-name")]
    public void Generate_RuleAcrossMembersOutsideTheProfile_NamesThePlace(string keyword, string value, string code, string location) =>
        Assert.Contains(Generate(c => c[keyword] = JsonNode.Parse(value)), f => f.Code == code && f.Location == location);

    [Theory]
    [InlineData("""{"$ref":"/common/1.0.0#/$defs/money","x-canonical-ref":"customer"}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-ref")]
    [InlineData("""{"$ref":"/common/1.0.0#/$defs/reference","x-canonical-ref":["work-order"]}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-ref")]
    [InlineData("""{"$ref":"/common/1.0.0#/$defs/objectReference","x-canonical-ref":"work-order"}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-ref")]
    [InlineData("""{"type":"boolean","x-canonical-sign":"Positive is good."}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-sign")]
    [InlineData("""{"type":"boolean","x-canonical-deprecated":{"since":"1.1.0","sunset":"2027-06-30"}}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-deprecated")]
    [InlineData("""{"type":"boolean","deprecated":true,"x-canonical-deprecated":{"since":"1.1.0","sunset":"June"}}""", ContractCodes.InvalidAnnotation, "/properties/crew/x-canonical-deprecated")]
    public void Generate_AnnotationThatDoesNotFit_NamesThePlace(string schema, string code, string location) => Assert.Contains(
        Generate(c =>
        {
            var property = JsonNode.Parse(schema)!.AsObject();
            property["description"] = "A property.";
            c["properties"]!["crew"] = property;
        }),
        f => f.Code == code && f.Location == location);

    [Fact]
    public void Generate_TooManyMembers_NamesThePlace() => Assert.Contains(
        Generate(c =>
        {
            for (var i = 0; i < 120; i++) c["properties"]![$"more{i}"] = JsonNode.Parse("""{"type":"boolean","description":"A property."}""");
        }),
        f => f is { Code: ContractCodes.UnsupportedType, Location: "/properties" });

    [Theory]
    [InlineData("""{"integerDigits":17,"scale":10,"sign":"any"}""")]
    [InlineData("""{"integerDigits":18,"scale":9,"sign":"any"}""")]
    [InlineData("""{"integerDigits":18,"scale":10,"sign":"nonNegative"}""")]
    public void Generate_DecimalWhosePatternSaysOtherwise_NamesThePlace(string limits)
    {
        using var folder = ContractFolder.Create();
        folder.Edit("common/1.0.0.json", c => c["$defs"]!["decimal"]!["x-canonical-decimal"] = JsonNode.Parse(limits));

        Assert.Contains(CSharpGenerator.Generate(ContractCatalog.Load(folder.Path)).Findings, f => f is { Code: ContractCodes.UnfitType, Location: "/$defs/decimal" });
    }

    [Fact]
    public void Generate_PropertyThatIsTrue_NamesThePlace() =>
        Assert.Contains(Generate(c => c["properties"]!["crew"] = true), f => f is { Code: ContractCodes.UnsupportedType, Location: "/properties/crew" });

    [Fact]
    public void Generate_RequiredButNotThere_NamesThePlace() =>
        Assert.Contains(Generate(c => c["required"]!.AsArray().Add("nowhere")), f => f is { Code: ContractCodes.UnresolvedReference, Location: "/required" });

    [Fact]
    public void Generate_TypesOfOneName_NamesThePlace() =>
        Assert.Contains(Generate(c => c["$defs"]!["priority"] = JsonNode.Parse("""{"enum":["x"],"description":"A code."}""")), f => f is { Code: ContractCodes.NameCollision, Location: "/$defs/priority" });

    [Theory]
    [InlineData("id")]
    [InlineData("contract")]
    [InlineData("sourceRefs")]
    [InlineData("status")]
    [InlineData("observedAt")]
    [InlineData("sourceUpdatedAt")]
    [InlineData("extensions")]
    public void Generate_WithoutAMemberOfTheHeader_IsAFinding(string name) =>
        Assert.Contains(Generate(c => c["properties"]!.AsObject().Remove(name)), f => f.Code == ContractCodes.MissingHeader && f.Message.Contains($"\"{name}\"", StringComparison.Ordinal));

    [Fact]
    public void Generate_OptionalId_IsAFinding() =>
        Assert.Contains(Generate(c => c["required"]!.AsArray().RemoveAt(0)), f => f is { Code: ContractCodes.MissingHeader } && f.Message.Contains("\"id\"", StringComparison.Ordinal));

    // Generated readers trust the contract: whatever it accepts, the type must hold.
    [Theory]
    [InlineData("decimal", "pattern", "\"^[0-9.e+-]+$\"")]
    [InlineData("decimal", "pattern", "\"^-?[0-9]+(?:\\\\.[0-9]+)?$\"")]
    [InlineData("id", "pattern", "\".\"")]
    [InlineData("instant", "pattern", "\"Z$\"")]
    [InlineData("date", "pattern", "\"^\"")]
    [InlineData("currencyCode", "pattern", "\"^[A-Za-z]{3}$\"")]
    [InlineData("currencyCode", "pattern", "\"^$\"")]
    [InlineData("recordStatus", "enum", "[\"active\",\"inactive\",\"deleted\",\"merged\",\"archived\"]")]
    [InlineData("recordStatus", "enum", "[\"active\"]")]
    [InlineData("money", "additionalProperties", "true")]
    [InlineData("quantity", "required", "[\"value\"]")]
    [InlineData("reference", "additionalProperties", "{}")]
    [InlineData("objectReference", "additionalProperties", "true")]
    [InlineData("period", "required", "[]")]
    [InlineData("sourceRef", "required", "[]")]
    [InlineData("extensions", "type", "[\"object\",\"null\"]")]
    public void Generate_DefinitionThatTheTypeCannotHold_NamesThePlace(string definition, string keyword, string value)
    {
        using var folder = ContractFolder.Create();
        folder.Edit("common/1.0.0.json", c => c["$defs"]![definition]![keyword] = JsonNode.Parse(value));

        Assert.Contains(CSharpGenerator.Generate(ContractCatalog.Load(folder.Path)).Findings, f => f is { Code: ContractCodes.UnfitType, File: "common/1.0.0.json" } && f.Location == "/$defs/" + definition);
    }

    private static IReadOnlyList<ContractFinding> Generate(Action<JsonObject> edit)
    {
        using var folder = ContractFolder.Create();
        folder.Edit("work-order/1.0.0.json", edit);

        var generation = CSharpGenerator.Generate(ContractCatalog.Load(folder.Path), new CSharpGeneratorOptions { Namespace = "Golden.Model" });

        Assert.False(generation.Succeeded);
        Assert.Empty(generation.Files);
        return generation.Findings;
    }
}
