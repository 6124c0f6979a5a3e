using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// The key that makes a posting happen once: a UUID (RFC 9562) that follows from the <see cref="PostingIdentity"/>, 36 characters, so that it fits every target's external id,
/// request id or idempotency header. The default value is the nil UUID and is no key. Thread-safe: an immutable value.
/// </summary>
public readonly record struct IdempotencyKey
{
    /// <summary>The namespace of idempotency keys: <c>20f4a1be-3c68-89f3-b100-b7112697e4b9</c>, the version 8 UUID of <c>keys.canonical-sdk.org</c> in the DNS namespace.</summary>
    public static readonly Guid Namespace = NameBasedUuid.Create(NameBasedUuid.Dns, "keys.canonical-sdk.org"u8);

    /// <summary>Wraps a key that was derived earlier, for instance one read from a ledger: a key is stored before the first send and never computed again.</summary>
    /// <param name="value">The UUID.</param>
    public IdempotencyKey(Guid value) => Value = value;

    /// <summary>The UUID.</summary>
    public Guid Value { get; }

    /// <summary>True for the default value, which is no key.</summary>
    public bool IsEmpty => Value == Guid.Empty;

    /// <summary>The key of a posting: UUID version 8 of <see cref="Namespace"/> and the canonical JSON of the identity.</summary>
    /// <param name="identity">Which posting.</param>
    /// <returns>The key.</returns>
    public static IdempotencyKey Derive(PostingIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        identity.Hash(hash);
        return new(NameBasedUuid.FromHash(hash, version: 8));
    }

    /// <summary>Reads a key: 32 hexadecimal digits with four hyphens.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is not a UUID in that form.</exception>
    public static IdempotencyKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var key) ? key : throw new FormatException("An idempotency key is a UUID of 32 hexadecimal digits with four hyphens.");
    }

    /// <summary>Reads a key, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key.</param>
    /// <returns>True when the text is a UUID of 32 hexadecimal digits with four hyphens.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out IdempotencyKey key)
    {
        if (CanonicalId.TryParse(text, out var id))
        {
            key = new(id.Value);
            return true;
        }
        key = default;
        return false;
    }

    /// <summary>The key in lower case, 36 characters.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Value.ToString("D");
}
