namespace Canonical.Contracts;

// What a folder of contracts becomes in a typed language: records with members, and codes. Read by ShapeReader, written by generators.
// Major is null for the current major of each object, which is what most people use; older majors are sets of their own.
internal sealed record ShapeSet(int? Major, IReadOnlyList<RecordShape> Records, IReadOnlyList<CodeShape> Codes);

internal sealed record RecordShape(string Name, string Description, ContractDocument Contract, bool IsObject)
{
    // Filled while the definition is read, because definitions may refer to each other.
    public List<MemberShape> Members { get; init; } = [];

    // Rules across members: given one, others must be given too.
    public List<DependencyShape> Dependencies { get; } = [];

    // Rules across members: at least one of these sets, or exactly one.
    public List<ChoiceShape> Choices { get; } = [];

    // Rules across members: by the value of a code or flag.
    public List<ConditionShape> Conditions { get; } = [];

    // Arithmetic that no schema can say; hand-written, run after the contract.
    public List<LawShape> Laws { get; } = [];
}

internal sealed record DependencyShape(string Member, IReadOnlyList<string> Required);

internal sealed record ChoiceShape(bool ExactlyOne, IReadOnlyList<IReadOnlyList<string>> Branches);

// Values are codes, or true and false.
internal sealed record ConditionShape(string Member, IReadOnlyList<string> Values, IReadOnlyList<string> Then, IReadOnlyList<string> Else);

internal sealed record LawShape(string Code, string Description);

internal sealed record MemberShape(string JsonName, string Name, TypeShape Type, bool Required, string Description, MemberAnnotations Annotations);

internal sealed record MemberAnnotations
{
    // Null when the contract does not say: of an object such a member is outside the fingerprint, of a part inside.
    public bool? Posting { get; init; }

    // The objects that a reference may name.
    public IReadOnlyList<string> RefersTo { get; init; } = [];

    // What a positive value means, where sources disagree.
    public string? Sign { get; init; }

    // Why and until when, for a deprecated member.
    public DeprecationShape? Deprecation { get; init; }

    public string? Unit { get; init; }

    public string? SystemOfRecord { get; init; }

    public string? Personal { get; init; }

    public string? Since { get; init; }

    public bool Deprecated { get; init; }
}

internal sealed record DeprecationShape(string Since, string Sunset, string? Replacement);

internal sealed record CodeShape(string Name, string Description, ContractDocument Contract, bool IsOpen, IReadOnlyList<CodeValue> Values, ValueRules Rules);

internal sealed record CodeValue(string Code, string Name, string? Description);

internal enum TypeKind
{
    // A type of the model library: text, number, date, money …
    Value,

    // A generated record.
    Record,

    // A generated closed or open code.
    Code,

    // A list of another type.
    List,
}

// What a reader checks of a value while it reads it. Limits that a type has not are left at their defaults.
internal sealed record ValueRules
{
    public static readonly ValueRules None = new();

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    public long Minimum { get; init; }

    public long Maximum { get; init; }

    public int MinItems { get; init; }

    public int MaxItems { get; init; } = int.MaxValue;

    // Of a decimal, an amount or a quantity; a share is at most 1.
    public DecimalLimits? Decimal { get; init; }

    public bool IsShare { get; init; }

    // Of a quantity: one bit for each unit that the model knows.
    public int Units { get; init; }

    // A pattern that the reader has a form for, or null.
    public IReadOnlyList<PatternStep>? Steps { get; init; }

    // Where the schema stands that says more than the above, or null: the engine is asked.
    public SchemaPlace? Asks { get; init; }
}

internal sealed record SchemaPlace(ContractDocument Contract, string Pointer);

// Name is the name of the type without its namespace; Accessor ends the names of the methods that read and write a value.
internal sealed record TypeShape(TypeKind Kind, string Name, string Accessor, bool IsStruct, TypeShape? Item = null)
{
    public ValueRules Rules { get; init; } = ValueRules.None;

    // For a reference: the name of the object that it names.
    public string? Target { get; init; }

    // Whether it is the type that x-canonical-type calls so.
    public bool Is(string named) => Kind == TypeKind.Value && Accessor == Named[named].Accessor;

    public static readonly TypeShape Text = Value("string", "String", isStruct: false);
    public static readonly TypeShape Boolean = Value("bool", "Boolean");
    public static readonly TypeShape Int32 = Value("int", "Int32");
    public static readonly TypeShape Int64 = Value("long", "Int64");

    // The values of x-canonical-type.
    public static readonly IReadOnlyDictionary<string, TypeShape> Named = new Dictionary<string, TypeShape>(StringComparer.Ordinal)
    {
        ["id"] = Value("CanonicalId", "Id"),
        ["contract"] = Value("ContractId", "ContractId"),
        ["reference"] = Value("Reference", "Reference"),
        ["objectReference"] = Value("ObjectReference", "ObjectReference"),
        ["period"] = Value("DatePeriod", "Period"),
        ["currency"] = Value("CurrencyCode", "Currency"),
        ["decimal"] = Value("decimal", "Decimal"),
        ["money"] = Value("Money", "Money"),
        ["quantity"] = Value("Quantity", "Quantity"),
        ["date"] = Value("DateOnly", "Date"),
        ["instant"] = Value("DateTimeOffset", "Instant"),
        ["recordStatus"] = Value("RecordStatus", "RecordStatus"),
        ["sourceRef"] = Value("SourceRef", "SourceRef", isStruct: false),
        ["extensions"] = Value("JsonMembers", "Members", isStruct: false),
    };

    public static TypeShape ListOf(TypeShape item) => new(TypeKind.List, $"IReadOnlyList<{item.Name}>", "List", IsStruct: false, item);

    private static TypeShape Value(string name, string accessor, bool isStruct = true) => new(TypeKind.Value, name, accessor, isStruct);
}
