using System.Globalization;

namespace Canonical.Mapping;

/// <summary>The vendor's side of the lenses against a shape.</summary>
internal sealed class SourceChecks(CheckRun run)
{
    private readonly VendorShape _shape = run.Shape!;
    private readonly List<PathStep[]> _read = [];

    public void Run()
    {
        var source = run.Document.Source;
        if (!string.Equals(source.System, _shape.System, StringComparison.Ordinal) || !string.Equals(source.ObjectType, _shape.ObjectType, StringComparison.Ordinal))
        {
            run.Find(
                null, MappingCodes.ShapeOfOtherRecord, MappingFindingSeverity.Warning, "/source", null, null,
                $"The document is for {source.System} {source.ObjectType}, and the shape is of {_shape.System} {_shape.ObjectType}.", "Give the shape of the record that is mapped.");
        }

        Header();
        foreach (var site in run.Sites)
        {
            foreach (var (path, where) in Paths(site))
            {
                var steps = path;
                _read.Add(steps);
                if (Field(site, where, steps) is { } node)
                    Use(site, where, steps, node);
            }

            Conditions(site);
            Writes(site);
        }

        NotWritten();
        NotMapped();
    }

    private void Header()
    {
        var header = run.Document.Header;
        foreach (var (path, name) in (ReadOnlySpan<(MemberPath?, string)>)[(header.Key, "key"), (header.ExternalId, "externalId"), (header.Version, "version"), (header.Created, "created"), (header.Modified, "modified"), (header.Url, "url")])
        {
            if (path is null)
                continue;
            var steps = path.Steps.ToArray();
            _read.Add(steps);
            if (Field(null, "/source/" + name, steps) is not { } node)
                continue;
            var type = node.Field.Type;
            var fits = name switch
            {
                "key" => type is VendorFieldType.Text or VendorFieldType.Integer or VendorFieldType.Any,
                "created" or "modified" => type is VendorFieldType.Instant or VendorFieldType.Text or VendorFieldType.Any,
                _ => type is not (VendorFieldType.Object or VendorFieldType.Array),
            };
            if (!fits)
            {
                run.Find(
                    null, MappingCodes.SourceKind, MappingFindingSeverity.Error, "/source/" + name, steps, null,
                    $"The field '{PathText.Of(steps)}' is {ShapeJson.Name(type)}, which cannot be the record's {name}.", "Name another field.");
            }
        }
    }

    // Every path that the lens reads from the record, with its place in the lens.
    private static IEnumerable<(PathStep[] Steps, string Where)> Paths(LensSite site)
    {
        switch (site.Lens)
        {
            // It writes a field of the vendor and reads none.
            case ConstantLens or DefaultLens or RestLens:
                yield break;
            case MoneyLens money:
                yield return (site.Source(money.Part.Source), "/source");
                if (money.Currency.Path is { } currency)
                    yield return (site.Source(currency), "/currency/path");
                yield break;
            case TableLens table:
                yield return (site.Source(table.Part.Source), "/source");
                if (table.AsOf is { } dated)
                    yield return (site.Source(dated.Source), "/asOf/source");
                yield break;
            case FirstLens first:
                for (var i = 0; i < first.Sources.Count; i++)
                    yield return (site.Source(first.Sources[i]), string.Create(CultureInfo.InvariantCulture, $"/sources/{i}"));
                yield break;
            case ConcatLens concat:
                for (var i = 0; i < concat.Sources.Count; i++)
                    yield return (site.Source(concat.Sources[i]), string.Create(CultureInfo.InvariantCulture, $"/sources/{i}"));
                yield break;
            case EachLens each:
                yield return (site.Source(each.Source), "/source");
                foreach (var path in each.Where?.Source?.Paths ?? [])
                    yield return (site.SourceElement(each, path), "/where/source");
                yield break;
            default:
                foreach (var path in site.Lens.SourcePaths)
                    yield return (site.Source(path), "/source");
                yield break;
        }
    }

