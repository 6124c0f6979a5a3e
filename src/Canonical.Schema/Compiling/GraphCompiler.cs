namespace Canonical.Schema;

/// <summary>Makes nodes of the subschemas that can be reached from a root. A queue and not recursion, so that long chains of references cannot exhaust the stack.</summary>
internal sealed partial class GraphCompiler(SchemaSet set, JsonSchemaOptions options)
{
    private const int MaxNodes = 200_000;

    private readonly Queue<Node> _pending = new();
    private readonly List<Node> _all = [];
    private DynamicScope _scope = DynamicScope.Empty;
    private Node _node = null!;
    private Dialect _dialect = null!;
    private List<string> _names = [];
    private readonly List<Node?> _properties = [];
    private readonly Dictionary<string, int> _nameIndex = new(StringComparer.Ordinal);

    public List<Node> Nodes => _all;

    public Node Compile(SchemaValue root)
    {
        var node = GetNode(root, DynamicScope.Empty);
        while (_pending.TryDequeue(out var next))
        {
            (_node, _scope) = (next, next.Scope);
            Fill();
        }
        CheckCycles();
        return node;
    }

    private Node GetNode(SchemaValue value, DynamicScope from)
    {
        if (!value.IsObject && !value.IsBoolean) throw new JsonSchemaException(SchemaCodes.InvalidKeyword, "A schema must be an object, true or false.", value.Location());
        var scope = from.Enter(value.Resource!);
        Node? node;
        if (ReferenceEquals(scope, DynamicScope.Empty))
        {
            if (value.Node is not null) return value.Node;
        }
        else if ((value.ScopedNodes ??= new(StringComparer.Ordinal)).TryGetValue(scope.Key, out node))
        {
            return node;
        }
        if (_all.Count >= MaxNodes) throw new JsonSchemaException(SchemaCodes.SchemaTooLarge, $"The schema has more than {MaxNodes} subschemas, counted once for each dynamic scope.", value.Location());
        node = new Node(_all.Count, value) { Scope = scope };
        if (ReferenceEquals(scope, DynamicScope.Empty)) value.Node = node;
        else value.ScopedNodes!.Add(scope.Key, node);
        _all.Add(node);
        if (value.IsBoolean) node.Constant = value.Kind == SchemaKind.True;
        else _pending.Enqueue(node);
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
        _names = [];
        _nameIndex.Clear();
        if (source["$ref"] is { } reference)
        {
            _node.Ref = Resolve(reference, "$ref");
            if (_dialect.RefHidesSiblings) return;
        }
        _properties.Clear();
        foreach (var member in source.Members) FillKeyword(member.Name, member.Value);
        FillAdjacent(source);
        if (_names.Count == 0) return;
        _node.Names = new NameTable(_names);
        if (_properties.Count == 0) return;
        _node.Properties = new Node?[_names.Count];
        _properties.CopyTo(_node.Properties);
    }

    private void FillKeyword(string keyword, SchemaValue value)
    {
        if (_dialect.Has(Vocabularies.Applicator) && FillApplicator(keyword, value)) return;
        if (_dialect.Has(Vocabularies.Validation) && FillValidation(keyword, value)) return;
        switch (keyword)
        {
            case "$dynamicRef" when _dialect.Draft == JsonSchemaDialect.Draft202012:
                _node.DynamicRef = ResolveDynamic(value);
                break;
            case "$recursiveRef" when _dialect.Draft == JsonSchemaDialect.Draft201909:
                _node.DynamicRefKeyword = keyword;
                _node.DynamicRef = ResolveRecursive(value);
                break;
            case "unevaluatedItems" when _dialect.Draft != JsonSchemaDialect.Draft7 && _dialect.Has(Vocabularies.Unevaluated):
                _node.UnevaluatedItems = Child(value);
                break;
            case "unevaluatedProperties" when _dialect.Draft != JsonSchemaDialect.Draft7 && _dialect.Has(Vocabularies.Unevaluated):
                _node.UnevaluatedProperties = Child(value);
                break;
            case "format":
                var assert = options.Format == FormatHandling.Assert || (options.Format == FormatHandling.FollowDialect && _dialect.Has(Vocabularies.FormatAssertion));
                if (assert && _dialect.Has(Vocabularies.FormatAnnotation | Vocabularies.FormatAssertion))
                {
                    _node.FormatName = Text(keyword, value);
                    _node.Format = Format.Find(_node.FormatName, _dialect.Draft);
                }
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
            member.Value.NameUtf8 = System.Text.Encoding.UTF8.GetBytes(member.Name);
            Prepare(member.Value);
        }
        return value;
    }

    private Node Resolve(SchemaValue reference, string keyword)
    {
        var target = UriReference.Resolve(_node.Source.Resource!.Uri, Text(keyword, reference));
        return GetNode(set.Find(target, reference), _scope);
    }

    private Node ResolveDynamic(SchemaValue reference)
    {
        var absolute = UriReference.Resolve(_node.Source.Resource!.Uri, Text("$dynamicRef", reference));
        var target = set.Find(absolute, reference);
        var anchor = UriReference.Decode(UriReference.SplitFragment(absolute).Fragment);
        // Dynamic only where the place that the reference names by itself has the dynamic anchor (Core, section 8.2.3.2).
        if (target.Resource!.DynamicAnchors.TryGetValue(anchor, out var dynamic) && ReferenceEquals(dynamic, target)) target = _scope.Find(anchor) ?? target;
        return GetNode(target, _scope);
    }

    private Node ResolveRecursive(SchemaValue reference)
    {
        var target = set.Find(UriReference.Resolve(_node.Source.Resource!.Uri, Text("$recursiveRef", reference)), reference);
        if (target.Resource!.RecursiveAnchor && ReferenceEquals(target.Resource.Root, target)) target = _scope.Find(DynamicScope.RecursiveAnchor) ?? target;
        return GetNode(target, _scope);
    }

    private string Text(string keyword, SchemaValue value) => value.IsString ? value.Text! : throw Invalid(keyword, "a string");

    private JsonSchemaException Invalid(string keyword, string expected) =>
        new(SchemaCodes.InvalidKeyword, $"\"{keyword}\" must be {expected}.", _node.Location(keyword));

    // A node that applies itself to its own value again, through references and the like, would never end.
    private void CheckCycles()
    {
        var state = new byte[_all.Count];
        var open = new Stack<Node>();
        var stack = new Stack<IEnumerator<Node>>();
        foreach (var start in _all)
        {
            if (state[start.Id] != 0) continue;
            state[start.Id] = 1;
            open.Push(start);
            stack.Push(start.InPlace().GetEnumerator());
            while (stack.TryPeek(out var top))
            {
                if (!top.MoveNext())
                {
                    state[open.Pop().Id] = 2;
                    stack.Pop();
                    continue;
                }
                var next = top.Current;
                if (state[next.Id] == 1) throw new JsonSchemaException(SchemaCodes.ReferenceCycle, "The schema refers to itself without reading anything of the document, so that no validation would end.", next.Source.Location());
                if (state[next.Id] != 0) continue;
                state[next.Id] = 1;
                open.Push(next);
                stack.Push(next.InPlace().GetEnumerator());
            }
        }
    }
}
