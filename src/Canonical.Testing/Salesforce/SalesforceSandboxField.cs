namespace Canonical.Testing;

/// <summary>One field of an object in the Salesforce sandbox. Immutable and thread-safe.</summary>
/// <param name="Name">The API name, such as <c>Legal_Entity__c</c>.</param>
/// <param name="Type">The type.</param>
public sealed record SalesforceSandboxField(string Name, SalesforceSandboxFieldType Type)
{
    /// <summary>The longest text in characters; 0 when the type has no length. 255 unless set.</summary>
    public int Length { get; init; } = DefaultLength(Type);

    /// <summary>Digits in all, for numbers. 18 unless set.</summary>
    public int Precision { get; init; } = IsNumber(Type) ? 18 : 0;

    /// <summary>Digits behind the point, for numbers. The real product keeps more digits than this when they come over the API, and so does the sandbox.</summary>
    public int Scale { get; init; } = Type is SalesforceSandboxFieldType.Currency ? 2 : 0;

    /// <summary>Whether the field may be empty.</summary>
    public bool Nillable { get; init; } = Type is not (SalesforceSandboxFieldType.Boolean or SalesforceSandboxFieldType.Id);

    /// <summary>Whether a new record may give it.</summary>
    public bool Createable { get; init; } = Type is not (SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Address);

    /// <summary>Whether it may be changed.</summary>
    public bool Updateable { get; init; } = Type is not (SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Address);

    /// <summary>Whether it is an external id, by which records can be upserted.</summary>
    public bool ExternalId { get; init; }

    /// <summary>Whether no two records may share a value. An external id that is not unique is what gives the answer 300.</summary>
    public bool Unique { get; init; }

    /// <summary>Whether the case counts when values of an external id or of a unique field are compared by a write. False unless set: to most fields <c>abc</c> is <c>ABC</c>.</summary>
    public bool CaseSensitive { get; init; }

    /// <summary>Whether the system fills it when a new record does not give it.</summary>
    public bool DefaultedOnCreate { get; init; } = Type is SalesforceSandboxFieldType.Boolean or SalesforceSandboxFieldType.Id;

    /// <summary>The object that a reference points to; null for other types.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>
    /// The further objects that the reference may point to, which makes it polymorphic: the id's first three characters tell which it is, and a query reaches the fields of Name behind it (<c>Who.Type</c>) or uses TYPEOF.
    /// Empty unless set.
    /// </summary>
    public IReadOnlyList<string> OtherReferences { get; init; } = [];

    /// <summary>The name under which the referenced record is reached in a query, such as <c>Account</c> or <c>Legal_Entity__r</c>; null when it cannot be.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>The name under which the records that refer here are reached from the other side, such as <c>Opportunities</c>; null when they cannot be.</summary>
    public string? ChildRelationshipName { get; init; }

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What people see in place of a value, by the value, for those whose label is another text. Writers give values; <c>toLabel()</c> and describe show labels. Empty unless set.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value outside of the list is refused.</summary>
    public bool Restricted { get; init; }

    /// <summary>Whether records that refer here are deleted together with the record that they refer to, as on the detail side of a master-detail relation.</summary>
    public bool CascadeDelete { get; init; }

    /// <summary>How the system numbers new records, as a format with the number at place 0, such as <c>P-{0:D6}</c>; null when it does not. Such a field is read-only.</summary>
    public string? AutoNumber
    {
        get;
        init
        {
            field = value;
            Createable = Updateable = value is null;
            DefaultedOnCreate = value is not null;
        }
    }

    /// <summary>
    /// A formula: the path of the field that it shows, over parents, such as <c>Account.Industry</c>; null for a field of its own. It is read-only, and a change of it moves no SystemModstamp.
    /// </summary>
    public string? FormulaPath
    {
        get;
        init
        {
            field = value;
            Createable = Updateable = value is null;
        }
    }

    internal bool IsPolymorphic => OtherReferences.Count > 0;

    internal bool IdLookup => ExternalId || Type is SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Email;

    internal bool IsCustom => Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase);

    internal bool IsText => Type is SalesforceSandboxFieldType.Text or SalesforceSandboxFieldType.TextArea or SalesforceSandboxFieldType.Picklist or SalesforceSandboxFieldType.MultiPicklist
        or SalesforceSandboxFieldType.Email or SalesforceSandboxFieldType.Phone or SalesforceSandboxFieldType.Url;

    internal bool IsFilterable => Type is not SalesforceSandboxFieldType.Address && !(Type is SalesforceSandboxFieldType.TextArea && Length > 255);

    internal bool RefersTo(string typeName) => ReferenceTo == typeName || OtherReferences.Contains(typeName, StringComparer.Ordinal);

    internal static bool IsNumber(SalesforceSandboxFieldType type) =>
        type is SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.Currency or SalesforceSandboxFieldType.Percent;

    private static int DefaultLength(SalesforceSandboxFieldType type) => type switch
    {
        SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference => 18,
        SalesforceSandboxFieldType.Email => 80,
        SalesforceSandboxFieldType.Phone => 40,
        SalesforceSandboxFieldType.Text or SalesforceSandboxFieldType.TextArea or SalesforceSandboxFieldType.Picklist or SalesforceSandboxFieldType.MultiPicklist or SalesforceSandboxFieldType.Url => 255,
        _ => 0,
    };
}
