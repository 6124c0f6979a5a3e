using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>One object to write, with the key that makes a second sending harmless. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
/// <param name="Value">The object.</param>
/// <param name="Key">The idempotency key, derived once when the change was accepted and never again.</param>
public sealed record WriteRequest<T>(T Value, IdempotencyKey Key)
    where T : class, ICanonicalObject<T>;
