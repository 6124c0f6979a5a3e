using System.Globalization;

namespace Canonical.Model.Tests;

// Within half a minor unit means half of it too, and nothing more; where the law says nothing of rounding, nothing is allowed.
public sealed class LawBoundaryTests
{
    private const decimal Smallest = 0.0000000001m;

    public static TheoryData<string, string> Halves => new() { { "EUR", "0.005" }, { "JPY", "0.5" }, { "KWD", "0.0005" } };

    [Theory]
    [MemberData(nameof(Halves))]
    public void Invoice_TotalHalfAMinorUnitOff_IsLawfulAndNoMoreIs(string currency, string half)
    {
        var invoice = Plain(CurrencyCode.Parse(currency));
        var step = decimal.Parse(half, CultureInfo.InvariantCulture);

        foreach (var sign in (decimal[])[1, -1])
        {
            Assert.Empty((invoice with { Total = Plus(invoice.Total, sign * step) }).CheckLaws());
            Assert.Equal("LAW0102", Assert.Single((invoice with { Total = Plus(invoice.Total, sign * (step + Smallest)) }).CheckLaws()).Code);
            Assert.Empty((invoice with { Lines = [Line(invoice, sign * step)] }).CheckLaws());
            Assert.Equal(["LAW0101", "LAW0103"], (invoice with { Lines = [Line(invoice, sign * (step + Smallest))] }).CheckLaws().Select(v => v.Code).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Invoice_TaxesOfTheLines_MayBeHalfAMinorUnitOffEach(string currency, string half)
    {
        var code = CurrencyCode.Parse(currency);
        var step = decimal.Parse(half, CultureInfo.InvariantCulture);
        var invoice = Plain(code) with { Tax = new(0, code) };
        var untaxed = Line(invoice, 0) with { Quantity = null, UnitPrice = null, Amount = new(0, code), Taxes = [] };

        Assert.Empty(WithTax(3 * step).CheckLaws());
        Assert.Equal("LAW0109", Assert.Single(WithTax(3 * step + Smallest).CheckLaws()).Code);

        Invoice WithTax(decimal tax) => invoice with
        {
            Lines = [Line(invoice, 0) with { Taxes = [new() { TaxCode = "S", Amount = new(tax, code) }] }, untaxed with { LineId = "2" }, untaxed with { LineId = "3" }],
        };
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Invoice_FunctionalTotal_MayBeOneOfItsOwnMinorUnitsOff(string currency, string half)
    {
        var unit = 2 * decimal.Parse(half, CultureInfo.InvariantCulture);
        var invoice = Plain(CurrencyCode.Parse("SEK")) with { ExchangeRate = new() { Rate = 0.5m, From = CurrencyCode.Parse("SEK"), To = CurrencyCode.Parse(currency), AsOf = new(2026, 9, 30) } };
        var functional = new Money(invoice.Total.Amount / 2, currency);

        Assert.Empty((invoice with { FunctionalTotal = Plus(functional, unit) }).CheckLaws());
        Assert.Empty((invoice with { FunctionalTotal = Plus(functional, -unit) }).CheckLaws());
        Assert.Equal("LAW0111", Assert.Single((invoice with { FunctionalTotal = Plus(functional, unit + Smallest) }).CheckLaws()).Code);
        Assert.Equal("LAW0111", Assert.Single((invoice with { FunctionalTotal = new(functional.Amount, "CHF") }).CheckLaws()).Code);
    }

    [Fact]
    public void CreditAndPayment_WhatIsLeft_IsExact()
    {
        var credit = LawfulObjects.Credit(new(1));
        var payment = LawfulObjects.Payment(new(1));

        Assert.Equal("LAW0702", Assert.Single((credit with { Remaining = Plus(credit.Remaining!.Value, Smallest) }).CheckLaws()).Code);
        Assert.Equal("LAW0712", Assert.Single((payment with { Unapplied = Plus(payment.Unapplied!.Value, -Smallest) }).CheckLaws()).Code);
    }

    // Objects made in code that no contract allows: a check says so or passes, it does not throw, and it ends.
    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    public void CheckLaws_FiguresBeyondTheContract_DoesNotThrow(string text)
    {
        var figure = decimal.Parse(text, CultureInfo.InvariantCulture);
        var (invoice, credit, payment, schedule, report) = (LawfulObjects.Invoice(new(1)), LawfulObjects.Credit(new(1)), LawfulObjects.Payment(new(1)), LawfulObjects.RevenueSchedule(new(1)), LawfulObjects.ExpenseReport(new(1)));

        Assert.NotEmpty((invoice with
        {
            Subtotal = Of(invoice.Subtotal),
            Discount = Of(invoice.Subtotal),
            Tax = Of(invoice.Subtotal),
            Total = Of(invoice.Subtotal),
            ExchangeRate = invoice.ExchangeRate! with { Rate = figure },
            Lines = [.. invoice.Lines.Select(l => l with { Quantity = Quantity.FromHours(figure), UnitPrice = Of(l.Amount), Amount = Of(l.Amount), Taxes = [.. l.Taxes!.Select(t => t with { Amount = Of(t.Amount) })] })],
        }).CheckLaws());
        Assert.NotEmpty((credit with
        {
            Tax = Of(credit.Total),
            Total = Of(credit.Total),
            Applications = [.. credit.Applications!.Select(a => a with { Amount = Of(a.Amount) })],
            Lines = [.. credit.Lines!.Select(l => l with { Quantity = Quantity.FromHours(figure), UnitPrice = Of(l.Amount) })],
        }).CheckLaws());
        Assert.NotEmpty((payment with { Amount = Of(payment.Amount), Allocations = [.. payment.Allocations!.Select(a => a with { Amount = Of(a.Amount) })], ExchangeRate = payment.ExchangeRate! with { Rate = figure } }).CheckLaws());
        Assert.NotEmpty((schedule with
        {
            Deferred = Of(schedule.AllocatedPrice),
            Unbilled = Of(schedule.AllocatedPrice),
            RecognizedToDate = Of(schedule.AllocatedPrice),
            Lines = [.. schedule.Lines.Select(l => l with { Planned = Of(l.Planned), Posted = Of(l.Planned) })],
        }).CheckLaws());
        Assert.NotEmpty((report with
        {
            Total = Of(report.TotalReimbursable!.Value),
            Lines = [.. report.Lines.Select(l => l with { Amount = Of(l.Amount), Reimbursable = Of(l.Reimbursable), Quantity = new(figure, QuantityUnit.Kilometre), UnitRate = Of(l.Amount) })],
        }).CheckLaws());

        Money Of(Money amount) => amount with { Amount = figure };
    }

    [Fact]
    public void CheckLaws_MoreViolationsThanAReportHolds_KeepsTheFirstHundred()
    {
        var invoice = LawfulObjects.Invoice(new(1));
        var euro = invoice.Lines[0];

        var found = (invoice with { Lines = [.. Enumerable.Range(0, 5_000).Select(n => euro with { LineId = $"{n}", Amount = euro.Amount with { Currency = CurrencyCode.Parse("NOK") } })] }).CheckLaws();

        Assert.Equal(LawFindings.MaxCount, found.Count);
    }

    private static Invoice Plain(CurrencyCode currency)
    {
        var invoice = LawfulObjects.Invoice(new(1));
        var plain = invoice with
        {
            Currency = currency,
            Subtotal = new(300, currency),
            Total = new(300, currency),
            Discount = null,
            Tax = null,
            Taxes = null,
            Balance = null,
            Retainage = null,
            ExchangeRate = null,
            FunctionalTotal = null,
        };
        return plain with { Lines = [Line(plain, 0)] };
    }

    private static InvoiceLine Line(Invoice invoice, decimal off) => new()
    {
        LineId = "1",
        Description = "Work",
        Quantity = Quantity.FromHours(3),
        UnitPrice = new(100, invoice.Currency),
        Amount = new(300 + off, invoice.Currency),
    };

    private static Money Plus(Money amount, decimal change) => amount with { Amount = amount.Amount + change };
}
