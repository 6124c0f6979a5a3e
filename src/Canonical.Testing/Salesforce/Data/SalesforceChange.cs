namespace Canonical.Testing;

/// <summary>One record before and after a write; null where it was not or is no longer there.</summary>
internal sealed record SalesforceChange(SalesforceType Type, string Id, SalesforceRow? Old, SalesforceRow? New);

/// <summary>What one transaction changed.</summary>
/// <param name="Changes">The changes in their order.</param>
/// <param name="Number">The commit's number, which is beyond 2^53 in long-lived orgs.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Origin">Who wrote, in the form of the header of a change event.</param>
internal sealed record SalesforceCommit(IReadOnlyList<SalesforceChange> Changes, long Number, DateTimeOffset At, string Origin);
