using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Canonical.Model;

/// <summary>
/// What: the SHA-256 of the posting-relevant members of an object, in the form of RFC 8785. Equal fingerprints mean that nothing that matters to a target has changed.
/// It carries the contract that says which members matter: fingerprints of two contract versions are never equal, and are compared by computing both under one.
/// Text: <c>1:customer/1.0.0:</c> and 64 hexadecimal digits, where 1 is the profile. Thread-safe: an immutable value.
/// </summary>
/// <remarks>Before hashing, decimals lose trailing zeros and instants lose trailing zeros of their fraction, so that two spellings of one value are one fingerprint. Unknown members, extensions and members without <c>x-canonical-posting</c> are outside.</remarks>
public readonly record struct Fingerprint
{
    /// <summary>The version of the profile by which objects become fingerprints: 1.</summary>
    public const int Profile = 1;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hash;

    private Fingerprint(ContractId contract, string hash)
    {
        Contract = contract;
        _hash = hash;
    }

    /// <summary>The contract that says which members matter.</summary>
    public ContractId Contract { get; }

    /// <summary>The SHA-256 in lower-case hexadecimal, 64 digits; empty for the default value.</summary>
    public string Hash => _hash ?? "";

    /// <summary>The fingerprint of the posting-relevant part of an object.</summary>
    /// <param name="contract">The contract that says which members matter.</param>
    /// <param name="utf8Json">A JSON object with those members alone, decimals and instants in their shortest form.</param>
    /// <returns>The fingerprint.</returns>
    /// <exception cref="CanonicalJsonException">The JSON has no canonical form.</exception>
    public static Fingerprint Compute(ContractId contract, ReadOnlySpan<byte> utf8Json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        CanonicalJson.Hash(utf8Json, hash);
        return new(contract, Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads a fingerprint.</summary>
    /// <param name="text">The text that <see cref="ToString"/> gave.</param>
    /// <returns>The fingerprint.</returns>
    /// <exception cref="FormatException">The text is not a fingerprint of this profile.</exception>
    public static Fingerprint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var fingerprint) ? fingerprint : throw new FormatException("A fingerprint is 1:<contract>/<version>:<64 hexadecimal digits>.");
    }

    /// <summary>Reads a fingerprint, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <returns>True when the text is a fingerprint of this profile.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Fingerprint fingerprint)
    {
        fingerprint = default;
        if (text is null || !text.StartsWith("1:", StringComparison.Ordinal)) return false;
        var colon = text.LastIndexOf(':');
        if (colon < 2 || text.Length - colon - 1 != 2 * SHA256.HashSizeInBytes || !ContractId.TryParse(text[2..colon], out var contract)) return false;
        var hash = text[(colon + 1)..];
        if (hash.AsSpan().ContainsAnyExcept(HexDigits)) return false;
        fingerprint = new(contract, hash);
        return true;
    }

    /// <summary>The text: profile, contract and hash.</summary>
    /// <returns>The text; empty for the default value.</returns>
    public override string ToString() => _hash is null ? "" : $"1:{Contract}:{_hash}";
}
