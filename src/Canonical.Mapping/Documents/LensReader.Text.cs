using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Joined and split texts, and members of extensions.</summary>
internal sealed partial class LensReader
{
    private ConcatLens Concat(JsonElement json, LensHead head) =>
        new(head, Paths(json, "sources"), TargetPath(json), Join(json), Required(json), Clear(json));

    private SplitLens Split(JsonElement json, LensHead head) =>
        new(head, SourcePath(json), Paths(json, "targets"), Join(json), Required(json), Clear(json));

    private static JoinPart Join(JsonElement json) => new(Text(json, "separator")!, !json.TryGetProperty("exact", out var exact) || exact.GetBoolean());

    private MemberPath[] Paths(JsonElement json, string name)
    {
        var index = 0;
        return [.. json.GetProperty(name).EnumerateArray().Select(path => Path(path.GetString()!, string.Create(CultureInfo.InvariantCulture, $"/{name}/{index++}")))];
    }

    // A short way to write a field: the namespace and the name make the path, the type the converter.
    private FieldLens Extension(JsonElement json, LensHead head)
    {
        var type = Text(json, "type")!;
        var target = new MemberPath(
            PathText.Of([Member("extensions"), Member(Text(json, "namespace")!), Member(Text(json, "name")!)]),
            false,
            [Member("extensions"), Member(Text(json, "namespace")!), Member(Text(json, "name")!)]);
        var (converter, name) = Converter(json);
        if (name is null)
        {
            name = type == "code" ? "text" : type;
            converter = BuiltInConverters.Create(name, new ConverterOptions(new Dictionary<string, JsonScalar>(StringComparer.Ordinal)));
        }
        else if (BuiltInConverters.Names.Contains(name, StringComparer.Ordinal) && !Gives(type, name))
        {
            Find(MappingCodes.DocumentMember, "/convert", $"Converter '{name}' does not give what the type '{type}' says.");
        }

        return new FieldLens(head, new ValuePart(SourcePath(json), target, Required(json), Clear(json)), converter, name);
    }

    private static bool Gives(string type, string converter) => type switch
    {
        "text" or "code" => converter is "text" or "upper" or "lower",
        "decimal" => converter is "decimal" or "percent" or "minutes" or "hours-minutes",
        "date" => converter is "date" or "day-after",
        _ => converter == type,
    };

    private static PathStep Member(string name) => new(PathStepKind.Member, name, 0, default);
}
