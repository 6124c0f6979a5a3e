namespace Canonical.Model.Tests;

// Documents that keep every law, made from random figures: amounts are rounded where a biller rounds them, totals are sums.
internal static class LawfulObjects
{
    private static readonly CurrencyCode[] Currencies = [CurrencyCode.Parse("EUR"), CurrencyCode.Parse("JPY"), CurrencyCode.Parse("KWD")];
    private static readonly DateTimeOffset Observed = new(2026, 10, 2, 6, 15, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 9, 30);
    private static readonly IReadOnlyList<SourceRef> Source = [new() { System = "netsuite", Instance = "1234567", ObjectType = "record", RecordId = "1" }];

    public static Invoice Invoice(Random random)
    {
        var currency = Currency(random);
        InvoiceLine[] lines = [.. Enumerable.Range(1, random.Next(1, 12)).Select(n => InvoiceLine(n, currency, random))];
        var subtotal = lines.Sum(l => l.Amount.Amount);
        var discount = Rounded(subtotal * 0.03m, currency);
        var byCode = lines.SelectMany(l => l.Taxes!).GroupBy(t => t.TaxCode).Select(g => Tax(g.Key, g.Sum(t => t.Amount.Amount), currency)).ToArray();
        var tax = byCode.Sum(t => t.Amount.Amount);
        var total = subtotal - discount + tax;
        var rate = Rate(currency, random);
        return new()
        {
            Id = Id(random),
            SourceRefs = Source,
            Status = RecordStatus.Active,
            ObservedAt = Observed,
            Customer = new(Id(random)),
            LegalEntity = new(Id(random)),
            Number = "1",
            State = InvoiceState.Posted,
            IssueDate = Day,
            PostingDate = Day,
            DueDate = Day.AddDays(random.Next(60)),
            Currency = currency,
            BillTo = new() { City = "Umeå", CountryCode = "SE" },
            Lines = lines,
            Subtotal = new(subtotal, currency),
            Discount = new(discount, currency),
            Tax = new(tax, currency),
            Taxes = byCode,
            Total = new(total, currency),
            Balance = new(total, currency),
            Retainage = new(total, currency),
            ExchangeRate = rate,
            FunctionalTotal = Converted(total, rate),
        };
    }

    public static Credit Credit(Random random)
    {
        var currency = Currency(random);
        CreditLine[] lines = [.. Enumerable.Range(1, random.Next(1, 12)).Select(n => CreditLine(n, currency, random))];
        var subtotal = lines.Sum(l => l.Amount.Amount);
        var tax = Rounded(subtotal * 0.25m, currency);
        var total = subtotal + tax;
        CreditApplication[] applications =
        [
            .. Enumerable.Range(1, random.Next(1, 4)).Select(n => new CreditApplication { ApplicationId = $"{n}", Invoice = new(Id(random)), Amount = new(Rounded(total * 0.1m, currency), currency), AppliedOn = Day.AddDays(n) }),
        ];
        var refunded = Rounded(total * 0.05m, currency);
        var rate = Rate(currency, random);
        return new()
        {
            Id = Id(random),
            SourceRefs = Source,
            Status = RecordStatus.Active,
            ObservedAt = Observed,
            Customer = new(Id(random)),
            LegalEntity = new(Id(random)),
            Number = "1",
            Reason = CreditReason.Goodwill,
            State = CreditState.Posted,
            IssueDate = Day,
            PostingDate = Day,
            Currency = currency,
            Lines = lines,
            Applications = applications,
            Subtotal = new(subtotal, currency),
            Tax = new(tax, currency),
            Total = new(total, currency),
            Refunded = new(refunded, currency),
            Remaining = new(total - refunded - applications.Sum(a => a.Amount.Amount), currency),
            ExchangeRate = rate,
            FunctionalTotal = Converted(total, rate),
        };
    }

