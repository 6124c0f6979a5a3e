namespace Canonical.Model.Tests;

// Something to try with the type of a contract.
internal interface IObjectCheck
{
    void Run<T>() where T : class, ICanonicalObject<T>;
}

// The generated type of each object and major.
internal static class ObjectTypes
{
    private static readonly Dictionary<string, Action<IObjectCheck>> ByMajor = new(StringComparer.Ordinal)
    {
        ["accounting-period/1"] = static c => c.Run<AccountingPeriod>(),
        ["approval/1"] = static c => c.Run<Approval>(),
        ["assignment/1"] = static c => c.Run<Assignment>(),
        ["billing-event/1"] = static c => c.Run<BillingEvent>(),
        ["contact/1"] = static c => c.Run<Contact>(),
        ["contract/1"] = static c => c.Run<ServiceContract>(),
        ["contract-amendment/1"] = static c => c.Run<ContractAmendment>(),
        ["credit/1"] = static c => c.Run<Credit>(),
        ["crosswalk-entry/1"] = static c => c.Run<CrosswalkEntry>(),
        ["customer/1"] = static c => c.Run<Customer>(),
        ["dimension-value/1"] = static c => c.Run<FinancialDimensionValue>(),
        ["exception/1"] = static c => c.Run<ExceptionRecord>(),
        ["exchange-rate/1"] = static c => c.Run<ExchangeRate>(),
        ["expense-report/1"] = static c => c.Run<ExpenseReport>(),
        ["financial-dimension/1"] = static c => c.Run<FinancialDimension>(),
        ["invoice/1"] = static c => c.Run<Invoice>(),
        ["legal-entity/1"] = static c => c.Run<LegalEntity>(),
        ["milestone/1"] = static c => c.Run<Milestone>(),
        ["opportunity/1"] = static c => c.Run<Opportunity>(),
        ["org-unit/1"] = static c => c.Run<OrgUnit>(),
        ["payment/1"] = static c => c.Run<Payment>(),
        ["project/1"] = static c => c.Run<Project>(),
        ["rate-card/1"] = static c => c.Run<V1.RateCard>(),
        ["rate-card/2"] = static c => c.Run<RateCard>(),
        ["resource/1"] = static c => c.Run<Resource>(),
        ["revenue-event/1"] = static c => c.Run<RevenueEvent>(),
        ["revenue-schedule/1"] = static c => c.Run<RevenueSchedule>(),
        ["task/1"] = static c => c.Run<ProjectTask>(),
        ["time-entry/1"] = static c => c.Run<TimeEntry>(),
    };

    // The contracts of the types: the newest version of each major of each object.
    public static IReadOnlyList<CanonicalContract> Contracts { get; } =
        [.. CanonicalContracts.All.Where(c => c.Id.Name != "common").GroupBy(c => Key(c.Id), StringComparer.Ordinal).Select(g => g.Last())];

    public static IEnumerable<string> Majors => ByMajor.Keys;

    public static void Run(ContractId contract, IObjectCheck check) => ByMajor[Key(contract)](check);

    public static string Key(ContractId contract) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{contract.Name}/{contract.Version.Major}");
}
