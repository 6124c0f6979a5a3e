namespace Canonical.Contracts;

/// <summary>What a contract describes. Thread-safe: a value.</summary>
public enum ContractKind
{
    /// <summary>A canonical object, <c>object</c>.</summary>
    BusinessObject,

    /// <summary>Definitions that other contracts share, <c>definitions</c>.</summary>
    Definitions,
}
