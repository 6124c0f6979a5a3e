namespace Canonical.Contracts.Tests.Compatibility;

// For each rule a change that it names, and a similar one that it must not name.
internal static class RuleFixtures
{
    public sealed record Change(string Old, string New);

    public static IReadOnlyDictionary<string, (Change Named, Change NotNamed)> All { get; } = new Dictionary<string, (Change, Change)>(StringComparer.Ordinal)
    {
        ["CS-OBJ-001"] = (Of("""{"properties":{"a":{}}}""", """{"properties":{"a":{},"b":{"type":"string"}}}"""), Of("""{"properties":{"a":{}}}""", """{"properties":{"a":{},"b":{"type":"string"}},"required":["b"]}""")),
        ["CS-OBJ-002"] = (Of("""{"properties":{},"x-canonical-reserved":["b"]}""", """{"properties":{"b":{"type":"string"}},"x-canonical-reserved":["b"]}"""), Of("""{"properties":{},"x-canonical-reserved":["c"]}""", """{"properties":{"b":{"type":"string"}}}""")),
        ["CS-OBJ-003"] = (Of("""{"properties":{"b":{"type":"string"}}}""", """{"properties":{},"x-canonical-reserved":["b"]}"""), Of("""{"properties":{"b":{"type":"string"}}}""", """{"properties":{}}""")),
        ["CS-OBJ-004"] = (Of("""{"properties":{"b":{"type":"string"}}}""", """{"properties":{}}"""), Of("""{"properties":{"b":{"type":"string"}}}""", """{"properties":{},"x-canonical-reserved":["b"]}""")),
        ["CS-OBJ-005"] = (Of("""{"properties":{"b":{"type":"string"}},"required":["b"]}""", """{"properties":{}}"""), Of("""{"properties":{"b":{"type":"string"}}}""", """{"properties":{}}""")),
        ["CS-OBJ-006"] = (Of("""{"properties":{"b":{}}}""", """{"properties":{"b":{}},"required":["b"]}"""), Of("""{"properties":{"b":{}},"required":["b"]}""", """{"properties":{"b":{}},"required":["b"]}""")),
        ["CS-OBJ-007"] = (Of("""{"properties":{}}""", """{"properties":{"b":{"default":1}},"required":["b"]}"""), Of("""{"properties":{}}""", """{"properties":{"b":{"default":1}}}""")),
        ["CS-OBJ-008"] = (Of("""{"properties":{"a":{}}}""", """{"properties":{"a":{}},"required":["z"]}"""), Of("""{"properties":{"a":{}}}""", """{"properties":{"a":{}},"required":["a"]}""")),
        ["CS-OBJ-009"] = (Of("""{"properties":{"b":{}},"required":["b"]}""", """{"properties":{"b":{}}}"""), Of("""{"properties":{"b":{}}}""", """{"properties":{"b":{}}}""")),
        ["CS-OBJ-010"] = (Of("""{"properties":{"a":{}},"additionalProperties":false}""", """{"properties":{"a":{}}}"""), Of("""{"properties":{"a":{}},"additionalProperties":false}""", """{"properties":{"a":{}},"unevaluatedProperties":false}""")),
        ["CS-OBJ-011"] = (Of("""{"properties":{"a":{}}}""", """{"properties":{"a":{}},"additionalProperties":false}"""), Of("""{"properties":{"a":{}},"additionalProperties":false}""", """{"properties":{"a":{}},"unevaluatedProperties":false}""")),
        ["CS-OBJ-012"] = (Of("""{"additionalProperties":{"type":"string"}}""", """{"additionalProperties":{"type":"string","maxLength":3}}"""), Of("""{"additionalProperties":{"type":"string"}}""", """{"additionalProperties":{"type":"string","title":"t"}}""")),
        ["CS-OBJ-013"] = (Of("""{"patternProperties":{"^a":{}}}""", """{"patternProperties":{"^b":{}}}"""), Of("""{"patternProperties":{"^a":{}}}""", """{"patternProperties":{"^a":{"description":"d"}}}""")),
        ["CS-OBJ-014"] = (Of("""{"propertyNames":{"maxLength":3}}""", """{"propertyNames":{"maxLength":2}}"""), Of("""{"propertyNames":{"maxLength":3}}""", """{"propertyNames":{"maxLength":3.0}}""")),
        ["CS-OBJ-015"] = (Of("""{"maxProperties":3}""", """{"maxProperties":2}"""), Of("""{"minProperties":0}""", "{}")),
        ["CS-OBJ-016"] = (Of("""{"dependentRequired":{"a":["b"]}}""", """{"dependentRequired":{"a":["c"]}}"""), Of("""{"dependentRequired":{"a":["b"]}}""", """{"dependentRequired":{"a":["b"]},"title":"t"}""")),
        ["CS-OBJ-017"] = (Of("""{"properties":{"a":{"type":"string","maxLength":7}},"required":["a"]}""", """{"properties":{"b":{"type":"string","maxLength":7}},"required":["b"]}"""), Of("""{"properties":{"a":{"type":"string"}}}""", """{"properties":{"b":{"type":"integer"}}}""")),
        ["CS-TYP-001"] = (P("""{"type":"integer"}""", """{"type":"number"}"""), P("""{"type":"number"}""", """{"type":"integer"}""")),
        ["CS-TYP-002"] = (P("""{"type":["string","null"]}""", """{"type":"string"}"""), P("""{"type":"string"}""", """{"type":["string","null"]}""")),
        ["CS-TYP-003"] = (P("""{"type":"string"}""", """{"type":"number"}"""), P("""{"type":"string"}""", """{"type":["string","number"]}""")),
        ["CS-TYP-004"] = (P("""{"const":"a"}""", """{"enum":["a"]}"""), P("""{"const":"a"}""", """{"const":"b"}""")),
        ["CS-STR-001"] = (P("""{"type":"string","maxLength":5}""", """{"type":"string","maxLength":9}"""), P("""{"type":"string","maxLength":5}""", """{"type":"string","maxLength":5.0}""")),
        ["CS-STR-002"] = (P("""{"type":"string","minLength":1}""", """{"type":"string"}"""), P("""{"type":"string","minLength":0}""", """{"type":"string"}""")),
        ["CS-STR-003"] = (P("""{"pattern":"a"}""", """{"pattern":"b"}"""), P("""{"pattern":"a"}""", """{"pattern":"a"}""")),
        ["CS-STR-004"] = (P("""{"format":"date"}""", """{"format":"date-time"}"""), P("""{"format":"date"}""", """{"format":"date"}""")),
        ["CS-STR-005"] = (P("""{"contentEncoding":"base64"}""", """{"contentEncoding":"base32"}"""), P("""{"contentEncoding":"base64"}""", """{"contentEncoding":"base64"}""")),
        ["CS-NUM-001"] = (P("""{"type":"integer","minimum":1}""", """{"type":"integer","minimum":2}"""), P("""{"type":"integer","minimum":1}""", """{"type":"integer","exclusiveMinimum":0}""")),
        ["CS-NUM-002"] = (P("""{"multipleOf":0.01}""", """{"multipleOf":0.1}"""), P("""{"multipleOf":0.01}""", """{"multipleOf":1e-2}""")),
        ["CS-NUM-003"] = (P("""{"x-canonical-decimal":{"integerDigits":18,"scale":10}}""", """{"x-canonical-decimal":{"integerDigits":18,"scale":4}}"""), P("""{"x-canonical-decimal":{"integerDigits":18,"scale":10}}""", """{"x-canonical-decimal":{"scale":10,"integerDigits":18}}""")),
        ["CS-ENM-001"] = (P("""{"enum":["a"]}""", """{"enum":["a","b"]}"""), P("""{"enum":["a","b"]}""", """{"enum":["b","a"]}""")),
        ["CS-ENM-002"] = (P("""{"type":"string","x-canonical-open-enum":["a"]}""", """{"type":"string","x-canonical-open-enum":["a","b"]}"""), P("""{"enum":["a"]}""", """{"enum":["a","b"]}""")),
        ["CS-ENM-003"] = (P("""{"enum":["a","b"]}""", """{"enum":["a"]}"""), P("""{"enum":["a"]}""", """{"enum":["a","b"]}""")),
        ["CS-ENM-004"] = (P("""{"enum":["a","b"]}""", """{"type":"string"}"""), P("""{"enum":["a","b"]}""", """{"enum":["a"]}""")),
        ["CS-ENM-005"] = (P("""{"const":"a"}""", """{"const":"b"}"""), P("""{"const":"a"}""", """{"const":"a"}""")),
        ["CS-ARR-001"] = (P("""{"items":{"type":"string"}}""", """{"items":{"type":"integer"}}"""), P("""{"items":{"type":"string"}}""", """{"items":{"type":"string","maxLength":2}}""")),
        ["CS-ARR-002"] = (P("""{"prefixItems":[{"type":"string"}]}""", """{"prefixItems":[{"type":"string"},{"type":"string"}]}"""), P("""{"prefixItems":[{"type":"string"}]}""", """{"prefixItems":[{"type":"string","title":"t"}]}""")),
        ["CS-ARR-003"] = (P("""{"maxItems":3}""", """{"maxItems":4}"""), P("""{"minItems":0}""", "{}")),
        ["CS-ARR-004"] = (P("""{"uniqueItems":true}""", "{}"), P("""{"uniqueItems":false}""", "{}")),
        ["CS-ARR-005"] = (P("""{"contains":{"const":1}}""", """{"contains":{"const":1},"minContains":2}"""), P("""{"contains":{"const":1}}""", """{"contains":{"const":1.0}}""")),
        ["CS-CMP-001"] = (P("""{"anyOf":[{"required":["a"]}]}""", """{"anyOf":[{"required":["a"]},{"required":["b"]}]}"""), P("""{"anyOf":[{"required":["a"]},{"required":["b"]}]}""", """{"anyOf":[{"required":["b"]},{"required":["a"]}]}""")),
        ["CS-CMP-002"] = (P("""{"oneOf":[{"required":["a"]}]}""", """{"oneOf":[{"required":["a"]},{"required":["b"]}]}"""), P("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"oneOf":[{"required":["a"]}]}""")),
        ["CS-CMP-003"] = (P("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"oneOf":[{"required":["a"]}]}"""), P("""{"oneOf":[{"required":["a"]}]}""", """{"oneOf":[{"required":["a"]},{"required":["b"]}]}""")),
        ["CS-CMP-004"] = (P("""{"allOf":[{"minLength":1}]}""", """{"allOf":[{"minLength":1},{"pattern":"a"}]}"""), P("""{"allOf":[{"minLength":1},{"pattern":"a"}]}""", """{"allOf":[{"pattern":"a"},{"minLength":1}]}""")),
        ["CS-CMP-005"] = (P("""{"not":{"const":1}}""", """{"not":{"const":2}}"""), P("""{"not":{"const":1}}""", """{"not":{"const":1,"title":"t"}}""")),
        ["CS-CMP-006"] = (P("""{"if":{"required":["a"]},"then":{"required":["b"]}}""", """{"if":{"required":["a"]},"then":{"required":["c"]}}"""), P("""{"if":{"required":["a"]},"then":{"required":["b"]}}""", """{"if":{"required":["a"]},"then":{"required":["b"]},"title":"t"}""")),
        ["CS-CMP-007"] = (P("""{"type":"object","oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]}],"x-canonical-fallback":"k"}""", """{"type":"object","oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}],"x-canonical-fallback":"k"}"""), P("""{"type":"object","oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]}]}""", """{"type":"object","oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}]}""")),
        ["CS-REF-001"] = (Of("""{"properties":{"p":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"},"b":{"type":"string"}}}""", """{"properties":{"p":{"$ref":"#/$defs/b"}},"$defs":{"a":{"type":"string"},"b":{"type":"string"}}}"""), Of("""{"properties":{"p":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"}}}""", """{"properties":{"p":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"}}}""")),
        ["CS-REF-002"] = (Of("""{"$defs":{"a":{"type":"string"},"b":{"type":"string"}}}""", """{"$defs":{"a":{"type":"string"}}}"""), Of("""{"$defs":{"a":{"type":"string"}}}""", """{"$defs":{"a":{"type":"string"},"b":{}}}""")),
        ["CS-REF-003"] = (P("""{"$ref":"/lib/1.0.0#/$defs/a"}""", """{"$ref":"/lib/2.0.0#/$defs/a"}"""), P("""{"$ref":"/lib/1.0.0#/$defs/a"}""", """{"$ref":"/lib/1.1.0#/$defs/a"}""")),
        ["CS-ANN-001"] = (P("""{"description":"a"}""", """{"description":"b"}"""), P("""{"description":"a"}""", """{"description":"a"}""")),
        ["CS-ANN-002"] = (P("""{"default":1}""", """{"default":2}"""), P("""{"default":1}""", """{"default":1}""")),
        ["CS-ANN-003"] = (P("{}", """{"deprecated":true}"""), P("{}", """{"deprecated":false}""")),
        ["CS-ANN-004"] = (P("{}", """{"readOnly":true}"""), P("{}", """{"readOnly":false}""")),
        ["CS-SEM-001"] = (P("""{"x-canonical-unit":"h"}""", """{"x-canonical-unit":"min"}"""), P("""{"x-canonical-unit":"h"}""", """{"x-canonical-unit":"h"}""")),
        ["CS-SEM-002"] = (P("""{"enum":["a"],"x-canonical-enum-descriptions":{"a":"open"}}""", """{"enum":["a"],"x-canonical-enum-descriptions":{"a":"closed"}}"""), P("""{"enum":["a"],"x-canonical-enum-descriptions":{"a":"open"}}""", """{"enum":["a"],"x-canonical-enum-descriptions":{"a":"open"}}""")),
        ["CS-SEM-003"] = (P("""{"x-canonical-system-of-record":"crm"}""", """{"x-canonical-system-of-record":"erp"}"""), P("{}", """{"x-canonical-system-of-record":"erp"}""")),
        ["CS-SEM-004"] = (P("""{"x-canonical-ref":"customer"}""", """{"x-canonical-ref":"project"}"""), P("""{"x-canonical-ref":["a"]}""", """{"x-canonical-ref":["a"]}""")),
        ["CS-KEY-001"] = (Of("""{"properties":{"n":{"type":"string"}},"x-canonical-natural-key":["n"]}""", """{"properties":{"n":{"type":"string","pattern":"^[A-Z]"}},"x-canonical-natural-key":["n"]}"""), Of("""{"properties":{"n":{"type":"string"}},"x-canonical-natural-key":["n"]}""", """{"properties":{"n":{"type":"string","maxLength":5}},"x-canonical-natural-key":["n"]}""")),
        ["CS-KEY-002"] = (Of("""{"properties":{"n":{}},"x-canonical-natural-key":["n"]}""", """{"properties":{"n":{}},"x-canonical-natural-key":["n","m"]}"""), Of("""{"properties":{"n":{}},"x-canonical-natural-key":["n"]}""", """{"properties":{"n":{}},"x-canonical-natural-key":["n"]}""")),
        ["CS-KEY-003"] = (Of("""{"x-canonical-key-profile":1}""", """{"x-canonical-key-profile":2}"""), Of("""{"x-canonical-key-profile":1}""", """{"x-canonical-key-profile":1}""")),
        ["CS-KEY-004"] = (P("""{"x-canonical-posting":true}""", "{}"), P("""{"x-canonical-posting":true}""", """{"x-canonical-posting":true}""")),
    };

    private static Change Of(string old, string @new) => new(old, @new);

    private static Change P(string old, string @new) => new(Property(old), Property(@new));

    private static string Property(string schema) => "{\"properties\":{\"p\":" + schema + "}}";
}
