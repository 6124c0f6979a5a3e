using System.Text.Json;

namespace Canonical.Contracts;

// The contract profile: which keywords may stand where. docs/schema-authors.md says the same for people.
internal static class Profile
{
    public static readonly IReadOnlySet<string> Definitions = Set("$schema", "$id", "$comment", "title", "description", "$defs");
    public static readonly IReadOnlySet<string> Object = Set("$schema", "$id", "$comment", "title", "description", "type", "properties", "required", "dependentRequired", "anyOf", "oneOf", "allOf", "$defs", "deprecated");
    public static readonly IReadOnlySet<string> Record = Set("$comment", "title", "description", "type", "properties", "required", "dependentRequired", "anyOf", "oneOf", "allOf", "deprecated");
    public static readonly IReadOnlySet<string> Reference = Set("$ref", "$comment", "title", "description", "deprecated");
    public static readonly IReadOnlySet<string> Text = Set("$comment", "title", "description", "deprecated", "type", "minLength", "maxLength", "pattern", "format");
    public static readonly IReadOnlySet<string> Boolean = Set("$comment", "title", "description", "deprecated", "type");
    public static readonly IReadOnlySet<string> Integer = Set("$comment", "title", "description", "deprecated", "type", "minimum", "maximum");
    public static readonly IReadOnlySet<string> Array = Set("$comment", "title", "description", "deprecated", "type", "items", "minItems", "maxItems");
    public static readonly IReadOnlySet<string> ClosedCode = Set("$comment", "title", "description", "deprecated", "type", "enum");
    public static readonly IReadOnlySet<string> OpenCode = Set("$comment", "title", "description", "deprecated", "type", "minLength", "maxLength", "pattern");

    // What every object has, because ICanonicalObject<T> says so; sourceRefs is a list.
    public static readonly IReadOnlyList<(string Name, string Type, bool Required)> Header =
    [
        ("id", "id", true),
        ("contract", "contract", true),
        ("sourceRefs", "sourceRef", true),
        ("status", "recordStatus", true),
        ("observedAt", "instant", true),
        ("sourceUpdatedAt", "instant", false),
        ("extensions", "extensions", false),
    ];

    // The members of one object are bits of two words in generated readers, with some to spare.
    public const int MaxMembers = 120;

    private static readonly HashSet<string> PersonalClasses = Set("identity", "contact", "employment", "restricted", "freeText");

    public static bool IsAnnotation(string name, JsonElement value) => name switch
    {
        "x-canonical-posting" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "x-canonical-object" or "x-canonical-type" or "x-canonical-unit" or "x-canonical-sign" or "x-canonical-system-of-record" or "x-canonical-since" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
        "x-canonical-class-name" => value.ValueKind == JsonValueKind.String && CSharpNames.IsTypeName(value.GetString()!),
        "x-canonical-ref" => IsText(value) || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(IsText)),
        "x-canonical-laws" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => Has(v, ["code", "description"], []) && IsLawCode(v.GetProperty("code").GetString()!)),
        "x-canonical-decimal" => DecimalLimits.TryRead(value) is not null,
        "x-canonical-deprecated" => Has(value, ["since", "sunset"], ["replacement"]) && CatalogEntry.IsVersion(value.GetProperty("since").GetString()!) && DateOnly.TryParseExact(value.GetProperty("sunset").GetString(), "yyyy-MM-dd", out _),
        "x-canonical-personal" => value.ValueKind == JsonValueKind.String && PersonalClasses.Contains(value.GetString()!),
        "x-canonical-open-enum" or "x-canonical-natural-key" or "x-canonical-reserved" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String),
        "x-canonical-enum-descriptions" => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(v => v.Value.ValueKind == JsonValueKind.String),
        "x-canonical-key-profile" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var version) && version >= 1,
        _ => false,
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0;

    private static bool IsLawCode(string text) => text.Length == 7 && text.StartsWith("LAW", StringComparison.Ordinal) && text.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0;

    // An object of texts: these members, perhaps those, and no others.
    private static bool Has(JsonElement value, string[] required, string[] optional) =>
        value.ValueKind == JsonValueKind.Object
        && required.All(n => value.TryGetProperty(n, out _))
        && value.EnumerateObject().All(m => IsText(m.Value) && (required.Contains(m.Name) || optional.Contains(m.Name)));

    private static HashSet<string> Set(params string[] names) => new(names, StringComparer.Ordinal);
}
