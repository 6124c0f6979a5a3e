namespace Canonical.Testing;

/// <summary>What became of a record in a system under test. Immutable and thread-safe.</summary>
/// <param name="NativeId">The record's id in the system.</param>
/// <param name="State">Its state from now on, comparable with <see cref="ChangeSourceConformance{T}.StateOf"/>.</param>
public sealed record SystemChange(string NativeId, string State);
