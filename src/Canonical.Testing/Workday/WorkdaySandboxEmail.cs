namespace Canonical.Testing;

/// <summary>An e-mail address of a <see cref="WorkdaySandboxWorker"/> with its usage. Immutable and thread-safe.</summary>
/// <param name="Address">The address.</param>
/// <param name="Usage">The Communication_Usage_Type_ID: <c>WORK</c> or <c>HOME</c>.</param>
/// <param name="IsPublic">Whether others may see it.</param>
/// <param name="IsPrimary">Whether it is the first of its usage.</param>
public sealed record WorkdaySandboxEmail(string Address, string Usage, bool IsPublic, bool IsPrimary);
