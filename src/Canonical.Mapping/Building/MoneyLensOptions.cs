namespace Canonical.Mapping;

/// <summary>What a lens of an amount may say. Immutable and safe to share between threads.</summary>
public sealed record MoneyLensOptions : ValueLensOptions
{
    /// <summary>Powers of ten from the vendor's unit to the main unit: -2 for cents. 0 by default.</summary>
    public int Shift { get; init; }

    /// <summary>Whether the amount is written to the vendor as a string. False by default: a number.</summary>
    public bool AsString { get; init; }
}
