using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>A literal of the document, or a parameter of the run: one of the two is there.</summary>
internal sealed record FixedValue(JsonElement? Literal, string? Parameter);

/// <summary>A fixed value on one side. The other direction compares.</summary>
internal sealed class ConstantLens(LensHead head, MemberPath? source, MemberPath? target, FixedValue value) : Lens(head)
{
    public MemberPath? Source { get; } = source;

    public MemberPath? Target { get; } = target;

    public FixedValue Value { get; } = value;

    public override IEnumerable<MemberPath> SourcePaths => Source is null ? [] : [Source];

    public override IEnumerable<MemberPath> TargetPaths => Target is null ? [] : [Target];
}

/// <summary>Fills a member that was left unset.</summary>
internal sealed class DefaultLens(LensHead head, MemberPath? source, MemberPath? target, FixedValue value) : Lens(head)
{
    public MemberPath? Source { get; } = source;

    public MemberPath? Target { get; } = target;

    public FixedValue Value { get; } = value;

    public override IEnumerable<MemberPath> SourcePaths => Source is null ? [] : [Source];

    public override IEnumerable<MemberPath> TargetPaths => Target is null ? [] : [Target];

    // It writes only what the others left, so it may share their paths.
    public override IEnumerable<MemberPath> SourceWrites => [];

    public override IEnumerable<MemberPath> TargetWrites => [];
}
