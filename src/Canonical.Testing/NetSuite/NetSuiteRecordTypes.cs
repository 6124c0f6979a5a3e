using static Canonical.Testing.NetSuiteField;

namespace Canonical.Testing;

/// <summary>The record types of the sandbox: names, labels, kinds and enum ids as the REST API Browser of 2026.1 lists them. Display texts of enums are plausible, not recorded: nothing may depend on them.</summary>
internal static class NetSuiteRecordTypes
{
    private const string EntityGroup = "entity";

    public static NetSuiteRecordType[] CreateAll() => [Customer(), Job(), Subsidiary(), Currency(), Term(), Employee(), CustomerStatus()];

    private static NetSuiteRecordType Customer() => new(
        "customer",
        "customer",
        EntityGroup,
        "entityId",
        Text("accountNumber", "Account"),
        Text("altName", "Customer") with { ReadOnly = true },
        Flag("autoName", "Auto"),
        Number("balance", "Balance") with { ReadOnly = true },
        Text("comments", "Comments"),
        Text("companyName", "Company Name", 83),
        Enum("creditHoldOverride", "Hold", ("AUTO", "Auto"), ("OFF", "Off"), ("ON", "On")),
        Number("creditLimit", "Credit Limit"),
        Select("currency", "Currency", "currency"),
        Enum("customForm", "Custom Form", ("-2", "Standard Customer Form")),
        Stamp("dateCreated", "Date Created"),
        Text("defaultTaxReg", "Default Tax Reg. Number"),
        Text("email", "Email", 254),
        Enum("emailPreference", "Email Preference", ("PDF", "PDF"), ("HTML", "HTML"), ("DEFAULT", "Default")),
        Text("entityId", "Customer ID", 83),
        Select("entityStatus", "Status", "customerStatus"),
        Text("externalId", "External ID"),
        Text("fax", "Fax"),
        Text("firstName", "First Name", 32),
        Flag("isInactive", "Inactive"),
        Flag("isPerson", "Is Individual"),
        Stamp("lastModifiedDate", "Last Modified Date"),
        Text("lastName", "Last Name", 32),
        Select("parent", "Parent Company", "customer"),
        Text("phone", "Phone", 32),
        Select("salesRep", "Sales Rep", "employee"),
        Select("subsidiary", "Primary Subsidiary", "subsidiary"),
        Flag("taxExempt", "PST Exempt"),
        Flag("taxable", "Taxable"),
        Select("terms", "Terms", "term"),
        Text("url", "Web Address"))
    {
        Sublists = ["addressBook", "contactList", "currencyList"],
    };

    private static NetSuiteRecordType Job() => new(
        "job",
        "project",
        EntityGroup,
        "entityId",
        Text("accountNumber", "Account"),
        Flag("allowExpenses", "Allow Expenses"),
        Flag("allowTime", "Allow Time Entry"),
        Text("altName", "Project") with { ReadOnly = true },
        Flag("autoName", "Auto"),
        Date("calculatedEndDate", "Calculated End Date") with { ReadOnly = true },
        Text("comments", "Comments"),
        Text("companyName", "Project Name", 83),
        Select("currency", "Currency", "currency"),
        Enum("customForm", "Custom Form", ("-12", "Standard Project Form")),
        Stamp("dateCreated", "Date Created"),
        Date("endDate", "Actual End Date"),
        Text("entityId", "Project ID", 83),
        Enum("entityStatus", "Status", ("1", "Closed"), ("2", "In Progress"), ("3", "Not Awarded"), ("4", "Pending"), ("5", "Awarded")),
        Number("estimatedCost", "Estimated Cost"),
        Number("estimatedRevenue", "Estimated Revenue"),
        Text("estimatedTime", "Initial Time Budget"),
        Text("externalId", "External ID"),
        Flag("isInactive", "Inactive"),
        Enum("jobBillingType", "Billing Type", ("1", "Time and Materials"), ("2", "Fixed Bid, Interval"), ("3", "Fixed Bid, Milestone"), ("4", "Charge-Based"), ("5", "None")),
        Number("jobPrice", "Project Price"),
        Stamp("lastModifiedDate", "Last Modified Date"),
        Flag("limitTimeToAssignees", "Limit Time and Expenses To Resources"),
        Select("parent", "Customer", "customer"),
        Number("percentComplete", "Rev Rec Override Percent Complete"),
        Enum("projectExpenseType", "Project Expense Type", ("-2", "Regular"), ("-3", "Overhead")),
        // The browser says that a project manager is a customer; it is an employee.
        Select("projectManager", "Project Manager", "employee"),
        Date("projectedEndDate", "Estimated End Date"),
        Date("scheduledEndDate", "Scheduled End Date"),
        Date("startDate", "Start Date"),
        Select("subsidiary", "Subsidiary", "subsidiary"),
        Enum("timeApproval", "Time Approval", ("1", "Automatic"), ("2", "Supervisor"), ("3", "Project Manager"), ("4", "Supervisor and Project Manager")))
    {
        Sublists = ["addressBook", "contactList"],
    };

    private static NetSuiteRecordType Subsidiary() => new(
        "subsidiary",
        "subsidiary",
        "subsidiary",
        "name",
        Select("currency", "Currency", "currency"),
        Enum("country", "Country", ("AU", "Australia"), ("CA", "Canada"), ("CH", "Switzerland"), ("DE", "Germany"), ("FR", "France"), ("GB", "United Kingdom"), ("IE", "Ireland"), ("IN", "India"), ("JP", "Japan"), ("NL", "Netherlands"), ("US", "United States")),
        Text("externalId", "External ID"),
        Text("fullName", "Full Name") with { ReadOnly = true },
        Flag("isElimination", "Elimination"),
        Flag("isInactive", "Subsidiary is Inactive"),
        Stamp("lastModifiedDate", "Last Modified Date"),
        Text("legalName", "Legal Name"),
        Text("name", "Name"),
        Select("parent", "Parent", "subsidiary"));

    private static NetSuiteRecordType Currency() => new(
        "currency",
        "currency",
        "currency",
        "name",
        Number("currencyPrecision", "Currency Precision"),
        Text("displaySymbol", "Symbol"),
        Number("exchangeRate", "Default Exchange Rate"),
        Text("externalId", "External ID"),
        Flag("isBaseCurrency", "Is Base Currency"),
        Flag("isInactive", "Inactive"),
        Stamp("lastModifiedDate", "Last Modified Date"),
        Text("name", "Name"),
        Text("symbol", "ISO Code"));

    private static NetSuiteRecordType Term() => new(
        "term",
        "term",
        "term",
        "name",
        Number("daysUntilNetDue", "Days Till Net Due"),
        Text("externalId", "External ID"),
        Flag("isInactive", "Inactive"),
        Stamp("lastModifiedDate", "Last Modified Date"),
        Text("name", "Terms"));

    private static NetSuiteRecordType Employee() => new(
        "employee",
        "employee",
        EntityGroup,
        "entityId",
        Text("email", "Email"),
        Text("entityId", "Employee ID"),
        Text("externalId", "External ID"),
        Text("firstName", "First Name"),
        Flag("isInactive", "Inactive"),
        Flag("isJobManager", "Project Manager"),
        Flag("isJobResource", "Project Resource"),
        Stamp("lastModifiedDate", "Last Modified Date"),
        Text("lastName", "Last Name"),
        Select("subsidiary", "Subsidiary", "subsidiary"));

    private static NetSuiteRecordType CustomerStatus() => new(
        "customerStatus",
        "customer status",
        "customerStatus",
        "name",
        Text("externalId", "External ID"),
        Text("name", "Name"));
}
