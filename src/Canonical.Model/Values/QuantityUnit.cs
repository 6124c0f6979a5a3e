namespace Canonical.Model;

/// <summary>The unit of a quantity, after UCUM. Thread-safe: a value.</summary>
public enum QuantityUnit
{
    /// <summary>Hour, <c>h</c>.</summary>
    Hour,

    /// <summary>Minute, <c>min</c>.</summary>
    Minute,

    /// <summary>Day, <c>d</c>; how many hours it has is the calendar's business.</summary>
    Day,

    /// <summary>Week, <c>wk</c>.</summary>
    Week,

    /// <summary>Month, <c>mo</c>.</summary>
    Month,

    /// <summary>Each, a count, <c>ea</c>.</summary>
    Each,

    /// <summary>Kilometre, <c>km</c>.</summary>
    Kilometre,
}
