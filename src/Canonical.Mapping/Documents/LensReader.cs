using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Reads the lenses of a document whose shape the schema has checked.</summary>
internal sealed partial class LensReader(
    MappingDocumentOptions options,
    List<MappingDocumentFinding> findings,
    Dictionary<string, ReadTable> tables,
    FrozenDictionary<string, ParameterValue> parameters,
    HeaderPaths header,
    IReadOnlyList<string> broken)
{
    private static readonly ReadTable s_noTable = new(new CodeTable(FrozenDictionary<JsonScalar, JsonScalar>.Empty, FrozenDictionary<JsonScalar, JsonScalar>.Empty), new DatedCodeTable([]), false, false, false);
    private string _pointer = "";
    private string? _id;

    /// <summary>The lenses of the document itself.</summary>
    public IReadOnlyList<Lens> ReadRoot(JsonElement array) => LeaveToOthers(ReadAll(array, "/lenses", Place.Record), root: true);

    private List<Lens> ReadAll(JsonElement array, string pointer, Place within, MappingDirection? inherited = null)
    {
        var lenses = new List<Lens>();
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}");
            // The schema has told what is wrong with it.
            if (broken.Any(path => path == place || path.StartsWith(place + "/", StringComparison.Ordinal)))
                continue;
            lenses.Add(Read(element, place, within, inherited));
        }

        return lenses;
    }

    private Lens Read(JsonElement json, string pointer, Place within, MappingDirection? inherited)
    {
        var only = Direction(json, "only");
        var head = new LensHead(json.GetProperty("id").GetString()!, json.GetProperty("kind").GetString()!, pointer, only ?? inherited, Text(json, "loss"));
        (_id, _pointer) = (head.Id, pointer);
        if (only is not null && head.Loss is null)
            Find(MappingCodes.NotReversible, "", "It runs in one direction only: say in 'loss' what that loses.");
        if (only is not null && inherited is not null && only != inherited)
            Find(MappingCodes.DocumentMember, "/only", "It stands inside of a lens that only runs in the other direction, so it never runs.");
        return head.Kind switch
        {
            "field" => Field(json, head),
            "first" => First(json, head),
            "money" => Money(json, head),
            "quantity" => Quantity(json, head),
            "constant" => new ConstantLens(head, OptionalPath(json, "source"), OptionalPath(json, "target"), Fixed(json)),
            "default" => new DefaultLens(head, OptionalPath(json, "source"), OptionalPath(json, "target"), Fixed(json)),
            "table" => Table(json, head),
            "reference" => Reference(json, head),
            "concat" => Concat(json, head),
            "split" => Split(json, head),
            "extension" => Extension(json, head),
            "rest" => Rest(json, head, within),
            "each" => Each(json, head),
            _ => When(json, head),
        };
    }

    private FieldLens Field(JsonElement json, LensHead head)
    {
        var (converter, name) = Converter(json);
        return new FieldLens(head, Part(json), converter, name);
    }

    private FirstLens First(JsonElement json, LensHead head)
    {
        var (converter, name) = Converter(json);
        var index = 0;
        var sources = json.GetProperty("sources").EnumerateArray()
            .Select(source => Path(source.GetString()!, string.Create(CultureInfo.InvariantCulture, $"/sources/{index++}"))).ToArray();
        var back = sources[0];
        if (Text(json, "back") is { } text)
        {
            back = Array.Find(sources, source => source.Text == text) ?? back;
            if (back.Text != text)
                Find(MappingCodes.DocumentMember, "/back", "It is not one of the sources.");
        }

        return new FirstLens(head, new ValuePart(back, TargetPath(json), Required(json), Clear(json)), sources, converter, name);
    }

    private MoneyLens Money(JsonElement json, LensHead head)
    {
        var part = Part(json);
        var currency = json.GetProperty("currency");
        var path = Text(currency, "path") is { } text ? Path(text, "/currency/path", lookUp: true) : null;
        var parameter = Text(currency, "parameter");
        if (parameter is not null)
            Declared(parameter, "/currency/parameter");
        var writeBack = !currency.TryGetProperty("writeBack", out var flag) || flag.GetBoolean();
        if (path is not null && !writeBack && head.Loss is null)
            Find(MappingCodes.NotReversible, "/currency/writeBack", "The currency is not written back, so an amount in another currency than the vendor's record has arrives in that one: say in 'loss' what that loses.");
        var table = Text(currency, "table") is { } name ? NamedTable(name, "/currency/table", head, dated: false).Table : null;
        return new MoneyLens(
            head, part, new CurrencyPart(path, table, parameter, Text(currency, "value"), writeBack),
            new DecimalConverter(json.TryGetProperty("shift", out var shift) ? shift.GetInt32() : 0, Text(json, "as") == "string"));
    }

    private QuantityLens Quantity(JsonElement json, LensHead head) =>
        new(head, Part(json), Text(json, "unit")!, Text(json, "vendorUnit"), Text(json, "form") switch
        {
            "h:mm" => QuantityForm.HoursMinutes,
            "string" => QuantityForm.String,
            _ => QuantityForm.Number,
        });

    private TableLens Table(JsonElement json, LensHead head)
    {
        var dated = json.TryGetProperty("asOf", out var asOf);
        ReadTable table;
        if (Text(json, "table") is { } name)
        {
            table = NamedTable(name, "/table", head, dated);
        }
        else
        {
            table = TableReader.Read(json.GetProperty("entries"), _pointer + "/entries", _id, findings, dated, false);
            if (table.OneWay && head.Loss is null)
                Find(MappingCodes.NotReversible, "/entries", "An entry runs in one direction only: say in 'loss' what that loses.");
            if (table.IsDated && !dated)
                Find(MappingCodes.DocumentMember, "/entries", "Its entries have periods: say in 'asOf' which date counts.");
        }

        var unknown = Text(json, "unknown") switch
        {
            "pass" => UnknownCode.Pass,
            "default" => UnknownCode.Default,
            "hold" => UnknownCode.Hold,
            _ => UnknownCode.Reject,
        };
        json.TryGetProperty("default", out var defaults);
        return new TableLens(head, Part(json), table.Table, unknown, Scalar(defaults, "toCanonical"), Scalar(defaults, "toVendor"))
        {
            AsOf = dated ? new AsOfPart(Path(Text(asOf, "source")!, "/asOf/source", lookUp: true), Path(Text(asOf, "target")!, "/asOf/target", lookUp: true), table.Dated!) : null,
        };
    }

    private ReferenceLens Reference(JsonElement json, LensHead head)
    {
        var form = Text(json, "form") switch
        {
            "number" => ReferenceForm.Number,
            "id" => ReferenceForm.Id,
            "externalId" => ReferenceForm.ExternalId,
            _ => ReferenceForm.String,
        };
        return new ReferenceLens(head, Part(json), new ReferencePart(Text(json, "to")!, form, Text(json, "object"), Text(json, "system"), Text(json, "missing") == "omit"));
    }

    private (ValueConverter? Converter, string? Name) Converter(JsonElement json)
    {
        if (!json.TryGetProperty("convert", out var convert))
            return (null, null);
        var name = convert.ValueKind == JsonValueKind.String ? convert.GetString()! : Text(convert, "name")!;
        var values = new Dictionary<string, JsonScalar>(StringComparer.Ordinal);
        if (convert.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in convert.EnumerateObject())
            {
                if (member.Name != "name" && JsonScalar.TryRead(member.Value, out var scalar))
                    values[member.Name] = scalar;
            }
        }

        var given = new ConverterOptions(values);
        if (BuiltInConverters.Create(name, given) is { } builtIn)
        {
            foreach (var problem in given.Problems)
                Find(MappingCodes.ConverterOption, "/convert", $"Converter '{name}': {problem}.");
            if (builtIn.IsLossy && Text(json, "loss") is null)
                Find(MappingCodes.NotReversible, "/convert", "The converter leaves something out on the way forth: say in 'loss' what that loses.");
            return (builtIn, name);
        }

        if (!options.Converters.TryGetValue(name, out var own))
            Find(MappingCodes.UnknownConverter, "/convert", $"There is no converter '{name}'; there are {string.Join(", ", BuiltInConverters.Names.Concat(options.Converters.Keys.Order(StringComparer.Ordinal)))}.");
        else if (values.Count > 0)
            Find(MappingCodes.ConverterOption, "/convert", $"Converter '{name}' is the host's and takes no options.");
        return (own is null ? null : new HostConverter(own), name);
    }

    private FixedValue Fixed(JsonElement json)
    {
        if (Text(json, "parameter") is not { } parameter)
            return new FixedValue(json.GetProperty("value"), null);
        Declared(parameter, "/parameter");
        return new FixedValue(null, parameter);
    }

    private void Declared(string parameter, string where)
    {
        if (!parameters.ContainsKey(parameter))
            Find(MappingCodes.UnknownParameter, where, $"The document does not declare the parameter '{parameter}'.");
    }

    private ReadTable NamedTable(string name, string where, LensHead head, bool dated)
    {
        if (!tables.TryGetValue(name, out var table))
        {
            Find(MappingCodes.UnknownTable, where, $"The document has no table '{name}'.");
            return s_noTable;
        }

        if (table.OneWay && !table.HasLoss && head.Loss is null)
            Find(MappingCodes.NotReversible, where, $"An entry of table '{name}' runs in one direction only: say in 'loss' of the table or of the lens what that loses.");
        if (table.IsDated && !dated)
            Find(MappingCodes.DocumentMember, where, $"The entries of table '{name}' have periods: say in 'asOf' which date counts.");
        return table;
    }

    private ValuePart Part(JsonElement json) => new(SourcePath(json), TargetPath(json), Required(json), Clear(json));

    private MemberPath SourcePath(JsonElement json) => Path(Text(json, "source")!, "/source");

    private MemberPath TargetPath(JsonElement json) => Path(Text(json, "target")!, "/target");

    private MemberPath? OptionalPath(JsonElement json, string name) => Text(json, name) is { } text ? Path(text, "/" + name) : null;

    private MemberPath Path(string text, string where, bool lookUp = false)
    {
        if (!MemberPath.TryParse(text, out var path, out var problem))
        {
            Find(MappingCodes.PathSyntax, where, $"The path '{text}' cannot be read: {problem}.");
            return MemberPath.Unreadable(text);
        }

        if (path.FromRoot && !lookUp)
            Find(MappingCodes.RootPath, where, "A lens reads and writes inside of its element; a path from the root ($.) is for conditions, for 'asOf' and for the currency of money.");
        return path;
    }

    private static Requirement Required(JsonElement json) => Text(json, "required") switch
    {
        "toCanonical" => Requirement.ToCanonical,
        "toVendor" => Requirement.ToVendor,
        "both" => Requirement.ToCanonical | Requirement.ToVendor,
        _ => Requirement.None,
    };

    private static ClearForm Clear(JsonElement json) => Text(json, "clear") switch
    {
        "empty" => ClearForm.Empty,
        "never" => ClearForm.Never,
        _ => ClearForm.Null,
    };

    private static MappingDirection? Direction(JsonElement json, string name) => Text(json, name) switch
    {
        "toCanonical" => MappingDirection.ToCanonical,
        "toVendor" => MappingDirection.ToVendor,
        _ => null,
    };

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonScalar? Scalar(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && JsonScalar.TryRead(value, out var scalar) ? scalar : null;

    private void Find(string code, string where, string message) => findings.Add(new MappingDocumentFinding(code, _pointer + where, _id, message));
}
