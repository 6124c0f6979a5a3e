namespace Canonical.Mapping;

/// <summary>What is known of an element before it is read: whether it repeats, its type, which of its members are read.</summary>
internal sealed class XmlPlan
{
    private readonly Dictionary<string, XmlPlan> _members = new(StringComparer.Ordinal);

    public bool IsArray { get; private set; }

    /// <summary>True where everything below is read.</summary>
    public bool IsWhole { get; private set; }

    public VendorFieldType Type { get; private set; }

    public bool HasMembers => _members.Count > 0;

    public XmlPlan? Member(string name) => _members.GetValueOrDefault(name);

    public static XmlPlan Of(XmlRecordOptions options)
    {
        var plan = new XmlPlan();
        if (options.Document is { } document)
            plan.Merge(document, 0);
        foreach (var path in options.Paths)
            plan.Path(path).IsWhole = true;
        // Without a word about what is read, all is.
        if (options.Document is null && options.Paths.Count == 0)
            plan.IsWhole = true;
        foreach (var path in options.Arrays)
            plan.Path(path.EndsWith(']') ? path : path + "[]");
        if (options.Shape is { } shape)
            plan.AddTypes(shape.Root, plan.IsWhole);
        return plan;
    }

    public void AddDocument(MappingDocument document)
    {
        var header = document.Header;
        foreach (var path in (MemberPath?[])[header.Key, header.ExternalId, header.Version, header.Created, header.Modified, header.Url])
        {
            if (path is not null)
                Steps(this, path.Steps).IsWhole = true;
        }

        Add(document.Plan, this);
    }

    private void Add(IReadOnlyList<Lens> lenses, XmlPlan scope)
    {
        foreach (var lens in lenses)
        {
            foreach (var path in lens.SourcePaths)
            {
                var leaf = Steps(path.FromRoot ? this : scope, path.Steps);
                if (lens is EachLens each)
                {
                    leaf.IsArray = true;
                    foreach (var filtered in each.Where?.Source?.Paths ?? [])
                        Steps(filtered.FromRoot ? this : leaf, filtered.Steps).IsWhole = true;
                    Add(each.Lenses, leaf);
                }
                else
                {
                    leaf.IsWhole = true;
                    if (lens is TableLens table && path == table.Part.Source)
                        leaf.Type = TypeOf(table);
                }
            }

            if (lens is WhenLens when)
            {
                Add(when.Lenses, scope);
                Add(when.Otherwise, scope);
            }
        }
    }

    // A table of true and false reads a boolean: as text it would be 1 or 0 as often as not.
    private static VendorFieldType TypeOf(TableLens table) =>
        table.Table.Of(MappingDirection.ToCanonical).Keys is { Length: > 0 } keys && keys.All(key => key.Kind == JsonScalarKind.Boolean) ? VendorFieldType.Boolean : VendorFieldType.Any;

    private static XmlPlan Steps(XmlPlan scope, ReadOnlySpan<PathStep> steps)
    {
        var at = scope;
        foreach (var step in steps)
        {
            if (step.Kind == PathStepKind.Member)
            {
                at = at.Get(step.Name);
                continue;
            }

            at.IsArray = true;
            if (step.Kind == PathStepKind.Match)
            {
                var member = at.Get(step.Name);
                member.Type = step.Literal.Kind switch
                {
                    JsonScalarKind.Boolean => VendorFieldType.Boolean,
                    JsonScalarKind.Number => VendorFieldType.Decimal,
                    _ => member.Type,
                };
            }
        }

        return at;
    }

    private XmlPlan Path(string path) =>
        ShapePath.TryParse(path, out var steps, out var problem)
            ? Steps(this, steps)
            : throw new ArgumentException($"The path '{path}' of the options cannot be read: {problem}.", nameof(path));

    private XmlPlan Get(string name)
    {
        if (!_members.TryGetValue(name, out var member))
        {
            member = new XmlPlan();
            _members.Add(name, member);
        }

        return member;
    }

    private void Merge(XmlPlan other, int depth)
    {
        IsArray |= other.IsArray;
        IsWhole |= other.IsWhole;
        if (other.Type != VendorFieldType.Any)
            Type = other.Type;
        foreach (var (name, member) in other._members)
        {
            if (depth < VendorShape.MaxDepth)
                Get(name).Merge(member, depth + 1);
        }
    }

    private void AddTypes(ShapeNode node, bool isWhole)
    {
        var content = node;
        while (content.Item is { } item)
        {
            IsArray = true;
            content = item;
        }

        if (content.Field.Type is not (VendorFieldType.Any or VendorFieldType.Array))
            Type = content.Field.Type;
        foreach (var member in content.Members)
        {
            // What nobody reads needs no type.
            var known = isWhole || IsWhole ? Get(member.Name) : Member(member.Name);
            known?.AddTypes(member, isWhole || IsWhole);
        }
    }
}
