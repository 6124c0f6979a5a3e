namespace Canonical.Contracts;

// Whether values exist that satisfy a set of codes.
internal sealed record Answer(AnswerKind Kind, Datum? Value, string? Reason, ProofSteps Steps)
{
    public static readonly Answer None = new(AnswerKind.None, null, null, ProofSteps.None);

    public bool IsNone => Kind == AnswerKind.None;

    public static Answer Some(Datum value) => new(AnswerKind.Some, value, null, ProofSteps.None);

    public static Answer Unknown(string reason) => new(AnswerKind.Unknown, null, reason, ProofSteps.None);
}

internal enum AnswerKind
{
    // Proved: there is no such value.
    None,

    // There is, and here is one.
    Some,

    // Neither was found.
    Unknown,
}

// What a proof rests on beyond comparing keyword by keyword.
[Flags]
internal enum ProofSteps
{
    None = 0,
    Enumeration = 1,
    Automata = 2,
    Induction = 4,
}
