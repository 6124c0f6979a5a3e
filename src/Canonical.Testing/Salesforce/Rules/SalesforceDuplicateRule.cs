namespace Canonical.Testing;

/// <summary>
/// A duplicate rule of the org: a record that has the same values as another one is refused with DUPLICATES_DETECTED, unless the caller says <c>Sforce-Duplicate-Rule-Header: allowSave=true</c> and the rule allows it. Seeds are not checked.
/// The product matches alike values too; this one only equal ones, without regard to case. Immutable.
/// </summary>
/// <param name="ObjectName">The object.</param>
/// <param name="Fields">The fields that have to be equal, all of them, and not empty.</param>
public sealed record SalesforceDuplicateRule(string ObjectName, params IReadOnlyList<string> Fields)
{
    /// <summary>Whether the caller may save all the same (the rule alerts), or never (it blocks). True unless set.</summary>
    public bool AllowSave { get; init; } = true;

    /// <summary>The rule's name in the answer; <c>Standard_{object}_Duplicate_Rule</c> unless set.</summary>
    public string DeveloperName { get; init; } = $"Standard_{ObjectName}_Duplicate_Rule";

    /// <summary>The text for the user.</summary>
    public string Message { get; init; } = "Use one of these records?";
}
