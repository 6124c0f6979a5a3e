using System.Text;

namespace Connectors.Abstractions.Tests;

public sealed class WebhookSignatureTests
{
    // RFC 4231, test case 2.
    private static readonly byte[] Signature = Convert.FromHexString("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

    [Fact]
    public void IsHmacSha256_TestCaseOfRfc4231_Holds() => Assert.True(WebhookSignature.IsHmacSha256("Jefe"u8, "what do ya want for nothing?"u8, Signature));

    [Fact]
    public void IsHmacSha256_AnySingleBitOrLength_DoesNotHold()
    {
        for (int i = 0; i < Signature.Length * 8; i++)
        {
            byte[] other = [.. Signature];
            other[i / 8] ^= (byte)(1 << (i % 8));
            Assert.False(WebhookSignature.IsHmacSha256("Jefe"u8, "what do ya want for nothing?"u8, other));
        }

        Assert.False(WebhookSignature.IsHmacSha256("Jefe"u8, "what do ya want for nothing?"u8, Signature.AsSpan(1)));
        Assert.False(WebhookSignature.IsHmacSha256("Jefe"u8, "what do ya want for nothing?"u8, []));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void IsRecent_SecondsApart_HoldsWithinFiveMinutes(int seconds, bool expected)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(expected, WebhookSignature.IsRecent(now.AddSeconds(seconds), now));
    }

    [Fact]
    public void Request_HeaderAndText_AreFoundWithoutCaseAndShowNoSecret()
    {
        var request = new WebhookRequest
        {
            Method = "POST",
            Address = new Uri("https://host.example/hooks/crm?token=secret"),
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Signature"] = "abc" },
            Body = Encoding.UTF8.GetBytes("person@example.com"),
            ReceivedAt = default,
        };

        Assert.Equal("abc", request.Header("x-signature"));
        Assert.Null(request.Header("X-Other"));
        Assert.Equal("POST /hooks/crm", request.ToString());
    }
}
