using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>What became of one of many requests. Immutable and thread-safe.</summary>
/// <param name="Key">The request's idempotency key.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record KeyedOutcome(IdempotencyKey Key, WriteOutcome Outcome);
