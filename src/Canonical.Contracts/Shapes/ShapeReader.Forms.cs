using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Canonical.Contracts;

// The forms in which a definition with x-canonical-type may be written. Generated readers check them by themselves, so what a definition says must be known exactly; a form
// that is not one of these is a finding.
internal sealed partial class ShapeReader
{
    private const string NamePattern = "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$";
    private const string InstantPattern = @"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]{1,7})?Z$";
    private const string SharePattern = @"^(?:0(?:\.[0-9]{1,N})?|1(?:\.0{1,N})?)$";

    // In the order of QuantityUnit of the model.
    private static readonly string[] Units = ["h", "min", "d", "wk", "mo", "ea", "km"];

    private static readonly Dictionary<string, (int Min, int Max, string? Pattern)> SourceRefTexts = new(StringComparer.Ordinal)
    {
        ["system"] = (0, int.MaxValue, "^[a-z][a-z0-9-]{0,39}$"),
        ["instance"] = (1, 120, null),
        ["objectType"] = (1, 120, null),
        ["recordId"] = (1, 200, null),
        ["externalId"] = (1, 200, null),
        ["version"] = (1, 200, null),
        ["url"] = (1, 2048, null),
    };

    // What the reader checks of a value of the type; null when the definition is not in the form of the type.
    private ValueRules? ReadForm(string type, JsonElement schema, Place place) => type switch
    {
        "id" => IsText(schema, "uuid", "^[0-9a-f-]{36}$") ? ValueRules.None : null,
        "date" => IsText(schema, "date", "^[1-9]") ? ValueRules.None : null,
        "instant" => IsText(schema, "date-time", InstantPattern) ? ValueRules.None : null,
        "currency" => IsText(schema, null, "^[A-Z]{3}$") ? ValueRules.None : null,
        "contract" => IsText(schema, null, ContractPattern(place.Contract)) ? ValueRules.None : null,
        "recordStatus" => IsEnum(schema, out var values) && values.SetEquals(["active", "inactive", "deleted", "merged"]) ? ValueRules.None : null,
        "decimal" => ReadDecimal(schema),
        "reference" => IsClosed(schema, ["id"], ["id"]) && HasForm(schema, place, "id", "id") is not null ? ValueRules.None : null,
        "objectReference" => ReadObjectReference(schema, place),
        "period" => IsClosed(schema, ["from", "to"], ["from"]) && HasForm(schema, place, "from", "date") is not null && HasForm(schema, place, "to", "date") is not null ? ValueRules.None : null,
        "money" => IsClosed(schema, ["amount", "currency"], ["amount", "currency"]) && HasForm(schema, place, "currency", "currency") is not null ? HasForm(schema, place, "amount", "decimal") : null,
        "quantity" => ReadQuantity(schema, place),
        "sourceRef" => IsSourceRef(schema, place) ? ValueRules.None : null,
        "extensions" => new() { Asks = new(place.Contract, place.Pointer) },
        _ => null,
    };

    private static string ContractPattern(ContractDocument contract)
    {
        const string Part = @"\.(?:0|[1-9][0-9]{0,8})";
        return $"^{contract.Name}/{contract.Version.Split('.')[0]}{Part}{Part}$";
    }

    private static ValueRules? ReadDecimal(JsonElement schema)
    {
        if (Text(schema, "pattern") is not { } pattern || !IsText(schema, null, pattern)) return null;
        if (DecimalPattern().Match(pattern) is { Success: true } match)
        {
            var digits = match.Groups["digits"] is { Success: true } more ? int.Parse(more.ValueSpan, CultureInfo.InvariantCulture) + 1 : 1;
            var scale = match.Groups["scale"] is { Success: true } decimals ? int.Parse(decimals.ValueSpan, CultureInfo.InvariantCulture) : 0;
            return digits > 18 || scale > 10 ? null : new() { Decimal = new(digits, scale, match.Groups["sign"].Success) };
        }
        for (var scale = 1; scale <= 10; scale++)
        {
            if (pattern == SharePattern.Replace("N", scale.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)) return new() { Decimal = new(1, scale, AllowsNegative: false), IsShare = true };
        }
        return null;
    }

    private ValueRules? ReadQuantity(JsonElement schema, Place place)
    {
        if (!IsClosed(schema, ["value", "unit"], ["value", "unit"]) || HasForm(schema, place, "value", "decimal") is not { } value) return null;
        var (unit, _) = Resolve(schema.GetProperty("properties").GetProperty("unit"), place);
        if (!IsEnum(unit, out var codes) || !codes.IsSubsetOf(Units)) return null;
        return value with { Units = codes.Sum(c => 1 << Array.IndexOf(Units, c)) };
    }

