using System.Globalization;
using System.Text;

namespace Canonical.Schema.Tests.Fuzz;

/// <summary>Random schemas and documents over a small world of names and values, so that they meet often.</summary>
internal sealed class SchemaGenerator(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "kind", "longerPropertyNameThanOneVectorOfBytes", "é"];
    private static readonly string[] Patterns = ["^[a-c]$", "^k", "[0-9]+", "^[A-Z]{2}$", "^(a|b)?c*$", "^[a-z][a-z0-9-]{0,5}$", "é", "^x{2,3}$"];
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "string", "integer"];

    public string Schema()
    {
        var text = new StringBuilder("{");
        Keywords(text, 0);
        text.Append(",\"$defs\":{");
        // References go to later definitions only, so that none is a circle in place; d0 may be reached again through a child.
        for (var i = 0; i < 3; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"\"d{i}\":{{");
            Keywords(text, 2);
            text.Append('}');
        }
        return text.Append("}}").ToString();
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];

    private void Subschema(StringBuilder text, int depth)
    {
        if (Chance(8)) text.Append(Chance(60) ? "true" : "false");
        else if (depth < 2 && Chance(15)) text.Append(CultureInfo.InvariantCulture, $"{{\"$ref\":\"#/$defs/d{random.Next(3)}\"}}");
        else
        {
            text.Append('{');
            Keywords(text, depth);
            text.Append('}');
        }
    }

    private void Keywords(StringBuilder text, int depth)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        var count = random.Next(1, depth == 0 ? 7 : 4);
        for (var i = 0; i < count; i++)
        {
            var keyword = Pick(depth < 3 ? [.. Containers, .. Scalars] : Scalars);
            if (!written.Add(keyword)) continue;
            if (written.Count > 1) text.Append(',');
            text.Append('"').Append(keyword).Append("\":");
            Value(text, keyword, depth + 1);
            if (keyword == "if")
            {
                foreach (var branch in new[] { "then", "else" })
                {
                    if (Chance(30)) continue;
                    text.Append(",\"").Append(branch).Append("\":");
                    Subschema(text, depth + 1);
                }
            }
            if (keyword == "contains" && Chance(40)) text.Append(CultureInfo.InvariantCulture, $",\"minContains\":{random.Next(3)}");
            if (keyword == "contains" && Chance(30)) text.Append(CultureInfo.InvariantCulture, $",\"maxContains\":{random.Next(1, 3)}");
        }
    }

    private static readonly string[] Scalars = ["type", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "required", "minProperties", "maxProperties", "dependentRequired", "minItems", "maxItems", "uniqueItems"];
    private static readonly string[] Containers = ["properties", "properties", "properties", "patternProperties", "additionalProperties", "propertyNames", "items", "prefixItems", "contains", "allOf", "anyOf", "oneOf", "oneOf", "not", "if", "if", "dependentSchemas", "unevaluatedProperties", "unevaluatedProperties", "unevaluatedItems"];

    private void Value(StringBuilder text, string keyword, int depth)
    {
        switch (keyword)
        {
            case "type":
                if (Chance(70)) text.Append('"').Append(Chance(55) ? "object" : Pick(Types)).Append('"');
                else text.Append('[').AppendJoin(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(Types)).Distinct(StringComparer.Ordinal).Select(t => "\"" + t + "\"")).Append(']');
                break;
            case "enum":
                text.Append('[').AppendJoin(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Document(2))).Append(']');
                break;
            case "const":
                text.Append(Document(2));
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                text.Append(Number());
                break;
            case "multipleOf":
                text.Append(Pick(["1", "2", "0.5", "0.01", "3", "1e2", "0.3"]));
                break;
            case "minLength" or "maxLength" or "minProperties" or "maxProperties" or "minItems" or "maxItems":
                text.Append(random.Next(4));
                break;
            case "pattern":
                text.Append('"').Append(Pick(Patterns)).Append('"');
                break;
            case "format":
                text.Append(Chance(50) ? "\"date\"" : "\"uuid\"");
                break;
            case "uniqueItems":
                text.Append(Chance(80) ? "true" : "false");
                break;
            case "required":
                NameList(text);
                break;
            case "dependentRequired":
                Map(text, depth, (t, _) => NameList(t));
                break;
            case "properties" or "dependentSchemas":
                Map(text, depth, Subschema);
                break;
            case "patternProperties":
                text.Append('{').Append('"').Append(Pick(Patterns)).Append("\":");
                Subschema(text, depth);
                text.Append('}');
                break;
            case "prefixItems" or "allOf" or "anyOf" or "oneOf":
                text.Append('[');
                var count = random.Next(1, 4);
                var discriminated = keyword is "anyOf" or "oneOf" && Chance(35);
                for (var i = 0; i < count; i++)
                {
                    if (i > 0) text.Append(',');
                    if (discriminated)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{{\"properties\":{{\"kind\":{{\"const\":\"{new[] { "a", "b", "xx" }[i]}\"}},\"{Pick(["a", "b", "c"])}\":");
                        Subschema(text, depth);
                        text.Append(Chance(80) ? "},\"required\":[\"kind\"]}" : "}}");
                        continue;
                    }
                    if (keyword is "anyOf" or "oneOf" && Chance(25)) text.Append(CultureInfo.InvariantCulture, $"{{\"properties\":{{\"kind\":{{\"const\":\"{Pick(["a", "b", "xx"])}{i}\"}}}},\"required\":[\"kind\"]}}");
                    else Subschema(text, depth);
                }
                text.Append(']');
                break;
            case "if" when Chance(50):
                text.Append(CultureInfo.InvariantCulture, $"{{\"properties\":{{\"kind\":{{\"const\":\"{Pick(["a", "xx"])}\"}}}}{(Chance(50) ? ",\"required\":[\"kind\"]" : "")}}}");
                break;
            default:
                Subschema(text, depth);
                break;
        }
    }

    private void NameList(StringBuilder text) => text.Append('[').AppendJoin(',', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pick(Names)).Distinct(StringComparer.Ordinal).Select(static n => "\"" + n + "\"")).Append(']');

    private void Map(StringBuilder text, int depth, Action<StringBuilder, int> value)
    {
        text.Append('{');
        var names = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(Names)).Distinct(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append('"').Append(names[i]).Append("\":");
            value(text, depth);
        }
        text.Append('}');
    }

    public string Document(int depth = 0)
    {
        var space = Chance(5) ? " " : "";
        switch (random.Next(depth < 3 ? 12 : 7))
        {
            case 0: return "null";
            case 1: return Chance(50) ? "true" : "false";
            case 2 or 3: return Number();
            case 4 or 5 or 6: return Text();
            case 7 or 8: return "[" + space + string.Join("," + space, Enumerable.Range(0, random.Next(5)).Select(_ => Document(depth + 1))) + space + "]";
            default:
                var names = Enumerable.Range(0, random.Next(6)).Select(_ => Chance(85) ? Pick(Names) : "other" + random.Next(3)).Distinct(StringComparer.Ordinal);
                return "{" + space + string.Join("," + space, names.Select(n => Name(n) + space + ":" + space + (n == "kind" && Chance(70) ? Pick(["\"a\"", "\"b\"", "\"xx\"", "\"\\u0061\""]) : Document(depth + 1)))) + space + "}";
        }
    }

    // Now and then with an escape that spells the same name.
    private string Name(string name) => Chance(3) ? string.Create(CultureInfo.InvariantCulture, $"\"\\u{(int)name[0]:x4}{name[1..]}\"") : "\"" + name + "\"";

    private string Number() => Pick(["0", "-0", "1", "1.0", "2", "3", "-1", "0.5", "1.5", "0.01", "12.34", "100", "1e2", "1E-2", "-2.50", "10", "0.3", "123456789012345678901", "1e400", "99999999999999.99", "0.1000000000000000001"]);

    private string Text() => Pick(["\"\"", "\"a\"", "\"b\"", "\"xx\"", "\"a0\"", "\"b1\"", "\"AB\"", "\"é\"", "\"ab\\u0063\"", "\"\\u0061\"", "\"2024-02-29\"", "\"2023-02-29\"", "\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"", "\"a\\\"b\"", "\"😀😀\"", "\"12\"", "\"a-long-text-that-needs-more-than-one-vector-to-scan\"", "\"abcc\"", "\"a-1\""]);
}
