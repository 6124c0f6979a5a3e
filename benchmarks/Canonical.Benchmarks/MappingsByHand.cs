using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Canonical.Model;

namespace Canonical.Benchmarks;

// What somebody would write without a mapping: classes for the vendor's record and for ours, the source generator of System.Text.Json, and assignments. The same header,
// the same derived ids, the same conversions; no validation, and an exception for the first thing that is wrong.
internal sealed class AccountByHand(string tenant, string instance, DateTimeOffset observedAt, string currency, Dictionary<Guid, string> keys)
{
    public byte[] ToCanonical(byte[] vendor) => JsonSerializer.SerializeToUtf8Bytes(ToCustomer(vendor), ByHandContext.Default.CustomerByHand);

    public CustomerByHand ToCustomer(byte[] vendor)
    {
        var account = JsonSerializer.Deserialize(vendor, SalesforceContext.Default.SalesforceAccount) ?? throw new JsonException("The record is null.");
        if (Trim(account.Id) is not { } key || Trim(account.Name) is not { } name) throw new JsonException("The record has no key or no name.");
        var phones = new List<PhoneByHand>(2);
        if (Trim(account.Phone) is { } phone) phones.Add(new PhoneByHand { Kind = "main", Number = phone });
        if (Trim(account.Fax) is { } fax) phones.Add(new PhoneByHand { Kind = "fax", Number = fax });
        return new CustomerByHand
        {
            Id = CanonicalId.Derive(tenant, "customer", "salesforce", instance, key).Value,
            Contract = "customer/1.0.0",
            SourceRefs = [new SourceRefPoco { System = "salesforce", Instance = instance, ObjectType = "Account", RecordId = key, Version = account.SystemModstamp }],
            Status = account.IsDeleted ? "deleted" : "active",
            ObservedAt = observedAt.UtcDateTime,
            SourceCreatedAt = Instant(account.CreatedDate),
            SourceUpdatedAt = Instant(account.SystemModstamp),
            Name = name,
            CustomerNumber = Trim(account.AccountNumber),
            Kind = "organization",
            Parent = Trim(account.ParentId) is { } parent ? new RefPoco(CanonicalId.Derive(tenant, "customer", "salesforce", instance, parent).Value) : null,
            DefaultCurrency = Trim(account.CurrencyIsoCode)?.ToUpperInvariant() ?? currency,
            BillingAddress = Address(account.BillingStreet, account.BillingCity, account.BillingState, account.BillingPostalCode, account.BillingCountry),
            ShippingAddress = Address(account.ShippingStreet, account.ShippingCity, account.ShippingState, account.ShippingPostalCode, account.ShippingCountry),
            Phones = phones.Count > 0 ? phones : null,
            Website = Trim(account.Website),
            Industry = Trim(account.Industry),
            EmployeeCount = account.NumberOfEmployees is { } employees ? checked((int)employees) : null,
        };
    }

    public byte[] ToVendor(byte[] canonical)
    {
        var customer = JsonSerializer.Deserialize(canonical, ByHandContext.Default.CustomerByHand) ?? throw new JsonException("The object is null.");
        if (!customer.Contract.StartsWith("customer/1.", StringComparison.Ordinal)) throw new JsonException("The object is of another contract.");
        return JsonSerializer.SerializeToUtf8Bytes(
            new SalesforceAccountUpdate
            {
                Attributes = new SalesforceAttributes { Type = "Account" },
                Name = customer.Name,
                AccountNumber = customer.CustomerNumber,
                ParentId = customer.Parent is null ? null : keys[customer.Parent.Value.Id],
                CurrencyIsoCode = customer.DefaultCurrency,
                BillingStreet = customer.BillingAddress?.Street,
                BillingCity = customer.BillingAddress?.City,
                BillingState = customer.BillingAddress?.Region,
                BillingPostalCode = customer.BillingAddress?.PostalCode,
                BillingCountry = customer.BillingAddress?.Country,
                ShippingStreet = customer.ShippingAddress?.Street,
                ShippingCity = customer.ShippingAddress?.City,
                ShippingState = customer.ShippingAddress?.Region,
                ShippingPostalCode = customer.ShippingAddress?.PostalCode,
                ShippingCountry = customer.ShippingAddress?.Country,
                Phone = Phone(customer, "main"),
                Fax = Phone(customer, "fax"),
                Website = customer.Website,
                Industry = customer.Industry,
                NumberOfEmployees = customer.EmployeeCount,
            },
            SalesforceContext.Default.SalesforceAccountUpdate);
    }

