namespace Canonical.Contracts;

/// <summary>What a contract describes. Thread-safe: a value.</summary>
public enum ContractKind
{
    /// <summary>A canonical object, <c>object</c>.</summary>
    BusinessObject,

    /// <summary>Definitions that other contracts share, <c>definitions</c>.</summary>
    Definitions,

    /// <summary>The format of a document of the SDK itself, such as a mapping, <c>document</c>: all of JSON Schema may be used, and no types are generated from it.</summary>
    Document,
}
