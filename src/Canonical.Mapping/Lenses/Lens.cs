namespace Canonical.Mapping;

/// <summary>What every lens says of itself in the document.</summary>
internal sealed record LensHead(string Id, string Kind, string Pointer, MappingDirection? Only, string? Loss);

/// <summary>One lens: data alone, and immutable. Checks, lineage and the compiled plan read it.</summary>
internal abstract class Lens(LensHead head)
{
    public LensHead Head { get; } = head;

    public string Id => Head.Id;

    /// <summary>The vendor's members that it reads on the way forth, for lineage.</summary>
    public virtual IEnumerable<MemberPath> SourcePaths => [];

    /// <summary>The canonical members.</summary>
    public virtual IEnumerable<MemberPath> TargetPaths => [];

    /// <summary>The vendor's members that it alone writes on the way back.</summary>
    public virtual IEnumerable<MemberPath> SourceWrites => SourcePaths;

    /// <summary>The canonical members that it alone writes on the way forth.</summary>
    public virtual IEnumerable<MemberPath> TargetWrites => TargetPaths;

    /// <summary>Paths that are only looked up: these may start at the root of the record.</summary>
    public virtual IEnumerable<MemberPath> LookUps => [];

    public virtual string? ConverterName => null;

    public bool Runs(MappingDirection direction) => Head.Only is null || Head.Only == direction;
}