    internal static string? Trim(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    internal static DateTime? Instant(string? text) =>
        Trim(text) is { } instant ? DateTimeOffset.ParseExact(instant, ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.None).UtcDateTime : null;

    private static string? Phone(CustomerByHand customer, string kind) => customer.Phones?.Find(phone => phone.Kind == kind)?.Number;

    private static AddressByHand? Address(string? street, string? city, string? region, string? postalCode, string? country)
    {
        var address = new AddressByHand { Street = Trim(street), City = Trim(city), Region = Trim(region), PostalCode = Trim(postalCode), Country = Trim(country) };
        return address.Street is null && address.City is null && address.Region is null && address.PostalCode is null && address.Country is null ? null : address;
    }
}

internal sealed class TimeBillByHand(string tenant, string instance, DateTimeOffset observedAt, string currency, Dictionary<Guid, string> keys)
{
    public byte[] ToCanonical(byte[] vendor) => JsonSerializer.SerializeToUtf8Bytes(ToTimeEntry(vendor), ByHandContext.Default.TimeEntryByHand);

    public TimeEntryByHand ToTimeEntry(byte[] vendor)
    {
        var bill = JsonSerializer.Deserialize(vendor, ByHandContext.Default.NetSuiteTimeBill) ?? throw new JsonException("The record is null.");
        if (AccountByHand.Trim(bill.Id) is not { } key) throw new JsonException("The record has no key.");
        return new TimeEntryByHand
        {
            Id = CanonicalId.Derive(tenant, "time-entry", "netsuite", instance, key).Value,
            Contract = "time-entry/1.0.0",
            SourceRefs = [new SourceRefPoco { System = "netsuite", Instance = instance, ObjectType = "timeBill", RecordId = key, ExternalId = AccountByHand.Trim(bill.ExternalId) }],
            Status = "active",
            ObservedAt = observedAt.UtcDateTime,
            SourceUpdatedAt = bill.LastModifiedDate?.UtcDateTime,
            Resource = Reference("resource", bill.Employee),
            Project = Reference("project", bill.Customer),
            Task = Reference("task", bill.CaseTaskEvent),
            WorkDate = bill.TranDate,
            Duration = bill.Hours is null ? null : new QuantityByHand { Value = Minutes(bill.Hours).ToString(CultureInfo.InvariantCulture), Unit = "min" },
            Billable = bill.IsBillable ?? false,
            BillRate = bill.Rate is { } rate ? new MoneyByHand { Amount = rate.ToString("0.############################", CultureInfo.InvariantCulture), Currency = currency } : null,
            State = bill.ApprovalStatus?.Id switch { "1" => "draft", "2" => "submitted", "3" => "approved", "4" => "rejected", null => null, _ => throw new JsonException("The state is not known.") },
            NotesInternal = AccountByHand.Trim(bill.Memo),
        };
    }

    public byte[] ToVendor(byte[] canonical)
    {
        var entry = JsonSerializer.Deserialize(canonical, ByHandContext.Default.TimeEntryByHand) ?? throw new JsonException("The object is null.");
        if (!entry.Contract.StartsWith("time-entry/1.", StringComparison.Ordinal)) throw new JsonException("The object is of another contract.");
        return JsonSerializer.SerializeToUtf8Bytes(
            new NetSuiteTimeBillUpdate
            {
                Employee = Key(entry.Resource),
                Customer = Key(entry.Project),
                CaseTaskEvent = Key(entry.Task),
                TranDate = entry.WorkDate,
                Hours = entry.Duration is null ? null : Clock(entry.Duration),
                IsBillable = entry.Billable,
                Rate = entry.BillRate is null ? null
                    : entry.BillRate.Currency == currency ? decimal.Parse(entry.BillRate.Amount!, CultureInfo.InvariantCulture) : throw new JsonException("The rate is in another currency."),
                ApprovalStatus = entry.State switch
                {
                    "draft" => new NetSuiteRef { Id = "1" },
                    "submitted" => new NetSuiteRef { Id = "2" },
                    "approved" => new NetSuiteRef { Id = "3" },
                    "rejected" => new NetSuiteRef { Id = "4" },
                    null => null,
                    _ => throw new JsonException("The state is not known."),
                },
                Memo = entry.NotesInternal,
                TimeType = new NetSuiteRef { Id = "A" },
            },
            ByHandContext.Default.NetSuiteTimeBillUpdate);
    }

    private RefPoco? Reference(string type, NetSuiteRef? reference) =>
        AccountByHand.Trim(reference?.Id) is { } key ? new RefPoco(CanonicalId.Derive(tenant, type, "netsuite", instance, key).Value) : null;

    private NetSuiteRef? Key(RefPoco? reference) => reference is null ? null : new NetSuiteRef { Id = keys[reference.Value.Id] };