    private ValueRules? ReadObjectReference(JsonElement schema, Place place)
    {
        if (!IsClosed(schema, ["id", "objectType"], ["id", "objectType"]) || HasForm(schema, place, "id", "id") is null) return null;
        var (type, _) = Resolve(schema.GetProperty("properties").GetProperty("objectType"), place);
        return Has(type, ["type", "pattern"], ["maxLength"]) && IsType(type, "string") && Text(type, "pattern") == NamePattern ? new() { MaxLength = Number(type, "maxLength") ?? int.MaxValue } : null;
    }

    private bool IsSourceRef(JsonElement schema, Place place)
    {
        if (!IsObject(schema, SourceRefTexts.Keys, ["system", "instance", "objectType", "recordId"], isClosed: false)) return false;
        foreach (var (name, (min, max, pattern)) in SourceRefTexts)
        {
            var (text, _) = Resolve(schema.GetProperty("properties").GetProperty(name), place);
            if (!Has(text, ["type"], ["minLength", "maxLength", "pattern"]) || !IsType(text, "string")) return false;
            if ((Number(text, "minLength") ?? 0) != min || (Number(text, "maxLength") ?? int.MaxValue) != max || Text(text, "pattern") != pattern) return false;
        }
        return true;
    }

    private static bool IsClosed(JsonElement schema, string[] properties, string[] required) => IsObject(schema, properties, required, isClosed: true);

    private static bool IsObject(JsonElement schema, IReadOnlyCollection<string> properties, string[] required, bool isClosed) =>
        Has(schema, isClosed ? ["type", "properties", "required", "additionalProperties"] : ["type", "properties", "required"], [])
        && IsType(schema, "object")
        && (!isClosed || schema.GetProperty("additionalProperties").ValueKind == JsonValueKind.False)
        && schema.GetProperty("properties") is { ValueKind: JsonValueKind.Object } members && members.EnumerateObject().Select(m => m.Name).ToHashSet(StringComparer.Ordinal).SetEquals(properties)
        && Strings(schema.GetProperty("required")) is { } names && names.SetEquals(required);

    // The form of a member of a definition, which may be a reference to another one.
    private ValueRules? HasForm(JsonElement schema, Place place, string member, string type)
    {
        var (inner, at) = Resolve(schema.GetProperty("properties").GetProperty(member), place.Down("properties").Down(member));
        return inner.ValueKind == JsonValueKind.Object ? ReadForm(type, inner, at) : null;
    }

    private (JsonElement Schema, Place Place) Resolve(JsonElement schema, Place place)
    {
        if (Text(schema, "$ref") is not { } reference || !Has(schema, ["$ref"], [])) return (schema, place);
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        const string Prefix = "#/$defs/";
        var contract = hash == 0 ? place.Contract : hash > 0 ? FindContract(place.Contract, reference[..hash]) : null;
        if (contract is null || !reference.AsSpan(hash).StartsWith(Prefix)) return (schema, place);
        var name = reference[(hash + Prefix.Length)..];
        return _documents[contract.Id].RootElement.TryGetProperty("$defs", out var all) && all.ValueKind == JsonValueKind.Object && all.TryGetProperty(name, out var target)
            ? (target, new Place(contract, "").Down("$defs").Down(name))
            : (schema, place);
    }

    private static bool IsText(JsonElement schema, string? format, string pattern) =>
        Has(schema, format is null ? ["type", "pattern"] : ["type", "pattern", "format"], []) && IsType(schema, "string") && Text(schema, "pattern") == pattern && Text(schema, "format") == format;

    private static bool IsEnum(JsonElement schema, out HashSet<string> values)
    {
        values = [];
        if (!Has(schema, ["enum"], ["type"]) || (schema.TryGetProperty("type", out _) && !IsType(schema, "string")) || Strings(schema.GetProperty("enum")) is not { } texts) return false;
        values = texts;
        return true;
    }

    // Exactly these keywords, perhaps those; annotations and texts for people aside.
    private static bool Has(JsonElement schema, string[] required, string[] optional) =>
        schema.ValueKind == JsonValueKind.Object
        && required.All(n => schema.TryGetProperty(n, out _))
        && schema.EnumerateObject().All(m => m.Name.StartsWith("x-canonical-", StringComparison.Ordinal) || m.Name is "description" or "title" or "$comment" or "deprecated" || required.Contains(m.Name) || optional.Contains(m.Name));

    private static HashSet<string>? Strings(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) ? list.EnumerateArray().Select(v => v.GetString()!).ToHashSet(StringComparer.Ordinal) : null;

    private static string? Text(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.TryGetInt32(out var number) ? number : int.MaxValue : null;

    [GeneratedRegex(@"^\^(?<sign>-\?)?\(\?:0\|\[1-9\](?:\[0-9\]\{0,(?<digits>[0-9]{1,2})\})?\)(?:\(\?:\\\.\[0-9\]\{1,(?<scale>[0-9]{1,2})\}\)\?)?\$$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalPattern();
}
