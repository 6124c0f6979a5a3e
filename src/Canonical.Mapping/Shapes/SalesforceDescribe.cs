using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>
/// The answer of <c>sobjects/{type}/describe</c>. A query answers every selected field, empty ones as null, so fields are always present. Parents (<c>Owner.Name</c>) and children are
/// objects of other types: what they have is not in this answer, so they are open.
/// </summary>
internal static class SalesforceDescribe
{
    public const string Origin = "salesforce-describe";

    private static readonly string[] s_addressTexts = ["street", "city", "state", "stateCode", "country", "countryCode", "postalCode", "geocodeAccuracy"];

    public static VendorShape Read(ReadOnlySpan<byte> utf8Json, string? version)
    {
        var root = ShapeBytes.Read(utf8Json, "The describe");
        if (ShapeBytes.Text(root, "name") is not { Length: > 0 } name || !root.TryGetProperty("fields", out var array) || array.ValueKind != JsonValueKind.Array)
            throw new VendorShapeException("The describe has no 'name' or no 'fields': give the answer of sobjects/{type}/describe.");
        var fields = new List<VendorField>
        {
            new() { Path = "attributes", Type = VendorFieldType.Object, IsNullable = false, IsAlwaysPresent = true },
            new() { Path = "attributes.type", Type = VendorFieldType.Text, IsNullable = false, IsAlwaysPresent = true, Values = [name], HasOnlyValues = true },
            new() { Path = "attributes.url", Type = VendorFieldType.Text, IsCreateable = false, IsUpdateable = false },
        };
        var names = new HashSet<string>(StringComparer.Ordinal) { "attributes" };
        foreach (var field in array.EnumerateArray())
        {
            if (ShapeBytes.Text(field, "name") is not { Length: > 0 } fieldName)
                throw new VendorShapeException("A field of the describe has no name.");
            if (names.Add(fieldName))
                fields.AddRange(Field(field, fieldName));
        }

        foreach (var field in array.EnumerateArray())
        {
            if (ShapeBytes.Text(field, "relationshipName") is { Length: > 0 } parent && names.Add(parent))
                fields.Add(new VendorField { Path = Quoted(parent), Type = VendorFieldType.Object, IsOpen = true, VendorType = "parent", References = References(field) });
        }

        foreach (var child in ShapeBytes.Items(root, "childRelationships"))
        {
            if (ShapeBytes.Text(child, "relationshipName") is { Length: > 0 } relation && names.Add(relation))
                fields.Add(new VendorField { Path = Quoted(relation), Type = VendorFieldType.Object, IsOpen = true, VendorType = "children", IsCreateable = false, IsUpdateable = false });
        }

        return VendorShape.Create("salesforce", name, fields, isComplete: true, version, Origin);
    }

    private static IEnumerable<VendorField> Field(JsonElement json, string name)
    {
        var vendorType = ShapeBytes.Text(json, "type") ?? "";
        var nillable = ShapeBytes.Flag(json, "nillable", byDefault: true);
        var createable = ShapeBytes.Flag(json, "createable", byDefault: true);
        var isNumber = vendorType is "double" or "currency" or "percent" or "int" or "long";
        var field = new VendorField
        {
            Path = Quoted(name),
            Type = TypeOf(vendorType, ShapeBytes.Text(json, "soapType")),
            VendorType = vendorType.Length == 0 ? null : vendorType,
            Label = ShapeBytes.Text(json, "label"),
            Length = !isNumber && ShapeBytes.Number(json, "length") is > 0 and var length ? length : null,
            Precision = isNumber ? Positive(ShapeBytes.Number(json, "precision")) ?? Positive(ShapeBytes.Number(json, "digits")) : null,
            Scale = isNumber ? ShapeBytes.Number(json, "scale") : null,
            IsNullable = nillable,
            IsAlwaysPresent = true,
            IsCreateable = createable,
            IsUpdateable = ShapeBytes.Flag(json, "updateable", byDefault: true),
            IsRequiredOnCreate = !nillable && createable && !ShapeBytes.Flag(json, "defaultedOnCreate"),
            Values = [.. ShapeBytes.Items(json, "picklistValues").Where(value => ShapeBytes.Flag(value, "active", byDefault: true)).Select(value => ShapeBytes.Text(value, "value")).OfType<string>()],
            // A field of several values joins them by semicolons, so its texts are others than the values.
            HasOnlyValues = vendorType != "multipicklist" && ShapeBytes.Flag(json, "restrictedPicklist"),
            References = References(json),
        };
        yield return field;
        if (vendorType == "address")
        {
            foreach (var part in s_addressTexts)
                yield return new VendorField { Path = $"{field.Path}.{part}", Type = VendorFieldType.Text, IsCreateable = false, IsUpdateable = false };
        }

        if (vendorType is "address" or "location")
        {
            yield return new VendorField { Path = $"{field.Path}.latitude", Type = VendorFieldType.Decimal, IsCreateable = false, IsUpdateable = false };
            yield return new VendorField { Path = $"{field.Path}.longitude", Type = VendorFieldType.Decimal, IsCreateable = false, IsUpdateable = false };
        }
    }

    private static VendorFieldType TypeOf(string type, string? soapType) => type switch
    {
        "boolean" => VendorFieldType.Boolean,
        "int" or "long" => VendorFieldType.Integer,
        "double" or "currency" or "percent" => VendorFieldType.Decimal,
        "date" => VendorFieldType.Date,
        "datetime" => VendorFieldType.Instant,
        "address" or "location" => VendorFieldType.Object,
        // A calculated or polymorphic value has the type that its SOAP type says.
        "anyType" or "calculated" or "" => soapType switch
        {
            "xsd:double" => VendorFieldType.Decimal,
            "xsd:int" => VendorFieldType.Integer,
            "xsd:boolean" => VendorFieldType.Boolean,
            "xsd:date" => VendorFieldType.Date,
            "xsd:dateTime" => VendorFieldType.Instant,
            "xsd:string" => VendorFieldType.Text,
            _ => VendorFieldType.Any,
        },
        "complexvalue" or "json" => VendorFieldType.Any,
        _ => VendorFieldType.Text,
    };

    private static List<string> References(JsonElement json) =>
        [.. ShapeBytes.Items(json, "referenceTo").Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private static int? Positive(int? number) => number > 0 ? number : null;

    private static string Quoted(string name) => ShapePath.Text([ShapePath.Member(name)]);
}