    private static int Minutes(string clock)
    {
        var colon = clock.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(clock.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture) * 60) + int.Parse(clock.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static string Clock(QuantityByHand quantity)
    {
        var minutes = int.Parse(quantity.Value!, CultureInfo.InvariantCulture);
        return quantity.Unit == "min" ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}") : throw new JsonException("The unit is not known.");
    }
}

internal sealed class SalesforceAttributes
{
    [JsonPropertyName("type")]
    public string? Type { get; set; }
}

internal class SalesforceAccountFields
{
    public string? Name { get; set; }
    public string? AccountNumber { get; set; }
    public string? ParentId { get; set; }
    public string? CurrencyIsoCode { get; set; }
    public string? BillingStreet { get; set; }
    public string? BillingCity { get; set; }
    public string? BillingState { get; set; }
    public string? BillingPostalCode { get; set; }
    public string? BillingCountry { get; set; }
    public string? ShippingStreet { get; set; }
    public string? ShippingCity { get; set; }
    public string? ShippingState { get; set; }
    public string? ShippingPostalCode { get; set; }
    public string? ShippingCountry { get; set; }
    public string? Phone { get; set; }
    public string? Fax { get; set; }
    public string? Website { get; set; }
    public string? Industry { get; set; }
    public decimal? NumberOfEmployees { get; set; }
}

internal sealed class SalesforceAccount : SalesforceAccountFields
{
    public string? Id { get; set; }
    public bool IsDeleted { get; set; }
    public string? CreatedDate { get; set; }
    public string? SystemModstamp { get; set; }
}

internal sealed class SalesforceAccountUpdate : SalesforceAccountFields
{
    [JsonPropertyName("attributes")]
    public SalesforceAttributes? Attributes { get; set; }
}

internal sealed class CustomerByHand
{
    public Guid Id { get; set; }
    public string Contract { get; set; } = "";
    public List<SourceRefPoco> SourceRefs { get; set; } = [];
    public string Status { get; set; } = "";
    public DateTime ObservedAt { get; set; }
    public DateTime? SourceCreatedAt { get; set; }
    public DateTime? SourceUpdatedAt { get; set; }
    public string Name { get; set; } = "";
    public string? CustomerNumber { get; set; }
    public string Kind { get; set; } = "";
    public RefPoco? Parent { get; set; }
    public string? DefaultCurrency { get; set; }
    public AddressByHand? BillingAddress { get; set; }
    public AddressByHand? ShippingAddress { get; set; }
    public List<PhoneByHand>? Phones { get; set; }
    public string? Website { get; set; }
    public string? Industry { get; set; }
    public int? EmployeeCount { get; set; }
}

internal sealed class AddressByHand
{
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? Region { get; set; }
    public string? PostalCode { get; set; }
    public string? Country { get; set; }
}

internal sealed class PhoneByHand
{
    public string? Number { get; set; }
    public string? Kind { get; set; }
}

internal sealed class NetSuiteRef
{
    public string? Id { get; set; }
}

internal class NetSuiteTimeBillFields
{
    public NetSuiteRef? Employee { get; set; }
    public NetSuiteRef? Customer { get; set; }
    public NetSuiteRef? CaseTaskEvent { get; set; }
    public DateOnly TranDate { get; set; }
    public string? Hours { get; set; }
    public bool? IsBillable { get; set; }
    public decimal? Rate { get; set; }
    public NetSuiteRef? ApprovalStatus { get; set; }
    public string? Memo { get; set; }
    public NetSuiteRef? TimeType { get; set; }
}

internal sealed class NetSuiteTimeBill : NetSuiteTimeBillFields
{
    public string? Id { get; set; }
    public string? ExternalId { get; set; }
    public DateTimeOffset? LastModifiedDate { get; set; }
}

internal sealed class NetSuiteTimeBillUpdate : NetSuiteTimeBillFields;

internal sealed class TimeEntryByHand
{
    public Guid Id { get; set; }
    public string Contract { get; set; } = "";
    public List<SourceRefPoco> SourceRefs { get; set; } = [];
    public string Status { get; set; } = "";
    public DateTime ObservedAt { get; set; }
    public DateTime? SourceUpdatedAt { get; set; }
    public RefPoco? Resource { get; set; }
    public RefPoco? Project { get; set; }
    public RefPoco? Task { get; set; }
    public DateOnly WorkDate { get; set; }
    public QuantityByHand? Duration { get; set; }
    public bool Billable { get; set; }
    public MoneyByHand? BillRate { get; set; }
    public string? State { get; set; }
    public string? NotesInternal { get; set; }
}

internal sealed class QuantityByHand
{
    public string? Value { get; set; }
    public string? Unit { get; set; }
}

internal sealed class MoneyByHand
{
    public string? Amount { get; set; }
    public string? Currency { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(CustomerByHand))]
[JsonSerializable(typeof(TimeEntryByHand))]
[JsonSerializable(typeof(NetSuiteTimeBill))]
[JsonSerializable(typeof(NetSuiteTimeBillUpdate))]
internal sealed partial class ByHandContext : JsonSerializerContext;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(SalesforceAccount))]
[JsonSerializable(typeof(SalesforceAccountUpdate))]
internal sealed partial class SalesforceContext : JsonSerializerContext;
