using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Whether the mapping gives every member that the contract requires, and which members it never gives.</summary>
internal sealed class TargetChecks(CheckRun run)
{
    // The mapper sets them, or fills them where no lens does.
    private static readonly string[] s_header = ["id", "contract", "sourceRefs", "status", "observedAt", "sourceCreatedAt", "sourceUpdatedAt"];

    // What hosts and connectors add around a mapping: to list them as not mapped would be noise.
    private static readonly string[] s_around = ["mergedInto", "deleted", "ownership", "tags", "raw", "lossReport", "extensions"];

    private readonly List<(LensSite Site, PathStep[] Steps)> _writes =
        [.. run.Sites.SelectMany(site => site.TargetsWritten().Select(steps => (site, steps)))];

    public void Run()
    {
        if (run.Contract.Root is null || _writes.Count == 0)
            return;
        foreach (var place in Objects())
            Check(place);
        Unmapped();
    }

    // The root, and every object that lenses write parts of.
    private List<PathStep[]> Objects()
    {
        var places = new List<PathStep[]> { Array.Empty<PathStep>() };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, steps) in _writes)
        {
            for (var length = 1; length < steps.Length; length++)
            {
                // Up to a member: an object, or an element of an array.
                if (steps[length].Kind == PathStepKind.Member && seen.Add(PathText.Of(steps.AsSpan(0, length))))
                    places.Add(steps[..length]);
            }
        }

        return places;
    }

    private void Check(PathStep[] place)
    {
        if (run.Contract.Find(place) is not { } node)
            return;
        var inside = _writes.Where(write => write.Steps.Length > place.Length && StepPath.Covers(place, write.Steps)).ToList();
        // Written as a whole too: then its members come from there.
        if (_writes.Exists(write => write.Steps.Length <= place.Length && write.Steps.Length > 0 && StepPath.Covers(write.Steps, place) && write.Site.Lens is not EachLens))
            return;
        var at = inside.Count > 0 ? inside[0].Site : null;
        foreach (var member in node.Required)
        {
            if (IsGiven(place, member, inside))
                Certain(place, member, inside);
            else
                Missing(place, member, at);
        }

        foreach (var ways in node.RequiredWays)
        {
            if (!ways.Exists(way => way.TrueForAll(member => IsGiven(place, member, inside))))
                Missing(place, string.Join(" or ", ways.Select(way => string.Join(" with ", way))), at);
        }

        foreach (var (member, others) in node.Dependents)
        {
            if (IsGiven(place, member, inside))
                Conditional(place, others.Where(other => !IsGiven(place, other, inside)), at, $"when it has '{member}'");
        }

        foreach (var (member, values, then) in node.Conditions)
        {
            if (values.Exists(value => CanWrite(place, member, value)))
                Conditional(place, then.Where(other => !IsGiven(place, other, inside)), at, $"when '{member}' is {string.Join(" or ", values.Select(value => value.GetRawText()))}, which this mapping can write");
        }
    }

    private void Missing(PathStep[] place, string member, LensSite? at)
    {
        var target = Named(place, member);
        run.Find(
            place.Length == 0 ? null : at, MappingCodes.RequiredTargetMissing, MappingFindingSeverity.Error, place.Length == 0 ? "/lenses" : "/target", null, null,
            $"The contract {run.Contract.Id} requires {target}, and no lens writes it: every record would be refused.",
            "Add a lens that writes it: a field, a constant or a default.");
    }

    private void Conditional(PathStep[] place, IEnumerable<string> members, LensSite? at, string when)
    {
        foreach (var member in members)
        {
            run.Find(
                place.Length == 0 ? null : at, MappingCodes.ConditionalTargetMissing, MappingFindingSeverity.Warning, place.Length == 0 ? "/lenses" : "/target", null, null,
                $"The contract {run.Contract.Id} requires {Named(place, member)} {when}, and no lens writes it: such records would be refused.",
                "Add a lens that writes it, or do not write what asks for it.");
        }
    }

    private static string Named(PathStep[] place, string member) => place.Length == 0 ? $"'{member}'" : $"'{member}' in '{PathText.Of(place)}'";

    private static bool IsGiven(PathStep[] place, string member, List<(LensSite Site, PathStep[] Steps)> inside) =>
        (place.Length == 0 && s_header.Contains(member, StringComparer.Ordinal))
        // A selector writes the member that it selects by.
        || (place.Length > 0 && place[^1].Kind == PathStepKind.Match && place[^1].Name == member)
        || inside.Exists(write => write.Steps[place.Length].Kind == PathStepKind.Member && write.Steps[place.Length].Name == member);

    // Whether every way through the document writes a member that is required.
    private void Certain(PathStep[] place, string member, List<(LensSite Site, PathStep[] Steps)> inside)
    {
        if (place.Length == 0 && s_header.Contains(member, StringComparer.Ordinal))
            return;
        var writers = inside.Where(write => write.Steps[place.Length].Kind == PathStepKind.Member && write.Steps[place.Length].Name == member).Select(write => write.Site).Distinct().ToList();
        if (writers.Count == 0 || place.Length > 0)
            return;
        if (!Covered(run.Document.Plan, writers))
        {
            run.Find(
                writers[0], MappingCodes.RequiredTargetUncertain, MappingFindingSeverity.Warning, "", null, [ShapePath.Member(member)],
                $"The contract {run.Contract.Id} requires '{member}', but only branches of 'when' write it: a record that takes another way is refused.",
                "Write it in the other branch too, or add a default behind.");
        }
    }

    // Some lens of the list writes it whatever the record is, as far as branches go.
    private static bool Covered(IReadOnlyList<Lens> lenses, List<LensSite> writers)
    {
        foreach (var lens in lenses)
        {
            if (!lens.Runs(MappingDirection.ToCanonical))
                continue;
            if (lens is WhenLens when)
            {
                if (when.Source is null ? Covered(when.Lenses, writers) : Covered(when.Lenses, writers) && Covered(when.Otherwise, writers))
                    return true;
            }
            else if (writers.Exists(site => site.Lens == lens || site.Parents.Any(parent => parent.Lens == lens)))
            {
                return true;
            }
        }

        return false;
    }

    private bool CanWrite(PathStep[] place, string member, JsonElement value)
    {
        PathStep[] steps = [.. place, ShapePath.Member(member)];
        foreach (var (site, written) in _writes)
        {
            // What a field brings cannot be told, so only what the document itself says counts.
            if (StepPath.Equal(steps, written) && LensValues.Canonical(site.Lens, run.Document).Any(literal => JsonElement.DeepEquals(literal, value)))
                return true;
        }

        return false;
    }

    private void Unmapped()
    {
        foreach (var member in run.Contract.Root!.Members)
        {
            PathStep[] steps = [ShapePath.Member(member)];
            if (s_header.Contains(member, StringComparer.Ordinal) || s_around.Contains(member, StringComparer.Ordinal) || _writes.Exists(write => StepPath.Meet(steps, write.Steps)))
                continue;
            if (run.Contract.Root.Required.Contains(member, StringComparer.Ordinal))
                continue;
            run.Find(
                null, MappingCodes.TargetNotMapped, MappingFindingSeverity.Note, "/lenses", null, steps,
                $"No lens writes '{member}' of {run.Contract.Id}.", "Map it where the vendor has it.");
        }
    }
}
