namespace Canonical.Contracts;

/// <summary>The verdict for one direction. Thread-safe: immutable.</summary>
/// <param name="Direction">Who must not break.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Rule">The rule that names the change behind a refusal; null when there is none, or none was found.</param>
/// <param name="Definition">The definition that it is about, in a contract that holds definitions only; null otherwise.</param>
public sealed record DirectionVerdict(CompatibilityDirection Direction, InclusionVerdict Verdict, string? Rule, string? Definition)
{
    /// <summary>
    /// The view of those who write, whose documents had to be accepted. Where members are <c>readOnly</c> or <c>writeOnly</c>, the way to the owner of a record and the way from it are both asked about, and the worse
    /// verdict stands: <see cref="ContractView.Writer"/> is the way to it, <see cref="ContractView.OwnerWriter"/> the way from it.
    /// </summary>
    public ContractView WriterView { get; init; } = ContractView.Writer;

    /// <summary>The view of those who read.</summary>
    public ContractView ReaderView { get; init; } = ContractView.Reader;
}
