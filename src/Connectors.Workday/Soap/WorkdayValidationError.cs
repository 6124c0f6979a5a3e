namespace Connectors.Workday;

/// <summary>One broken rule of a validation fault. Immutable and thread-safe.</summary>
/// <param name="Message">What is wrong, without values: Workday's text when it is known to hold none, else a text that says it was withheld.</param>
/// <param name="XPath">The place in the request that was sent; null when Workday names none.</param>
/// <param name="ReferenceType">The type of the reference ID that Workday does not know, for example <c>Employee_ID</c>; null when the rule is another.</param>
public sealed record WorkdayValidationError(string Message, string? XPath, string? ReferenceType);
