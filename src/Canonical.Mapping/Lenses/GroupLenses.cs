namespace Canonical.Mapping;

/// <summary>Every element of an array.</summary>
internal sealed class EachLens(LensHead head, MemberPath source, MemberPath target, Requirement required, IReadOnlyList<Lens> lenses) : Lens(head)
{
    public MemberPath Source { get; } = source;

    public MemberPath Target { get; } = target;

    public Requirement Required { get; } = required;

    public IReadOnlyList<Lens> Lenses { get; } = lenses;

    public override IEnumerable<MemberPath> SourcePaths => [Source];

    public override IEnumerable<MemberPath> TargetPaths => [Target];
}

internal enum ConditionTest
{
    Exists,
    Absent,
    OneOf,
}

/// <summary>A simple test of one path. The values are in their form for comparison.</summary>
internal sealed record Condition(MemberPath Path, ConditionTest Test, IReadOnlySet<JsonScalar> Values);

/// <summary>Lenses that run when a condition holds, and others when not.</summary>
internal sealed class WhenLens(LensHead head, Condition? source, Condition? target, IReadOnlyList<Lens> lenses, IReadOnlyList<Lens> otherwise) : Lens(head)
{
    public Condition? Source { get; } = source;

    public Condition? Target { get; } = target;

    public IReadOnlyList<Lens> Lenses { get; } = lenses;

    public IReadOnlyList<Lens> Otherwise { get; } = otherwise;

    public override IEnumerable<MemberPath> SourcePaths => Source is null ? [] : [Source.Path];

    public override IEnumerable<MemberPath> TargetPaths => Target is null ? [] : [Target.Path];

    public override IEnumerable<MemberPath> SourceWrites => [];

    public override IEnumerable<MemberPath> TargetWrites => [];

    public override IEnumerable<MemberPath> LookUps => SourcePaths.Concat(TargetPaths);
}
