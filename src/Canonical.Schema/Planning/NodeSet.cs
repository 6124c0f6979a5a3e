namespace Canonical.Schema;

/// <summary>Nodes that apply to one value, with all that they reach by $ref and allOf: their rules can be merged into one pass.</summary>
internal sealed class NodeSet
{
    /// <summary>Every node of the closure, those without rules of their own left out.</summary>
    public readonly List<Node> Parts = [];

    /// <summary>True when one of them allows nothing.</summary>
    public bool IsNever;

    public NodeSet(Node[] roots, Choice[] choices)
    {
        var seen = new List<Node>();
        var stack = new List<Node>();
        for (var i = roots.Length - 1; i >= 0; i--) stack.Add(roots[i]);
        while (stack.Count > 0)
        {
            var node = stack[^1];
            stack.RemoveAt(stack.Count - 1);
            // Closures are short; a set would cost more than it saves.
            if (seen.Contains(node)) continue;
            seen.Add(node);
            if (node.Constant is { } constant)
            {
                IsNever |= !constant;
                continue;
            }
            Parts.Add(node);
            for (var i = node.AllOf.Length - 1; i >= 0; i--) stack.Add(node.AllOf[i]);
            if (node.DynamicRef is not null) stack.Add(node.DynamicRef);
            if (node.Ref is not null) stack.Add(node.Ref);
            foreach (var choice in choices)
            {
                if (choice.Owner == node) stack.Add(choice.Node);
            }
        }
    }

    /// <summary>Whether alternatives or conditions of a closure could evaluate properties (or items), so that what is unevaluated depends on the document.</summary>
    public static bool MayMark(Node owner, bool properties, Choice[] choices)
    {
        var closure = new NodeSet([owner], choices);
        if (!properties && closure.Parts.Exists(static p => p is { Contains: not null, ContainsMarks: true })) return true;
        var seen = new HashSet<int>();
        var stack = new List<Node>();
        foreach (var part in closure.Parts) PushConditional(stack, part, choices);
        while (stack.Count > 0)
        {
            var node = stack[^1];
            stack.RemoveAt(stack.Count - 1);
            if (!seen.Add(node.Id)) continue;
            var marks = properties
                ? node.Properties.Length > 0 || node.PatternProperties.Length > 0 || node.AdditionalProperties is not null || node.UnevaluatedProperties is not null
                : node.PrefixItems.Length > 0 || node.Items is not null || node.UnevaluatedItems is not null || node.Contains is not null;
            if (marks) return true;
            PushConditional(stack, node, []);
            foreach (var inner in node.AllOf) stack.Add(inner);
            if (node.Ref is not null) stack.Add(node.Ref);
            if (node.DynamicRef is not null) stack.Add(node.DynamicRef);
        }
        return false;
    }

    private static void PushConditional(List<Node> stack, Node node, Choice[] choices)
    {
        if (!Choice.IsMade(choices, node, oneOf: false))
        {
            foreach (var branch in node.AnyOf) stack.Add(branch);
        }
        if (!Choice.IsMade(choices, node, oneOf: true))
        {
            foreach (var branch in node.OneOf) stack.Add(branch);
        }
        if (node.If is not null) stack.Add(node.If);
        if (node.Then is not null) stack.Add(node.Then);
        if (node.Else is not null) stack.Add(node.Else);
        foreach (var dependent in node.DependentSchemas) stack.Add(dependent.Schema);
    }
}

/// <summary>An alternative of a node's anyOf or oneOf that a discriminating property has chosen: it applies like one of allOf, and the others are out.</summary>
internal sealed class Choice(Node owner, bool oneOf, int branch)
{
    public readonly Node Owner = owner;
    public readonly bool OneOf = oneOf;
    public readonly int Branch = branch;

    public Node Node => (OneOf ? Owner.OneOf : Owner.AnyOf)[Branch];

    public static bool IsMade(Choice[] choices, Node owner, bool oneOf)
    {
        foreach (var choice in choices)
        {
            if (choice.Owner == owner && choice.OneOf == oneOf) return true;
        }
        return false;
    }
}
