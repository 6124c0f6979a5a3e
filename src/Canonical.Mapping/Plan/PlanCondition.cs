using System.Runtime.InteropServices;

namespace Canonical.Mapping;

/// <summary>A condition over the places of a plan.</summary>
internal sealed class PlanCondition(Condition condition, PlanScope scope)
{
    private readonly ReadPlace[] _places = [.. condition.Paths.Select(scope.LookUp)];

    public bool Holds(PlanRun run)
    {
        var values = new PlanValues(run, _places);
        return condition.Expression.Holds(ref values);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct PlanValues(PlanRun run, ReadPlace[] places) : IExpressionValues
    {
        public ExpressionValueKind Kind(int path)
        {
            var value = places[path].Read(run);
            return value.Kind switch
            {
                ValueKind.True or ValueKind.False => ExpressionValueKind.Boolean,
                ValueKind.Number => ExpressionValueKind.Number,
                // A string that is no text has no value.
                ValueKind.String => run.TryPlain(value, out _) ? ExpressionValueKind.Text : ExpressionValueKind.Null,
                ValueKind.Array => ExpressionValueKind.Array,
                ValueKind.Object => ExpressionValueKind.Object,
                _ => ExpressionValueKind.Null,
            };
        }

        public ReadOnlySpan<byte> Text(int path) => run.TryPlain(places[path].Read(run), out var plain) ? run.Text(plain) : [];

        public bool IsTrue(int path) => places[path].Read(run).Kind == ValueKind.True;

        public int Count(int path) => run.CountElements(places[path].Read(run));
    }
}
