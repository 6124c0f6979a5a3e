using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class TokenFlowTests
{
    private const string Success = """{"id":"https://login.salesforce.com/id/00Dx0000000BV7z/005x00000012Q9P","instance_url":"https://na1.salesforce.com","access_token":"00Dx!token","token_type":"Bearer","scope":"api"}""";
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Jwt_RequestToken_SendsASignedAssertionThatEndsInThreeMinutes()
    {
        RouteTable routes = new RouteTable().On("POST /services/oauth2/token", 200, Success);
        AccessToken token = await Jwt(routes).RequestTokenAsync(TestContext.Current.CancellationToken);
        Assert.Equal("00Dx!token", token.Value);
        Assert.Null(token.ExpiresAt);
        Assert.Equal(new Uri("https://na1.salesforce.com/"), token.BaseAddress);

        string[] form = routes.Seen[0].Body!.Split('&');
        Assert.Equal("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer", form[0]);
        string[] parts = form[1]["assertion=".Length..].Split('.');
        Assert.True(TestClients.Key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("app", claims.RootElement.GetProperty("iss").GetString());
        Assert.Equal("me@example.com", claims.RootElement.GetProperty("sub").GetString());
        Assert.Equal("https://login.salesforce.com", claims.RootElement.GetProperty("aud").GetString());
        Assert.Equal(Now.ToUnixTimeSeconds() + 180, claims.RootElement.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Jwt_SandboxChecksIt_GivesAToken()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { AssertionKey = TestClients.Key.ExportParameters(includePrivateParameters: false) });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox, o => o.UseJwtBearer(new SalesforceJwtCredentials(
            SalesforceSandboxOptions.DefaultClientId, SalesforceSandboxOptions.DefaultUsername, TestClients.Key.ExportRSAPrivateKeyPem())));
        Assert.Contains("DailyApiRequests", await client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, sandbox.TokensIssued);
    }

    [Fact]
    public async Task Jwt_KeyThatIsNone_IsRefusedWithoutShowingIt()
    {
        var flow = new SalesforceJwtBearerFlow(new HttpClient(new RouteTable()), TestClients.Options(), _ => new(new SalesforceJwtCredentials("app", "me", "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----")));
        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await flow.RequestTokenAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"user me@example.com hasn't approved this consumer"}""", "invalid_grant")]
    [InlineData(400, """{"error":"invalid_client_id","error_description":"client identifier invalid"}""", "invalid_client_id")]
    [InlineData(401, """{"error":"invalid_client","error_description":"x"}""", "invalid_client")]
    public async Task RequestToken_Refused_IsFinalAndNamesNoUser(int status, string body, string error)
    {
        RouteTable routes = new RouteTable().On("POST /services/oauth2/token", status, body);
        using SalesforceClient client = TestClients.Over(routes);
        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(error, refused.VendorCode);
        Assert.False(refused.IsTransient);
        Assert.DoesNotContain("me@example.com", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, routes.Count("POST /services/oauth2/token"));
    }

    [Theory]
    [InlineData("""{"access_token":"t"}""")]
    [InlineData("""{"instance_url":"https://na1.salesforce.com"}""")]
    [InlineData("""{"access_token":"two words","instance_url":"https://na1.salesforce.com"}""")]
    [InlineData("""{"access_token":"line\nbreak","instance_url":"https://na1.salesforce.com"}""")]
    [InlineData("[]")]
    [InlineData("<html>maintenance</html>")]
    public async Task RequestToken_AnswerWithoutWhatIsNeeded_IsUnexpected(string body)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().On("POST /services/oauth2/token", 200, body));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Fact]
    public async Task RequestToken_InstanceOnPlainHttp_IsRefused()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token("http://evil.example"));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ConnectorErrorCodes.InsecureAddress, failed.Code);
    }

    [Theory]
    [InlineData("https://acme.my.salesforce.com", true)]
    [InlineData("https://ACME.my.salesforce.com.", true)]
    [InlineData("https://acme--uat.sandbox.my.salesforce.com", true)]
    [InlineData("https://acme.my.salesforce.mil", true)]
    [InlineData("https://acme.cloudforce.com:8443", true)]
    [InlineData("https://acme.lightning.force.com", true)]
    [InlineData("https://crm.proxy.example.com", true)]
    [InlineData("https://proxy.example.com", true)]
    [InlineData("https://evilproxy.example.com", false)]
    [InlineData("https://evilsalesforce.com", false)]
    [InlineData("https://salesforce.com.evil.example", false)]
    [InlineData("https://salesforce.com@evil.example", false)]
    [InlineData("https://127.0.0.1:8443", false)]
    [InlineData("http://localhost:8080", false)]
    [InlineData("https://10.0.0.7", false)]
    [InlineData("https://[::1]", false)]
    public async Task RequestToken_InstanceHost_MustBeSalesforcesOrAllowed(string instance, bool taken)
    {
        RouteTable routes = new RouteTable().Token(instance).On("GET /services/data/v64.0/limits", 200, "{}");
        using SalesforceClient client = TestClients.Over(routes, o => o.InstanceDomains.Add("proxy.example.com"));
        if (taken)
        {
            Assert.Empty(await client.GetLimitsAsync(TestContext.Current.CancellationToken));
            return;
        }

        var refused = await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ConnectorErrorCodes.InsecureAddress, refused.Code);
        Assert.Equal(0, routes.Count("GET /services/data/v64.0/limits"));
    }

    [Theory]
    [InlineData("https://proxy.example.com")]
    [InlineData("*.example.com")]
    [InlineData(".example.com")]
    [InlineData("com")]
    [InlineData("")]
    public void Options_InstanceDomainThatIsNone_IsAFault(string domain)
    {
        SalesforceOptions options = TestClients.Options();
        options.InstanceDomains.Add(domain);
        Assert.Contains("InstanceDomains", Assert.Single(options.FindFaults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00Dx0000000BV7zEAG", true)]
    [InlineData("00Dx0000000BV7z", true)]
    [InlineData("00Dy0000000BV7z", false)]
    public async Task RequestToken_ConfiguredOrganization_MustBeTheTokens(string configured, bool same)
    {
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/limits", 200, "{}");
        using SalesforceClient client = TestClients.Over(routes, o => o.OrganizationId = configured);
        if (same)
        {
            Assert.Empty(await client.GetLimitsAsync(TestContext.Current.CancellationToken));
            return;
        }

        var refused = await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(SalesforceErrorCodes.OtherOrganization, refused.Code);
    }

    [Fact]
    public void ToString_Credentials_ShowNothing()
    {
        Assert.DoesNotContain("hidden", new SalesforceJwtCredentials("hidden", "hidden", "hidden").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", new SalesforceClientCredentials("hidden", "hidden").ToString(), StringComparison.Ordinal);
    }

    private static SalesforceJwtBearerFlow Jwt(RouteTable routes) => new(
        new HttpClient(routes),
        TestClients.Options(),
        _ => new(new SalesforceJwtCredentials("app", "me@example.com", TestClients.Key.ExportPkcs8PrivateKeyPem())),
        new ManualTimeProvider(Now));
}
