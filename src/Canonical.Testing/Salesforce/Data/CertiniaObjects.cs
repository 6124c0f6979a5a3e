using static Canonical.Testing.FieldKit;

namespace Canonical.Testing;

/// <summary>
/// The objects of Certinia PSA (namespace <c>pse</c>) and its legal entity (<c>fferpcore</c>), with the fields that an integration needs, by the metadata of the 2022 packages.
/// The packages' own logic (splits, approval, billing) does not run here, except for the totals of hours.
/// </summary>
internal static class CertiniaObjects
{
    public static readonly IReadOnlyList<string> Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static IEnumerable<SalesforceSandboxField> ContactFields() =>
    [
        Flag("pse__Is_Resource__c"),
        Flag("pse__Is_Resource_Active__c"),
        Ref("pse__Salesforce_User__c", "User"),
        .. Organisation("pse__Resources__r", "pse__Contacts__r", "pse__Contacts__r"),
        Choice("pse__Resource_Role__c"),
        Money("pse__Default_Cost_Rate__c"),
        Flag("pse__Daily_Default_Cost_Rate__c"),
        Flag("pse__External_Resource__c"),
        Key("pse__API_Resource_Correlation_Id__c"),
        Key("pse__ERP_Worker_Correlation_Id__c"),
        Day("pse__Start_Date__c"),
        Day("pse__Last_Date__c"),
    ];

