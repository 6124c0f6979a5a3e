using System.Text.Json;

namespace Canonical.Contracts;

// Annotations whose value must fit what they stand on.
internal sealed partial class ShapeReader
{
    // A reference may only name objects that are there; off while the catalog is being filled.
    private static bool RequireKnownTargets => false;

    private void CheckMember(JsonElement schema, TypeShape type, Place place)
    {
        var value = type.Kind == TypeKind.List ? type.Item! : type;
        if (schema.TryGetProperty("x-canonical-ref", out var targets)) CheckTargets(targets, value, place.Down("x-canonical-ref"));
        if (schema.TryGetProperty("x-canonical-sign", out _) && value.Name is not ("Money" or "Quantity" or "decimal"))
        {
            Find(ContractCodes.InvalidAnnotation, place.Down("x-canonical-sign"), "A sign has a meaning for money, quantities and decimals alone.");
        }
        if (schema.TryGetProperty("x-canonical-deprecated", out _) && !(schema.TryGetProperty("deprecated", out var deprecated) && deprecated.ValueKind == JsonValueKind.True))
        {
            Find(ContractCodes.InvalidAnnotation, place.Down("x-canonical-deprecated"), "The annotation stands beside \"deprecated\": true.");
        }
    }

    private void CheckTargets(JsonElement targets, TypeShape type, Place place)
    {
        var isOne = targets.ValueKind == JsonValueKind.String;
        var fits = isOne ? type == TypeShape.Named["reference"] : type == TypeShape.Named["objectReference"];
        if (!fits) Find(ContractCodes.InvalidAnnotation, place, "One object stands on a reference, a list of objects on an objectReference.");
        if (!RequireKnownTargets) return;
        foreach (var target in isOne ? [targets] : targets.ValueKind == JsonValueKind.Array ? targets.EnumerateArray().ToList() : [])
        {
            if (_catalog.Contracts.Any(c => c.Kind == ContractKind.BusinessObject && target.ValueKind == JsonValueKind.String && target.ValueEquals(c.Name))) continue;
            Find(ContractCodes.InvalidAnnotation, place, $"The catalog has no object {target}.");
        }
    }

    private void CheckDecimal(JsonElement schema, TypeShape type, Place place)
    {
        if (!schema.TryGetProperty("x-canonical-decimal", out var annotation)) return;
        var at = place.Down("x-canonical-decimal");
        if (DecimalLimits.TryRead(annotation) is not { } limits) Find(ContractCodes.InvalidAnnotation, at, "The annotation is {\"integerDigits\": 1 to 18, \"scale\": 0 to 10, \"sign\": \"any\" or \"nonNegative\"}.");
        else if (type != TypeShape.Named["decimal"]) Find(ContractCodes.InvalidAnnotation, at, "The annotation stands on a definition of x-canonical-type decimal.");
        else if (TypeProbes.FindMisfit(place.Contract, place.Pointer, limits) is { } misfit) Find(ContractCodes.UnfitType, place, $"The definition {misfit}, by its x-canonical-decimal: let the pattern say the same.");
    }

    private static List<string> ReadTargets(JsonElement schema)
    {
        if (!schema.TryGetProperty("x-canonical-ref", out var targets) && !(schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object && items.TryGetProperty("x-canonical-ref", out targets))) return [];
        return targets.ValueKind switch
        {
            JsonValueKind.String => [targets.GetString()!],
            JsonValueKind.Array => [.. targets.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)],
            _ => [],
        };
    }

    private static DeprecationShape? ReadDeprecation(JsonElement schema)
    {
        if (!schema.TryGetProperty("x-canonical-deprecated", out var value) || !Profile.IsAnnotation("x-canonical-deprecated", value)) return null;
        return new(value.GetProperty("since").GetString()!, value.GetProperty("sunset").GetString()!, value.TryGetProperty("replacement", out var replacement) ? replacement.GetString() : null);
    }

    // The name of the record: the contract's own choice, or the name of the object.
    private string ClassName(ContractDocument contract)
    {
        var root = _documents[contract.Id].RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("x-canonical-class-name", out var name) && Profile.IsAnnotation("x-canonical-class-name", name)
            ? name.GetString()!
            : CSharpNames.Pascal(contract.Name);
    }
}
