namespace Canonical.Contracts;

// What a folder of contracts becomes in a typed language: records with members, and codes. Read by ShapeReader, written by generators.
internal sealed record ShapeSet(IReadOnlyList<RecordShape> Records, IReadOnlyList<CodeShape> Codes);

internal sealed record RecordShape(string Name, string Description, ContractDocument Contract, bool IsObject)
{
    // Filled while the definition is read, because definitions may refer to each other.
    public List<MemberShape> Members { get; } = [];

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
    public bool Posting { get; init; }

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

internal sealed record CodeShape(string Name, string Description, ContractDocument Contract, bool IsOpen, IReadOnlyList<CodeValue> Values);

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

// Name is the name of the type without its namespace; Accessor ends the names of the methods that read and write a value.
internal sealed record TypeShape(TypeKind Kind, string Name, string Accessor, bool IsStruct, TypeShape? Item = null)
{
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
