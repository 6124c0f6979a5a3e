namespace Canonical.Mapping;

/// <summary>Every element of an array.</summary>
internal sealed class EachLens(LensHead head, MemberPath source, MemberPath target, Requirement required, IReadOnlyList<Lens> lenses) : Lens(head)
{
    public MemberPath Source { get; } = source;

    public MemberPath Target { get; } = target;

    public Requirement Required { get; } = required;

    public IReadOnlyList<Lens> Lenses { get; } = lenses;

    /// <summary>Which elements are taken at all; their paths start at the element. Null for all of them.</summary>
    public WherePart? Where { get; init; }

    public override IEnumerable<MemberPath> SourcePaths => [Source];

    public override IEnumerable<MemberPath> TargetPaths => [Target];
}

/// <summary>A filter: the vendor's elements that are taken on the way forth, the canonical ones on the way back; null for all.</summary>
internal sealed record WherePart(Condition? Source, Condition? Target);

internal enum ConditionTest
{
    Exists,
    Absent,
    OneOf,

    /// <summary>Written as text: only <see cref="Condition.Expression"/> says what it tests.</summary>
    Expression,
}

/// <summary>A condition. The object form tests one path, with values in their form for comparison; the expression says the same of it, and all of a condition that was written as text.</summary>
internal sealed record Condition(MemberPath Path, ConditionTest Test, IReadOnlySet<JsonScalar> Values, Expression Expression)
{
    /// <summary>All paths that it reads.</summary>
    public IReadOnlyList<MemberPath> Paths => Expression.Paths;
}

/// <summary>Lenses that run when a condition holds, and others when not.</summary>
internal sealed class WhenLens(LensHead head, Condition? source, Condition? target, IReadOnlyList<Lens> lenses, IReadOnlyList<Lens> otherwise) : Lens(head)
{
    public Condition? Source { get; } = source;

    public Condition? Target { get; } = target;

    public IReadOnlyList<Lens> Lenses { get; } = lenses;

    public IReadOnlyList<Lens> Otherwise { get; } = otherwise;

    public override IEnumerable<MemberPath> SourcePaths => Source is null ? [] : Source.Paths;

    public override IEnumerable<MemberPath> TargetPaths => Target is null ? [] : Target.Paths;

    public override IEnumerable<MemberPath> SourceWrites => [];

    public override IEnumerable<MemberPath> TargetWrites => [];

    public override IEnumerable<MemberPath> LookUps => SourcePaths.Concat(TargetPaths);
}
