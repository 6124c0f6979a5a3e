using System.Text.Json.Serialization;

namespace Canonical.Benchmarks;

// What somebody would write by hand to hold the same JSON with JsonSerializer: the same members in the same order, the same types where System.Text.Json reads them quickly (codes and currencies are strings), no validation.
internal sealed class TimeEntryPoco
{
    public Guid Id { get; set; }
    public string Contract { get; set; } = "";
    public List<SourceRefPoco> SourceRefs { get; set; } = [];
    public string Status { get; set; } = "";
    public DateTimeOffset ObservedAt { get; set; }
    public DateTimeOffset? SourceCreatedAt { get; set; }
    public DateTimeOffset? SourceUpdatedAt { get; set; }
    public RefPoco? MergedInto { get; set; }
    public DeletionPoco? Deleted { get; set; }
    public RefPoco? Resource { get; set; }
    public RefPoco? Project { get; set; }
    public RefPoco? Task { get; set; }
    public RefPoco? Assignment { get; set; }
    public DateOnly WorkDate { get; set; }
    public QuantityPoco? Duration { get; set; }
    public bool Billable { get; set; }
    public QuantityPoco? BillableDuration { get; set; }
    public MoneyPoco? BillRate { get; set; }
    public MoneyPoco? CostRate { get; set; }
    public string? RateSource { get; set; }
    public RefPoco? RateCard { get; set; }
    public string? RateCardEntryId { get; set; }
    public string State { get; set; } = "";
    public string? WorkType { get; set; }
    public string? Role { get; set; }
    public string? ServiceItemCode { get; set; }
    public string? Shift { get; set; }
    public string? Location { get; set; }
    public RefPoco? LegalEntity { get; set; }
    public DateOnly? AccountingDate { get; set; }
    public TimesheetPoco? Timesheet { get; set; }
    public DateTimeOffset? StartAt { get; set; }
    public DateTimeOffset? EndAt { get; set; }
    public DateTimeOffset? SubmittedAt { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public RefPoco? Approval { get; set; }
    public RefPoco? Reverses { get; set; }
    public RefPoco? BillingEvent { get; set; }
    public string? InvoiceLineId { get; set; }
    public string? NotesInternal { get; set; }
    public string? NotesExternal { get; set; }
    public List<string>? Tags { get; set; }
}

internal sealed class InvoicePoco
{
    public Guid Id { get; set; }
    public string Contract { get; set; } = "";
    public List<SourceRefPoco> SourceRefs { get; set; } = [];
    public string Status { get; set; } = "";
    public DateTimeOffset ObservedAt { get; set; }
    public DateTimeOffset? SourceCreatedAt { get; set; }
    public DateTimeOffset? SourceUpdatedAt { get; set; }
    public string? Number { get; set; }
    public string? Kind { get; set; }
    public RefPoco? Customer { get; set; }
    public RefPoco? LegalEntity { get; set; }
    public RefPoco? ServiceContract { get; set; }
    public RefPoco? Project { get; set; }
    public string? State { get; set; }
    public DateOnly IssueDate { get; set; }
    public DateOnly? PostingDate { get; set; }
    public DateOnly? TaxPointDate { get; set; }
    public DateOnly? DueDate { get; set; }
    public DateOnly? ServiceFrom { get; set; }
    public DateOnly? ServiceTo { get; set; }
    public RefPoco? Period { get; set; }
    public string? Currency { get; set; }
    public string? PaymentTerms { get; set; }
    public string? PurchaseOrder { get; set; }
    public string? PaymentReference { get; set; }
    public AddressPoco? BillTo { get; set; }
    public MoneyPoco? Subtotal { get; set; }
    public MoneyPoco? Discount { get; set; }
    public MoneyPoco? Tax { get; set; }
    public MoneyPoco? Total { get; set; }
    public MoneyPoco? Balance { get; set; }
    public string? Memo { get; set; }
    public List<InvoiceLinePoco> Lines { get; set; } = [];
}

internal sealed class InvoiceLinePoco
{
    public string LineId { get; set; } = "";
    public string Description { get; set; } = "";
    public QuantityPoco? Quantity { get; set; }
    public MoneyPoco? UnitPrice { get; set; }
    public MoneyPoco? Amount { get; set; }
    public RefPoco? Project { get; set; }
    public RefPoco? Task { get; set; }
    public RefPoco? Resource { get; set; }
    public DateOnly? ServiceFrom { get; set; }
    public DateOnly? ServiceTo { get; set; }
    public string? RevenueAccountCode { get; set; }
}

internal sealed class SourceRefPoco
{
    public string System { get; set; } = "";
    public string Instance { get; set; } = "";
    public string ObjectType { get; set; } = "";
    public string RecordId { get; set; } = "";
    public string? ExternalId { get; set; }
    public string? Version { get; set; }
    public string? Url { get; set; }
}

internal record struct RefPoco(Guid Id);

internal record struct MoneyPoco([property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)] decimal Amount, string Currency);

internal record struct QuantityPoco([property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)] decimal Value, string Unit);

internal sealed class DeletionPoco
{
    public string Kind { get; set; } = "";
    public DateTimeOffset? At { get; set; }
    public string DetectedBy { get; set; } = "";
}

internal sealed class TimesheetPoco
{
    public string Id { get; set; } = "";
    public DateOnly? PeriodStart { get; set; }
    public DateOnly? PeriodEnd { get; set; }
}

internal sealed class AddressPoco
{
    public string? Attention { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? Region { get; set; }
    public string? PostalCode { get; set; }
    public string? CountryCode { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(TimeEntryPoco))]
[JsonSerializable(typeof(InvoicePoco))]
internal sealed partial class PocoContext : JsonSerializerContext;
