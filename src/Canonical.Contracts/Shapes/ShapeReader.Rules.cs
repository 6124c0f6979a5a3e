using System.Text.Json;

namespace Canonical.Contracts;

// Rules across the members of an object, in the few forms that generated readers check as bits.
internal sealed partial class ShapeReader
{
    private void ReadRules(JsonElement schema, RecordShape record, Place place)
    {
        if (schema.TryGetProperty("dependentRequired", out var dependent)) ReadDependencies(dependent, record, place.Down("dependentRequired"));
        ReadChoice(schema, "anyOf", record, place);
        ReadChoice(schema, "oneOf", record, place);
        if (schema.TryGetProperty("allOf", out var conditions)) ReadConditions(conditions, record, place.Down("allOf"));
        if (schema.TryGetProperty("x-canonical-laws", out var laws)) ReadLaws(laws, record, place.Down("x-canonical-laws"));
    }

    private void ReadDependencies(JsonElement dependent, RecordShape record, Place place)
    {
        if (dependent.ValueKind != JsonValueKind.Object) return;
        foreach (var dependency in dependent.EnumerateObject())
        {
            var at = place.Down(dependency.Name);
            if (IsMember(dependency.Name, record, at) && ReadMemberNames(dependency.Value, record, at) is { } names) record.Dependencies.Add(new(dependency.Name, names));
        }
    }

    private void ReadChoice(JsonElement schema, string keyword, RecordShape record, Place place)
    {
        if (!schema.TryGetProperty(keyword, out var branches)) return;
        var at = place.Down(keyword);
        if (branches.ValueKind != JsonValueKind.Array || !branches.EnumerateArray().All(b => IsObjectOf(b, "required")))
        {
            Find(ContractCodes.UnsupportedKeyword, at, $"The profile has \"{keyword}\" on an object where each branch is exactly {{\"required\": [names]}}.");
            return;
        }
        var read = branches.EnumerateArray().Select((b, i) => ReadMemberNames(b.GetProperty("required"), record, at.Down($"{i}").Down("required"))).ToList();
        if (read.TrueForAll(b => b is not null)) record.Choices.Add(new(keyword == "oneOf", [.. read.Select(b => b!)]));
    }

    private void ReadConditions(JsonElement conditions, RecordShape record, Place place)
    {
        if (conditions.ValueKind != JsonValueKind.Array) return;
        var index = 0;
        foreach (var condition in conditions.EnumerateArray())
        {
            var at = place.Down($"{index++}");
            if (ReadCondition(condition, record, at) is { } shape) record.Conditions.Add(shape);
        }
    }

    private ConditionShape? ReadCondition(JsonElement condition, RecordShape record, Place place)
    {
        if (!IsObjectOf(condition, "if", "then", "else") || !condition.TryGetProperty("if", out var test) || !condition.TryGetProperty("then", out var then)
            || !IsObjectOf(test, "properties", "required") || !test.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object || properties.EnumerateObject().Count() != 1
            || !test.TryGetProperty("required", out var tested) || !IsObjectOf(then, "required") || (condition.TryGetProperty("else", out var otherwise) && !IsObjectOf(otherwise, "required")))
        {
            Find(ContractCodes.UnsupportedKeyword, place, "The profile has \"allOf\" of {\"if\": {\"properties\": {M: {\"const\" or \"enum\"}}, \"required\": [M]}, \"then\": {\"required\": […]}}, perhaps with \"else\" likewise.");
            return null;
        }
        var property = properties.EnumerateObject().First();
        var at = place.Down("if").Down("properties").Down(property.Name);
        var member = record.Members.Find(m => m.JsonName == property.Name);
        var code = member is null ? null : _codes.Find(c => c.Name == member.Type.Name && !c.IsOpen);
        var isStatus = member?.Type == TypeShape.Named["recordStatus"];
        if (member is null || (code is null && !isStatus && member.Type != TypeShape.Boolean))
        {
            Find(ContractCodes.UnsupportedType, at, "A condition of the profile looks at a member that is a closed code or a flag.");
            return null;
        }
        if (ReadMemberNames(tested, record, place.Down("if").Down("required")) is not { } names || names.Count != 1 || names[0] != property.Name)
        {
            Find(ContractCodes.UnsupportedKeyword, place.Down("if"), $"The condition must require \"{property.Name}\", the member that it looks at: without it, an object that leaves the member out would meet the condition.");
            return null;
        }
        if (ReadConstants(property.Value) is not { } values || !values.All(IsPossible))
        {
            Find(ContractCodes.UnsupportedType, at, "The condition names values that the member can have, by \"const\" or \"enum\".");
            return null;
        }
        var thenNames = ReadMemberNames(then.GetProperty("required"), record, place.Down("then").Down("required"));
        IReadOnlyList<string>? elseNames = condition.TryGetProperty("else", out var other) ? ReadMemberNames(other.GetProperty("required"), record, place.Down("else").Down("required")) : [];
        return thenNames is null || elseNames is null ? null : new(property.Name, values, thenNames, elseNames);

        bool IsPossible(string value) => code is not null ? code.Values.Any(v => v.Code == value) : isStatus ? value is "active" or "inactive" or "deleted" or "merged" : value is "true" or "false";
    }

    // Codes, or true and false; null when it is something else.
    private static List<string>? ReadConstants(JsonElement schema)
    {
        if (!IsObjectOf(schema, "const", "enum") || schema.EnumerateObject().Count() != 1) return null;
        var value = schema.EnumerateObject().First().Value;
        var all = schema.TryGetProperty("const", out _) ? [value] : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [];
        var texts = all.Select(v => v.ValueKind switch { JsonValueKind.String => v.GetString(), JsonValueKind.True => "true", JsonValueKind.False => "false", _ => null }).ToList();
        return texts.Count > 0 && texts.TrueForAll(t => t is not null) ? [.. texts.Select(t => t!)] : null;
    }

    private void ReadLaws(JsonElement laws, RecordShape record, Place place)
    {
        if (!record.IsObject)
        {
            Find(ContractCodes.InvalidAnnotation, place, "Laws stand on a contract, not on a part of it.");
            return;
        }
        // A wrong form is a finding already.
        if (!Profile.IsAnnotation("x-canonical-laws", laws)) return;
        foreach (var law in laws.EnumerateArray()) record.Laws.Add(new(law.GetProperty("code").GetString()!, law.GetProperty("description").GetString()!));
        if (record.Laws.DistinctBy(l => l.Code).Count() != record.Laws.Count) Find(ContractCodes.InvalidAnnotation, place, "A law is named twice.");
    }

    // Names of members of the object; null, with a finding, when it is not a list of them.
    private List<string>? ReadMemberNames(JsonElement names, RecordShape record, Place place)
    {
        if (names.ValueKind != JsonValueKind.Array || names.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.String)) return null;
        var all = names.EnumerateArray().Select(n => n.GetString()!).ToList();
        return all.TrueForAll(n => IsMember(n, record, place)) ? all : null;
    }

    private bool IsMember(string name, RecordShape record, Place place)
    {
        if (record.Members.Exists(m => m.JsonName == name)) return true;
        Find(ContractCodes.UnresolvedReference, place, $"\"{name}\" is not among the properties.");
        return false;
    }

    private static bool IsObjectOf(JsonElement value, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind != JsonValueKind.Object) return false;
        var count = 0;
        foreach (var member in value.EnumerateObject())
        {
            if (!names.Contains(member.Name)) return false;
            count++;
        }
        return count > 0;
    }
}
