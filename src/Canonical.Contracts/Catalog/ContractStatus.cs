namespace Canonical.Contracts;

/// <summary>The life of a contract version. Thread-safe: a value.</summary>
public enum ContractStatus
{
    /// <summary>May still change, <c>draft</c>.</summary>
    Draft,

    /// <summary>Published and in use, <c>active</c>; it never changes again.</summary>
    Active,

    /// <summary>In use, but not for new work, <c>deprecated</c>.</summary>
    Deprecated,

    /// <summary>No longer in use, <c>retired</c>.</summary>
    Retired,
}