    // Null when there is nothing to say of it: unknown for a good reason, or already reported.
    private ShapeNode? Field(LensSite? site, string where, PathStep[] steps)
    {
        if (run.IsAdded(steps))
            return null;
        var node = _shape.Root;
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (node.Field.IsOpen || (node.Field.Type == VendorFieldType.Any && !node.HasMembers && node.Item is null))
                return null;
            var isMember = step.Kind == PathStepKind.Member;
            if (isMember ? node.Field.Type is not (VendorFieldType.Object or VendorFieldType.Any) : node.Field.Type is not (VendorFieldType.Array or VendorFieldType.Any))
            {
                run.Find(
                    site, MappingCodes.SourceKind, MappingFindingSeverity.Error, where, steps, null,
                    $"'{PathText.Of(steps.AsSpan(0, i))}' is {ShapeJson.Name(node.Field.Type)} in the shape, and the path needs {(isMember ? "an object" : "an array")} there.", "Correct the path.");
                return null;
            }

            if (!isMember && node.Item is null)
                return null;
            var next = isMember ? node.Member(step.Name) : node.Item;
            if (next is null)
            {
                Missing(site, where, steps, node, step.Name);
                return null;
            }

            if (step.Kind == PathStepKind.Match && !next.Field.IsOpen && next.HasMembers && next.Member(step.Name) is null)
            {
                Missing(site, where, [.. steps[..(i + 1)], ShapePath.Member(step.Name)], next, step.Name);
                return null;
            }

            node = next;
        }

