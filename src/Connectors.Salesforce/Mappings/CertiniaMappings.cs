using Canonical.Mapping;

namespace Connectors.Salesforce;

/// <summary>
/// The mapping documents of this package for Certinia PSA (namespace <c>pse</c>), fitted to an org. Picklists are those of the delivered package; an org that has changed them overlays the tables. Thread-safe.
/// </summary>
public static class CertiniaMappings
{
    /// <summary><c>pse__Proj__c</c> to project.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument Project(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.project.json", singleCurrency, null);

    /// <summary>A contact that is a resource to resource. Read it with the condition <c>pse__Is_Resource__c = true</c>.</summary>
    /// <param name="legalEntityField">The field that says which of our legal entities employs the person.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static MappingDocument Resource(string legalEntityField = SalesforceReadOptions.DefaultLegalEntityField) => SalesforceMappings.Fit("certinia.resource.json", false, legalEntityField);

    /// <summary><c>pse__Assignment__c</c> to assignment. Its days are those of its schedule, a record of its own, and are not written. A rate by the day is kept under <c>extensions</c>: canonical rates are by the hour.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument Assignment(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.assignment.json", singleCurrency, null);

    /// <summary><c>pse__Milestone__c</c> to milestone.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument Milestone(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.milestone.json", singleCurrency, null);

    /// <summary><c>pse__Rate_Card__c</c> to rate card: one rate by the hour, one entry. A new card needs its cost rate, which is kept under <c>extensions</c>. A rate is written only of a card that is one fixed rate by the hour.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument RateCard(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.rate-card.json", singleCurrency, null);

    /// <summary><c>pse__Expense_Report__c</c> with its expenses to expense report, with the three currencies of an expense. The state is written with the marks that must agree with it; PSA locks what is approved.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument ExpenseReport(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.expense-report.json", singleCurrency, null);

    /// <summary><c>pse__Billing_Event_Item__c</c> with its billing event to billing event: one item, one billable fact, with the rounded amount. It is read and not written.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <param name="contractField">The field with the contract, a look-up from the project to Contract such as <c>pse__Project__r.Contract__c</c>; null for an org that has none, since PSA bills projects.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static MappingDocument BillingEvent(bool singleCurrency = false, string? contractField = null) =>
        SalesforceMappings.FitOptional("certinia.billing-event-item.billing-event.json", singleCurrency, "serviceContract", contractField, nameof(contractField));

    /// <summary>One day of a <c>pse__Timecard__c</c> (a split) to time entry; <see cref="CertiniaTimecardSource"/> takes the weeks apart. It is read and not written.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument TimecardDay(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.timecard-split.time-entry.json", singleCurrency, null);

    /// <summary>One day of a <c>pse__Timecard_Header__c</c> (a week as people enter it) to time entry and back; <see cref="CertiniaTimecardSink"/> puts the weeks together.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none.</param>
    /// <returns>The document.</returns>
    public static MappingDocument TimecardHeaderDay(bool singleCurrency = false) => SalesforceMappings.Fit("certinia.timecard.time-entry.json", singleCurrency, null);
}
