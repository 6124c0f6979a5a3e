namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteOptionsTests
{
    [Fact]
    public void FindFaults_GoodOptions_GivesNone() => Assert.Empty(Good().FindFaults());

    [Fact]
    public void FindFaults_EachFault_NamesTheOption()
    {
        Assert.Contains(Faults(o => o.AccountId = "evil.com/"), f => f.StartsWith("AccountId", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.Certificate = null), f => f.StartsWith("Exactly one", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.Token = _ => default), f => f.StartsWith("Exactly one", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.MaxConcurrency = 0), f => f.StartsWith("MaxConcurrency is 0", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.PageSize = 1001), f => f.StartsWith("PageSize is 1001", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.AssertionLifetime = TimeSpan.FromHours(1)), f => f.StartsWith("AssertionLifetime", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.Scopes.Clear()), f => f.StartsWith("Scopes", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.Resilience.MaxConcurrency = 1), f => f.StartsWith("Resilience.MaxConcurrency is 1", StringComparison.Ordinal));
        Assert.Contains(Faults(o => o.Resilience.RetryDelay = TimeSpan.FromSeconds(-1)), f => f.StartsWith("RetryDelay", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://1234567.suitetalk.api.netsuite.com.evil.com/", false)]
    [InlineData("https://example.com/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("http://user@127.0.0.1/", false)]
    [InlineData("http://127.0.0.1.evil.com/", false)]
    [InlineData("http://127.0.0.1:8080/", true)]
    [InlineData("http://localhost:8080/", true)]
    [InlineData("https://[::1]:8443/", true)]
    public void FindFaults_BaseAddress_IsLoopbackOnly(string address, bool taken) =>
        Assert.Equal(taken, Faults(o => o.BaseAddress = new Uri(address)).Count == 0);

    private static NetSuiteOptions Good() => new()
    {
        AccountId = "1234567",
        Certificate = _ => new ValueTask<NetSuiteCertificateCredential>(new NetSuiteCertificateCredential("c", "k", "p")),
    };

    private static IReadOnlyList<string> Faults(Action<NetSuiteOptions> change)
    {
        NetSuiteOptions options = Good();
        change(options);
        return options.FindFaults();
    }
}