        return node;
    }

    private void Missing(LensSite? site, string where, PathStep[] steps, ShapeNode parent, string name)
    {
        var guess = RenameGuess.Closest(name, parent.Members.Select(member => member.Name));
        var (severity, why) = _shape.IsComplete
            ? (MappingFindingSeverity.Error, $"{_shape.ObjectType} has no field '{PathText.Of(steps)}'")
            : (MappingFindingSeverity.Warning, $"None of the samples has the field '{PathText.Of(steps)}'");
        run.Find(
            site, MappingCodes.SourceUnknown, severity, where, steps, null, $"{why}{(guess is null ? "" : $"; the nearest name is '{guess}'")}.",
            "Correct the path; give the integration's user the right to see the field; or, when the connector adds it to the record, list it in the document's source.added.");
    }

    private void Use(LensSite site, string where, PathStep[] steps, ShapeNode node)
    {
        var field = node.Field;
        if (site.Lens is EachLens && where == "/source")
        {
            if (field.Type is not (VendorFieldType.Array or VendorFieldType.Any))
                Kind(site, where, steps, field, "an array");
            return;
        }

        if (where.StartsWith("/where", StringComparison.Ordinal) || where.StartsWith("/asOf", StringComparison.Ordinal))
            return;
        switch (site.Lens)
        {
            case FieldLens or FirstLens or MoneyLens or QuantityLens or ReferenceLens or TableLens or ConcatLens or SplitLens:
                new FieldUse(run, site, where, steps, field).Check();
                break;
        }
    }

    // A condition that asks for a value which the field cannot have.
    private void Conditions(LensSite site)
    {
        if (!site.Runs(MappingDirection.ToCanonical))
            return;
        if (site.Lens is WhenLens { Source: { } condition })
            Condition(site, condition, "/source", site.Source);
        if (site.Lens is EachLens { Where.Source: { } filter } each)
            Condition(site, filter, "/where/source", path => site.SourceElement(each, path));
    }

    private void Condition(LensSite site, Condition condition, string where, Func<MemberPath, PathStep[]> place)
    {
        var compared = ComparedValue.Of(condition.Expression).Distinct().ToList();
        foreach (var group in compared.GroupBy(value => value.Path.Text, StringComparer.Ordinal))
        {
            var steps = place(group.First().Path);
            if (run.IsAdded(steps) || _shape.Root.Find([.. steps.Select(step => step.Kind == PathStepKind.Member ? step : ShapePath.All)])?.Field is not { } field)
                continue;
            var impossible = group.Where(value => !Possible(field, value.Literal)).Select(value => value.Shown).Order(StringComparer.Ordinal).ToList();
            if (impossible.Count == 0)
                continue;
            run.Find(
                site, MappingCodes.UnreachableRule, MappingFindingSeverity.Warning, where, steps, null,
                $"The field '{PathText.Of(steps)}' ({field.VendorType ?? ShapeJson.Name(field.Type)}) never is {CheckRun.List(impossible)}{(condition.Test == ConditionTest.OneOf && impossible.Count == condition.Values.Count ? ", so its lenses never run" : "")}.", "Correct the values.");
        }
    }

    public static bool Possible(VendorField field, JsonScalar value)
    {
        if ((JsonKind.Of(field.Type) & JsonKind.Of(value)) == JsonKinds.None)
            return false;
        return !field.HasOnlyValues || field.Type != VendorFieldType.Text || value.Kind != JsonScalarKind.String || field.Values.Contains(value.Text, StringComparer.Ordinal);
    }

    private void Kind(LensSite site, string where, PathStep[] steps, VendorField field, string needs) => run.Find(
        site, MappingCodes.SourceKind, MappingFindingSeverity.Error, where, steps, null,
        $"The field '{PathText.Of(steps)}' is {ShapeJson.Name(field.Type)} in the shape, and the lens needs {needs}.", "Take another field, converter or kind of lens.");

    private void Writes(LensSite site)
    {
        foreach (var steps in site.SourcesWritten())
        {
            if (steps.Length == 0 || run.IsAdded(steps))
                continue;
            if (site.Lens is ConstantLens or DefaultLens && Field(site, "/source", steps) is null)
                continue;
            PathStep[] place = [.. steps.Select(step => step.Kind == PathStepKind.Member ? step : ShapePath.All)];
            if (site.Lens is EachLens || _shape.Root.Find(place) is not { } node)
                continue;
            var field = node.Field;
            if (!field.IsCreateable && !field.IsUpdateable)
            {
                run.Find(
                    site, MappingCodes.SourceReadOnly, MappingFindingSeverity.Error, "/source", steps, null,
                    $"The lens writes the field '{PathText.Of(steps)}' on the way to the vendor, and it is read-only.", "Let the lens run toCanonical only, with the 'loss' said.");
            }

            var isList = field is { HasOnlyValues: true, Type: VendorFieldType.Text };
            var unknown = LensValues.Vendor(site.Lens, run.Document)
                .Where(value => isList && value.ValueKind == System.Text.Json.JsonValueKind.String && !field.Values.Contains(value.GetString()!, StringComparer.Ordinal))
                .Select(value => value.GetRawText()).ToList();
            if (unknown.Count > 0)
            {
                run.Find(
                    site, MappingCodes.CodeLoss, MappingFindingSeverity.Warning, site.Lens is TableLens ? "" : "/value", steps, null,
                    $"The lens writes {CheckRun.List(unknown)} into '{PathText.Of(steps)}', which the vendor's list does not have.", "Correct the values, or add them to the vendor's list.");
            }
        }
    }

    private void NotWritten()
    {
        var written = run.Sites.SelectMany(site => site.SourcesWritten()).ToList();
        if (written.Count == 0)
            return;
        foreach (var node in _shape.Root.Members)
        {
            PathStep[] steps = [ShapePath.Member(node.Name)];
            if (!node.Field.IsRequiredOnCreate || run.IsAdded(steps) || written.Exists(path => StepPath.Meet(path, steps)))
                continue;
            run.Find(
                null, MappingCodes.RequiredFieldNotWritten, MappingFindingSeverity.Warning, "/lenses", steps, null,
                $"{_shape.ObjectType} cannot be made without '{node.Field.Path}', and no lens writes it on the way to the vendor.", "Write it where records are made, or use the mapping for reading and updating alone.");
        }
    }

    private void NotMapped()
    {
        // The rest takes what is left.
        if (run.Sites.Any(site => site.Lens is RestLens))
            return;
        var named = run.Sites.SelectMany(site => site.SourcesWritten()).Concat(_read).ToList();
        foreach (var node in _shape.Root.Members)
        {
            PathStep[] steps = [ShapePath.Member(node.Name)];
            if (node.Field is { IsOpen: true, VendorType: "parent" or "children" } || named.Exists(path => StepPath.Meet(path, steps)))
                continue;
            run.Find(
                null, MappingCodes.SourceNotMapped, MappingFindingSeverity.Note, "/lenses", steps, null,
                $"No lens reads the field '{node.Field.Path}'{(node.Field.Label is { } label && label != node.Field.Path ? $" ({label})" : "")}.", "Map it where the contract has a place for it, or in an extension.");
        }
    }
}
