namespace Canonical.Contracts;

// What a folder of contracts becomes in a typed language: records with members, and codes. Read by ShapeReader, written by generators.
internal sealed record ShapeSet(IReadOnlyList<RecordShape> Records, IReadOnlyList<CodeShape> Codes);

internal sealed record RecordShape(string Name, string Description, ContractDocument Contract, bool IsObject)
{
    // Filled while the definition is read, because definitions may refer to each other.
    public List<MemberShape> Members { get; } = [];
}

internal sealed record MemberShape(string JsonName, string Name, TypeShape Type, bool Required, string Description, MemberAnnotations Annotations);

internal sealed record MemberAnnotations
{
    public bool Posting { get; init; }

    public string? RefersTo { get; init; }

    public string? Unit { get; init; }

    public string? SystemOfRecord { get; init; }

    public string? Personal { get; init; }

    public string? Since { get; init; }

    public bool Deprecated { get; init; }
}

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
