using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>How records of an org become canonical objects. Immutable and thread-safe.</summary>
public sealed record SalesforceReadOptions
{
    /// <summary>The field that names our legal entity by default: <c>Legal_Entity__c</c>.</summary>
    public const string DefaultLegalEntityField = "Legal_Entity__c";

    /// <summary>How work that is won is billed by default: <c>timeAndMaterials</c>.</summary>
    public const string DefaultBillingType = "timeAndMaterials";

    private const string CurrencyParameter = "orgCurrency";

    /// <summary>The tenant of the host. Part of every id.</summary>
    public required string Tenant { get; init; }

    /// <summary>The org, best its 18 character id. Part of every id, so it must never change.</summary>
    public required string Instance { get; init; }

    /// <summary>The currency (ISO 4217) of an org that has one currency, whose records name none; null for an org with several, where a record without one is refused. <c>SELECT DefaultCurrencyIsoCode FROM Organization</c> gives it.</summary>
    public string? OrgCurrency { get; init; }

    /// <summary>The field of the opportunity that says which of our legal entities does the work; its value is looked up with <see cref="References"/> as an object of type <c>legal-entity</c>. <see cref="DefaultLegalEntityField"/> unless set.</summary>
    public string LegalEntityField { get; init; } = DefaultLegalEntityField;

    /// <summary>The field of the opportunity that holds the project's number; null to take the opportunity's id.</summary>
    public string? ProjectNumberField { get; init; }

    /// <summary>How work that is won is billed, as the project's contract names it. <see cref="DefaultBillingType"/> unless set.</summary>
    public string BillingType { get; init; } = DefaultBillingType;

    /// <summary>
    /// Resolves references. Ids are derived unless set, also those of legal entities that nobody knows: to refuse these, give a resolver that knows your legal entities,
    /// such as <see cref="LegalEntityResolver"/>.
    /// </summary>
    public IReferenceResolver References { get; init; } = DerivedReferenceResolver.Instance;

    /// <summary>A further condition on the records that are read; null for none.</summary>
    public SoqlCondition? Where { get; init; }

    /// <summary>
    /// Fields that are asked for beside those that the mapping names, for a mapping that keeps the rest of the record (lens <c>rest</c>): for example all of describe. Empty unless set.
    /// </summary>
    public IReadOnlyList<string> AdditionalFields { get; init; } = [];

    /// <summary>
    /// How many pages of a whole reading are fetched while one is mapped and dealt with, from 0 to <see cref="PagingExtensions.MaxPagesAhead"/>; 1 unless set. With 0 the next page is asked for when the loop does,
    /// so that whoever stops early has not paid for a call more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not allowed.</exception>
    public int PagesAhead
    {
        get;
        init => field = value is >= 0 and <= PagingExtensions.MaxPagesAhead ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"A reading fetches from 0 to {PagingExtensions.MaxPagesAhead} pages ahead.");
    } = 1;

    /// <summary>Values of further parameters of the mapping, by name. Empty unless set.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Your own mapping of accounts instead of the package's; null for the package's. Its fields are what the query asks for.</summary>
    public MappingDocument? AccountMapping { get; init; }

    /// <summary>Your own mapping of opportunities instead of the package's; null for the package's. <see cref="LegalEntityField"/> and <see cref="ProjectNumberField"/> then mean nothing.</summary>
    public MappingDocument? OpportunityMapping { get; init; }

    internal MappingDocument Account => AccountMapping ?? SalesforceMappings.AccountToCustomer(OrgCurrency is not null);

    internal MappingDocument Opportunity => OpportunityMapping ?? SalesforceMappings.OpportunityToProject(OrgCurrency is not null, LegalEntityField, ProjectNumberField);

    /// <summary>The same, for the records that also fit another condition.</summary>
    internal SalesforceReadOptions And(SoqlCondition? where) => where is null ? this : this with { Where = Where is null ? where : SoqlCondition.All(Where, where) };

    /// <summary>A parameter that has no value would be the fault of every record; it is told once, when the source or sink is made.</summary>
    /// <exception cref="ArgumentException">The mapping requires a parameter that is not given.</exception>
    internal void RequireParameters(MappingDocument document)
    {
        IReadOnlyDictionary<string, string> given = Context(document, DateTimeOffset.UnixEpoch).Parameters;
        if (document.Parameters.FirstOrDefault(parameter => !parameter.HasDefault && !given.ContainsKey(parameter.Name)) is { } missing)
            throw new ArgumentException($"The mapping '{document.Id}' requires the parameter '{missing.Name}': give {(missing.Name == CurrencyParameter ? nameof(OrgCurrency) : nameof(Parameters))} of {nameof(SalesforceReadOptions)}.", nameof(document));
    }

    internal MappingContext Context(MappingDocument document, DateTimeOffset observedAt)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (MappingParameter parameter in document.Parameters)
        {
            if (parameter.Name == CurrencyParameter && OrgCurrency is not null)
                parameters.Add(parameter.Name, OrgCurrency);
            else if (Parameters.TryGetValue(parameter.Name, out string? value))
                parameters.Add(parameter.Name, value);
            else if (parameter.Name == "billingType")
                parameters.Add(parameter.Name, BillingType);
        }

        return new MappingContext { Tenant = Tenant, Instance = Instance, ObservedAt = observedAt, Parameters = parameters, References = References };
    }
}
