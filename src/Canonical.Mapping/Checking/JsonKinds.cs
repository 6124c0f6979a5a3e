using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Which JSON kinds a value may have.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    String = 1,
    Integer = 2,
    Fraction = 4,
    Boolean = 8,
    Object = 16,
    Array = 32,
    Null = 64,
    Number = Integer | Fraction,
    Any = String | Number | Boolean | Object | Array | Null,
}

internal static class JsonKind
{
    public static JsonKinds Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.Number => value.TryGetInt64(out _) ? JsonKinds.Integer : JsonKinds.Fraction,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        _ => JsonKinds.Null,
    };

    public static JsonKinds Of(JsonScalar value) => value.Kind switch
    {
        JsonScalarKind.Boolean => JsonKinds.Boolean,
        JsonScalarKind.Number => value.ForComparison().Text.Contains('.', StringComparison.Ordinal) ? JsonKinds.Fraction : JsonKinds.Integer,
        _ => JsonKinds.String,
    };

    public static JsonKinds Of(VendorFieldType type) => type switch
    {
        VendorFieldType.Text or VendorFieldType.Date or VendorFieldType.Instant => JsonKinds.String,
        VendorFieldType.Integer => JsonKinds.Integer,
        VendorFieldType.Decimal => JsonKinds.Number,
        VendorFieldType.Boolean => JsonKinds.Boolean,
        VendorFieldType.Object => JsonKinds.Object,
        VendorFieldType.Array => JsonKinds.Array,
        _ => JsonKinds.Any,
    };

    public static string Name(JsonKinds kinds) =>
        string.Join(" or ", new[] { (JsonKinds.String, "text"), (JsonKinds.Integer, "an integer"), (JsonKinds.Fraction, "a number"), (JsonKinds.Boolean, "a boolean"), (JsonKinds.Object, "an object"), (JsonKinds.Array, "an array") }
            .Where(pair => kinds.HasFlag(pair.Item1) && (pair.Item1 != JsonKinds.Integer || !kinds.HasFlag(JsonKinds.Fraction))).Select(pair => pair.Item2));
}
