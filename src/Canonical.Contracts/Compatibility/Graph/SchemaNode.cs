namespace Canonical.Contracts;

// One schema of 2020-12, without annotations, with references replaced by what they lead to. Equal schemas are one node (see SchemaGraph), so identity is equality; only a recursive reference is a node of its own.
internal sealed class SchemaNode
{
    public int Id { get; internal set; }

    public JsonKinds Types { get; init; } = JsonKinds.All;

    // enum and const; a value must be in it.
    public IReadOnlyList<Datum>? Values { get; init; }

    public Rational? Minimum { get; init; }

    public Rational? Maximum { get; init; }

    public Rational? ExclusiveMinimum { get; init; }

    public Rational? ExclusiveMaximum { get; init; }

    public Rational? MultipleOf { get; init; }

    public int MinLength { get; init; }

    public int? MaxLength { get; init; }

    public string? Pattern { get; init; }

    public string? Format { get; init; }

    public IReadOnlyList<SchemaNode> PrefixItems { get; init; } = [];

    public SchemaNode? Items { get; init; }

    public int MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public SchemaNode? Contains { get; init; }

    public int MinContains { get; init; } = 1;

    public int? MaxContains { get; init; }

    public SchemaNode? UnevaluatedItems { get; init; }

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = Empty;

    public IReadOnlyList<KeyValuePair<string, SchemaNode>> PatternProperties { get; init; } = [];

    public SchemaNode? AdditionalProperties { get; init; }

    public SchemaNode? PropertyNames { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public int MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> DependentRequired { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, SchemaNode>> DependentSchemas { get; init; } = [];

    public SchemaNode? UnevaluatedProperties { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];

    public SchemaNode? Not { get; init; }

    public SchemaNode? If { get; init; }

    public SchemaNode? Then { get; init; }

    public SchemaNode? Else { get; init; }

    // A reference that leads back to a schema it stands in; set when that schema is read.
    public SchemaNode? Target { get; internal set; }

    public bool IsReference { get; init; }

    // Something that this engine does not reason about, such as a dynamic reference; nothing is proved through it.
    public string? Opaque { get; init; }

    public bool ConstrainsItems => PrefixItems.Count > 0 || Items is not null;

    public bool ConstrainsMembers => Properties.Count > 0 || PatternProperties.Count > 0 || AdditionalProperties is not null;

    private static readonly Dictionary<string, SchemaNode> Empty = [];
}
