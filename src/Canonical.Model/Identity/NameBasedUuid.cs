using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// UUIDs that follow from a name (RFC 9562): the same namespace and name give the same UUID everywhere. Ours are version 8 over SHA-256; versions 3 and 5 are for reading
/// and writing what others derived. The bytes of a namespace are taken in network order on every machine. Thread-safe: static and without state.
/// </summary>
public static class NameBasedUuid
{
    /// <summary>The namespace of fully qualified domain names (RFC 9562, section 6.6): <c>6ba7b810-9dad-11d1-80b4-00c04fd430c8</c>.</summary>
    public static readonly Guid Dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>The namespace of URLs (RFC 9562, section 6.6): <c>6ba7b811-9dad-11d1-80b4-00c04fd430c8</c>.</summary>
    public static readonly Guid Url = new("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private const int NamespaceLength = 16;

    /// <summary>A version 8 UUID: the first 128 bits of the SHA-256 of namespace and name, with version and variant set (RFC 9562, appendix B.2).</summary>
    /// <param name="namespaceId">The namespace; its bytes are taken in network order.</param>
    /// <param name="name">The name.</param>
    /// <returns>The UUID.</returns>
    public static Guid Create(Guid namespaceId, ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(namespaceId, name, hash);
        return FromHash(hash, version: 8);
    }

    /// <summary>A version 5 UUID: the first 128 bits of the SHA-1 of namespace and name, with version and variant set (RFC 9562, section 5.5). For systems that derive theirs so; ours are version 8.</summary>
    /// <param name="namespaceId">The namespace; its bytes are taken in network order.</param>
    /// <param name="name">The name.</param>
    /// <returns>The UUID.</returns>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 9562, section 5.5, fixes SHA-1; nothing is protected by it.")]
    public static Guid CreateVersion5(Guid namespaceId, ReadOnlySpan<byte> name)
    {
        var input = new Utf8Builder(stackalloc byte[512]);
        try
        {
            AppendTo(ref input, namespaceId);
            input.Append(name);
            Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
            SHA1.HashData(input.Written, hash);
            return FromHash(hash, version: 5);
        }
        finally
        {
            input.Dispose();
        }
    }

    /// <summary>A version 3 UUID: the MD5 of namespace and name, with version and variant set (RFC 9562, section 5.3). For systems that derive theirs so; ours are version 8.</summary>
    /// <param name="namespaceId">The namespace; its bytes are taken in network order.</param>
    /// <param name="name">The name.</param>
    /// <returns>The UUID.</returns>
    /// <exception cref="CryptographicException">The machine is configured to refuse MD5.</exception>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "RFC 9562, section 5.3, fixes MD5; nothing is protected by it.")]
    public static Guid CreateVersion3(Guid namespaceId, ReadOnlySpan<byte> name)
    {
        var input = new Utf8Builder(stackalloc byte[512]);
        try
        {
            AppendTo(ref input, namespaceId);
            input.Append(name);
            Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
            MD5.HashData(input.Written, hash);
            return FromHash(hash, version: 3);
        }
        finally
        {
            input.Dispose();
        }
    }

    /// <summary>The full SHA-256 of namespace and name, of which <see cref="Create"/> keeps 122 bits.</summary>
    /// <param name="namespaceId">The namespace; its bytes are taken in network order.</param>
    /// <param name="name">The name.</param>
    /// <param name="destination">Where the 32 bytes go.</param>
    /// <exception cref="ArgumentException">The destination is shorter than 32 bytes.</exception>
    public static void Hash(Guid namespaceId, ReadOnlySpan<byte> name, Span<byte> destination)
    {
        if (destination.Length < SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(destination));
        var input = new Utf8Builder(stackalloc byte[512]);
        try
        {
            AppendTo(ref input, namespaceId);
            input.Append(name);
            SHA256.HashData(input.Written, destination);
        }
        finally
        {
            input.Dispose();
        }
    }

    internal static void AppendTo(ref Utf8Builder input, Guid namespaceId)
    {
        _ = namespaceId.TryWriteBytes(input.Reserve(NamespaceLength), bigEndian: true, out var written);
        input.Advance(written);
    }

    internal static Guid FromHash(ReadOnlySpan<byte> hash, int version)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