    public static Payment Payment(Random random)
    {
        var currency = Currency(random);
        PaymentAllocation[] allocations =
        [
            .. Enumerable.Range(1, random.Next(1, 12)).Select(n => new PaymentAllocation
            {
                AllocationId = $"{n}",
                Kind = PaymentAllocationKind.Document,
                Target = new(Id(random), "invoice"),
                Amount = Amount(currency, random),
                AppliedOn = Day,
            }),
        ];
        var unapplied = Amount(currency, random);
        var amount = unapplied.Amount + allocations.Sum(a => a.Amount.Amount);
        var rate = Rate(currency, random);
        return new()
        {
            Id = Id(random),
            SourceRefs = Source,
            Status = RecordStatus.Active,
            ObservedAt = Observed,
            Direction = PaymentDirection.Receipt,
            Payer = new(Id(random)),
            LegalEntity = new(Id(random)),
            ReceivedOn = Day,
            Currency = currency,
            Amount = new(amount, currency),
            Unapplied = unapplied,
            Allocations = allocations,
            State = PaymentState.Cleared,
            ExchangeRate = rate,
            FunctionalAmount = Converted(amount, rate),
        };
    }

    public static RevenueSchedule RevenueSchedule(Random random)
    {
        var currency = Currency(random);
        RevenueScheduleLine[] lines =
        [
            .. Enumerable.Range(1, random.Next(2, 24)).Select(n =>
            {
                // The first one is posted, the last one is not: both kinds are in every schedule.
                var planned = Amount(currency, random);
                return n == 1 || (n % 3 == 0 && random.Next(2) == 0)
                    ? new RevenueScheduleLine { LineId = $"{n}", Period = new(Id(random)), Planned = planned, Posted = new(planned.Amount + LawChecks.MinorUnit(currency), currency), State = RevenueScheduleLineState.Posted }
                    : new RevenueScheduleLine { LineId = $"{n}", Period = new(Id(random)), Planned = planned, State = RevenueScheduleLineState.Planned };
            }),
            new RevenueScheduleLine { LineId = "last", Period = new(Id(random)), Planned = Amount(currency, random), State = RevenueScheduleLineState.Planned },
        ];
        var recognized = lines.Sum(l => l.Posted?.Amount ?? 0);
        var price = lines.Sum(l => (l.Posted ?? l.Planned).Amount);
        var deferred = Amount(currency, random);
        return new()
        {
            Id = Id(random),
            SourceRefs = Source,
            Status = RecordStatus.Active,
            ObservedAt = Observed,
            ServiceContract = new(Id(random)),
            ObligationId = "1",
            Version = 1,
            LegalEntity = new(Id(random)),
            State = RevenueScheduleState.Active,
            Method = RevenueMethod.StraightLine,
            Currency = currency,
            TransactionPrice = new(2 * price, currency),
            AllocatedPrice = new(price, currency),
            RecognizedToDate = new(recognized, currency),
            BilledToDate = new(recognized + deferred.Amount, currency),
            Deferred = deferred,
            StartDate = Day,
            EndDate = Day.AddDays(400),
            Lines = lines,
        };
    }

    public static ExpenseReport ExpenseReport(Random random)
    {
        var currency = Currency(random);
        // One line of each kind at the end, so that every law has a line to break.
        ExpenseReportLine[] lines = [.. Enumerable.Range(1, random.Next(1, 12)).Select(n => ExpenseLine(n, random.Next(3), currency, random)), .. Enumerable.Range(0, 3).Select(kind => ExpenseLine(100 + kind, kind, currency, random))];
        return new()
        {
            Id = Id(random),
            SourceRefs = Source,
            Status = RecordStatus.Active,
            ObservedAt = Observed,
            Resource = new(Id(random)),
            LegalEntity = new(Id(random)),
            ReimbursementCurrency = currency,
            State = ExpenseReportState.Submitted,
            SubmittedOn = Day,
            Lines = lines,
            Total = new(lines.Sum(l => (l.ConvertedAmount ?? l.Amount).Amount), currency),
            TotalReimbursable = new(lines.Sum(l => l.Reimbursable.Amount), currency),
        };
    }

