namespace Canonical.Mapping;

/// <summary>Several texts of the vendor become one, joined by a separator.</summary>
/// <remarks>
/// A part is a string; missing, null and the empty string are an empty part, other kinds are an error. Without any part the target is unset.
/// <para>Exact: parts are joined at their places, empty ones between others too; only those at the end are left out. A part that would be split
/// elsewhere is refused: one with others behind it whose text with the separator behind it holds the separator earlier than there, and the last one that has a text, when it is
/// not in the last place and holds the separator. Not exact: empty parts are left out everywhere.</para>
/// <para>Back, the text is split at the separator from the left into as many parts as there are sources, the last takes the rest. A source without a part is
/// cleared, as if its canonical member were null: the whole text is known, so what is not in it is gone. An absent or null target is as in other lenses, for every source.</para>
/// </remarks>
internal sealed class ConcatLens(LensHead head, IReadOnlyList<MemberPath> sources, MemberPath target, JoinPart join, Requirement required, ClearForm clear) : Lens(head)
{
    public IReadOnlyList<MemberPath> Sources { get; } = sources;

    public MemberPath Target { get; } = target;

    public JoinPart Join { get; } = join;

    public Requirement Required { get; } = required;

    public ClearForm Clear { get; } = clear;

    public override IEnumerable<MemberPath> SourcePaths => Sources;

    public override IEnumerable<MemberPath> TargetPaths => [Target];
}

/// <summary>One text of the vendor becomes several, split at a separator: the mirror image of <see cref="ConcatLens"/>.</summary>
/// <remarks>
/// Forth, the text is split from the left into at most as many parts as there are targets, the last takes the rest; an empty part leaves its target unset.
/// Back, the parts are joined as <see cref="ConcatLens"/> joins them forth, with the same refusals when exact. When no target has a value the source is not sent,
/// or cleared when one of them is null and none has a value.
/// </remarks>
internal sealed class SplitLens(LensHead head, MemberPath source, IReadOnlyList<MemberPath> targets, JoinPart join, Requirement required, ClearForm clear) : Lens(head)
{
    public MemberPath Source { get; } = source;

    public IReadOnlyList<MemberPath> Targets { get; } = targets;

    public JoinPart Join { get; } = join;

    public Requirement Required { get; } = required;

    public ClearForm Clear { get; } = clear;

    public override IEnumerable<MemberPath> SourcePaths => [Source];

    public override IEnumerable<MemberPath> TargetPaths => Targets;
}

/// <summary>How texts are joined: by which separator, never empty, and whether what would not come apart again is refused.</summary>
internal sealed record JoinPart(string Separator, bool Exact);
