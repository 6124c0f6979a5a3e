using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>UUIDs that follow from a name (RFC 9562): the same namespace and name give the same UUID everywhere. Thread-safe: static and without state.</summary>
public static class NameBasedUuid
{
    /// <summary>The namespace of fully qualified domain names (RFC 9562, section 6.6): <c>6ba7b810-9dad-11d1-80b4-00c04fd430c8</c>.</summary>
    public static readonly Guid Dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>A version 8 UUID: the first 128 bits of the SHA-256 of namespace and name, with version and variant set (RFC 9562, appendix B.2).</summary>
    /// <param name="namespaceId">The namespace; its bytes are taken in network order.</param>
    /// <param name="name">The name.</param>
    /// <returns>The UUID.</returns>
    public static Guid Create(Guid namespaceId, ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(namespaceId, name, hash);
        return FromHash(hash);
    }

    /// <summary>The full SHA-256 of namespace and name, of which <see cref="Create"/> keeps 122 bits.</summary>
    /// <param name="namespaceId">The namespace; its bytes are taken in network order.</param>
    /// <param name="name">The name.</param>
    /// <param name="destination">Where the 32 bytes go.</param>
    /// <exception cref="ArgumentException">The destination is shorter than 32 bytes.</exception>
    public static void Hash(Guid namespaceId, ReadOnlySpan<byte> name, Span<byte> destination)
    {
        if (destination.Length < SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(destination));
        var input = new Utf8Builder(16 + name.Length);
        try
        {
            namespaceId.TryWriteBytes(input.Reserve(16), bigEndian: true, out var written);
            input.Advance(written);
            input.Append(name);
            SHA256.HashData(input.Written, destination);
        }
        finally
        {
            input.Dispose();
        }
    }

    internal static Guid FromHash(ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
