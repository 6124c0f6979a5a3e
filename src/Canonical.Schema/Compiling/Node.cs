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

    /// <summary>Whether other nodes apply to the same value as this one.</summary>
    public bool HasInPlace => InPlace(0) is not null;

    /// <summary>The nodes that apply to the same value as this one, in turn; null after the last. No iterator, whose class would be made ready each time a process starts.</summary>
    public Node? InPlace(int index)
    {
        if (Ref is not null && index-- == 0) return Ref;
        if (index < AllOf.Length) return AllOf[index];
        return InPlaceRest(index - AllOf.Length);
    }

    private Node? InPlaceRest(int index)
    {
        if (DynamicRef is not null && index-- == 0) return DynamicRef;
        if (index < AnyOf.Length) return AnyOf[index];
        index -= AnyOf.Length;
        if (index < OneOf.Length) return OneOf[index];
        index -= OneOf.Length;
        if (Not is not null && index-- == 0) return Not;
        if (If is not null && index-- == 0) return If;
        if (Then is not null && index-- == 0) return Then;
        if (Else is not null && index-- == 0) return Else;
        return index < DependentSchemas.Length ? DependentSchemas[index].Schema : null;
    }
}

// Fields and not the properties of records, here and wherever a schema is compiled: each property is a method to compile when a process starts.

/// <summary>Names that a name requires, as indexes.</summary>
internal sealed class DependentNames(int name, int[] required, string keyword)
{
    public readonly int Name = name;
    public readonly int[] Required = required;
    public readonly string Keyword = keyword;
}

/// <summary>A schema that a name requires.</summary>
internal sealed class DependentSchema(int name, Node schema, string keyword)
{
    public readonly int Name = name;
    public readonly Node Schema = schema;
    public readonly string Keyword = keyword;
}

/// <summary>A schema for the properties whose names match.</summary>
internal sealed class PatternProperty(TextPattern pattern, Node schema)
{
    public readonly TextPattern Pattern = pattern;
    public readonly Node Schema = schema;
}