    public static IEnumerable<SalesforceSandboxObject> Create(bool multiCurrency)
    {
        SalesforceSandboxField[] currency = Currencies(multiCurrency);
        yield return Object("fferpcore__Company__c", "aP0", [Name(), Short("fferpcore__Code__c", 10), Key("fferpcore__CorrelationId__c", 32), Short("fferpcore__Country__c", 40), Owner]);
        yield return Object("pse__Region__c", "aP1", [Name(), Ref("pse__Parent_Region__c", "pse__Region__c", "pse__ImmediateSubRegions__r"), Ref("pse__Region_Head__c", "Contact"), Owner]);
        yield return Object("pse__Practice__c", "aP2", [Name(), Ref("pse__Parent_Practice__c", "pse__Practice__c", "pse__ImmediateSubPractices__r"), Owner]);
        yield return Object("pse__Grp__c", "aP3", [Name(), Ref("pse__Parent_Group__c", "pse__Grp__c", "pse__ImmediateSubGroups__r"), Owner]);
        yield return Object("pse__Rate_Card_Set__c", "aP4", [Name(), Owner]);
        yield return Object("pse__Rate_Card__c", "aP5",
        [
            Name(), Choice("pse__Role__c"), .. Organisation("pse__Ratecards__r", "pse__Ratecards__r", "pse__Ratecards__r"), Ref("pse__Account__c", "Account", "pse__Ratecards__r"), Day("pse__Start_Date__c"),
            Day("pse__End_Date__c"), Money("pse__Suggested_Bill_Rate__c", 4, required: true), Money("pse__Average_Cost_Rate__c", required: true), .. currency, Owner,
        ]);
        yield return Object("pse__Rate_Card_Set_Junction__c", "aP6",
        [
            Detail("pse__Rate_Card__c", "pse__Rate_Card__c", "pse__Rate_Card_Set_Junctions__r", required: true), Ref("pse__Rate_Card_Set__c", "pse__Rate_Card_Set__c", "pse__Rate_Card_Set_Junctions__r", required: true), .. currency,
        ]);
        yield return Object("pse__Proj__c", "aP7",
        [
            Name(), Number("pse__Project_ID__c", "PR-{0:D6}"), Ref("pse__Account__c", "Account", "pse__Projects__r"), Ref("pse__Opportunity__c", "Opportunity", "pse__Projects__r"),
            Ref("pse__Master_Project__c", "pse__Proj__c", "pse__MasterProjectForSubProjects__r"), Ref("pse__Parent_Project__c", "pse__Proj__c", "pse__ImmediateSubProjects__r"),
            .. Organisation("pse__Projects__r", "pse__Projects__r", "pse__Projects__r"), Ref("pse__Project_Manager__c", "Contact", "pse__ProjectsManaged__r"), Day("pse__Start_Date__c"), Day("pse__End_Date__c"),
            Choice("pse__Stage__c", "Draft", "Planned", "In Progress", "On Hold", "Completed", "Canceled"), Choice("pse__Billing_Type__c", "Time and Materials", "Fixed Price", "Retainer"),
            Flag("pse__Is_Active__c"), Flag("pse__Is_Billable__c"), Flag("pse__Is_Template__c"), Flag("pse__Closed_for_Time_Entry__c"), Flag("pse__Closed_for_Expense_Entry__c"),
            Ref("pse__Rate_Card_Set__c", "pse__Rate_Card_Set__c"), Ref("pse__Company__c", "fferpcore__Company__c", "pse__Projects__r"), Choice("pse__Time_Zone__c"), Long("pse__Notes__c", 255),
            Money("pse__Billings__c"), Money("pse__Bookings__c"), Money("pse__Revenue__c"), Money("pse__Internal_Costs__c"), .. currency, Owner,
        ]);
        yield return Object("pse__Milestone__c", "aP8",
        [
            Name(), Detail("pse__Project__c", "pse__Proj__c", "pse__Milestones__r"), Money("pse__Milestone_Amount__c", required: true), Day("pse__Target_Date__c", required: true), Day("pse__Actual_Date__c"),
            Choice("pse__Status__c", "Planned", "Open", "Approved", "Canceled"), Flag("pse__Approved_for_Billing__c"), Flag("pse__Include_In_Financials__c"), Flag("pse__Exclude_from_Billing__c"), Long("pse__Description__c"), .. Billing("pse__Milestones__r"), .. currency,
        ]);
        yield return Object("pse__Project_Task__c", "aP9",
        [
            Name(), Detail("pse__Project__c", "pse__Proj__c", "pse__Project_Tasks__r"), Ref("pse__Parent_Task__c", "pse__Project_Task__c", "pse__Immediate_Sub_Tasks__r"),
            Ref("pse__Milestone__c", "pse__Milestone__c", "pse__Project_Tasks__r"), new("pse__Start_Date_Time__c", SalesforceSandboxFieldType.DateTime), new("pse__End_Date_Time__c", SalesforceSandboxFieldType.DateTime),
            Choice("pse__Status__c", "Draft", "Planned", "Started", "Completed"), Double("pse__Estimated_Hours__c"), Key("pse__External_Task_ID__c", 100), Key("pse__Task_Key__c", 15), Short("pse__WBS_Element_Number__c", 100), .. currency,
        ]);
        yield return Object("pse__Schedule__c", "aPA", [Name(), Day("pse__Start_Date__c", required: true), Day("pse__End_Date__c", required: true), .. Hours(notes: false).Select(f => f with { Nillable = false }), Owner]);
        yield return Object("pse__Assignment__c", "aPB",
        [
            Name(), Detail("pse__Project__c", "pse__Proj__c", "pse__Assignments__r"), Ref("pse__Resource__c", "Contact", "pse__Assignments__r"), Ref("pse__Schedule__c", "pse__Schedule__c", "pse__Assignments__r"),
            Ref("pse__Rate_Card__c", "pse__Rate_Card__c", "pse__Assignments__r"), Choice("pse__Role__c"), Money("pse__Bill_Rate__c", 4), Flag("pse__Daily_Bill_Rate__c"), Double("pse__Cost_Rate_Amount__c"),
            Short("pse__Cost_Rate_Currency_Code__c", 3), Choice("pse__Status__c", "Tentative", "Scheduled", "Closed"), Day("pse__Start_Date__c") with { FormulaPath = "pse__Schedule__r.pse__Start_Date__c" },
            Day("pse__End_Date__c") with { FormulaPath = "pse__Schedule__r.pse__End_Date__c" }, Double("pse__Percent_Allocated__c", 3, 0), Short("pse__API_Assignment_Correlation_Id__c"), Key("pse__ERP_Absence_Correlation_Id__c"),
            Flag("pse__Is_Billable__c"), Flag("pse__Daily_Cost_Rate__c"), Double("pse__Planned_Hours__c", 12), Short("pse__Description__c"), .. currency,
        ]);
        yield return Object("pse__Timecard_Header__c", "aPC",
        [
            Number("Name", "TCH-{0:D9}"), .. Work("pse__Timecards__r"), Day("pse__Start_Date__c", required: true), Day("pse__End_Date__c", required: true), .. Hours(notes: true), Long("pse__Timecard_Notes__c"),
            Money("pse__Bill_Rate__c", 4), Flag("pse__Daily_Bill_Rate__c"), Flag("pse__Billable__c"), Choice("pse__Status__c", "Saved", "Submitted", "Approved", "Rejected"), ReadOnly(Double("pse__Total_Hours__c")),
            Flag("pse__Submitted__c"), Flag("pse__Approved__c"), Flag("pse__Admin_Global_Edit__c"), Long("pse__Audit_Notes__c"), .. currency, Owner,
        ]);
        yield return Object("pse__Timecard__c", "aPD",
        [
            Number("Name", "TC-{0:D9}"), Master("pse__Timecard_Header__c", "pse__Timecard_Header__c", "pse__TimecardSplits__r"), .. Work("pse__TimecardSplits__r"), Day("pse__Start_Date__c", required: true),
            Day("pse__End_Date__c", required: true), .. Hours(notes: true), Flag("pse__Billable__c"), Choice("pse__Status__c", "Saved", "Submitted", "Approved", "Rejected"),
            Double("pse__Total_Hours__c", 5), Money("pse__Total_Billable_Amount__c"), Money("pse__Total_Cost__c"), Flag("pse__Submitted__c"), Flag("pse__Approved__c"), .. Billing("pse__Timecard_Splits__r"), .. currency,
        ]);
        yield return Object("pse__Expense_Report__c", "aPE",
        [
            Name(), Ref("pse__Project__c", "pse__Proj__c", "pse__ExpenseReports__r"), Ref("pse__Resource__c", "Contact", "pse__ExpReports__r"), Ref("pse__Assignment__c", "pse__Assignment__c", "pse__Expense_Reports__r"),
            Key("pse__Expense_Report_Reference__c"), Choice("pse__Status__c", "Draft", "Submitted", "Approved", "Rejected"), Flag("pse__Billable__c"), Flag("pse__Submitted__c"), Flag("pse__Approved__c"),
            Short("pse__Reimbursement_Currency__c", 3), Long("pse__Description__c", 255), .. currency, Owner,
        ]);
        yield return Object("pse__Expense__c", "aPF",
        [
            Number("Name", "EXP-{0:D9}"), Ref("pse__Expense_Report__c", "pse__Expense_Report__c", "pse__Expense_Lines__r") with { CascadeDelete = true }, .. Work("pse__Expenses__r"), Money("pse__Amount__c", required: true),
            Double("pse__Billing_Amount__c"), Short("pse__Billing_Currency__c", 3), Double("pse__Reimbursement_Amount__c"), Short("pse__Reimbursement_Currency__c", 3), Double("pse__Exchange_Rate_Billing_Currency__c", 18, 6),
            Double("pse__Exchange_Rate_Incurred_Currency__c", 18, 6), Double("pse__Exchange_Rate_Reimbursement_Currency__c", 18, 6), Double("pse__Exchange_Rate_Resource_Defined__c", 18, 6), Day("pse__Expense_Date__c", required: true),
            Choice("pse__Type__c", "Airfare", "Lodging", "Car Rental", "Meals", "Taxi", "Auto Mileage", "Other"), Flag("pse__Billable__c"), Money("pse__Incurred_Tax__c"), Choice("pse__Status__c", "Draft", "Submitted", "Approved", "Rejected"),
            Long("pse__Description__c", 255), Long("pse__Notes__c", 255), Flag("pse__Non_Reimbursible__c"), Key("pse__Mobile_Expense_Reference_ID__c"), Flag("pse__Submitted__c"), Flag("pse__Approved__c"), .. Billing("pse__Expenses__r"), .. currency,
        ]);
        yield return Object("pse__Miscellaneous_Adjustment__c", "aPJ",
        [
            Name(), Detail("pse__Project__c", "pse__Proj__c", "pse__Miscellaneous_Adjustments__r"), Money("pse__Amount__c", required: true), Day("pse__Effective_Date__c", required: true), Long("pse__Description__c"),
            Choice("pse__Status__c", "Draft", "Submitted", "Approved", "Rejected"), Choice("pse__Transaction_Category__c"), Flag("pse__Approved__c"), Flag("pse__Approved_for_Billing__c"), .. Billing("pse__Miscellaneous_Adjustments__r"), .. currency, Owner,
        ]);
        yield return Object("pse__Budget__c", "aPK",
        [
            Name(), Detail("pse__Project__c", "pse__Proj__c", "pse__Budgets__r"), Ref("pse__Account__c", "Account", "pse__Budgets__r"), Ref("pse__Opportunity__c", "Opportunity", "pse__Budgets__r"), Money("pse__Amount__c", required: true),
            Day("pse__Effective_Date__c", required: true), Long("pse__Description__c"), Choice("pse__Status__c", "Draft", "Submitted", "Approved", "Rejected"), Choice("pse__Type__c"), Flag("pse__Approved__c"), Flag("pse__Approved_for_Billing__c"),
            Flag("pse__Billable__c"), .. Billing("pse__Budgets__r"), .. currency, Owner,
        ]);
        yield return Object("pse__Billing_Event_Batch__c", "aPG",
        [
            Name(), Ref("pse__Account__c", "Account", "pse__Billing_Event_Batches__r"), Key("pse__Batch_Key__c", 80), Flag("pse__Is_Released__c"), Money("pse__Summary_Amount__c"), .. currency, Owner,
        ]);
        yield return Object("pse__Billing_Event__c", "aPH",
        [
            Number("Name", "BE-{0:D8}"), Detail("pse__Billing_Event_Batch__c", "pse__Billing_Event_Batch__c", "pse__Billing_Events__r"), Ref("pse__Project__c", "pse__Proj__c", "pse__Billing_Events__r"), Day("pse__Date__c"),
            Key("pse__Event_Key__c", 80), Choice("pse__Status__c", "Draft", "Submitted", "Approved", "Rejected"), Flag("pse__Is_Approved__c"), Flag("pse__Is_Released__c"), Money("pse__Summary_Amount__c"),
            Money("pse__Rounded_Summary_Amount__c"), Flag("pse__Invoiced__c"), Short("pse__Invoice_Number__c", 80), Day("pse__Invoice_Date__c"), .. currency,
        ]);
        yield return Object("pse__Billing_Event_Item__c", "aPI",
        [
            Number("Name", "BEI-{0:D9}"), Detail("pse__Billing_Event__c", "pse__Billing_Event__c", "pse__Billing_Event_Items__r"), Ref("pse__Project__c", "pse__Proj__c", "pse__Billing_Event_Items__r"),
            Choice("pse__Category__c", "Expense", "Milestone", "Timecard", "Miscellaneous Adjustment", "Budget"), Ref("pse__Timecard_Split__c", "pse__Timecard__c", "pse__Billing_Event_Items__r"),
            Ref("pse__Expense__c", "pse__Expense__c", "pse__Billing_Event_Items__r"), Ref("pse__Milestone__c", "pse__Milestone__c", "pse__Billing_Event_Items__r"),
            Ref("pse__Miscellaneous_Adjustment__c", "pse__Miscellaneous_Adjustment__c", "pse__Billing_Event_Items__r"), Ref("pse__Budget__c", "pse__Budget__c", "pse__Billing_Event_Items__r"), Ref("pse__ProductService__c", "Product2"), Short("pse__Object_Id__c", 18, required: true), Day("pse__Date__c"),
            Double("pse__Quantity__c", 18, 6), Money("pse__Unit_Price__c"), Money("pse__Amount__c"), Money("pse__Rounded_Amount__c"), Long("pse__Description__c", 255), Short("pse__Subcategory__c"), .. currency,
        ]);
    }

