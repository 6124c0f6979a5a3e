using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

/// <summary>Canonical objects as a CRM would give them.</summary>
internal static class TestObjects
{
    public static readonly DateTimeOffset Observed = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Customer Customer(string key = "001A", CanonicalId? legalEntity = null, string currency = "EUR") => new()
    {
        Id = CanonicalId.Derive(TestAccount.Tenant, "customer", "salesforce", "org", key),
        SourceRefs = [Source("Account", key)],
        Status = RecordStatus.Active,
        ObservedAt = Observed,
        Name = "Acme Holding",
        CustomerNumber = "C-" + key,
        Kind = CustomerKind.Organization,
        LegalEntities = [new Reference<LegalEntity>(legalEntity ?? TestAccount.EuropeId)],
        DefaultCurrency = CurrencyCode.Parse(currency),
        PaymentTerms = CustomerPaymentTerms.Net30,
        Phones = [new Phone { Number = "+49 30 1234567", Kind = PhoneKind.Main }],
        Emails = [new Email { Address = "office@example.com", Kind = EmailKind.Main }],
    };

    public static Project Project(Customer customer, string key = "006A", CanonicalId? legalEntity = null) => new()
    {
        Id = CanonicalId.Derive(TestAccount.Tenant, "project", "salesforce", "org", key),
        SourceRefs = [Source("Opportunity", key)],
        Status = RecordStatus.Active,
        ObservedAt = Observed,
        Number = "P-" + key,
        Name = "Roll-out",
        Customer = new Reference<Customer>(customer.Id),
        LegalEntity = new Reference<LegalEntity>(legalEntity ?? TestAccount.EuropeId),
        Currency = customer.DefaultCurrency,
        BillingType = ProjectBillingType.FixedFee,
        Stage = ProjectStage.Planned,
        Billable = true,
        ContractValue = new Money(125000.50m, customer.DefaultCurrency),
        PlannedStart = new DateOnly(2026, 4, 1),
        PlannedEnd = new DateOnly(2026, 12, 31),
    };

    public static WriteRequest<Customer> Request(Customer customer) => new(customer, Key(customer.Id));

    public static WriteRequest<Project> Request(Project project) => new(project, Key(project.Id));

    // What the key is made of is the business of the pipeline; here it only has to be there.
    private static IdempotencyKey Key(CanonicalId id) => new(id.Value);

    private static SourceRef Source(string type, string id) => new() { System = "salesforce", Instance = "org", ObjectType = type, RecordId = id };
}
