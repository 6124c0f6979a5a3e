namespace Canonical.Testing;

/// <summary>A patch and what it makes of a new record. Immutable and thread-safe.</summary>
/// <param name="MergePatch">The JSON Merge Patch (RFC 7396) of the canonical object.</param>
/// <param name="State">The state of the record afterwards, comparable with <see cref="PatchSinkConformance{T}.StateOf"/>.</param>
public sealed record PatchExpectation(string MergePatch, string State);
