namespace Canonical.Mapping;

/// <summary>Comparing paths of which one may select an element where the other means every element.</summary>
internal static class StepPath
{
    /// <summary>True when the first leads to the second or to something that holds it.</summary>
    public static bool Covers(ReadOnlySpan<PathStep> outer, ReadOnlySpan<PathStep> inner)
    {
        if (outer.Length > inner.Length)
            return false;
        for (var i = 0; i < outer.Length; i++)
        {
            if (!Same(outer[i], inner[i]))
                return false;
        }

        return true;
    }

    /// <summary>True when one of them leads into the other, or they are the same.</summary>
    public static bool Meet(ReadOnlySpan<PathStep> first, ReadOnlySpan<PathStep> second) => Covers(first, second) || Covers(second, first);

    public static bool Equal(ReadOnlySpan<PathStep> first, ReadOnlySpan<PathStep> second) => first.Length == second.Length && Covers(first, second);

    private static bool Same(PathStep first, PathStep second) =>
        first.Kind == PathStepKind.Member || second.Kind == PathStepKind.Member
            ? first.Kind == second.Kind && first.Name == second.Name
            : first.Kind != second.Kind || first == second;
}
