using System.Globalization;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The rules that look at all lenses together, and the table of lenses that comes out of it.</summary>
internal sealed class DocumentChecks(MappingDocumentOptions options, List<MappingDocumentFinding> findings, ContractId contract)
{
    private static readonly string[] s_header = ["id", "contract", "sourceRefs", "observedAt", "sourceCreatedAt", "sourceUpdatedAt"];
    private readonly ContractShape _shape = new(options, contract);
    private readonly List<LensDescription> _descriptions = [];
    private readonly List<WriteSite> _targets = [];
    private readonly List<WriteSite> _sources = [];
    private readonly Dictionary<string, Lens> _ids = new(StringComparer.Ordinal);

    public IReadOnlyList<LensDescription> Run(IReadOnlyList<Lens> lenses)
    {
        Walk(lenses, [], [], [], []);
        Overlaps(_targets, MappingCodes.TargetWrittenTwice, "the canonical member");
        Overlaps(_sources, MappingCodes.SourceWrittenTwice, "the vendor's member");
        return _descriptions;
    }

    private void Walk(IReadOnlyList<Lens> lenses, PathStep[] source, PathStep[] target, Guard[] guards, Lens[] parents)
    {
        foreach (var lens in lenses)
        {
            if (!_ids.TryAdd(lens.Id, lens))
                Find(lens, MappingCodes.DuplicateLens, "/id", $"Another lens has the id '{lens.Id}', at {_ids[lens.Id].Head.Pointer}.");
            Describe(lens, source, target);
            CheckTargets(lens, target);
            if (lens.Runs(MappingDirection.ToCanonical))
                _targets.AddRange(lens.TargetWrites.Select(path => new WriteSite(lens, [.. target, .. path.Steps], guards, parents, MappingDirection.ToCanonical)));
            if (lens.Runs(MappingDirection.ToVendor))
                _sources.AddRange(lens.SourceWrites.Select(path => new WriteSite(lens, [.. source, .. path.Steps], guards, parents, MappingDirection.ToVendor)));
            switch (lens)
            {
                case EachLens each:
                    Walk(each.Lenses, Inside(source, each.Source), Inside(target, each.Target), guards, [.. parents, lens]);
                    break;
                case WhenLens branch:
                    Walk(branch.Lenses, source, target, [.. guards, new Guard(branch, true)], [.. parents, lens]);
                    Walk(branch.Otherwise, source, target, [.. guards, new Guard(branch, false)], [.. parents, lens]);
                    break;
            }
        }
    }

    private static PathStep[] Inside(PathStep[] prefix, MemberPath array) => [.. prefix, .. array.Steps, new PathStep(PathStepKind.All, "", 0, default)];

    private void Describe(Lens lens, PathStep[] source, PathStep[] target) =>
        _descriptions.Add(new LensDescription(
            lens.Id,
            lens.Head.Kind,
            [.. lens.SourcePaths.Select(path => Full(source, path)), .. lens is EachLens { Where.Source: { } taken } each ? taken.Paths.Select(path => Full(Inside(source, each.Source), path)) : []],
            [.. lens.TargetPaths.Select(path => Full(target, path)), .. lens is EachLens { Where.Target: { } sent } array ? sent.Paths.Select(path => Full(Inside(target, array.Target), path)) : []],
            lens.ConverterName,
            lens.Head.Only,
            lens.Head.Loss)
        {
            WrittenPaths = [.. (lens is FirstLens first ? first.SourceWrites : lens.SourcePaths).Select(path => Full(source, path))],
        });

    private static string Full(PathStep[] prefix, MemberPath path) => PathText.Of(path.FromRoot ? path.Steps.ToArray() : [.. prefix, .. path.Steps]);

