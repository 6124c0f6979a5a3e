namespace Canonical.Model;

/// <summary>Which exchange rate is asked for. Thread-safe: immutable.</summary>
public sealed record ExchangeRateQuery
{
    /// <summary>The currency that is given away.</summary>
    public required CurrencyCode From { get; init; }

    /// <summary>The currency that is got.</summary>
    public required CurrencyCode To { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>What the rate is for: spot, closing, average.</summary>
    public required ExchangeRateRateType RateType { get; init; }

    /// <summary>The legal entity: its own rates go before those for all; those of others do not count.</summary>
    public CanonicalId? LegalEntity { get; init; }

    /// <summary>The currency through which a rate may be made of two, such as EUR with the rates of the European Central Bank. Null allows none.</summary>
    public CurrencyCode? Through { get; init; }

    /// <summary>How many days ago a rate may have begun; null for any. A rate of the day itself is 0 days old.</summary>
    public int? MaxAgeDays { get; init; }

    /// <summary>What was known: rates that were read later do not count. Null for everything that is given.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>The publisher, where several are given; null for any.</summary>
    public ExchangeRateSource? Source { get; init; }
}
