namespace Canonical.Schema;

/// <summary>A subschema, compiled: keywords checked, references resolved to nodes. What <see cref="TapeEvaluator"/> walks and what the plans of the one-pass validator are made from. Immutable after compilation.</summary>
internal sealed class Node(int id, SchemaValue source)
{
    public readonly int Id = id;
    public readonly SchemaValue Source = source;

    /// <summary>Where references to dynamic anchors lead from here; used while compiling only.</summary>
    public DynamicScope Scope = DynamicScope.Empty;

    /// <summary>The plan of this node alone; used while compiling only.</summary>
    public PlanSlot? Slot;

    /// <summary>For the schemas <c>true</c> and <c>false</c>.</summary>
    public bool? Constant;

    public JsonTypes Types = JsonTypes.All;
    public SchemaValue[]? Enum;
    public SchemaValue? Const;

    public ExactNumber? Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf;

    public long MinLength;
    public long MaxLength = long.MaxValue;
    public TextPattern? Pattern;
    public FormatKind Format;
    public string? FormatName;

    public long MinItems;
    public long MaxItems = long.MaxValue;
    public bool UniqueItems;
    public Node[] PrefixItems = [];
    public string PrefixKeyword = "prefixItems";
    public Node? Items;
    public string ItemsKeyword = "items";
    public Node? Contains;
    public long MinContains = 1;
    public long MaxContains = long.MaxValue;

    /// <summary>Whether an item that matches <c>contains</c> counts as evaluated (since 2020-12).</summary>
    public bool ContainsMarks;

    public long MinProperties;
    public long MaxProperties = long.MaxValue;

    /// <summary>Every name that a keyword of the node mentions; the arrays below hold indexes into it.</summary>
    public NameTable? Names;

    /// <summary>By index of <see cref="Names"/>; null where <c>properties</c> does not have the name.</summary>
    public Node?[] Properties = [];
    public int[] Required = [];
    public DependentNames[] DependentRequired = [];
    public DependentSchema[] DependentSchemas = [];
    public PatternProperty[] PatternProperties = [];
    public Node? AdditionalProperties;
    public Node? PropertyNames;

    public Node? Ref;
    public string RefKeyword = "$ref";

    /// <summary>The target of a second reference keyword beside <c>$ref</c>.</summary>
    public Node? DynamicRef;
    public string DynamicRefKeyword = "$dynamicRef";
    public Node[] AllOf = [];
    public Node[] AnyOf = [];
    public Node[] OneOf = [];
    public Node? Not;
    public Node? If, Then, Else;
    public Node? UnevaluatedItems;
    public Node? UnevaluatedProperties;

    public bool HasUnevaluated => UnevaluatedItems is not null || UnevaluatedProperties is not null;

    /// <summary>The absolute location of a keyword of this node.</summary>
    public string Location(string keyword) => keyword.Length == 0 ? Source.Location() : Source.Location() + "/" + Pointer.Escape(keyword);

    /// <summary>The nodes that apply to the same value as this one.</summary>
    public IEnumerable<Node> InPlace()
    {
        if (Ref is not null) yield return Ref;
        if (DynamicRef is not null) yield return DynamicRef;
        foreach (var node in AllOf) yield return node;
        foreach (var node in AnyOf) yield return node;
        foreach (var node in OneOf) yield return node;
        if (Not is not null) yield return Not;
        if (If is not null) yield return If;
        if (Then is not null) yield return Then;
        if (Else is not null) yield return Else;
        foreach (var (_, schema, _) in DependentSchemas) yield return schema;
    }
}

/// <summary>Names that a name requires, as indexes.</summary>
internal sealed record DependentNames(int Name, int[] Required, string Keyword);

/// <summary>A schema that a name requires.</summary>
internal sealed record DependentSchema(int Name, Node Schema, string Keyword);

/// <summary>A schema for the properties whose names match.</summary>
internal sealed record PatternProperty(TextPattern Pattern, Node Schema);
