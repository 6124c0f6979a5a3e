using System.Globalization;
using System.Text.Json;

namespace Canonical.Contracts;

// The rules of a schema in plain words. A keyword without words here is named as it is: nothing of a contract is left out of its page.
internal static class RuleWords
{
    // Said elsewhere on the page: as the type, the description, a mark, or a list of codes.
    private static readonly HashSet<string> SaidElsewhere = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$ref", "$defs", "$comment", "title", "description", "type", "properties", "required", "items", "enum", "deprecated",
    };

    private const char Between = '\n';

    public static IReadOnlyList<string> Of(JsonElement schema)
    {
        var rules = new List<string>();
        AddRange(rules, schema, "minLength", "maxLength", "character", "characters");
        AddRange(rules, schema, "minItems", "maxItems", "item", "items");
        AddRange(rules, schema, "minProperties", "maxProperties", "member", "members");
        AddRange(rules, schema, "minimum", "maximum", "", "");
        foreach (var keyword in schema.EnumerateObject())
        {
            var words = keyword.Name switch
            {
                "pattern" => $"matches {Text(keyword.Value)}",
                "format" => $"is a {Text(keyword.Value)}",
                "const" => $"is {keyword.Value.GetRawText()}",
                "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.False => "has no other members",
                "dependentRequired" => string.Join(Between, keyword.Value.EnumerateObject().Select(d => $"with {d.Name}: {Names(d.Value)}")),
                "anyOf" when AreRequired(keyword.Value) => $"at least one of {Branches(keyword.Value)}",
                "oneOf" when AreRequired(keyword.Value) => $"exactly one of {Branches(keyword.Value)}",
                "allOf" when AreConditions(keyword.Value) => string.Join(Between, keyword.Value.EnumerateArray().Select(Condition)),
                "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minimum" or "maximum" => null,
                _ when SaidElsewhere.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal) => null,
                _ => $"{keyword.Name}: {Shorten(keyword.Value.GetRawText())}",
            };
            // A keyword may hold several rules, one a line.
            if (words is not null) rules.AddRange(words.Split(Between));
        }
        return rules;
    }

    private static void AddRange(List<string> rules, JsonElement schema, string least, string most, string one, string many)
    {
        var from = schema.TryGetProperty(least, out var min) ? min.GetRawText() : null;
        var to = schema.TryGetProperty(most, out var max) ? max.GetRawText() : null;
        if (from is null && to is null) return;
        var unit = (to ?? from) == "1" ? one : many;
        var words = (from, to) switch
        {
            (null, _) => $"at most {to}",
            (_, null) => $"at least {from}",
            _ when from == to => $"exactly {to}",
            _ => $"{from} to {to}",
        };
        rules.Add(unit.Length == 0 ? words : $"{words} {unit}");
    }

    private static bool AreRequired(JsonElement branches) => branches.ValueKind == JsonValueKind.Array
        && branches.EnumerateArray().All(b => b.ValueKind == JsonValueKind.Object && b.TryGetProperty("required", out _) && b.EnumerateObject().Count() == 1);

    private static bool AreConditions(JsonElement branches) => branches.ValueKind == JsonValueKind.Array
        && branches.EnumerateArray().All(b => b.ValueKind == JsonValueKind.Object && b.TryGetProperty("if", out var test) && test.ValueKind == JsonValueKind.Object
            && test.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.Object));

    private static string Condition(JsonElement branch)
    {
        var test = string.Join(" and ", branch.GetProperty("if").GetProperty("properties").EnumerateObject().Select(p => $"{p.Name} is {Values(p.Value)}"));
        var words = branch.TryGetProperty("then", out var then) ? $"when {test}: {Outcome(then)}" : "";
        return branch.TryGetProperty("else", out var otherwise) ? $"{words}{(words.Length > 0 ? "; otherwise" : $"unless {test}:")} {Outcome(otherwise)}" : words;
    }

    private static string Outcome(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out var required) && schema.EnumerateObject().Count() == 1
        ? $"{Names(required)} must be given"
        : Shorten(schema.GetRawText());

    private static string Values(JsonElement test) =>
        test.TryGetProperty("const", out var constant) ? Text(constant)
        : test.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? string.Join(" or ", values.EnumerateArray().Select(Text))
        : Shorten(test.GetRawText());

    private static string Branches(JsonElement branches) => string.Join(", ", branches.EnumerateArray().Select(b => Names(b.GetProperty("required"))));

    private static string Names(JsonElement names) => names.ValueKind == JsonValueKind.Array ? string.Join(" and ", names.EnumerateArray().Select(Text)) : Shorten(names.GetRawText());

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Shorten(string json) => json.Length <= 200 ? json : string.Create(CultureInfo.InvariantCulture, $"{json.AsSpan(0, 197)}...");
}
