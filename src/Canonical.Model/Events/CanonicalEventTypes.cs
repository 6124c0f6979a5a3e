using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

/// <summary>The state changes that the field waits for, as data: each with its object and the transition that raises it. Thread-safe: immutable.</summary>
public static class CanonicalEventTypes
{
    // What is approved stays approved while it is locked and billed: the event is raised once, also where a slow reader missed the step.
    private static readonly string[] Approved = ["approved", "locked", "billed"];

    private static readonly string[] ApprovedReports = ["approved", "posted", "paid"];

    private static readonly string[] TimeFacts =
        ["resource", "project", "task", "workDate", "duration", "billable", "billableDuration", "billRate", "costRate", "workType", "role", "location", "accountingDate"];

    private static readonly string[] ExpenseFacts = ["resource", "legalEntity", "reimbursementCurrency", "total", "lines"];

    /// <summary>An opportunity was won: customer, contract and project may follow.</summary>
    public static CanonicalEventType OpportunityWon { get; } = new("opportunity", "won", "The customer decided for us.", Becomes("state", "won"));

    /// <summary>A project was seen for the first time.</summary>
    public static CanonicalEventType ProjectCreated { get; } = new("project", "created", "A project was opened in its system of record.", Created);

    /// <summary>A project changed in a way that matters to a target.</summary>
    public static CanonicalEventType ProjectChanged { get; } = new("project", "changed", "Something of a project changed that other systems hold.", Changed);

    /// <summary>A contract was signed.</summary>
    public static CanonicalEventType ContractSigned { get; } = new("contract", "signed", "Both sides signed: work may be planned and billed by its terms.", Appears("signedOn"));

    /// <summary>An amendment of a contract was signed.</summary>
    public static CanonicalEventType ContractAmended { get; } = new("contract-amendment", "signed", "A change of a contract was signed; it holds from its effective date.", Appears("signedOn"));

    /// <summary>An assignment was made or changed.</summary>
    public static CanonicalEventType AssignmentChanged { get; } = new("assignment", "changed", "Who works on what, when or how much was planned or changed.", Created, Changed);

    /// <summary>Time was submitted for approval.</summary>
    public static CanonicalEventType TimeEntrySubmitted { get; } = new("time-entry", "submitted", "Time waits for its approval.", Becomes("state", "submitted"));

    /// <summary>Time was approved: it may be billed and posted.</summary>
    public static CanonicalEventType TimeEntryApproved { get; } = new("time-entry", "approved", "Time may be billed and posted.", Becomes("state", Approved));

    /// <summary>Time was rejected.</summary>
    public static CanonicalEventType TimeEntryRejected { get; } = new("time-entry", "rejected", "Time goes back to its author.", Becomes("state", "rejected"));

    /// <summary>Approved time was corrected: by an entry that reverses another, or in place.</summary>
    public static CanonicalEventType TimeEntryCorrected { get; } = new("time-entry", "corrected", "Approved time was taken back or changed: what was posted of it is to be corrected.",
        Appears("reverses"), Revised("state", Approved, TimeFacts));

    /// <summary>Expenses were submitted for approval.</summary>
    public static CanonicalEventType ExpenseReportSubmitted { get; } = new("expense-report", "submitted", "Expenses wait for their approval.", Becomes("state", "submitted"));

    /// <summary>Expenses were approved: they may be billed and reimbursed.</summary>
    public static CanonicalEventType ExpenseReportApproved { get; } = new("expense-report", "approved", "Expenses may be billed and reimbursed.", Becomes("state", ApprovedReports));

    /// <summary>Expenses were rejected.</summary>
    public static CanonicalEventType ExpenseReportRejected { get; } = new("expense-report", "rejected", "Expenses go back to their author.", Becomes("state", "rejected"));

    /// <summary>Approved expenses were corrected.</summary>
    public static CanonicalEventType ExpenseReportCorrected { get; } = new("expense-report", "corrected", "Approved expenses changed: what was posted of them is to be corrected.",
        Revised("state", ApprovedReports, ExpenseFacts));

