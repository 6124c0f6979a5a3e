namespace Canonical.Schema;

/// <summary>The outcome of a validation with every error found. Thread-safe: immutable.</summary>
public sealed class ValidationReport
{
    internal static readonly ValidationReport Valid = new([], isTruncated: false);

    internal ValidationReport(IReadOnlyList<ValidationError> errors, bool isTruncated)
    {
        Errors = errors;
        IsTruncated = isTruncated;
    }

    /// <summary>True when the document keeps every rule.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>The errors in the order of the document's places; empty when it is valid. Where no alternative of <c>anyOf</c> or <c>oneOf</c> matches, the errors of the closest alternative follow that of the keyword.</summary>
    public IReadOnlyList<ValidationError> Errors { get; }

    /// <summary>True when <see cref="JsonSchemaOptions.MaxErrors"/> was reached and the document may have more errors.</summary>
    public bool IsTruncated { get; }

    /// <summary>A report that has the errors of this one with others after them.</summary>
    /// <param name="errors">Errors that were found elsewhere, for instance by rules that a schema cannot say.</param>
    /// <returns>The joined report.</returns>
    public ValidationReport With(IEnumerable<ValidationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new([.. Errors, .. errors], IsTruncated);
    }

    /// <summary>The report as text, one error a line; "valid" when there is none.</summary>
    /// <returns>The text, for logs and consoles.</returns>
    public override string ToString() => IsValid ? "valid" : string.Join('\n', Errors);
}
