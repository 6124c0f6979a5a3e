namespace Connectors.NetSuite;

/// <summary>The answer to a write that took effect. Immutable and thread-safe.</summary>
/// <param name="Id">The internal id, from the <c>Location</c> header: the only place that has it. Null when an update's answer names none.</param>
/// <param name="RequestId">The operation id and the job id, for Oracle's support; null when the answer had none.</param>
public sealed record NetSuiteWriteResult(string? Id, string? RequestId);
