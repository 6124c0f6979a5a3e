namespace Canonical.Mapping;

[Flags]
internal enum Requirement
{
    None = 0,
    ToCanonical = 1,
    ToVendor = 2,
}

internal enum ClearForm
{
    Null,
    Empty,
    Never,
}

internal sealed record ValuePart(MemberPath Source, MemberPath Target, Requirement Required, ClearForm Clear);

/// <summary>A lens between one vendor member and one canonical member: reading, missing, clearing and writing are the same for all of them.</summary>
internal abstract class ValueLens(LensHead head, ValuePart part) : Lens(head)
{
    public ValuePart Part { get; } = part;

    public override IEnumerable<MemberPath> SourcePaths => [Part.Source];

    public override IEnumerable<MemberPath> TargetPaths => [Part.Target];
}