    private static InvoiceLine InvoiceLine(int number, CurrencyCode currency, Random random)
    {
        var (quantity, price) = (random.Next(400, 100_000) / 400m, Amount(currency, random));
        var discount = Rounded(price.Amount * 0.1m, currency);
        var amount = Rounded((quantity * price.Amount) - discount, currency);
        return new()
        {
            LineId = $"{number}",
            Description = "Work",
            Quantity = Quantity.FromHours(quantity),
            UnitPrice = price,
            Discount = new(discount, currency),
            Amount = new(amount, currency),
            Taxes = [Tax("S", Rounded(amount * 0.25m, currency), currency), Tax("L", Rounded(amount * 0.06m, currency), currency)],
        };
    }

    private static CreditLine CreditLine(int number, CurrencyCode currency, Random random)
    {
        var (quantity, price) = (random.Next(400, 100_000) / 400m, Amount(currency, random));
        return new() { LineId = $"{number}", Description = "Work", Quantity = Quantity.FromHours(quantity), UnitPrice = price, Amount = new(Rounded(quantity * price.Amount, currency), currency) };
    }

    // 0: a foreign receipt that the resource paid; 1: mileage; 2: paid by the company.
    private static ExpenseReportLine ExpenseLine(int number, int kind, CurrencyCode currency, Random random)
    {
        var line = new ExpenseReportLine
        {
            LineId = $"{number}",
            Category = ExpenseReportLineCategory.Meals,
            SpentOn = Day,
            Amount = Amount(currency, random),
            PaidBy = ExpenseReportLinePaidBy.Company,
            Reimbursable = new(0, currency),
            Billable = false,
        };
        if (kind == 2) return line;
        if (kind == 1)
        {
            var (quantity, rate) = (random.Next(400, 100_000) / 400m, Amount(currency, random));
            var amount = Rounded(quantity * rate.Amount, currency);
            return line with
            {
                Category = ExpenseReportLineCategory.Mileage,
                PaidBy = ExpenseReportLinePaidBy.Resource,
                Quantity = new(quantity, QuantityUnit.Kilometre),
                UnitRate = rate,
                Amount = new(amount, currency),
                Reimbursable = new(amount, currency),
            };
        }
        var rateOfDay = Rate(CurrencyCode.Parse("CHF"), random) with { To = currency };
        var receipt = Amount(CurrencyCode.Parse("CHF"), random);
        var converted = Converted(receipt.Amount, rateOfDay);
        return line with
        {
            Amount = receipt,
            ExchangeRate = rateOfDay,
            ConvertedAmount = converted,
            PaidBy = ExpenseReportLinePaidBy.Resource,
            Reimbursable = converted,
            Taxes = [Tax("S", Rounded(receipt.Amount * 0.2m, receipt.Currency), receipt.Currency)],
        };
    }

    private static TaxAmount Tax(string code, decimal amount, CurrencyCode currency) => new() { TaxCode = code, Amount = new(amount, currency) };

    private static CurrencyCode Currency(Random random) => Currencies[random.Next(Currencies.Length)];

    // 1,000 to 101,000 minor units: far above any tolerance.
    private static Money Amount(CurrencyCode currency, Random random) => new(random.Next(1_000, 101_000) * LawChecks.MinorUnit(currency), currency);

    private static ConversionRate Rate(CurrencyCode from, Random random) => new() { Rate = random.Next(5_000, 200_000) / 10_000m, From = from, To = CurrencyCode.Parse("SEK"), AsOf = Day };

    private static Money Converted(decimal amount, ConversionRate rate) => new(Rounded(amount * rate.Rate, rate.To), rate.To);

    private static decimal Rounded(decimal amount, CurrencyCode currency) => Math.Round(amount, currency.MinorUnits, MidpointRounding.AwayFromZero);

    private static CanonicalId Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return CanonicalId.Derive("acme", "record", "netsuite", "1234567", Convert.ToHexString(bytes));
    }
}
