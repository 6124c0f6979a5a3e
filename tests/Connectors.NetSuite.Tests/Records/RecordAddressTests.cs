namespace Connectors.NetSuite.Tests;

public sealed class RecordAddressTests
{
    private const string Base = "https://1234567.suitetalk.api.netsuite.com/";

    // new Uri(base, "eid:...") is an absolute address of the scheme eid: the request, with its credentials, would leave the host.
    [Fact]
    public void Instance_ExternalId_StaysOnTheHost()
    {
        Uri address = RecordAddress.Instance(Base, "customer", NetSuiteRecordKey.External("CUST-1"));

        Assert.Equal(Base + "services/rest/record/v1/customer/eid:CUST-1", address.AbsoluteUri);
        Assert.Equal("eid", new Uri(new Uri(Base), "eid:CUST-1").Scheme);
    }

    [Fact]
    public void Instance_Fields_AreInTheQuery() =>
        Assert.Equal(Base + "services/rest/record/v1/job/7?fields=id,entityId", RecordAddress.Instance(Base, "job", NetSuiteRecordKey.Internal("7"), ["id", "entityId"]).AbsoluteUri);

    [Theory]
    [InlineData("customer/1")]
    [InlineData("customer?x=1")]
    [InlineData("../customer")]
    [InlineData("")]
    public void Collection_BadRecordType_IsRefused(string recordType) => Assert.ThrowsAny<ArgumentException>(() => RecordAddress.Collection(Base, recordType));

    [Theory]
    [InlineData("https://demo123.suitetalk.api.netsuite.com/services/rest/record/v1/customer/647", "647")]
    [InlineData("/services/rest/record/v1/customer/-5", "-5")]
    [InlineData("https://demo123.suitetalk.api.netsuite.com/services/rest/record/v1/customer/647/", "647")]
    [InlineData("https://demo123.suitetalk.api.netsuite.com/services/rest/record/v1/customer/eid:X", null)]
    [InlineData("https://demo123.suitetalk.api.netsuite.com/", null)]
    [InlineData(null, null)]
    public void IdOf_Location_GivesTheInternalId(string? location, string? id) =>
        Assert.Equal(id, RecordAddress.IdOf(location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("")]
    [InlineData("a|b")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("Gr\u00fcn")]
    public void External_BadCharacters_AreRefused(string externalId) => Assert.Throws<ArgumentException>(() => NetSuiteRecordKey.External(externalId));

    [Theory]
    [InlineData("")]
    [InlineData("eid:1")]
    [InlineData("1a")]
    [InlineData("-")]
    [InlineData("1/2")]
    public void Internal_NotANumber_IsRefused(string id) => Assert.Throws<ArgumentException>(() => NetSuiteRecordKey.Internal(id));

    [Fact]
    public void Instance_DefaultKey_IsRefused() => Assert.Throws<ArgumentException>(() => RecordAddress.Instance(Base, "customer", default));
}
