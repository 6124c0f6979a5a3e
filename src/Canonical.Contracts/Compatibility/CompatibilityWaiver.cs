namespace Canonical.Contracts;

/// <summary>A reviewed exception for one finding. Thread-safe: immutable.</summary>
/// <param name="Fingerprint">The fingerprint of the finding.</param>
/// <param name="Rule">Its rule; both must match.</param>
/// <param name="Reason">Why the exception is right.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Expires">The last day on which it holds.</param>
public sealed record CompatibilityWaiver(string Fingerprint, string Rule, string Reason, string Owner, DateOnly Expires);
