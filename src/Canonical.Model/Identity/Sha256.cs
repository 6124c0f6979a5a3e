using System.Security.Cryptography;

namespace Canonical.Model;

// SHA-256 of short texts, many times: one hash for each thread, since making a new one costs as much as hashing a hundred bytes.
internal static class Sha256
{
    [ThreadStatic]
    private static IncrementalHash? _hash;

    public static void Hash(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var hash = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(text);
        hash.GetHashAndReset(destination);
    }
}
