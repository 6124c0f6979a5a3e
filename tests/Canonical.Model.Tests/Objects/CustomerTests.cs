using System.Text;

namespace Canonical.Model.Tests;

// What holds for every generated object, shown on one.
public sealed class CustomerTests
{
    private static Customer Make() => new()
    {
        Id = CanonicalId.Derive("acme", "customer", "salesforce", "00D000000000062EAA", "001"),
        SourceRefs = [new SourceRef { System = "salesforce", Instance = "00D000000000062EAA", ObjectType = "Account", RecordId = "001" }],
        Status = RecordStatus.Active,
        ObservedAt = new DateTimeOffset(2026, 9, 14, 17, 5, 0, TimeSpan.Zero),
        Name = "Acme",
        Kind = CustomerKind.Organization,
        DefaultCurrency = CurrencyCode.Parse("EUR"),
        CreditLimit = new Money(1000.50m, "EUR"),
        Phones = [new Phone { Number = "+46 8 555", Kind = PhoneKind.Main }],
    };

    [Fact]
    public void WriteTo_MadeInCode_WritesTheContractsOrder() => Assert.Equal(
        """{"id":"ID","contract":"customer/1.0.0","sourceRefs":[{"system":"salesforce","instance":"00D000000000062EAA","objectType":"Account","recordId":"001"}],"status":"active","observedAt":"2026-09-14T17:05:00Z","name":"Acme","kind":"organization","defaultCurrency":"EUR","phones":[{"number":"+46 8 555","kind":"main"}],"creditLimit":{"amount":"1000.50","currency":"EUR"}}"""
            .Replace("ID", Make().Id.ToString(), StringComparison.Ordinal),
        Encoding.UTF8.GetString(Make().ToUtf8Bytes()));

    [Fact]
    public void Validate_MadeInCode_GivesTheReportOfReadingTheSameJson()
    {
        var customer = Make() with { Name = "", DefaultCurrency = default, EmployeeCount = -1, Kind = (CustomerKind)9, PaymentTerms = default(CustomerPaymentTerms) };

        var report = customer.Validate();
        Assert.False(Customer.TryRead(customer.ToUtf8Bytes(), out _, out var read));

        Assert.Equal(read.Errors, report.Errors);
        Assert.Equal("/employeeCount /kind /name /paymentTerms", string.Join(' ', report.Errors.Select(e => e.InstancePath).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Equals_ListsByTheirItems_IsTrueForCopiesOnly()
    {
        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
        Assert.NotEqual(Make(), Make() with { Phones = [new Phone { Number = "+46 8 556", Kind = PhoneKind.Main }] });
        Assert.NotEqual(Make(), Make() with { Phones = null });
        Assert.NotEqual(Make() with { Phones = [] }, Make() with { Phones = null });
        Assert.NotEqual(Make(), Make() with { UnknownMembers = JsonMembers.Parse("""{"x":1}"""u8) });
    }

    [Fact]
    public void ComputeFingerprint_MembersOutsideThePosting_DoNotCount()
    {
        var fingerprint = Make().ComputeFingerprint();

        Assert.Equal(fingerprint, (Make() with
        {
            ObservedAt = Make().ObservedAt.AddDays(1),
            SourceUpdatedAt = Make().ObservedAt,
            Notes = "other",
            UnknownMembers = JsonMembers.Parse("""{"x":1}"""u8),
            Extensions = JsonMembers.Parse("""{"acme":{}}"""u8),
            ContractId = ContractId.Parse("customer/1.3.0"),
        }).ComputeFingerprint());
        Assert.NotEqual(fingerprint, (Make() with { Name = "Acme 2" }).ComputeFingerprint());
        Assert.NotEqual(fingerprint, (Make() with { Phones = null }).ComputeFingerprint());
    }

    // Targets make a record inactive by it: were it outside, a customer that was closed or merged in its source would stay open in the ERP for ever.
    [Theory]
    [InlineData(RecordStatus.Inactive)]
    [InlineData(RecordStatus.Deleted)]
    [InlineData(RecordStatus.Merged)]
    public void ComputeFingerprint_OtherStatus_IsAnother(RecordStatus status) =>
        Assert.NotEqual(Make().ComputeFingerprint(), (Make() with { Status = status }).ComputeFingerprint());

    // A to B to A: the fingerprint alone comes back, so the sequence of the posting identity tells the corrections apart.
    [Fact]
    public void ComputeFingerprint_CorrectionThatReturns_IsTheFirstAgain()
    {
        var first = Make();
        var second = first with { Name = "Acme 2" };
        var third = second with { Name = "Acme" };

        Assert.Equal(first.ComputeFingerprint(), third.ComputeFingerprint());
    }

    [Fact]
    public void ComputeFingerprint_SpellingsOfOneValue_AreOneFingerprint()
    {
        var entry = Examples.Read("time-entry/1.0.0", "valid", "full.json");
        var text = Encoding.UTF8.GetString(entry);
        var padded = text.Replace("\"7.25\"", "\"7.2500\"", StringComparison.Ordinal).Replace("\"1450.00\"", "\"1450\"", StringComparison.Ordinal);
        Assert.NotEqual(text, padded, StringComparer.Ordinal);

        Assert.True(TimeEntry.TryRead(entry, out var one, out _));
        Assert.True(TimeEntry.TryRead(Encoding.UTF8.GetBytes(padded), out var other, out _));

        Assert.Equal(one.ComputeFingerprint(), other.ComputeFingerprint());
        Assert.Equal(one, other);
    }

    [Fact]
    public void ToString_NeverShowsValues()
    {
        Assert.Equal($"Customer {Make().Id}", Make().ToString());
        Assert.DoesNotContain("555", Make().Phones![0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_InstantWithTrailingZeros_IsWrittenInTheShortestForm()
    {
        var json = Encoding.UTF8.GetString(Make().ToUtf8Bytes()).Replace("17:05:00Z", "17:05:00.1200000Z", StringComparison.Ordinal);

        Assert.True(Customer.TryRead(Encoding.UTF8.GetBytes(json), out var customer, out _));

        Assert.Contains("17:05:00.12Z", Encoding.UTF8.GetString(customer.ToUtf8Bytes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.0")]
    [InlineData("5e0")]
    [InlineData("0.5e1")]
    public void TryRead_IntegerInAnotherSpelling_IsTheInteger(string number)
    {
        var json = Encoding.UTF8.GetString((Make() with { EmployeeCount = 12345 }).ToUtf8Bytes()).Replace("12345", number, StringComparison.Ordinal);

        Assert.True(Customer.TryRead(Encoding.UTF8.GetBytes(json), out var customer, out var report), report.ToString());

        Assert.Equal(5, customer.EmployeeCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\uFEFF{}")]
    public void TryRead_NotAnObject_ReportsAndDoesNotThrow(string json)
    {
        Assert.False(Customer.TryRead(Encoding.UTF8.GetBytes(json), out _, out var report));
        Assert.NotEmpty(report.Errors);
    }
}
