namespace Canonical.Model;

/// <summary>What happens to a day whose accounting period is closed. Thread-safe: a value.</summary>
public enum ClosedPeriodRule
{
    /// <summary>It is refused: a person decides.</summary>
    Refuse,

    /// <summary>It is posted on the first day of the next period that is open, as finance does with what comes late.</summary>
    NextOpen,
}
