namespace Canonical.Schema;

/// <summary>Makes nodes of the subschemas that can be reached from a root. A queue and not recursion, so that long chains of references cannot exhaust the stack.</summary>
internal sealed partial class GraphCompiler(SchemaSet set, JsonSchemaOptions options)
{
    private const int MaxNodes = 200_000;

    private readonly List<Node> _all = [];
    private readonly List<string> _names = [];
    private readonly List<Node?> _properties = [];
    private readonly Dictionary<string, int> _nameIndex = new(StringComparer.Ordinal);
    private DynamicScope _scope = DynamicScope.Empty;
    private Node _node = null!;
    private Dialect _dialect = null!;

    /// <summary>How many nodes were made.</summary>
    public int NodeCount => _all.Count;

    public Node Compile(SchemaValue root)
    {
        var node = GetNode(root, DynamicScope.Empty);
        // Nodes that are found on the way are added at the end: the list is the queue.
        for (var i = 0; i < _all.Count; i++)
        {
            _node = _all[i];
            _scope = _node.Scope;
            if (_node.Constant is null) Fill();
        }
        CheckCycles();
        return node;
    }

    private Node GetNode(SchemaValue value, DynamicScope from)
    {
        if (!value.IsObject && !value.IsBoolean) throw new JsonSchemaException(SchemaCodes.InvalidKeyword, "A schema must be an object, true or false.", value.Location());
        var scope = from.Enter(value.Resource!);
        if (!ReferenceEquals(scope, DynamicScope.Empty)) return GetScopedNode(value, scope);
        return value.Node ??= AddNode(value, scope);
    }

    private Node GetScopedNode(SchemaValue value, DynamicScope scope)
    {
        value.ScopedNodes ??= new(StringComparer.Ordinal);
        if (value.ScopedNodes.TryGetValue(scope.Key, out var known)) return known;
        var node = AddNode(value, scope);
        value.ScopedNodes.Add(scope.Key, node);
        return node;
    }

    private Node AddNode(SchemaValue value, DynamicScope scope)
    {
        if (_all.Count >= MaxNodes) throw new JsonSchemaException(SchemaCodes.SchemaTooLarge, $"The schema has more than {MaxNodes} subschemas, counted once for each dynamic scope.", value.Location());
        var node = new Node(_all.Count, value) { Scope = scope };
        if (value.IsBoolean) node.Constant = value.Kind == SchemaKind.True;
        _all.Add(node);
        return node;
    }

    private Node Child(SchemaValue value)
    {
        // A keyword that the indexer does not walk in this dialect, such as a reference through a hidden sibling.
        if (value.Resource is null && (value.IsObject || value.IsBoolean)) new SchemaIndexer(set).Index(value, _node.Source.Resource, _node.Source.Resource!.Uri, _dialect);
        return GetNode(value, _scope);
    }

    private void Fill()
    {
        var source = _node.Source;
        _dialect = source.Resource!.Dialect;
        _names.Clear();
        _nameIndex.Clear();
        if (source[Keyword.Ref] is { } reference)
        {
            _node.Ref = Resolve(reference);
            if (_dialect.RefHidesSiblings) return;
        }
        _properties.Clear();
        foreach (var member in source.Members)
        {
            if (member.Keyword != Keyword.None) FillKeyword(member);
        }
        if (_node.If is not null) FillConsequences(source);
        if (_names.Count == 0) return;
        _node.Names = new NameTable(_names.ToArray());
        if (_properties.Count == 0) return;
        _node.Properties = new Node?[_names.Count];
        _properties.CopyTo(_node.Properties);
    }

    private void FillKeyword(SchemaValue value)
    {
        if (value.Keyword < Keyword.Type)
        {
            if (_dialect.Has(Vocabularies.Applicator)) FillApplicator(value);
            if (value.Keyword is Keyword.DynamicRef or Keyword.RecursiveRef or Keyword.UnevaluatedItems or Keyword.UnevaluatedProperties && _dialect.Draft != JsonSchemaDialect.Draft7) FillLate(value);
        }
        else if (value.Keyword == Keyword.Format)
        {
            var assert = options.Format == FormatHandling.Assert || (options.Format == FormatHandling.FollowDialect && _dialect.Has(Vocabularies.FormatAssertion));
            if (!assert || !_dialect.Has(Vocabularies.FormatAnnotation | Vocabularies.FormatAssertion)) return;
            _node.FormatName = Text(value);
            _node.Format = Format.Find(_node.FormatName, _dialect.Draft);
        }
        else if (_dialect.Has(Vocabularies.Validation))
        {
            FillValidation(value);
        }
    }

