namespace Canonical.Mapping;

internal enum PathStepKind
{
    Member,
    Index,
    Match,

    /// <summary>Every element of an array; only in the paths that checks and descriptions make.</summary>
    All,
}

/// <summary>One step of a path: a member, an element by place, or the first element whose member equals a literal.</summary>
internal readonly record struct PathStep(PathStepKind Kind, string Name, int Index, JsonScalar Literal);
