namespace Canonical.Model.Tests;

// A generated lawful document stays lawful in any order of its lines; one amount that changes breaks the laws that it is part of, and no other.
public sealed class LawPropertyTests
{
    private const int Rounds = 200;

    public static TheoryData<int> Seeds => [1, 20261121];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Invoice_OneAmountChanged_BreaksTheLawsOfThatAmount(int seed) => Check<Invoice>(seed, LawfulObjects.Invoice, static v => v.Currency, static (v, r) => v with { Lines = Shuffled(v.Lines, r), Taxes = Shuffled(v.Taxes!, r) },
    [
        new("the amount of a line", ["LAW0101", "LAW0103"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Amount = Plus(l.Amount, d) }) }),
        new("the quantity of a line", ["LAW0103"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Quantity = Quantity.FromHours(l.Quantity!.Value.Value + 1) }) }),
        new("the price of a line", ["LAW0103"], static (v, d) => v with { Lines = First(v.Lines, l => l with { UnitPrice = Plus(l.UnitPrice, d) }) }),
        new("the discount of a line", ["LAW0103"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Discount = Plus(l.Discount, d) }) }),
        new("the tax of a line", ["LAW0109"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Taxes = First(l.Taxes!, t => t with { Amount = Plus(t.Amount, d) }) }) }),
        new("the subtotal", ["LAW0101", "LAW0102"], static (v, d) => v with { Subtotal = Plus(v.Subtotal, d) }),
        new("the discount", ["LAW0102"], static (v, d) => v with { Discount = Plus(v.Discount, d) }),
        new("the tax", ["LAW0102", "LAW0108", "LAW0109"], static (v, d) => v with { Tax = Plus(v.Tax, d) }),
        new("the tax of a code", ["LAW0108"], static (v, d) => v with { Taxes = First(v.Taxes!, t => t with { Amount = Plus(t.Amount, d) }) }),
        new("the total", ["LAW0102", "LAW0111"], static (v, d) => v with { Total = Plus(v.Total, 10 * d) }),
        new("the balance", ["LAW0105"], static (v, d) => v with { Balance = Plus(v.Balance, d) }),
        new("what is kept back", ["LAW0112"], static (v, d) => v with { Retainage = Plus(v.Retainage, d) }),
        new("the functional total", ["LAW0111"], static (v, d) => v with { FunctionalTotal = Plus(v.FunctionalTotal, 1) }),
        new("the currency of a line", ["LAW0104"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Amount = Foreign(l.Amount) }) }),
        new("the currency of the total", ["LAW0104", "LAW0111"], static (v, d) => v with { Total = Foreign(v.Total) }),
        new("the state", ["LAW0110"], static (v, d) => v with { State = InvoiceState.Paid }),
        new("a state of payment in part", ["LAW0110"], static (v, d) => v with { State = InvoiceState.PartlyPaid }),
    ]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Credit_OneAmountChanged_BreaksTheLawsOfThatAmount(int seed) => Check<Credit>(seed, LawfulObjects.Credit, static v => v.Currency, static (v, r) => v with { Lines = Shuffled(v.Lines!, r), Applications = v.Applications is { } a ? Shuffled(a, r) : null },
    [
        new("the amount of a line", ["LAW0703", "LAW0708"], static (v, d) => v with { Lines = First(v.Lines!, l => l with { Amount = Plus(l.Amount, d) }) }),
        new("the price of a line", ["LAW0708"], static (v, d) => v with { Lines = First(v.Lines!, l => l with { UnitPrice = Plus(l.UnitPrice, d) }) }),
        new("the subtotal", ["LAW0703", "LAW0707"], static (v, d) => v with { Subtotal = Plus(v.Subtotal, d) }),
        new("the tax", ["LAW0707"], static (v, d) => v with { Tax = Plus(v.Tax, d) }),
        new("the total", ["LAW0702", "LAW0707", "LAW0709"], static (v, d) => v with { Total = Plus(v.Total, 10 * d) }),
        new("an application", ["LAW0702"], static (v, d) => v with { Applications = First(v.Applications!, a => a with { Amount = Plus(a.Amount, d) }) }),
        new("an application over the total", ["LAW0701", "LAW0702"], static (v, d) => v with { Applications = First(v.Applications!, a => a with { Amount = Plus(a.Amount, v.Remaining!.Value.Amount + d) }) }),
        new("the refund over the total", ["LAW0701"], static (v, d) => v with { Applications = null, Remaining = null, Refunded = Plus(v.Total, d) }),
        new("the refund", ["LAW0702"], static (v, d) => v with { Refunded = Plus(v.Refunded, d) }),
        new("what remains", ["LAW0702"], static (v, d) => v with { Remaining = Plus(v.Remaining, d) }),
        new("the functional total", ["LAW0709"], static (v, d) => v with { FunctionalTotal = Plus(v.FunctionalTotal, 1) }),
        new("the currency of a line", ["LAW0704"], static (v, d) => v with { Lines = First(v.Lines!, l => l with { Amount = Foreign(l.Amount) }) }),
        new("the state", ["LAW0702"], static (v, d) => v with { State = CreditState.Void }),
        new("a state of full use", ["LAW0710"], static (v, d) => v with { State = CreditState.Applied }),
    ]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Payment_OneAmountChanged_BreaksTheLawsOfThatAmount(int seed) => Check<Payment>(seed, LawfulObjects.Payment, static v => v.Currency, static (v, r) => v with { Allocations = Shuffled(v.Allocations!, r) },
    [
        new("the amount", ["LAW0712", "LAW0716"], static (v, d) => v with { Amount = Plus(v.Amount, 10 * d) }),
        new("an allocation", ["LAW0712"], static (v, d) => v with { Allocations = First(v.Allocations!, a => a with { Amount = Plus(a.Amount, d) }) }),
        new("an allocation over the amount", ["LAW0711", "LAW0712"], static (v, d) => v with { Allocations = First(v.Allocations!, a => a with { Amount = Plus(a.Amount, v.Unapplied!.Value.Amount + d) }) }),
        new("what is unapplied", ["LAW0712"], static (v, d) => v with { Unapplied = Plus(v.Unapplied, d) }),
        new("the functional amount", ["LAW0716"], static (v, d) => v with { FunctionalAmount = Plus(v.FunctionalAmount, 1) }),
        new("the currency of an allocation", ["LAW0713"], static (v, d) => v with { Allocations = First(v.Allocations!, a => a with { Amount = Foreign(a.Amount) }) }),
        new("the state", ["LAW0712"], static (v, d) => v with { State = PaymentState.Void }),
    ]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RevenueSchedule_OneAmountChanged_BreaksTheLawsOfThatAmount(int seed) => Check<RevenueSchedule>(seed, LawfulObjects.RevenueSchedule, static v => v.Currency, static (v, r) => v with { Lines = Shuffled(v.Lines, r) },
    [
        new("a planned line", ["LAW0801"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Planned = Plus(l.Planned, d) }, l => l.Posted is null) }),
        new("a posted line", ["LAW0801", "LAW0802"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Posted = Plus(l.Posted, d) }, l => l.Posted is not null) }),
        new("the plan of a posted line", [], static (v, d) => v with { Lines = First(v.Lines, l => l with { Planned = Plus(l.Planned, d) }, l => l.Posted is not null) }),
        new("the allocated price", ["LAW0801"], static (v, d) => v with { AllocatedPrice = Plus(v.AllocatedPrice, d) }),
        new("the transaction price", ["LAW0804"], static (v, d) => v with { TransactionPrice = Plus(v.AllocatedPrice, -d) }),
        new("what is recognised", ["LAW0802", "LAW0808"], static (v, d) => v with { RecognizedToDate = Plus(v.RecognizedToDate, d) }),
        new("what is billed", ["LAW0808"], static (v, d) => v with { BilledToDate = Plus(v.BilledToDate, d) }),
        new("what is deferred", ["LAW0808"], static (v, d) => v with { Deferred = Plus(v.Deferred, d) }),
        new("what is unbilled", ["LAW0807", "LAW0808"], static (v, d) => v with { Unbilled = Plus(new Money(0, v.Currency), d) }),
        new("the currency of a line", ["LAW0805"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Planned = Foreign(l.Planned) }, l => l.Posted is null) }),
        new("the period of a line", ["LAW0806"], static (v, d) => v with { Lines = [v.Lines[0], v.Lines[1] with { Period = v.Lines[0].Period }, .. v.Lines.Skip(2)] }),
        new("a line that catches up", [], static (v, d) => v with { Lines = [v.Lines[0], v.Lines[1] with { Period = v.Lines[0].Period, CatchUp = true }, .. v.Lines.Skip(2)] }),
        new("the state", ["LAW0809"], static (v, d) => v with { State = RevenueScheduleState.Completed }),
    ]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ExpenseReport_OneAmountChanged_BreaksTheLawsOfThatAmount(int seed) => Check<ExpenseReport>(seed, LawfulObjects.ExpenseReport, static v => v.ReimbursementCurrency, static (v, r) => v with { Lines = Shuffled(v.Lines, r) },
    [
        new("the total", ["LAW0601"], static (v, d) => v with { Total = Plus(v.Total, d) }),
        new("the reimbursable total", ["LAW0602"], static (v, d) => v with { TotalReimbursable = Plus(v.TotalReimbursable, d) }),
        new("a converted amount", ["LAW0601", "LAW0604"], static (v, d) => v with { Lines = First(v.Lines, l => l with { ConvertedAmount = Plus(l.ConvertedAmount, d) }, IsForeign) }),
        new("an exchange rate the other way", ["LAW0604"], static (v, d) => v with { Lines = First(v.Lines, l => l with { ExchangeRate = l.ExchangeRate! with { From = l.ExchangeRate.To, To = l.ExchangeRate.From } }, IsForeign) }),
        new("no converted amount", ["LAW0603"], static (v, d) => v with { Lines = First(v.Lines, l => l with { ConvertedAmount = null }, IsForeign) }),
        new("a tax above the amount", ["LAW0608"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Taxes = [l.Taxes![0] with { Amount = Plus(l.Amount, d) }] }, IsForeign) }),
        new("a unit rate", ["LAW0605"], static (v, d) => v with { Lines = First(v.Lines, l => l with { UnitRate = Plus(l.UnitRate, d) }, IsMileage) }),
        new("what a line pays back", ["LAW0602"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Reimbursable = Plus(l.Reimbursable, -d) }, IsMileage) }),
        new("what a line pays back above what was spent", ["LAW0602", "LAW0607"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Reimbursable = Plus(l.Reimbursable, d) }, IsMileage) }),
        new("what a line of the company pays back", ["LAW0602", "LAW0606"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Reimbursable = Plus(l.Reimbursable, d) }, l => l.PaidBy == ExpenseReportLinePaidBy.Company) }),
        new("the currency of what a line pays back", ["LAW0603"], static (v, d) => v with { Lines = First(v.Lines, l => l with { Reimbursable = Foreign(l.Reimbursable) }, IsMileage) }),
    ]);

    private static bool IsForeign(ExpenseReportLine line) => line.ConvertedAmount is not null;

    private static bool IsMileage(ExpenseReportLine line) => line.UnitRate is not null;

    private static void Check<T>(int seed, Func<Random, T> make, Func<T, CurrencyCode> currency, Func<T, Random, T> shuffle, IReadOnlyList<Change<T>> changes) where T : class, ICanonicalObject<T>
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var value = make(random);
            if (round % 20 == 0) Assert.True(value.Validate().IsValid, value.Validate().ToString());
            Assert.Empty(value.CheckLaws());
            Assert.Empty(shuffle(value, random).CheckLaws());
            foreach (var change in changes)
            {
                // A hundred minor units: above what all lines together may be rounded by, below every amount.
                var broken = shuffle(change.Make(value, 100 * LawChecks.MinorUnit(currency(value))), random).CheckLaws().Select(v => v.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
                Assert.True(change.Breaks.SequenceEqual(broken), $"{change.What}, round {round}: {string.Join(", ", broken)}");
            }
        }
    }

    private static T[] Shuffled<T>(IReadOnlyList<T> items, Random random)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static T[] First<T>(IReadOnlyList<T> items, Func<T, T> change, Func<T, bool>? where = null)
    {
        T[] changed = [.. items];
        var index = Array.FindIndex(changed, i => where is null || where(i));
        changed[index] = change(changed[index]);
        return changed;
    }

    private static Money Plus(Money amount, decimal change) => amount with { Amount = amount.Amount + change };

    private static Money Plus(Money? amount, decimal change) => Plus(amount!.Value, change);

    private static Money Foreign(Money amount) => amount with { Currency = CurrencyCode.Parse("NOK") };

    private sealed record Change<T>(string What, string[] Breaks, Func<T, decimal, T> Make);
}
