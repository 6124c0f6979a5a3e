namespace Canonical.Model;

/// <summary>How an exchange rate was found. Thread-safe: a value.</summary>
public enum ExchangeRatePath
{
    /// <summary>Both currencies are one.</summary>
    Same,

    /// <summary>A rate from the one to the other.</summary>
    Direct,

    /// <summary>A rate from the other to the one, turned round.</summary>
    Inverse,

    /// <summary>Two rates through a third currency.</summary>
    Triangulated,
}
