namespace Connectors.Workday;

/// <summary>A SOAP 1.1 fault of Workday, classified and without values of records. Immutable and thread-safe.</summary>
public sealed record WorkdayFault
{
    /// <summary>What it means.</summary>
    public required WorkdayFaultKind Kind { get; init; }

    /// <summary>The fault code without its prefix, for example <c>Client.validationError</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What went wrong, without values: Workday's text when it is known to hold none, else a text that says it was withheld.</summary>
    public required string Message { get; init; }

    /// <summary>The broken rules, in Workday's order; empty unless <see cref="Kind"/> is <see cref="WorkdayFaultKind.Validation"/>.</summary>
    public IReadOnlyList<WorkdayValidationError> ValidationErrors { get; init; } = [];
}