    private void CheckTargets(Lens lens, PathStep[] prefix)
    {
        if (lens is EachLens { Where.Target: { } filter } each)
        {
            foreach (var path in filter.Paths)
                CheckMember(lens, path.FromRoot ? path.Steps.ToArray() : [.. Inside(prefix, each.Target), .. path.Steps], "/where/target");
        }

        foreach (var path in lens.TargetPaths)
        {
            PathStep[] steps = path.FromRoot ? path.Steps.ToArray() : [.. prefix, .. path.Steps];
            // What is only looked up may be a member of the header.
            if (!lens.LookUps.Contains(path) && steps is [{ Kind: PathStepKind.Member } first, ..] && s_header.Contains(first.Name, StringComparer.Ordinal))
                Find(lens, MappingCodes.HeaderTarget, "/target", $"The mapper sets '{first.Name}' itself.");
            else
                CheckMember(lens, steps, "/target");
        }
    }

    private void CheckMember(Lens lens, PathStep[] steps, string where)
    {
        if (!_shape.Has(steps))
            Find(lens, MappingCodes.UnknownTarget, where, $"The contract {contract} has no member '{PathText.Of(steps)}'.");
    }

    private void Overlaps(List<WriteSite> sites, string code, string what)
    {
        for (var i = 0; i < sites.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (second, first) = (sites[i], sites[j]);
                if (second.Lens == first.Lens || second.Parents.Contains(first.Lens) || !Meet(first.Steps, second.Steps) || Guard.Exclude(first, second))
                    continue;
                Find(second.Lens, code, "", $"It writes {what} '{PathText.Of(second.Steps)}', and so does lens '{first.Lens.Id}'. Let one of them run in one direction only ('only' with 'loss'), or separate them by 'when'.");
                break;
            }
        }
    }

    // One path leads into the other, or they are the same.
    private static bool Meet(PathStep[] first, PathStep[] second)
    {
        for (var i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            var (a, b) = (first[i], second[i]);
            // Elements picked in different ways may be the same element.
            if (a.Kind == b.Kind ? a != b : a.Kind == PathStepKind.Member || b.Kind == PathStepKind.Member)
                return false;
        }

        return true;
    }

    private void Find(Lens lens, string code, string where, string message) => findings.Add(new MappingDocumentFinding(code, lens.Head.Pointer + where, lens.Id, message));
}

/// <summary>A place that a lens writes, with the conditions under which it does.</summary>
internal sealed record WriteSite(Lens Lens, PathStep[] Steps, Guard[] Guards, Lens[] Parents, MappingDirection Direction);

/// <summary>A branch of a <c>when</c>.</summary>
internal readonly record struct Guard(WhenLens When, bool Holds)
{
    /// <summary>True when two writes can never happen in one run.</summary>
    public static bool Exclude(WriteSite first, WriteSite second)
    {
        foreach (var a in first.Guards)
        {
            foreach (var b in second.Guards)
            {
                if (a.When == b.When ? a.Holds != b.Holds : a.Holds && b.Holds && Disjoint(a.Condition(first.Direction), b.Condition(first.Direction)))
                    return true;
            }
        }

        return false;
    }

    private Condition? Condition(MappingDirection direction) => direction == MappingDirection.ToCanonical ? When.Source : When.Target;

    private static bool Disjoint(Condition? first, Condition? second) =>
        first is not null && second is not null && Expression.Exclude(first.Expression, second.Expression);
}

/// <summary>Steps to text, as an author would write them.</summary>
internal static class PathText
{
    public static string Of(ReadOnlySpan<PathStep> steps)
    {
        var text = new System.Text.StringBuilder();
        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case PathStepKind.Member:
                    if (text.Length > 0)
                        text.Append('.');
                    text.Append(Name(step.Name));
                    break;
                case PathStepKind.Index:
                    text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
                    break;
                case PathStepKind.Match:
                    text.Append('[').Append(Name(step.Name)).Append('=');
                    text.Append(step.Literal.Kind == JsonScalarKind.String && (step.Literal.Text is "true" or "false" || DecimalText.IsJsonNumber(step.Literal.Text)) ? $"'{step.Literal.Text}'" : Name(step.Literal.Text));
                    text.Append(']');
                    break;
                default:
                    text.Append("[]");
                    break;
            }
        }

        return text.Length == 0 ? "." : text.ToString();
    }

    private static string Name(string name) =>
        name.Length > 0 && name.All(PathParser.IsBare) ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
