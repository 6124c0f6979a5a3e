namespace Canonical.Mapping;

/// <summary>Collects the connections of a document, side by side.</summary>
internal sealed class LineageBuilder(MappingDocument document, ContractTree contract)
{
    private readonly List<(string Path, LineageStep Step)> _canonical = [];
    private readonly List<(string Path, LineageStep Step)> _vendor = [];
    private readonly List<PathStep[]> _written = [];

    public (List<LineageField> Canonical, List<LineageField> Vendor, List<string> Unmapped) Build()
    {
        Header();
        foreach (var site in LensSite.All(document))
            Lens(site);
        return (Group(_canonical, isCanonical: true), Group(_vendor, isCanonical: false), Unmapped());
    }

    private void Header()
    {
        var paths = document.Header;
        Given("id", paths.Key);
        Given("sourceRefs[].recordId", paths.Key);
        Given("sourceRefs[].externalId", paths.ExternalId);
        Given("sourceRefs[].version", paths.Version);
        Given("sourceRefs[].url", paths.Url);
        Given("sourceCreatedAt", paths.Created);
        Given("sourceUpdatedAt", paths.Modified);
    }

    private void Given(string member, MemberPath? path)
    {
        if (path is null)
            return;
        var step = new LineageStep { Kind = "header", Direction = MappingDirection.ToCanonical, Fields = [PathText.Of(path.Steps)] };
        _canonical.Add((member, step));
        _vendor.Add((step.Fields[0], step with { Fields = [member] }));
    }

    private void Lens(LensSite site)
    {
        var lens = site.Lens;
        if (lens is WhenLens)
            return;
        _written.AddRange(site.TargetsWritten());
        // What is in the array says its own lenses; an array as a whole has no value of its own.
        if (lens is EachLens)
            return;
        var step = new LineageStep
        {
            Lens = lens.Id,
            Kind = lens.Head.Kind,
            Within = [.. site.Parents.Select(parent => parent.Lens.Id)],
            Converter = lens.ConverterName,
            Value = Value(lens),
            Conditions = [.. Conditions(site)],
            ConditionFields = [.. ConditionFields(site).Distinct(StringComparer.Ordinal)],
            Direction = lens.Head.Only,
            Loss = lens.Head.Loss,
            Overlay = document.Lenses.FirstOrDefault(described => described.Id == lens.Id)?.Overlay,
            Codes = lens is TableLens table ? Codes(table) : [],
        };
        string[] sources = [.. Sources(lens).Select(path => PathText.Of(site.Source(path)))];
        string[] targets = [.. Targets(lens).Select(path => PathText.Of(site.Target(path)))];
        foreach (var target in targets)
            _canonical.Add((target, step with { Fields = sources }));
        foreach (var source in sources)
            _vendor.Add((source, step with { Fields = targets }));
    }

    private static IEnumerable<MemberPath> Sources(Lens lens) => lens is TableLens table ? [table.Part.Source] : lens.SourcePaths;

    private static IEnumerable<MemberPath> Targets(Lens lens) => lens is TableLens table ? [table.Part.Target] : lens.TargetPaths;

    private static string? Value(Lens lens) => lens switch
    {
        ConstantLens constant => Fixed(constant.Value),
        DefaultLens filled => Fixed(filled.Value),
        ReferenceLens reference => "to " + reference.Reference.To,
        MoneyLens { Currency: { Path: null } currency } => currency.Parameter is { } name ? "currency: parameter " + name : $"currency: \"{currency.Value}\"",
        _ => null,
    };

    private static string Fixed(FixedValue value) => value.Parameter is { } name ? "parameter " + name : value.Literal!.Value.GetRawText();

    private static IEnumerable<string> Conditions(LensSite site)
    {
        foreach (var guard in site.Guards)
        {
            if (guard.When.Source is { } source)
                yield return guard.Holds ? source.Expression.Text : $"not ({source.Expression.Text})";
        }

        foreach (var parent in site.Parents)
        {
            if (parent.Lens is EachLens { Where.Source: { } filter })
                yield return filter.Expression.Text;
        }
    }

    private static IEnumerable<string> ConditionFields(LensSite site)
    {
        foreach (var parent in site.Parents)
        {
            var paths = parent.Lens switch
            {
                WhenLens { Source: { } source } => source.Paths.Select(parent.Source),
                EachLens { Where.Source: { } filter } each => filter.Paths.Select(path => parent.SourceElement(each, path)),
                _ => [],
            };
            foreach (var path in paths)
                yield return PathText.Of(path);
        }

        if (site.Lens is TableLens { AsOf: { } dated })
            yield return PathText.Of(site.Source(dated.Source));
    }

    private static List<LineageCode> Codes(TableLens table)
    {
        if (table.AsOf is { } dated)
        {
            return [.. dated.Table.Entries.Select(entry => new LineageCode(Json(entry.Vendor), Json(entry.Canonical), entry.Only))];
        }

        var (forth, back) = (table.Table.Of(MappingDirection.ToCanonical), table.Table.Of(MappingDirection.ToVendor));
        var codes = new List<LineageCode>();
        foreach (var (vendor, canonical) in forth)
            codes.Add(new LineageCode(Json(vendor), Json(canonical), back.TryGetValue(canonical.ForComparison(), out var returns) && returns.ForComparison() == vendor ? null : MappingDirection.ToCanonical));
        foreach (var (canonical, vendor) in back)
        {
            if (!forth.TryGetValue(vendor.ForComparison(), out var goes) || goes.ForComparison() != canonical)
                codes.Add(new LineageCode(Json(vendor), Json(canonical), MappingDirection.ToVendor));
        }

        // The dictionaries have no order; pages need one.
        return [.. codes.OrderBy(code => code.Vendor.Length == 0 ? 1 : 0).ThenBy(code => code.Vendor, CodeOrder.Instance).ThenBy(code => code.Canonical, StringComparer.Ordinal)];
    }

    private static string Json(JsonScalar scalar) => LensValues.Element(scalar).GetRawText();

    private List<LineageField> Group(List<(string Path, LineageStep Step)> found, bool isCanonical)
    {
        var fields = new List<LineageField>();
        foreach (var group in found.GroupBy(pair => pair.Path, StringComparer.Ordinal))
        {
            var node = isCanonical && MemberPath.TryParse(group.Key.Replace("[]", "[0]", StringComparison.Ordinal), out var path, out _) ? contract.Find(path.Steps) : null;
            fields.Add(new LineageField
            {
                Path = group.Key,
                Steps = [.. group.Select(pair => pair.Step)],
                IsRequired = isCanonical && contract.Root?.Required.Contains(group.Key, StringComparer.Ordinal) == true,
                Description = node?.Description,
            });
        }

        return fields;
    }

    private List<string> Unmapped()
    {
        var unmapped = new List<string>();
        foreach (var member in contract.Root?.Members ?? [])
        {
            PathStep[] steps = [ShapePath.Member(member)];
            if (member is not ("id" or "contract" or "sourceRefs" or "status" or "observedAt") && !_written.Exists(path => StepPath.Meet(path, steps)) && !_canonical.Exists(found => found.Path == member))
                unmapped.Add(member);
        }

        return unmapped;
    }

    /// <summary>Numbers by size, everything else as text.</summary>
    private sealed class CodeOrder : IComparer<string>
    {
        public static readonly CodeOrder Instance = new();

        public int Compare(string? x, string? y) =>
            decimal.TryParse(x, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var first) && decimal.TryParse(y, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var second)
                ? first.CompareTo(second)
                : string.CompareOrdinal(x, y);
    }
}
