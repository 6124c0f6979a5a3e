namespace Canonical.Model;

/// <summary>The permanent codes of questions about prices, periods and rates that the data does not answer. Returned in <see cref="BusinessFailure"/>, never thrown. Thread-safe: constants.</summary>
public static class EffectiveDatingCodes
{
    /// <summary>No entry of a rate card prices the work.</summary>
    public const string NoRate = "CAN1201";

    /// <summary>Several entries price the work equally well.</summary>
    public const string AmbiguousRate = "CAN1202";

    /// <summary>The price is a markup over cost, and the cost rate is not known.</summary>
    public const string NoCostRate = "CAN1203";

    /// <summary>The price is a markup over a base card, and the base card has no price: it is missing, does not price the work, or leads back to itself.</summary>
    public const string NoBaseRate = "CAN1204";

    /// <summary>The base or the cost is in another currency than the card.</summary>
    public const string RateCurrencyDiffers = "CAN1205";

    /// <summary>The marked-up price has more digits than an amount can hold.</summary>
    public const string PriceTooLarge = "CAN1206";

    /// <summary>No accounting period of the entity and kind has the day.</summary>
    public const string NoPeriod = "CAN1211";

    /// <summary>Several accounting periods of the entity and kind have the day.</summary>
    public const string PeriodsOverlap = "CAN1212";

    /// <summary>The accounting period of the day cannot be posted to.</summary>
    public const string PeriodNotOpen = "CAN1213";

    /// <summary>The accounting period of the day is closed, and no later one is open.</summary>
    public const string NoOpenPeriod = "CAN1214";

    /// <summary>There is no exchange rate for the two currencies on the day.</summary>
    public const string NoExchangeRate = "CAN1221";

    /// <summary>The newest exchange rate is older than allowed.</summary>
    public const string ExchangeRateTooOld = "CAN1222";

    /// <summary>Two exchange rates of one day say different things.</summary>
    public const string AmbiguousExchangeRate = "CAN1223";
}