    // Keywords of the drafts since 2019-09.
    private void FillLate(SchemaValue value)
    {
        switch (value.Keyword)
        {
            case Keyword.DynamicRef:
                if (_dialect.Draft == JsonSchemaDialect.Draft202012) _node.DynamicRef = ResolveDynamic(value);
                break;
            case Keyword.RecursiveRef:
                if (_dialect.Draft != JsonSchemaDialect.Draft201909) break;
                _node.DynamicRefKeyword = "$recursiveRef";
                _node.DynamicRef = ResolveRecursive(value);
                break;
            case Keyword.UnevaluatedItems:
                if (_dialect.Has(Vocabularies.Unevaluated)) _node.UnevaluatedItems = Child(value);
                break;
            default:
                if (_dialect.Has(Vocabularies.Unevaluated)) _node.UnevaluatedProperties = Child(value);
                break;
        }
    }

    private int NameIndex(string name)
    {
        if (_nameIndex.TryGetValue(name, out var index)) return index;
        _nameIndex.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }

    // Gives the values of enum and const the form that they are compared in.
    private static SchemaValue Prepare(SchemaValue value)
    {
        if (value.Kind == SchemaKind.String) value.Utf8 = System.Text.Encoding.UTF8.GetBytes(value.Text!);
        else if (value.Kind == SchemaKind.Number) value.Number = new ExactNumber(value.Text!);
        foreach (var item in value.Items) Prepare(item);
        foreach (var member in value.Members)
        {
            member.NameUtf8 = System.Text.Encoding.UTF8.GetBytes(member.Name!);
            Prepare(member);
        }
        return value;
    }

    private Node Resolve(SchemaValue reference)
    {
        var target = UriReference.Resolve(_node.Source.Resource!.Uri, Text(reference));
        return GetNode(set.Find(target, reference), _scope);
    }

    private Node ResolveDynamic(SchemaValue reference)
    {
        var absolute = UriReference.Resolve(_node.Source.Resource!.Uri, Text(reference));
        var target = set.Find(absolute, reference);
        var anchor = UriReference.Decode(UriReference.SplitFragment(absolute).Fragment);
        // Dynamic only where the place that the reference names by itself has the dynamic anchor (Core, section 8.2.3.2).
        if (ReferenceEquals(target.Resource!.DynamicAnchors?.GetValueOrDefault(anchor), target)) target = _scope.Find(anchor) ?? target;
        return GetNode(target, _scope);
    }

    private Node ResolveRecursive(SchemaValue reference)
    {
        var target = set.Find(UriReference.Resolve(_node.Source.Resource!.Uri, Text(reference)), reference);
        if (target.Resource!.RecursiveAnchor && ReferenceEquals(target.Resource.Root, target)) target = _scope.Find(DynamicScope.RecursiveAnchor) ?? target;
        return GetNode(target, _scope);
    }

    private string Text(SchemaValue value) => value.IsString ? value.Text! : throw Invalid(value, "a string");

    // The keyword is the value's own, or that of what the value is in.
    private JsonSchemaException Invalid(SchemaValue value, string expected)
    {
        while (value.Parent is not null && !ReferenceEquals(value.Parent, _node.Source)) value = value.Parent;
        return new(SchemaCodes.InvalidKeyword, $"\"{value.Name}\" must be {expected}.", _node.Location(value.Name!));
    }

    // A node that applies itself to its own value again, through references and the like, would never end.
    private void CheckCycles()
    {
        // 0 is not seen, 1 on the way that is being followed, 2 done.
        var state = new byte[_all.Count];
        var way = new List<Node>();
        var steps = new int[_all.Count];
        foreach (var start in _all)
        {
            if (state[start.Id] != 0 || start.InPlace(0) is null) continue;
            state[start.Id] = 1;
            way.Add(start);
            while (way.Count > 0)
            {
                var node = way[^1];
                if (node.InPlace(steps[node.Id]++) is not { } next)
                {
                    state[node.Id] = 2;
                    way.RemoveAt(way.Count - 1);
                    continue;
                }
                if (state[next.Id] == 1) throw Cycle(next);
                if (state[next.Id] != 0) continue;
                state[next.Id] = 1;
                way.Add(next);
            }
        }
    }

    private static JsonSchemaException Cycle(Node node) =>
        new(SchemaCodes.ReferenceCycle, "The schema refers to itself without reading anything of the document, so that no validation would end.", node.Source.Location());
}