    /// <summary>A milestone was completed.</summary>
    public static CanonicalEventType MilestoneCompleted { get; } = new("milestone", "completed", "What was promised is done; by its trigger it is billed now or when accepted.", Appears("completedOn"));

    /// <summary>A billable fact was put on hold.</summary>
    public static CanonicalEventType BillingEventHeld { get; } = new("billing-event", "held", "A billable fact may not be invoiced until it is released.", Becomes("state", "held"));

    /// <summary>A billable fact was released from hold.</summary>
    public static CanonicalEventType BillingEventReleased { get; } = new("billing-event", "released", "A billable fact that was on hold may be invoiced.", Becomes("state", ["held"], "pending", "ready", "invoiced"));

    /// <summary>An invoice was posted in the books.</summary>
    public static CanonicalEventType InvoicePosted { get; } = new("invoice", "posted", "An invoice is in the books and is owed.", Becomes("state", "posted", "partlyPaid", "paid"));

    /// <summary>An invoice was voided.</summary>
    public static CanonicalEventType InvoiceVoided { get; } = new("invoice", "voided", "An invoice is void: what it billed is to be billed again or let go.", Becomes("state", "void"));

    /// <summary>A payment was applied to an invoice.</summary>
    public static CanonicalEventType PaymentApplied { get; } = new("payment", "applied", "Money was set against what is owed.", Grows("allocations"));

    /// <summary>Revenue was recognised in the books.</summary>
    public static CanonicalEventType RevenueRecognized { get; } = new("revenue-event", "recognized", "Revenue is in the books of its period.",
        Becomes("state", "posted") with { ConditionMember = "kind", ConditionValues = ["recognize", "catchUp"] });

    /// <summary>A period of the books was closed.</summary>
    public static CanonicalEventType AccountingPeriodClosed { get; } = new("accounting-period", "closed", "Nothing more is posted into the period.", Becomes("state", "closed", "locked"));

    /// <summary>Every type, in the order of the flow from won to closed.</summary>
    public static IReadOnlyList<CanonicalEventType> All { get; } =
    [
        OpportunityWon, ProjectCreated, ProjectChanged, ContractSigned, ContractAmended, AssignmentChanged,
        TimeEntrySubmitted, TimeEntryApproved, TimeEntryRejected, TimeEntryCorrected,
        ExpenseReportSubmitted, ExpenseReportApproved, ExpenseReportRejected, ExpenseReportCorrected,
        MilestoneCompleted, BillingEventHeld, BillingEventReleased, InvoicePosted, InvoiceVoided, PaymentApplied, RevenueRecognized, AccountingPeriodClosed,
    ];

    private static readonly FrozenDictionary<string, CanonicalEventType> ByName = All.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    private static EventTrigger Created => new() { Kind = EventTriggerKind.Created };

    private static EventTrigger Changed => new() { Kind = EventTriggerKind.Changed };

    /// <summary>A type by its name.</summary>
    /// <param name="name">The name, such as <c>org.canonical-sdk.opportunity.won.v1</c>.</param>
    /// <param name="type">The type.</param>
    /// <returns>True when there is one.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out CanonicalEventType? type)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(name, out type);
    }

    private static EventTrigger Becomes(string member, params string[] to) => new() { Kind = EventTriggerKind.Becomes, Member = member, To = to };

    private static EventTrigger Becomes(string member, string[] from, params string[] to) => new() { Kind = EventTriggerKind.Becomes, Member = member, From = from, To = to };

    private static EventTrigger Appears(string member) => new() { Kind = EventTriggerKind.Appears, Member = member };

    private static EventTrigger Grows(string member) => new() { Kind = EventTriggerKind.Grows, Member = member };

    private static EventTrigger Revised(string member, string[] from, string[] facts) => new() { Kind = EventTriggerKind.Revised, Member = member, From = from, Facts = facts };
}
