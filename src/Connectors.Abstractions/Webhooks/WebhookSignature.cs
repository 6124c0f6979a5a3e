using System.Security.Cryptography;

namespace Connectors.Abstractions;

/// <summary>Checks of signatures that take as long for a wrong one as for a right one.</summary>
public static class WebhookSignature
{
    /// <summary>The age beyond which a signed call is refused by default: 5 minutes, against replays.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether a signature is the HMAC-SHA256 (RFC 2104, FIPS 180-4) of a message.</summary>
    /// <param name="secret">The secret that we share with the vendor.</param>
    /// <param name="message">What the vendor signs.</param>
    /// <param name="signature">The signature's 32 bytes.</param>
    /// <returns>True when it is.</returns>
    public static bool IsHmacSha256(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, message, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    /// <summary>Whether a call's own time is near the time at which it came, before or after.</summary>
    /// <param name="signedAt">The time that the vendor signed.</param>
    /// <param name="receivedAt">The time at which the call came.</param>
    /// <param name="tolerance">The greatest difference; null for <see cref="DefaultTolerance"/>.</param>
    /// <returns>True when it is.</returns>
    public static bool IsRecent(DateTimeOffset signedAt, DateTimeOffset receivedAt, TimeSpan? tolerance = null) =>
        (receivedAt - signedAt).Duration() <= (tolerance ?? DefaultTolerance);
}