    private static SalesforceSandboxObject Object(string name, string prefix, IReadOnlyList<SalesforceSandboxField> fields) => new(name, prefix, fields);

    /// <summary>A look-up whose records go with the record that they refer to. It may be changed: in the packages' metadata the split alone is the detail of a master.</summary>
    private static SalesforceSandboxField Detail(string name, string to, string children, bool required = false) => Ref(name, to, children, required) with { CascadeDelete = true };

    private static SalesforceSandboxField Name() => Short("Name", 80, required: true);

    private static SalesforceSandboxField[] Organisation(string ofRegion, string ofPractice, string ofGroup) =>
        [Ref("pse__Region__c", "pse__Region__c", ofRegion), Ref("pse__Practice__c", "pse__Practice__c", ofPractice), Ref("pse__Group__c", "pse__Grp__c", ofGroup)];

    private static SalesforceSandboxField[] Work(string children) =>
    [
        Ref("pse__Resource__c", "Contact", children), Ref("pse__Project__c", "pse__Proj__c", children), Ref("pse__Assignment__c", "pse__Assignment__c", children), Ref("pse__Milestone__c", "pse__Milestone__c", children),
    ];

    private static SalesforceSandboxField[] Billing(string children) => [Flag("pse__Billed__c"), Flag("pse__Invoiced__c"), Ref("pse__Billing_Event_Item__c", "pse__Billing_Event_Item__c", children)];

    private static IEnumerable<SalesforceSandboxField> Hours(bool notes)
    {
        foreach (string day in Days)
        {
            yield return Double($"pse__{day}_Hours__c", 4, 2);
            if (notes)
                yield return Short($"pse__{day}_Notes__c");
        }
    }
}
