using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Canonical.Schema.Tests.Fuzz;

/// <summary>
/// JSON Schema 2020-12 written down as plainly as possible over JsonElement: the second opinion that the engine is compared with. Knows the keywords that <see cref="SchemaGenerator"/> makes, references of the form #/$defs/name, no ids.
/// Slow on purpose; shares no code with the engine.
/// </summary>
internal sealed class PlainInterpreter(JsonElement root)
{
    /// <summary>What a schema has evaluated of one object or array.</summary>
    private sealed class Evaluated
    {
        public readonly HashSet<string> Properties = new(StringComparer.Ordinal);
        public readonly HashSet<int> Items = [];

        public void Add(Evaluated other)
        {
            Properties.UnionWith(other.Properties);
            Items.UnionWith(other.Items);
        }
    }

    public bool IsValid(JsonElement instance) => Check(root, instance, new Evaluated());

    private bool Check(JsonElement schema, JsonElement instance, Evaluated evaluated)
    {
        if (schema.ValueKind == JsonValueKind.True) return true;
        if (schema.ValueKind == JsonValueKind.False) return false;
        var mine = new Evaluated();
        var ok = true;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Name.StartsWith("unevaluated", StringComparison.Ordinal)) continue;
            ok &= CheckKeyword(schema, keyword.Name, keyword.Value, instance, mine);
        }
        if (!ok) return false;
        if (schema.TryGetProperty("unevaluatedProperties", out var properties) && instance.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in instance.EnumerateObject())
            {
                if (!mine.Properties.Contains(member.Name) && !Check(properties, member.Value, new Evaluated())) return false;
                mine.Properties.Add(member.Name);
            }
        }
        if (schema.TryGetProperty("unevaluatedItems", out var items) && instance.ValueKind == JsonValueKind.Array)
        {
            for (var i = 0; i < instance.GetArrayLength(); i++)
            {
                if (!mine.Items.Contains(i) && !Check(items, instance[i], new Evaluated())) return false;
                mine.Items.Add(i);
            }
        }
        evaluated.Add(mine);
        return true;
    }

    private bool CheckKeyword(JsonElement schema, string keyword, JsonElement value, JsonElement instance, Evaluated evaluated)
    {
        var kind = instance.ValueKind;
        switch (keyword)
        {
            case "$ref":
                return Check(root.GetProperty("$defs").GetProperty(value.GetString()!["#/$defs/".Length..]), instance, evaluated);
            case "type":
                return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Any(t => IsType(t.GetString()!, instance)) : IsType(value.GetString()!, instance);
            case "enum":
                return value.EnumerateArray().Any(v => Same(v, instance));
            case "const":
                return Same(value, instance);
            case "allOf":
                return value.EnumerateArray().All(s => Check(s, instance, evaluated));
            case "anyOf":
                return value.EnumerateArray().Select(s => Check(s, instance, evaluated)).ToArray().Contains(true);
            case "oneOf":
                return value.EnumerateArray().Count(s => Check(s, instance, evaluated)) == 1;
            case "not":
                return !Check(value, instance, new Evaluated());
            case "if":
                var branch = Check(value, instance, evaluated) ? "then" : "else";
                return !schema.TryGetProperty(branch, out var consequence) || Check(consequence, instance, evaluated);
            default:
                return kind switch
                {
                    JsonValueKind.Object => CheckObject(schema, keyword, value, instance, evaluated),
                    JsonValueKind.Array => CheckArray(schema, keyword, value, instance, evaluated),
                    JsonValueKind.String => CheckString(keyword, value, instance.GetString()!),
                    JsonValueKind.Number => CheckNumber(keyword, value, instance),
                    _ => true,
                };
        }
    }

    private bool CheckObject(JsonElement schema, string keyword, JsonElement value, JsonElement instance, Evaluated evaluated)
    {
        bool Has(string name) => instance.TryGetProperty(name, out _);
        var ok = true;
        switch (keyword)
        {
            case "required":
                return value.EnumerateArray().All(n => Has(n.GetString()!));
            case "minProperties":
                return instance.EnumerateObject().Count() >= value.GetInt32();
            case "maxProperties":
                return instance.EnumerateObject().Count() <= value.GetInt32();
            case "dependentRequired":
                return value.EnumerateObject().All(d => !Has(d.Name) || d.Value.EnumerateArray().All(n => Has(n.GetString()!)));
            case "dependentSchemas":
                return value.EnumerateObject().All(d => !Has(d.Name) || Check(d.Value, instance, evaluated));
            case "propertyNames":
                return instance.EnumerateObject().All(m => Check(value, JsonDocument.Parse(JsonSerializer.Serialize(m.Name)).RootElement, new Evaluated()));
            case "properties":
                foreach (var member in instance.EnumerateObject())
                {
                    if (!value.TryGetProperty(member.Name, out var property)) continue;
                    ok &= Check(property, member.Value, new Evaluated());
                    evaluated.Properties.Add(member.Name);
                }
                return ok;
            case "patternProperties":
                foreach (var member in instance.EnumerateObject())
                {
                    foreach (var pattern in value.EnumerateObject().Where(p => Matches(member.Name, p.Name)))
                    {
                        ok &= Check(pattern.Value, member.Value, new Evaluated());
                        evaluated.Properties.Add(member.Name);
                    }
                }
                return ok;
            case "additionalProperties":
                foreach (var member in instance.EnumerateObject())
                {
                    if (schema.TryGetProperty("properties", out var named) && named.TryGetProperty(member.Name, out _)) continue;
                    if (schema.TryGetProperty("patternProperties", out var patterns) && patterns.EnumerateObject().Any(p => Matches(member.Name, p.Name))) continue;
                    ok &= Check(value, member.Value, new Evaluated());
                    evaluated.Properties.Add(member.Name);
                }
                return ok;
            default:
                return true;
        }
    }

    private bool CheckArray(JsonElement schema, string keyword, JsonElement value, JsonElement instance, Evaluated evaluated)
    {
        var count = instance.GetArrayLength();
        var prefix = schema.TryGetProperty("prefixItems", out var prefixItems) ? prefixItems.GetArrayLength() : 0;
        var ok = true;
        switch (keyword)
        {
            case "minItems":
                return count >= value.GetInt32();
            case "maxItems":
                return count <= value.GetInt32();
            case "uniqueItems" when value.ValueKind == JsonValueKind.True:
                for (var i = 0; i < count; i++)
                {
                    for (var j = 0; j < i; j++) ok &= !Same(instance[i], instance[j]);
                }
                return ok;
            case "prefixItems":
                for (var i = 0; i < Math.Min(count, prefix); i++)
                {
                    ok &= Check(value[i], instance[i], new Evaluated());
                    evaluated.Items.Add(i);
                }
                return ok;
            case "items":
                for (var i = prefix; i < count; i++)
                {
                    ok &= Check(value, instance[i], new Evaluated());
                    evaluated.Items.Add(i);
                }
                return ok;
            case "contains":
                var matches = Enumerable.Range(0, count).Where(i => Check(value, instance[i], new Evaluated())).ToArray();
                evaluated.Items.UnionWith(matches);
                return matches.Length >= (schema.TryGetProperty("minContains", out var min) ? min.GetInt32() : 1)
                    && (!schema.TryGetProperty("maxContains", out var max) || matches.Length <= max.GetInt32());
            default:
                return true;
        }
    }

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool CheckString(string keyword, JsonElement value, string text) => keyword switch
    {
        "minLength" => text.EnumerateRunes().Count() >= value.GetInt32(),
        "maxLength" => text.EnumerateRunes().Count() <= value.GetInt32(),
        "pattern" => Matches(text, value.GetString()!),
        "format" => value.GetString() switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            _ => true,
        },
        _ => true,
    };

    private static bool CheckNumber(string keyword, JsonElement value, JsonElement instance) => keyword switch
    {
        "minimum" => Compare(instance, value) >= 0,
        "maximum" => Compare(instance, value) <= 0,
        "exclusiveMinimum" => Compare(instance, value) > 0,
        "exclusiveMaximum" => Compare(instance, value) < 0,
        "multipleOf" => IsMultiple(instance, value),
        _ => true,
    };

    private static bool IsType(string type, JsonElement instance) => (type, instance.ValueKind) switch
    {
        ("null", JsonValueKind.Null) or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => IsInteger(instance),
        _ => false,
    };

    // A number as a fraction of whole numbers.
    private static (BigInteger Top, BigInteger Bottom) Fraction(JsonElement number)
    {
        var text = number.GetRawText();
        var exponent = 0;
        var e = text.IndexOfAny(['e', 'E']);
        if (e >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= text.Length - point - 1;
            text = text.Remove(point, 1);
        }
        var digits = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        return exponent >= 0 ? (digits * BigInteger.Pow(10, exponent), 1) : (digits, BigInteger.Pow(10, -exponent));
    }

    private static int Compare(JsonElement a, JsonElement b)
    {
        var (x, y) = (Fraction(a), Fraction(b));
        return (x.Top * y.Bottom).CompareTo(y.Top * x.Bottom);
    }

    private static bool IsMultiple(JsonElement a, JsonElement b)
    {
        var (x, y) = (Fraction(a), Fraction(b));
        return (x.Top * y.Bottom % (y.Top * x.Bottom)).IsZero;
    }

    private static bool IsInteger(JsonElement number)
    {
        var (top, bottom) = Fraction(number);
        return (top % bottom).IsZero;
    }

    private static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind) return false;
        return a.ValueKind switch
        {
            JsonValueKind.Number => Compare(a, b) == 0,
            JsonValueKind.String => a.GetString() == b.GetString(),
            JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().Zip(b.EnumerateArray()).All(p => Same(p.First, p.Second)),
            JsonValueKind.Object => a.EnumerateObject().Count() == b.EnumerateObject().Count() && a.EnumerateObject().All(m => b.TryGetProperty(m.Name, out var other) && Same(m.Value, other)),
            _ => true,
        };
    }
}
