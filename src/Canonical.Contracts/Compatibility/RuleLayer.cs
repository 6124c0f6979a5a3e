namespace Canonical.Contracts;

/// <summary>What a compatibility rule watches over. Thread-safe: a value.</summary>
public enum RuleLayer
{
    /// <summary>Which documents are valid. The proof decides; the rule says which change is behind it.</summary>
    Wire,

    /// <summary>Schemas that refer to this one.</summary>
    Reference,

    /// <summary>What values mean to people and to systems.</summary>
    Semantic,

    /// <summary>How objects are recognized, and retries found out.</summary>
    Key,

    /// <summary>Notes that decide nothing.</summary>
    Annotation,

    /// <summary>How versions are made, kept and withdrawn.</summary>
    Governance,

    /// <summary>The C# that is generated from contracts, and the code of those who use it.</summary>
    Source,
}
