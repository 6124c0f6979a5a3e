using static Canonical.Testing.FieldKit;
using static Canonical.Testing.SalesforceSandboxFieldType;

namespace Canonical.Testing;

/// <summary>Leads, tasks, cases, queues, record types and currencies, with the part of their fields that the sandbox knows (Salesforce, Object Reference).</summary>
internal static class ServiceObjects
{
    public static IEnumerable<SalesforceSandboxObject> Create(bool multiCurrency)
    {
        SalesforceSandboxField[] currency = Currencies(multiCurrency);
        SalesforceSandboxField owner = Owner with { OtherReferences = ["Group"] };
        yield return new("Group", "00G", [Short("Name", 40, required: true), Short("DeveloperName", 80), Choice("Type", "Queue", "Regular"), new("Email", Email)]) { Writable = false };
        yield return new("RecordType", "012",
        [
            Short("Name", 80, required: true), Short("DeveloperName", 80, required: true), Short("Description"), Choice("SobjectType"), Flag("IsActive"), Flag("IsPersonType"),
        ])
        {
            Writable = false,
        };
        if (multiCurrency)
        {
            yield return new("CurrencyType", "01L",
            [
                Choice("IsoCode"), new("ConversionRate", SalesforceSandboxFieldType.Number) { Scale = 6 }, new("DecimalPlaces", WholeNumber), Flag("IsActive"), Flag("IsCorporate"),
            ])
            {
                Writable = false,
            };
        }

        yield return new("Lead", "00Q",
        [
            ReadOnly(Ref("MasterRecordId", "Lead")), Short("LastName", 80, required: true), Short("FirstName", 40), new("Salutation", Picklist) { Length = 40 }, ReadOnly(Short("Name", 121)), Short("Title", 128), Short("Company", required: true),
            .. StandardObjects.AddressParts(""), new("Phone", Phone), new("MobilePhone", Phone), new("Email", Email), new("Website", Url), Long("Description"), Choice("LeadSource"),
            Choice("Status", "Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted") with { Nillable = false, DefaultedOnCreate = true },
            Choice("Industry"), Choice("Rating"), Money("AnnualRevenue", 0), new("NumberOfEmployees", WholeNumber), ReadOnly(Flag("IsConverted")), ReadOnly(Ref("ConvertedAccountId", "Account")),
            ReadOnly(Ref("ConvertedContactId", "Contact")), ReadOnly(Ref("ConvertedOpportunityId", "Opportunity")), .. currency, owner,
        ]);
        yield return new("Task", "00T",
        [
            Ref("WhoId", "Contact", "Tasks") with { OtherReferences = ["Lead"] },
            Ref("WhatId", "Account", "Tasks") with { OtherReferences = ["Opportunity", "Contract", "Order", "Quote", "Case", "Product2"] },
            Short("Subject"), Day("ActivityDate"),
            Choice("Status", "Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred") with { Nillable = false, DefaultedOnCreate = true },
            Choice("Priority", "High", "Normal", "Low") with { Nillable = false, DefaultedOnCreate = true }, ReadOnly(Flag("IsHighPriority")), ReadOnly(Flag("IsClosed")), Choice("Type"),
            Long("Description"), ReadOnly(Ref("AccountId", "Account")), .. currency, owner,
        ]);
        yield return new("Case", "500",
        [
            Number("CaseNumber", "{0:D8}"), Ref("ContactId", "Contact", "Cases"), Ref("AccountId", "Account", "Cases"), Ref("ParentId", "Case", "Cases"), new("SuppliedEmail", Email), Choice("Type"),
            Choice("Status", "New", "Working", "Escalated", "Closed") with { DefaultedOnCreate = true }, Choice("Reason"), Choice("Origin", "Phone", "Email", "Web"), Short("Subject"), Choice("Priority", "High", "Medium", "Low"),
            Long("Description"), ReadOnly(Flag("IsClosed")), ReadOnly(new("ClosedDate", SalesforceSandboxFieldType.DateTime)), .. currency, owner,
        ]);
    }
}
