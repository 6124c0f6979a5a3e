using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>A change of some members of a record: what is absent stays, null clears, a value is set. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type whose members are named.</typeparam>
public sealed record PatchRequest<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>The id that the target gave the record.</summary>
    public required string NativeId { get; init; }

    /// <summary>The members to change, as JSON Merge Patch (RFC 7396) of the canonical object in UTF-8: a JSON object in which an absent member is left alone, null clears and any other value replaces. Arrays are replaced whole.</summary>
    public required ReadOnlyMemory<byte> MergePatch { get; init; }

    /// <summary>The idempotency key, derived once when the change was accepted and never again.</summary>
    public required IdempotencyKey Key { get; init; }
}
