namespace Canonical.Contracts;

/// <summary>What a proof of compatibility rests on; the strongest means that was needed. Thread-safe: a value.</summary>
public enum ProofKind
{
    /// <summary>Both schemas are the same, apart from what decides nothing: annotations, order, the place of definitions.</summary>
    Identical,

    /// <summary>Keyword by keyword, with exact numbers and case splits.</summary>
    Structural,

    /// <summary>Finite sets of values were gone through as well.</summary>
    Enumerated,

    /// <summary>Inclusion of regular languages was decided on automata as well.</summary>
    RegularLanguages,

    /// <summary>A recursive schema was proved by induction over the size of documents as well.</summary>
    Inductive,
}
