using static Canonical.Testing.SalesforceSandboxFieldType;

namespace Canonical.Testing;

/// <summary>The part of the standard objects that the sandbox knows (Salesforce, Object Reference). Every field here is in the product; many fields of the product are not here.</summary>
internal static class StandardObjects
{
    public static readonly IReadOnlyList<(string Name, bool IsClosed, bool IsWon, int Probability)> Stages =
    [
        ("Prospecting", false, false, 10),
        ("Qualification", false, false, 10),
        ("Needs Analysis", false, false, 20),
        ("Value Proposition", false, false, 50),
        ("Id. Decision Makers", false, false, 60),
        ("Perception Analysis", false, false, 70),
        ("Proposal/Price Quote", false, false, 75),
        ("Negotiation/Review", false, false, 90),
        ("Closed Won", true, true, 100),
        ("Closed Lost", true, false, 0),
    ];

    public static IEnumerable<SalesforceSandboxObject> Create(bool multiCurrency)
    {
        SalesforceSandboxField[] currency = FieldKit.Currencies(multiCurrency);
        yield return new("Account", "001",
        [
            new("MasterRecordId", Reference) { Createable = false, Updateable = false, ReferenceTo = "Account", RelationshipName = "MasterRecord" },
            new("Name", Text) { Nillable = false },
            new("Type", Picklist) { Length = 40, Values = ["Prospect", "Customer - Direct", "Customer - Channel", "Channel Partner / Reseller", "Installation Partner", "Technology Partner", "Other"] },
            new("ParentId", Reference) { ReferenceTo = "Account", RelationshipName = "Parent", ChildRelationshipName = "ChildAccounts" },
            .. AddressParts("Billing"),
            .. AddressParts("Shipping"),
            new("Phone", Phone),
            new("Fax", Phone),
            new("AccountNumber", Text) { Length = 40 },
            new("Website", Url),
            new("Sic", Text) { Length = 20 },
            new("Industry", Picklist) { Length = 40 },
            new("AnnualRevenue", Currency) { Scale = 0 },
            new("NumberOfEmployees", WholeNumber),
            new("Ownership", Picklist) { Length = 40 },
            new("TickerSymbol", Text) { Length = 20 },
            new("Description", TextArea) { Length = 32000 },
            new("Rating", Picklist) { Length = 40 },
            new("Site", Text) { Length = 80 },
            new("AccountSource", Picklist) { Length = 40 },
            new("SicDesc", Text) { Length = 80 },
            .. currency,
            new("OwnerId", Reference) { Nillable = false, DefaultedOnCreate = true, ReferenceTo = "User", RelationshipName = "Owner" },
        ]);
        yield return new("Contact", "003",
        [
            new("MasterRecordId", Reference) { Createable = false, Updateable = false, ReferenceTo = "Contact", RelationshipName = "MasterRecord" },
            new("AccountId", Reference) { ReferenceTo = "Account", RelationshipName = "Account", ChildRelationshipName = "Contacts", CascadeDelete = true },
            new("LastName", Text) { Length = 80, Nillable = false },
            new("FirstName", Text) { Length = 40 },
            new("Salutation", Picklist) { Length = 40 },
            new("Name", Text) { Length = 121, Createable = false, Updateable = false },
            new("Title", Text) { Length = 128 },
            new("Department", Text) { Length = 80 },
            new("Email", Email),
            new("Phone", Phone),
            new("MobilePhone", Phone),
            new("HomePhone", Phone),
            new("OtherPhone", Phone),
            new("AssistantPhone", Phone),
            new("Fax", Phone),
            new("AssistantName", Text) { Length = 40 },
            new("LeadSource", Picklist),
            new("Description", TextArea) { Length = 32000 },
            new("ReportsToId", Reference) { ReferenceTo = "Contact", RelationshipName = "ReportsTo" },
            new("Birthdate", Date),
            .. AddressParts("Mailing"),
            .. AddressParts("Other"),
            .. currency,
            new("OwnerId", Reference) { Nillable = false, DefaultedOnCreate = true, ReferenceTo = "User", RelationshipName = "Owner" },
        ]);
        yield return new("Opportunity", "006",
        [
            new("AccountId", Reference) { ReferenceTo = "Account", RelationshipName = "Account", ChildRelationshipName = "Opportunities", CascadeDelete = true },
            new("Name", Text) { Length = 120, Nillable = false },
            new("Description", TextArea) { Length = 32000 },
            new("StageName", Picklist) { Nillable = false, Values = [.. Stages.Select(s => s.Name)] },
            new("Amount", Currency),
            new("Probability", Percent) { Precision = 3, DefaultedOnCreate = true },
            new("ExpectedRevenue", Currency) { Createable = false, Updateable = false },
            new("CloseDate", Date) { Nillable = false },
            new("Type", Picklist),
            new("NextStep", Text),
            new("LeadSource", Picklist),
            new("IsPrivate", SalesforceSandboxFieldType.Boolean),
            new("IsClosed", SalesforceSandboxFieldType.Boolean) { Createable = false, Updateable = false },
            new("IsWon", SalesforceSandboxFieldType.Boolean) { Createable = false, Updateable = false },
            new("ForecastCategory", Picklist) { Length = 40, Nillable = false, Createable = false, Updateable = false, Values = ["Omitted", "Pipeline", "BestCase", "MostLikely", "Forecast", "Closed"] },
            new("ForecastCategoryName", Picklist) { DefaultedOnCreate = true, Values = ["Omitted", "Pipeline", "Best Case", "Most Likely", "Commit", "Closed"] },
            new("LastStageChangeDate", SalesforceSandboxFieldType.DateTime) { Createable = false, Updateable = false },
            new("FiscalQuarter", WholeNumber) { Createable = false, Updateable = false },
            new("FiscalYear", WholeNumber) { Createable = false, Updateable = false },
            new("Fiscal", Text) { Length = 6, Createable = false, Updateable = false },
            new("HasOpportunityLineItem", SalesforceSandboxFieldType.Boolean) { Createable = false, Updateable = false },
            FieldKit.Ref("Pricebook2Id", "Pricebook2") with { DefaultedOnCreate = true },
            FieldKit.CreateOnly(FieldKit.Ref("ContactId", "Contact")) with { RelationshipName = null },
            .. currency,
            new("OwnerId", Reference) { Nillable = false, DefaultedOnCreate = true, ReferenceTo = "User", RelationshipName = "Owner" },
        ]);
        yield return new("OpportunityStage", "01J",
        [
            new("MasterLabel", Text) { Nillable = false },
            new("ApiName", Text) { Nillable = false },
            new("IsActive", SalesforceSandboxFieldType.Boolean),
            new("IsClosed", SalesforceSandboxFieldType.Boolean),
            new("IsWon", SalesforceSandboxFieldType.Boolean),
            new("DefaultProbability", Percent) { Precision = 3 },
            new("SortOrder", WholeNumber),
        ])
        {
            Writable = false,
        };
        yield return new("User", "005",
        [
            new("Username", Text) { Length = 80, Nillable = false },
            new("Name", Text) { Length = 121, Nillable = false },
            new("FirstName", Text) { Length = 40 },
            new("LastName", Text) { Length = 80 },
            new("Alias", Text) { Length = 8 },
            new("FederationIdentifier", Text) { Length = 512 },
            new("Email", Email) { Length = 128, Nillable = false },
            new("IsActive", SalesforceSandboxFieldType.Boolean),
        ])
        {
            Writable = false,
        };
        yield return new("Organization", "00D",
        [
            new("Name", Text) { Length = 80, Nillable = false },
            new("InstanceName", Text) { Length = 5 },
            new("IsSandbox", SalesforceSandboxFieldType.Boolean),
            new("DefaultCurrencyIsoCode", Picklist) { Length = 40 },
        ])
        {
            Writable = false,
        };
    }

    public static IEnumerable<SalesforceSandboxField> AddressParts(string prefix) =>
    [
        new(prefix + "Street", TextArea),
        new(prefix + "City", Text) { Length = 40 },
        new(prefix + "State", Text) { Length = 80 },
        new(prefix + "PostalCode", Text) { Length = 20 },
        new(prefix + "Country", Text) { Length = 80 },
        new(prefix + "Latitude", Number) { Scale = 15 },
        new(prefix + "Longitude", Number) { Scale = 15 },
        new(prefix + "GeocodeAccuracy", Picklist) { Length = 40 },
        new(prefix + "Address", Address),
    ];
}
