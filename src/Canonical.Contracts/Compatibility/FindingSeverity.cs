namespace Canonical.Contracts;

/// <summary>How much a finding matters. Thread-safe: a value.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Worth a look; fails nothing.</summary>
    Warning,

    /// <summary>The change may not be published like this.</summary>
    Error,
}
