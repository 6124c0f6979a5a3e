using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Every element of an array.</summary>
internal sealed class EachLens(LensHead head, MemberPath source, MemberPath target, Requirement required, IReadOnlyList<Lens> lenses) : Lens(head)
{
    public MemberPath Source => source;

    public MemberPath Target => target;

    public IReadOnlyList<Lens> Lenses => lenses;

    public override IEnumerable<MemberPath> SourcePaths => [source];

    public override IEnumerable<MemberPath> TargetPaths => [target];

    public override void ToCanonical(MapRun run, Scope scope) => Run(run, scope, source, target, Requirement.ToCanonical, MappingDirection.ToCanonical);

    public override void ToVendor(MapRun run, Scope scope) => Run(run, scope, target, source, Requirement.ToVendor, MappingDirection.ToVendor);

    private void Run(MapRun run, Scope scope, MemberPath from, MemberPath to, Requirement side, MappingDirection direction)
    {
        var status = from.Read(scope.Input, out var array);
        switch (status)
        {
            case ReadStatus.Broken:
                run.WrongKind(this, source, target, array, "a member on the way is no object or array as the path needs it");
                return;
            case ReadStatus.Value when array.ValueKind != JsonValueKind.Array:
                run.WrongKind(this, source, target, array, "an array is expected");
                return;
            case ReadStatus.Missing or ReadStatus.Null:
                if (required.HasFlag(side))
                    run.Missing(this, source, target, status, array);
                else if (status == ReadStatus.Null && direction == MappingDirection.ToVendor)
                {
                    run.Report(
                        this, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, source, target, array,
                        "The canonical array is null; the vendor's array was not sent.", "Send an empty array to empty the vendor's.");
                }

                return;
        }

        var items = Node.NewArray();
        var (sourcePrefix, targetPrefix) = (run.SourcePrefix, run.TargetPrefix);
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"[{index++}]");
            run.SourcePrefix = source.Under(sourcePrefix) + place;
            run.TargetPrefix = target.Under(targetPrefix) + place;
            var item = new Node();
            var before = run.Issues.Count;
            MapRun.RunAll(lenses, run, new Scope(element, item), direction);
            if (item.Kind != NodeKind.Unset)
            {
                items.Items.Add(item);
            }
            else if (run.Issues.Count == before)
            {
                run.Report(
                    this, MappingCodes.ElementDropped, MappingSeverity.Warning, MappingIssueKind.Loss, null, null, element,
                    $"No lens mapped anything of element {place} of '{from.Text}', so it was left out.", "Map at least one member of it, or correct the record.");
            }
        }

        (run.SourcePrefix, run.TargetPrefix) = (sourcePrefix, targetPrefix);
        run.Write(this, to, scope, items, source, target);
    }
}

internal enum ConditionTest
{
    Exists,
    Absent,
    OneOf,
}

/// <summary>A simple test of one path.</summary>
internal sealed record Condition(MemberPath Path, ConditionTest Test, IReadOnlySet<JsonScalar> Values)
{
    public bool Holds(MapRun run, Scope scope)
    {
        var status = Path.Read(Path.FromRoot ? run.Root : scope.Input, out var element);
        return Test switch
        {
            ConditionTest.Exists => status == ReadStatus.Value,
            ConditionTest.Absent => status != ReadStatus.Value,
            _ => status == ReadStatus.Value && JsonScalar.TryRead(element, out var scalar) && Values.Contains(scalar.ForComparison()),
        };
    }
}

/// <summary>Lenses that run when a condition holds, and others when not.</summary>
internal sealed class WhenLens(LensHead head, Condition? source, Condition? target, IReadOnlyList<Lens> lenses, IReadOnlyList<Lens> otherwise) : Lens(head)
{
    public Condition? Source => source;

    public Condition? Target => target;

    public IReadOnlyList<Lens> Lenses => lenses;

    public IReadOnlyList<Lens> Otherwise => otherwise;

    public override IEnumerable<MemberPath> SourcePaths => source is null ? [] : [source.Path];

    public override IEnumerable<MemberPath> TargetPaths => target is null ? [] : [target.Path];

    public override IEnumerable<MemberPath> SourceWrites => [];

    public override IEnumerable<MemberPath> TargetWrites => [];

    public override IEnumerable<MemberPath> LookUps => SourcePaths.Concat(TargetPaths);

    public override void ToCanonical(MapRun run, Scope scope) => Run(run, scope, source, MappingDirection.ToCanonical);

    public override void ToVendor(MapRun run, Scope scope) => Run(run, scope, target, MappingDirection.ToVendor);

    private void Run(MapRun run, Scope scope, Condition? condition, MappingDirection direction)
    {
        var holds = condition is null || condition.Holds(run, scope);
        MapRun.RunAll(holds ? lenses : otherwise, run, scope, direction);
    }
}
