namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteAccountIdTests
{
    [Theory]
    [InlineData("1234567", "1234567", "1234567")]
    [InlineData("1234567_SB1", "1234567-sb1", "1234567_SB1")]
    [InlineData("1234567-sb1", "1234567-sb1", "1234567_SB1")]
    [InlineData("1234567_sb12", "1234567-sb12", "1234567_SB12")]
    [InlineData("TSTDRV1234567", "tstdrv1234567", "TSTDRV1234567")]
    [InlineData("tstdrv1234567", "tstdrv1234567", "TSTDRV1234567")]
    [InlineData("1234567-RP-2", "1234567-rp-2", "1234567_RP_2")]
    public void Parse_AnySpelling_GivesHostAndRealm(string text, string host, string realm)
    {
        NetSuiteAccountId id = NetSuiteAccountId.Parse(text);

        Assert.Equal(host, id.HostLabel);
        Assert.Equal(realm, id.Realm);
        Assert.Equal($"https://{host}.suitetalk.api.netsuite.com/", id.BaseAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 1234567")]
    [InlineData("evil.com/")]
    [InlineData("evil.com#")]
    [InlineData("a@evil.com")]
    [InlineData("1234567/../x")]
    [InlineData("1234567:443")]
    [InlineData("1234567__SB1")]
    [InlineData("-1234567")]
    [InlineData("1234567_")]
    [InlineData("12345\u00e967")]
    [InlineData("1234567\n")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(NetSuiteAccountId.TryParse(text, out NetSuiteAccountId id));
        Assert.Equal("", id.Realm);
    }

    [Fact]
    public void Parse_BadText_DoesNotRepeatIt()
    {
        FormatException e = Assert.Throws<FormatException>(() => NetSuiteAccountId.Parse("evil.com/"));

        Assert.DoesNotContain("evil", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BaseAddress_Default_Throws() => Assert.Throws<InvalidOperationException>(() => default(NetSuiteAccountId).BaseAddress);
}
