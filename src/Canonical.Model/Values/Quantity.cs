namespace Canonical.Model;

/// <summary>
/// How much of a unit; JSON: <c>{"value":"7.25","unit":"h"}</c>. Equality is by value and unit: 60 min does not equal 1 h. The default value is 0 h. Thread-safe: an immutable value.
/// </summary>
/// <param name="Value">How many of the unit.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct Quantity(decimal Value, QuantityUnit Unit)
{
    /// <summary>Hours of work.</summary>
    /// <param name="value">How many.</param>
    /// <returns>The quantity.</returns>
    public static Quantity FromHours(decimal value) => new(value, QuantityUnit.Hour);

    /// <summary>Minutes of work.</summary>
    /// <param name="value">How many.</param>
    /// <returns>The quantity.</returns>
    public static Quantity FromMinutes(decimal value) => new(value, QuantityUnit.Minute);

    /// <summary>The quantity in hours. Minutes that are no exact part of an hour are rounded to 28 digits: add in minutes, convert last.</summary>
    /// <returns>How many hours.</returns>
    /// <exception cref="InvalidOperationException">The unit is neither hours nor minutes.</exception>
    public decimal ToHours() => Unit switch
    {
        QuantityUnit.Hour => Value,
        QuantityUnit.Minute => Value / 60m,
        _ => throw new InvalidOperationException("Only hours and minutes convert to hours: the length of a day or a month is the calendar's business."),
    };

    /// <summary>The value and the unit, such as <c>7.25 h</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{CanonicalDecimal.Format(Value)} {Code(Unit)}";

    // In the order of QuantityUnit.
    internal static string[] Codes => ["h", "min", "d", "wk", "mo", "ea", "km"];

    internal static string Code(QuantityUnit unit) => unit switch
    {
        QuantityUnit.Hour => "h",
        QuantityUnit.Minute => "min",
        QuantityUnit.Day => "d",
        QuantityUnit.Week => "wk",
        QuantityUnit.Month => "mo",
        QuantityUnit.Each => "ea",
        QuantityUnit.Kilometre => "km",
        // Written as it is, so that validation refuses it by the contract's own rule.
        _ => ((int)unit).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    internal static bool TryCode(ReadOnlySpan<byte> code, out QuantityUnit unit)
    {
        (var known, unit) = code switch
        {
            [(byte)'h'] => (true, QuantityUnit.Hour),
            [(byte)'m', (byte)'i', (byte)'n'] => (true, QuantityUnit.Minute),
            [(byte)'d'] => (true, QuantityUnit.Day),
            [(byte)'w', (byte)'k'] => (true, QuantityUnit.Week),
            [(byte)'m', (byte)'o'] => (true, QuantityUnit.Month),
            [(byte)'e', (byte)'a'] => (true, QuantityUnit.Each),
            [(byte)'k', (byte)'m'] => (true, QuantityUnit.Kilometre),
            _ => (false, QuantityUnit.Hour),
        };
        return known;
    }
}
