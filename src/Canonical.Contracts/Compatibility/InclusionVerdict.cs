using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>The verdict of a comparison in one direction. Thread-safe: immutable.</summary>
public sealed class InclusionVerdict
{
    private InclusionVerdict(CompatibilityOutcome outcome, ProofKind? proof, ReadOnlyMemory<byte> counterexample, ValidationError? error, string? reason)
    {
        Outcome = outcome;
        Proof = proof;
        Counterexample = counterexample;
        Error = error;
        Reason = reason;
    }

    /// <summary>The answer.</summary>
    public CompatibilityOutcome Outcome { get; }

    /// <summary>How it was proved; null unless compatible.</summary>
    public ProofKind? Proof { get; }

    /// <summary>A small document, UTF-8 JSON, that the one schema accepts and the other refuses: both checked by <see cref="JsonSchema"/>. Empty unless incompatible.</summary>
    public ReadOnlyMemory<byte> Counterexample { get; }

    /// <summary>Why the other schema refuses the document: the place in it, the keyword and its place in the schema. Null unless incompatible.</summary>
    public ValidationError? Error { get; }

    /// <summary>Why neither was shown; null unless undecided.</summary>
    public string? Reason { get; }

    /// <summary>The verdict on one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Outcome switch
    {
        CompatibilityOutcome.Compatible => $"compatible ({Proof})",
        CompatibilityOutcome.Incompatible => $"incompatible: {System.Text.Encoding.UTF8.GetString(Counterexample.Span)} breaks {Error?.Keyword} at \"{Error?.InstancePath}\"",
        _ => $"undecided: {Reason}",
    };

    internal static InclusionVerdict Compatible(ProofKind proof) => new(CompatibilityOutcome.Compatible, proof, default, null, null);

    internal static InclusionVerdict Undecided(string reason) => new(CompatibilityOutcome.Undecided, null, default, null, reason);

    internal static InclusionVerdict Incompatible(SchemaPair pair, Datum witness)
    {
        var utf8 = witness.ToUtf8();
        return new(CompatibilityOutcome.Incompatible, null, utf8, pair.Superset.Validate(utf8).Errors is { Count: > 0 } errors ? errors[0] : null, null);
    }
}
