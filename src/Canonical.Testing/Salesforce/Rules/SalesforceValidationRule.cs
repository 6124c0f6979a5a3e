namespace Canonical.Testing;

/// <summary>
/// A validation rule of the org: a record that meets the condition after a write is refused with FIELD_CUSTOM_VALIDATION_EXCEPTION. Seeds are not checked. Immutable.
/// </summary>
/// <param name="ObjectName">The object.</param>
/// <param name="Condition">When a record is refused, written as the WHERE of a query, such as <c>Amount &gt; 1000000 AND NextStep = null</c>.</param>
/// <param name="Message">What the administrator wrote for the user, free text.</param>
public sealed record SalesforceValidationRule(string ObjectName, string Condition, string Message)
{
    /// <summary>The field at which the message stands; null for the whole record.</summary>
    public string? Field { get; init; }
}
