namespace Canonical.Mapping;

/// <summary>While a plan is made: where the lenses of one level read and write.</summary>
internal sealed class PlanScope(MappingDirection direction, ConstantPool constants, PlanScope? outer)
{
    public MappingDirection Direction { get; } = direction;

    public ConstantPool Constants { get; } = constants;

    /// <summary>The scope of the record.</summary>
    public PlanScope Root => outer is null ? this : outer.Root;

    public ReadNode Input { get; } = new();

    public WriteNode Output { get; } = WriteNode.Root();

    public ReadNode Read(MemberPath path) => Input.Add(path.Steps);

    public WriteNode Write(MemberPath path) => Output.Add(path.Steps, Constants);

    /// <summary>A place that a lens looks something up in.</summary>
    public ReadPlace LookUp(MemberPath path) => path.FromRoot ? new ReadPlace(Root.Read(path), true) : new ReadPlace(Read(path), false);

    public PlanScope Inside() => new(Direction, Constants, this);
}
