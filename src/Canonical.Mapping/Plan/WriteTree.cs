namespace Canonical.Mapping;

/// <summary>A place that lenses write, with the places inside of it in the order in which they are written out.</summary>
internal sealed class WriteNode
{
    private readonly List<WriteNode> _children = [];

    private WriteNode(WriteNode? parent, PathStep step, byte[] prefix)
    {
        Parent = parent;
        Step = step;
        Prefix = prefix;
    }

    public WriteNode? Parent { get; }

    public PathStep Step { get; }

    public int Slot { get; private set; }

    /// <summary>A comma, the name and a colon; a comma alone for an element.</summary>
    public byte[] Prefix { get; }

    public bool IsElement => Step.Kind != PathStepKind.Member;

    /// <summary>What the member holds as soon as its object has anything: the literal by which the element was picked.</summary>
    public Value Preset { get; private set; }

    public WriteNode[] Children { get; private set; } = [];

    public static WriteNode Root() => new(null, new PathStep(PathStepKind.Member, "", 0, default), []);

    public WriteNode Add(ReadOnlySpan<PathStep> steps, ConstantPool constants)
    {
        var node = this;
        foreach (var step in steps)
            node = node.Child(step, constants);
        return node;
    }

    public WriteNode Member(string name, ConstantPool constants) => Child(new PathStep(PathStepKind.Member, name, 0, default), constants);

    /// <summary>A place for members whose names are only known in a run: their text, without braces.</summary>
    public WriteNode Spread()
    {
        var made = new WriteNode(this, new PathStep(PathStepKind.Member, "", 0, default), [.. ","u8]);
        _children.Add(made);
        return made;
    }

    /// <summary>The path from the record or the element, for people.</summary>
    public string PathText()
    {
        var steps = new List<PathStep>();
        for (var node = this; node.Parent is not null; node = node.Parent)
            steps.Insert(0, node.Step);
        return Mapping.PathText.Of([.. steps]);
    }

    /// <summary>Sorts the members by an order that is known, those it does not know behind; gives out the slots, and says how many.</summary>
    public int Close(MemberOrder? order) => Close(order, 0);

    private WriteNode Child(PathStep step, ConstantPool constants)
    {
        foreach (var child in _children)
        {
            if (child.Step == step)
                return child;
        }

        var made = new WriteNode(this, step, step.Kind == PathStepKind.Member ? [.. ",\""u8, .. Utf8Text.Encode(step.Name) ?? [], .. "\":"u8] : [.. ","u8]);
        _children.Add(made);
        if (step.Kind == PathStepKind.Match)
            made.Member(step.Name, constants).Preset = constants.Add(step.Literal);
        return made;
    }

    private int Close(MemberOrder? order, int slot)
    {
        Slot = slot++;
        // By the contract where it is known, elements by their place; the rest stays as the document has it.
        Children = [.. _children.OrderBy(child => child.Step.Kind switch
        {
            PathStepKind.Member => order?.Place(child.Step.Name) ?? 0,
            PathStepKind.Index => child.Step.Index,
            _ => int.MaxValue,
        })];
        foreach (var child in Children)
            slot = child.Close(child.IsElement ? order?.Items() : order?.Inside(child.Step.Name), slot);
        return slot;
    }
}
