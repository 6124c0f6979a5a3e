using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Where an array of lenses stands.</summary>
internal enum Place
{
    Record,
    Element,
    Branch,
}

/// <summary>Arrays, branches, conditions, and what is left over when all lenses beside it are known.</summary>
internal sealed partial class LensReader
{
    private EachLens Each(JsonElement json, LensHead head)
    {
        var (source, target, required) = (SourcePath(json), TargetPath(json), Required(json));
        WherePart? where = null;
        if (json.TryGetProperty("where", out var filter))
            where = new WherePart(Condition(filter, "source", "/where"), Condition(filter, "target", "/where"));
        var lenses = LeaveToOthers(ReadAll(json.GetProperty("lenses"), head.Pointer + "/lenses", Place.Element, head.Only), root: false);
        return new EachLens(head, source, target, required, lenses) { Where = where };
    }

    private WhenLens When(JsonElement json, LensHead head)
    {
        var source = Condition(json, "source", "");
        var target = Condition(json, "target", "");
        if ((source is null && head.Only != MappingDirection.ToVendor) || (target is null && head.Only != MappingDirection.ToCanonical))
            Find(MappingCodes.NotReversible, "", "It needs a 'source' condition for the way to the canonical object and a 'target' condition for the way back, or 'only' and 'loss'.");
        var lenses = ReadAll(json.GetProperty("lenses"), head.Pointer + "/lenses", Place.Branch, head.Only);
        var otherwise = json.TryGetProperty("else", out var array) ? ReadAll(array, head.Pointer + "/else", Place.Branch, head.Only) : [];
        return new WhenLens(head, source, target, lenses, otherwise);
    }

    private Condition? Condition(JsonElement json, string name, string where)
    {
        if (!json.TryGetProperty(name, out var condition))
            return null;
        where += "/" + name;
        if (condition.ValueKind == JsonValueKind.String)
            return TextCondition(condition.GetString()!, where);
        var path = Path(Text(condition, "path")!, where + "/path", lookUp: true);
        if (condition.TryGetProperty("exists", out var exists))
        {
            return new Condition(
                path, exists.GetBoolean() ? ConditionTest.Exists : ConditionTest.Absent, FrozenSet<JsonScalar>.Empty, Expression.Exists(path, exists.GetBoolean()));
        }

        var values = new List<JsonScalar>();
        if (Scalar(condition, "equals") is { } single)
            values.Add(single.ForComparison());
        if (condition.TryGetProperty("in", out var several))
        {
            foreach (var value in several.EnumerateArray())
            {
                if (JsonScalar.TryRead(value, out var scalar))
                    values.Add(scalar.ForComparison());
            }
        }

        return new Condition(path, ConditionTest.OneOf, values.ToFrozenSet(), Expression.OneOf(path, values));
    }

    private Condition? TextCondition(string text, string where)
    {
        if (!Expression.TryParse(text, out var expression, out var problem))
        {
            Find(MappingCodes.ExpressionSyntax, where, string.Create(CultureInfo.InvariantCulture, $"The condition cannot be read: at character {problem.Column}, {problem.Message}."));
            return null;
        }

        if (expression.Paths.Count > 0)
            return new Condition(expression.Paths[0], ConditionTest.Expression, FrozenSet<JsonScalar>.Empty, expression);
        Find(MappingCodes.ExpressionSyntax, where, "The condition reads no member, so it is always the same.");
        return null;
    }

    private RestLens Rest(JsonElement json, LensHead head, Place within)
    {
        var target = TargetPath(json);
        if (within == Place.Branch)
            Find(MappingCodes.DocumentMember, "", "A lens 'rest' stands outside of 'when': what is left over does not depend on a condition.");
        if (target.Steps is not [{ Kind: PathStepKind.Member, Name: "extensions" }, { Kind: PathStepKind.Member }, ..])
            Find(MappingCodes.DocumentMember, "/target", "What is left over goes into an object under a namespace of extensions, such as extensions.'acme.crm'.rest.");
        var except = json.TryGetProperty("except", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        return new RestLens(head, target, except.ToFrozenSet(StringComparer.Ordinal));
    }

    // Only when all lenses of the array are read it is known what they leave.
    private List<Lens> LeaveToOthers(List<Lens> lenses, bool root)
    {
        var at = lenses.FindIndex(lens => lens is RestLens);
        if (at < 0)
            return lenses;
        if (lenses.FindLast(lens => lens is RestLens) is { } second && second != lenses[at])
            findings.Add(new MappingDocumentFinding(MappingCodes.DocumentMember, second.Head.Pointer, second.Id, $"Lens '{lenses[at].Id}' takes the rest already."));
        var rest = (RestLens)lenses[at];
        var left = new HashSet<string>(rest.Left, StringComparer.Ordinal);
        Read(lenses, inScope: true, root, left);
        if (root)
        {
            foreach (var path in new[] { header.Key, header.ExternalId, header.Version, header.Created, header.Modified, header.Url })
                Add(path, left);
        }

        lenses[at] = new RestLens(rest.Head, rest.Target, left.ToFrozenSet(StringComparer.Ordinal));
        return lenses;
    }

    // A path from the root counts for the root alone, wherever it stands; the others for the record that the lens works on.
    private static void Read(IEnumerable<Lens> lenses, bool inScope, bool root, HashSet<string> names)
    {
        foreach (var lens in lenses)
        {
            IEnumerable<MemberPath> paths = lens.SourcePaths;
            if (lens is EachLens { Where.Source: { } filter })
                paths = paths.Concat(filter.Paths.Where(path => path.FromRoot));
            foreach (var path in paths)
            {
                if (path.FromRoot ? root : inScope)
                    Add(path, names);
            }

            switch (lens)
            {
                case WhenLens branch:
                    Read(branch.Lenses.Concat(branch.Otherwise), inScope, root, names);
                    break;
                case EachLens each when root:
                    Read(each.Lenses, inScope: false, root, names);
                    break;
            }
        }
    }

    private static void Add(MemberPath? path, HashSet<string> names)
    {
        if (path is not null && path.Steps is [{ Kind: PathStepKind.Member } first, ..])
            names.Add(first.Name);
    }
}
