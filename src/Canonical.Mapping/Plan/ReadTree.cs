using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// A place that lenses read, with the places inside of it. Every place has a slot; those inside a place come behind it without a gap, first those of an object's members and
/// then those of an array's elements, so that a value of another kind answers for all of them at once.
/// </summary>
internal sealed class ReadNode
{
    private readonly List<(byte[] Name, ReadNode Node)> _members = [];
    private readonly List<ElementPick> _elements = [];

    public int Slot { get; private set; }

    /// <summary>Behind the slots of the members.</summary>
    public int MembersEnd { get; private set; }

    /// <summary>Behind all slots inside.</summary>
    public int End { get; private set; }

    public Utf8Lookup? Names { get; private set; }

    public ReadNode[] Members { get; private set; } = [];

    public ElementPick[] Elements { get; private set; } = [];

    public ReadNode Add(ReadOnlySpan<PathStep> steps)
    {
        var node = this;
        foreach (var step in steps)
            node = step.Kind == PathStepKind.Member ? node.Member(step.Name) : node.Element(step);
        return node;
    }

    public ReadNode Member(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        foreach (var member in _members)
        {
            if (member.Name.AsSpan().SequenceEqual(utf8))
                return member.Node;
        }

        var node = new ReadNode();
        _members.Add((utf8, node));
        return node;
    }

    /// <summary>The members whose names are not among these.</summary>
    public IEnumerable<ReadNode> MembersBeside(IReadOnlySet<string> names) =>
        _members.Where(member => !names.Contains(Encoding.UTF8.GetString(member.Name))).Select(member => member.Node);

    /// <summary>Gives out the slots; the count of them.</summary>
    public int Close() => Close(0);

    private ReadNode Element(PathStep step)
    {
        foreach (var pick in _elements)
        {
            if (pick.Step == step)
                return pick.Node;
        }

        var made = new ElementPick(step, new ReadNode(), Encoding.UTF8.GetBytes(step.Name), step.Kind == PathStepKind.Match ? new Literal(step.Literal) : null);
        _elements.Add(made);
        return made.Node;
    }

    private int Close(int slot)
    {
        Slot = slot++;
        foreach (var (_, node) in _members)
            slot = node.Close(slot);
        MembersEnd = slot;
        foreach (var pick in _elements)
            slot = pick.Node.Close(slot);
        End = slot;
        if (_members.Count > 0)
            Names = new Utf8Lookup([.. _members.Select(member => ((byte)0, member.Name))]);
        Members = [.. _members.Select(member => member.Node)];
        Elements = [.. _elements];
        return slot;
    }
}

/// <summary>An element that a path picks by its place, or by a member that equals a literal.</summary>
internal sealed record ElementPick(PathStep Step, ReadNode Node, byte[] Name, Literal? Literal);

/// <summary>A scalar to compare with. Numbers are in their normal form: 1, 1.0 and 1E0 are one.</summary>
internal sealed class Literal
{
    public Literal(JsonScalar scalar)
    {
        scalar = scalar.ForComparison();
        Kind = KindOf(scalar);
        Text = Encoding.UTF8.GetBytes(scalar.Text);
    }

    public ValueKind Kind { get; }

    /// <summary>Unescaped.</summary>
    public byte[] Text { get; }

    public static ValueKind KindOf(JsonScalar scalar) => scalar.Kind switch
    {
        JsonScalarKind.String => ValueKind.String,
        JsonScalarKind.Number => ValueKind.Number,
        _ => scalar.IsTrue ? ValueKind.True : ValueKind.False,
    };

    /// <summary>Whether a value with this text, unescaped, is the literal.</summary>
    public bool Is(ValueKind kind, ReadOnlySpan<byte> text)
    {
        if (kind != Kind)
            return false;
        if (kind != ValueKind.Number)
            return text.SequenceEqual(Text);
        Span<byte> normal = stackalloc byte[DecimalText.MaxLength];
        return DecimalText.TryNormalize(text, 0, normal, out var length) ? normal[..length].SequenceEqual(Text) : text.SequenceEqual(Text);
    }
}
