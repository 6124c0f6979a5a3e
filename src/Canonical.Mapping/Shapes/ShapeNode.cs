using System.Globalization;

namespace Canonical.Mapping;

/// <summary>A shape as a tree, for looking paths up. Built once, then only read.</summary>
internal sealed class ShapeNode
{
    private readonly Dictionary<string, ShapeNode> _members = new(StringComparer.Ordinal);
    private readonly List<ShapeNode> _order = [];
    private ShapeNode? _item;

    private ShapeNode(VendorField field, string name)
    {
        Field = field;
        Name = name;
    }

    public VendorField Field { get; private set; }

    /// <summary>The member's name; empty for the root and for elements.</summary>
    public string Name { get; }

    public ShapeNode? Item => _item;

    /// <summary>In the order of the description.</summary>
    public IReadOnlyList<ShapeNode> Members => _order;

    public bool HasMembers => _order.Count > 0;

    public ShapeNode? Member(string name) => _members.GetValueOrDefault(name);

    public static ShapeNode Build(IEnumerable<VendorField> fields)
    {
        var root = new ShapeNode(new VendorField { Path = ".", Type = VendorFieldType.Object, IsNullable = false }, "");
        var count = 0;
        var stated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (++count > VendorShape.MaxFields)
                throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The shape has more than {VendorShape.MaxFields} fields."));
            if (!ShapePath.TryParse(field.Path, out var steps, out var problem))
                throw new VendorShapeException($"The path '{field.Path}' of a field cannot be read: {problem}.");
            if (steps.Length > VendorShape.MaxDepth)
                throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"A field lies deeper than {VendorShape.MaxDepth} members: '{field.Path[..Math.Min(120, field.Path.Length)]}'."));
            var path = ShapePath.Text(steps);
            if (!stated.Add(path))
                throw new VendorShapeException($"The field '{path}' stands twice.");
            root.Place(steps, field with { Path = path });
        }

        return root;
    }

    public ShapeNode? Find(ReadOnlySpan<PathStep> steps)
    {
        var node = this;
        foreach (var step in steps)
        {
            node = step.Kind == PathStepKind.Member ? node.Member(step.Name) : node.Item;
            if (node is null)
                return null;
        }

        return node;
    }

    public void Collect(List<VendorField> into)
    {
        foreach (var member in _order)
        {
            into.Add(member.Field);
            member.CollectItem(into);
            member.Collect(into);
        }
    }

    private void CollectItem(List<VendorField> into)
    {
        if (_item is null)
            return;
        into.Add(_item.Field);
        _item.CollectItem(into);
        _item.Collect(into);
    }

    private void Place(PathStep[] steps, VendorField field)
    {
        var node = this;
        for (var i = 0; i < steps.Length; i++)
        {
            var isLast = i == steps.Length - 1;
            if (steps[i].Kind == PathStepKind.All)
            {
                node.Expect(VendorFieldType.Array);
                node._item ??= Implied(steps[..(i + 1)], isLast, steps);
                node = node._item;
            }
            else
            {
                node.Expect(VendorFieldType.Object);
                if (!node._members.TryGetValue(steps[i].Name, out var next))
                {
                    next = Implied(steps[..(i + 1)], isLast, steps);
                    node._members.Add(steps[i].Name, next);
                    node._order.Add(next);
                }

                node = next;
            }
        }

        if (node.HasMembers && field.Type is not (VendorFieldType.Object or VendorFieldType.Any))
            throw new VendorShapeException($"The field '{field.Path}' has members and is no object.");
        if (node._item is not null && field.Type is not (VendorFieldType.Array or VendorFieldType.Any))
            throw new VendorShapeException($"The field '{field.Path}' has elements and is no array.");
        node.Field = field;
    }

    // What lies on the way to a field that is listed: an object, unless elements follow.
    private static ShapeNode Implied(PathStep[] steps, bool isLast, PathStep[] all) => new(
        new VendorField
        {
            Path = ShapePath.Text(steps),
            Type = isLast ? VendorFieldType.Any : all[steps.Length].Kind == PathStepKind.All ? VendorFieldType.Array : VendorFieldType.Object,
        },
        steps[^1].Name);

    private void Expect(VendorFieldType type)
    {
        if (Field.Type != type && Field.Type != VendorFieldType.Any)
            throw new VendorShapeException($"The field '{Field.Path}' is no {(type == VendorFieldType.Array ? "array" : "object")}, but a path leads into it.");
    }
}
