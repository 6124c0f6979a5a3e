using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <summary>The parts of a lens that many kinds share, as JSON of the document format. Defaults are left out, as an author would.</summary>
internal static class LensJson
{
    public static JsonObject Head(string id, string kind, LensOptionsBase? options)
    {
        var lens = new JsonObject { ["id"] = id, ["kind"] = kind };
        Set(lens, "description", options?.Description);
        Set(lens, "only", Direction(options?.Only));
        Set(lens, "loss", options?.Loss);
        return lens;
    }

    public static void Value(JsonObject lens, ValueLensOptions? options)
    {
        if (options is null)
            return;
        Required(lens, options.Required);
        Set(lens, "clear", options.Clear switch { MappingClear.Empty => "empty", MappingClear.Never => "never", _ => null });
    }

    public static void Required(JsonObject lens, MappingRequired required) =>
        Set(lens, "required", required switch
        {
            MappingRequired.ToCanonical => "toCanonical",
            MappingRequired.ToVendor => "toVendor",
            MappingRequired.Both => "both",
            _ => null,
        });

    public static void Fixed(JsonObject lens, MappingLiteral value)
    {
        if (value.ParameterName is { } parameter)
            lens["parameter"] = parameter;
        else
            lens["value"] = value.Node();
    }

    public static void Set(JsonObject node, string name, string? value)
    {
        if (value is not null)
            node[name] = value;
    }

    public static JsonArray Texts(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new JsonArray([.. texts.Select(text => (JsonNode)text)]);
    }

    public static string? Direction(MappingDirection? direction) => direction switch
    {
        MappingDirection.ToCanonical => "toCanonical",
        MappingDirection.ToVendor => "toVendor",
        _ => null,
    };
}
