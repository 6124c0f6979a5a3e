using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

internal static partial class Interpreter
{
    private static void Constant(ConstantLens lens, MapRun run, Scope scope, MappingDirection direction)
    {
        var (here, there) = direction == MappingDirection.ToCanonical ? (lens.Target, lens.Source) : (lens.Source, lens.Target);
        if (here is not null)
            Write(lens, run, scope, here);
        else
            Compare(lens, run, scope, there!);
    }

    private static void Write(ConstantLens lens, MapRun run, Scope scope, MemberPath path)
    {
        if (TryGet(lens.Value, run, lens, lens.Source, lens.Target, out var node))
            run.Write(lens, path, scope, node, lens.Source, lens.Target);
    }

    private static void Compare(ConstantLens lens, MapRun run, Scope scope, MemberPath path)
    {
        // With `only` the lens says that this side does not matter.
        if (lens.Head.Only is not null || path.Read(scope.Input, out var found) is not ReadStatus.Value || !TryGet(lens.Value, run, lens, lens.Source, lens.Target, out var expected))
            return;
        if (!Node.Of(found).SameAs(expected))
        {
            run.Report(
                lens, MappingCodes.ConstantDiffers, MappingSeverity.Warning, MappingIssueKind.Loss, lens.Source, lens.Target, found,
                "The mapping fixes this member to another value; the one that is there is not carried over.",
                "Map the member with a lens of its own if it can differ, or give the constant 'only' and 'loss' if it does not matter.");
        }
    }

    private static void Fill(DefaultLens lens, MapRun run, Scope scope, MemberPath? path)
    {
        if (path is null || path.Find(scope.Output) is not null || run.HasErrorAt(path))
            return;
        if (TryGet(lens.Value, run, lens, lens.Source, lens.Target, out var node))
            run.Write(lens, path, scope, node, lens.Source, lens.Target);
    }

    private static bool TryGet(FixedValue value, MapRun run, Lens lens, MemberPath? source, MemberPath? target, out Node node)
    {
        if (value.Parameter is null)
        {
            node = Node.Of(value.Literal!.Value);
            return true;
        }

        var known = run.TryParameter(lens, value.Parameter, source, target, out var scalar);
        node = Node.Of(scalar);
        return known;
    }

    private static void Each(EachLens lens, MapRun run, Scope scope, MemberPath from, MemberPath to, Requirement side, MappingDirection direction)
    {
        var status = from.Read(scope.Input, out var array);
        switch (status)
        {
            case ReadStatus.Broken:
                run.WrongKind(lens, lens.Source, lens.Target, array, "a member on the way is no object or array as the path needs it");
                return;
            case ReadStatus.Value when array.ValueKind != JsonValueKind.Array:
                run.WrongKind(lens, lens.Source, lens.Target, array, "an array is expected");
                return;
            case ReadStatus.Missing or ReadStatus.Null:
                if (lens.Required.HasFlag(side))
                    run.Missing(lens, lens.Source, lens.Target, status, array);
                else if (status == ReadStatus.Null && direction == MappingDirection.ToVendor)
                {
                    run.Report(
                        lens, MappingCodes.NotCleared, MappingSeverity.Warning, MappingIssueKind.Loss, lens.Source, lens.Target, array,
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
            run.SourcePrefix = lens.Source.Under(sourcePrefix) + place;
            run.TargetPrefix = lens.Target.Under(targetPrefix) + place;
            var item = new Node();
            var before = run.Issues.Count;
            RunAll(lens.Lenses, run, new Scope(element, item), direction);
            if (item.Kind != NodeKind.Unset)
            {
                items.Items.Add(item);
            }
            else if (run.Issues.Count == before)
            {
                run.Report(
                    lens, MappingCodes.ElementDropped, MappingSeverity.Warning, MappingIssueKind.Loss, null, null, element,
                    $"No lens mapped anything of element {place} of '{from.Text}', so it was left out.", "Map at least one member of it, or correct the record.");
            }
        }

        (run.SourcePrefix, run.TargetPrefix) = (sourcePrefix, targetPrefix);
        run.Write(lens, to, scope, items, lens.Source, lens.Target);
    }

    private static bool Holds(Condition condition, MapRun run, Scope scope)
    {
        if (condition.Test == ConditionTest.Expression)
        {
            var values = new JsonExpressionValues(condition.Expression, scope.Input, run.Root);
            return condition.Expression.Holds(ref values);
        }

        var status = condition.Path.Read(condition.Path.FromRoot ? run.Root : scope.Input, out var element);
        return condition.Test switch
        {
            ConditionTest.Exists => status == ReadStatus.Value,
            ConditionTest.Absent => status != ReadStatus.Value,
            _ => status == ReadStatus.Value && JsonScalar.TryRead(element, out var scalar) && condition.Values.Contains(scalar.ForComparison()),
        };
    }
}
