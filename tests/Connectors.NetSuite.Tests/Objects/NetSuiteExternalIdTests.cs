using Canonical.Model;

namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteExternalIdTests
{
    private static readonly CanonicalId Id = CanonicalId.Derive("acme", "customer", "salesforce", "org", "001A");

    [Fact]
    public void For_SameId_IsAlwaysTheSameAndDiffersByType()
    {
        Assert.Equal("CUST-" + Id, NetSuiteExternalId.ForCustomer(Id));
        Assert.Equal("JOB-" + Id, NetSuiteExternalId.ForProject(Id));
        Assert.Matches("^[A-Za-z0-9_-]+$", NetSuiteExternalId.ForProject(Id));
        Assert.Equal(Id.ToString(), NetSuiteRecordKey.External(NetSuiteExternalId.ForCustomer(Id)).Value["CUST-".Length..]);
    }

    [Fact]
    public void TryParse_OwnId_GivesTheCanonicalIdInAnyCase()
    {
        Assert.True(NetSuiteExternalId.TryParse(NetSuiteExternalId.ForCustomer(Id).ToUpperInvariant(), NetSuiteExternalId.CustomerPrefix, out CanonicalId id));
        Assert.Equal(Id, id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CUST-1")]
    [InlineData("JOB-5c146b14-3c52-8afd-938a-375d0df1fbf6")]
    public void TryParse_OtherId_IsRefused(string? externalId) => Assert.False(NetSuiteExternalId.TryParse(externalId, NetSuiteExternalId.CustomerPrefix, out _));

    [Fact]
    public void For_EmptyId_IsRefused() => Assert.Throws<ArgumentException>(() => NetSuiteExternalId.ForCustomer(default));
}
