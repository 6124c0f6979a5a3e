namespace Canonical.Model.Tests;

// Small objects for tests of prices, periods and rates, by the figures that matter there.
internal static class Dated
{
    public static readonly DateTimeOffset Seen = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static CanonicalId Id(string key) => CanonicalId.Derive("acme", "any", "test", "1", key);

    public static DateOnly Day(int month, int day, int year = 2026) => new(year, month, day);

    public static RateCard Card(string key, params RateCardEntry[] entries) => new()
    {
        Id = Id(key),
        SourceRefs = Sources(key),
        Status = RecordStatus.Active,
        ObservedAt = Seen,
        Name = key,
        Kind = RateCardKind.Bill,
        Scope = RateCardScope.Global,
        Currency = CurrencyCode.Parse("EUR"),
        EffectiveFrom = Day(1, 1),
        Entries = entries,
    };

    public static RateCardEntry Entry(string key, decimal rate, string? role = null, DateOnly? from = null, DateOnly? to = null) => new()
    {
        EntryId = key,
        Role = role,
        Unit = RateCardEntryUnit.H,
        Pricing = RateCardEntryPricing.Fixed,
        Rate = new Money(rate, "EUR"),
        EffectiveFrom = from ?? Day(1, 1),
        EffectiveTo = to,
    };

    public static RateQuery Query(DateOnly day, string? role = null) => new() { WorkDate = day, Kind = RateCardKind.Bill, Unit = RateCardEntryUnit.H, Role = role };

    public static AccountingPeriod Period(string name, DateOnly start, DateOnly end, AccountingPeriodState state = AccountingPeriodState.Open, string entity = "entity") => new()
    {
        Id = Id(entity + name),
        SourceRefs = Sources(name),
        Status = RecordStatus.Active,
        ObservedAt = Seen,
        LegalEntity = new(Id(entity)),
        Name = name,
        FiscalYear = start.Year,
        Number = start.Month,
        Kind = AccountingPeriodKind.Month,
        Start = start,
        End = end,
        State = state,
    };

    public static ExchangeRate Rate(string from, string to, decimal rate, DateOnly day, string key = "") => new()
    {
        Id = Id($"{from}{to}{day}{key}"),
        SourceRefs = Sources("rate"),
        Status = RecordStatus.Active,
        ObservedAt = Seen,
        FromCurrency = CurrencyCode.Parse(from),
        ToCurrency = CurrencyCode.Parse(to),
        Rate = rate,
        RateType = ExchangeRateRateType.Spot,
        EffectiveFrom = day,
    };

    public static int Seed()
    {
        var seed = Environment.GetEnvironmentVariable("CANONICAL_FUZZ_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return seed;
    }

    public static IReadOnlyList<SourceRef> Sources(string key) => [new() { System = "test", Instance = "1", ObjectType = "any", RecordId = key }];
}
