using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

public sealed class SalesforceSandboxTokenTests
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Token_GoodAssertion_GivesTokenAndInstanceWithoutLifetime()
    {
        (int status, JsonElement body) = await AskAsync();
        Assert.Equal(200, status);
        Assert.StartsWith("00D", body.GetProperty("access_token").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("http://127.0.0.1:", body.GetProperty("instance_url").GetString(), StringComparison.Ordinal);
        Assert.False(body.TryGetProperty("refresh_token", out _));
        Assert.False(body.TryGetProperty("expires_in", out _));
    }

    [Theory]
    [InlineData("aud", "\"https://evil.example\"", "invalid_grant")]
    [InlineData("sub", "\"somebody@else.example\"", "invalid_grant")]
    [InlineData("iss", "\"another app\"", "invalid_client_id")]
    [InlineData("exp", "1778068799", "invalid_grant")]
    [InlineData("exp", "1778068980000", "invalid_grant")]
    [InlineData("exp", "\"soon\"", "invalid_grant")]
    public async Task Token_WrongClaim_IsRefusedWithAnObject(string claim, string value, string error)
    {
        (int status, JsonElement body) = await AskAsync(claims => claims[claim] = value);
        Assert.Equal(400, status);
        Assert.Equal(error, body.GetProperty("error").GetString());
        Assert.True(body.TryGetProperty("error_description", out _));
    }

    [Fact]
    public async Task Token_SignedWithAnotherKey_IsRefused()
    {
        using RSA other = RSA.Create(2048);
        (int status, JsonElement body) = await AskAsync(signer: other);
        Assert.Equal(400, status);
        Assert.Equal("invalid_grant", body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Token_AlgorithmNone_IsRefused()
    {
        (int status, JsonElement body) = await AskAsync(header: """{"alg":"none"}""");
        Assert.Equal(400, status);
        Assert.Equal("invalid_grant", body.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("client_credentials", SalesforceSandboxOptions.DefaultClientSecret, null)]
    [InlineData("client_credentials", "wrong", "invalid_client")]
    [InlineData("password", SalesforceSandboxOptions.DefaultClientSecret, "unsupported_grant_type")]
    [InlineData("refresh_token", SalesforceSandboxOptions.DefaultClientSecret, "invalid_grant")]
    public async Task Token_Grant_IsTakenOrRefused(string grant, string secret, string? error)
    {
        await using var sandbox = new SalesforceSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (int status, JsonElement body) = await client.TokenAsync(("grant_type", grant), ("client_id", SalesforceSandboxOptions.DefaultClientId), ("client_secret", secret));
        Assert.Equal(error is null ? 200 : 400, status);
        Assert.Equal(error, body.TryGetProperty("error", out JsonElement e) ? e.GetString() : null);
        Assert.Equal(error is null ? 1 : 0, sandbox.TokensIssued);
    }

    private static async Task<(int Status, JsonElement Body)> AskAsync(Action<Dictionary<string, string>>? change = null, RSA? signer = null, string header = """{"alg":"RS256"}""")
    {
        RSA key = SalesforceTestOrg.Key;
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { AssertionKey = key.ExportParameters(includePrivateParameters: false) }, new ManualTimeProvider(Now));
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        var claims = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["iss"] = $"\"{SalesforceSandboxOptions.DefaultClientId}\"",
            ["sub"] = $"\"{SalesforceSandboxOptions.DefaultUsername}\"",
            ["aud"] = "\"https://login.salesforce.com\"",
            ["exp"] = "1778068980",
        };
        change?.Invoke(claims);
        string payload = "{" + string.Join(',', claims.Select(c => $"\"{c.Key}\":{c.Value}")) + "}";
        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        string assertion = $"{signed}.{Base64Url.EncodeToString((signer ?? key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        using var client = new SalesforceTestClient(sandbox);
        return await client.TokenAsync(("grant_type", JwtBearer), ("assertion", assertion));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refresh_WithAndWithoutRotation_IsThatOfTheProduct(bool rotation)
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { RotateRefreshTokens = rotation });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (int status, JsonElement token) = await RefreshAsync(SalesforceSandboxOptions.DefaultRefreshToken);
        Assert.Equal(200, status);
        Assert.Equal(rotation, token.TryGetProperty("refresh_token", out JsonElement next));
        (int again, JsonElement second) = await RefreshAsync(SalesforceSandboxOptions.DefaultRefreshToken);
        Assert.Equal(rotation ? 400 : 200, again);
        if (!rotation)
            return;
        Assert.Equal(SalesforceFixture.Read("oauth-refresh-expired.json").GetRawText(), second.GetRawText());
        // The old token came again, so somebody has a copy: the new one is good no more either.
        Assert.Equal(400, (await RefreshAsync(next.GetString()!)).Status);

        Task<(int Status, JsonElement Body)> RefreshAsync(string refreshToken) =>
            client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", SalesforceSandboxOptions.DefaultClientId));
    }

    [Fact]
    public async Task Refresh_RotatedTokenByTheBook_GoesOnAndReuseEndsTheSessions()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { RotateRefreshTokens = true });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        string refresh = SalesforceSandboxOptions.DefaultRefreshToken;
        string access = "";
        for (int i = 0; i < 3; i++)
        {
            (int status, JsonElement token) = await RefreshAsync(refresh);
            Assert.Equal(200, status);
            refresh = token.GetProperty("refresh_token").GetString()!;
            access = token.GetProperty("access_token").GetString()!;
        }

        Assert.True((await client.FormAsync("services/oauth2/introspect", Secret(("token", access)))).Body.GetProperty("active").GetBoolean());
        Assert.Equal(400, (await RefreshAsync(SalesforceSandboxOptions.DefaultRefreshToken)).Status);
        Assert.False((await client.FormAsync("services/oauth2/introspect", Secret(("token", access)))).Body.GetProperty("active").GetBoolean());

        Task<(int Status, JsonElement Body)> RefreshAsync(string refreshToken) =>
            client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", SalesforceSandboxOptions.DefaultClientId));
    }

    [Fact]
    public async Task IntrospectAndRevoke_OfATokenAndItsEnd_SayWhetherItIsGood()
    {
        var time = new ManualTimeProvider(Now);
        await using var sandbox = new SalesforceSandbox(timeProvider: time);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement token) = await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", SalesforceSandboxOptions.DefaultRefreshToken), ("client_id", SalesforceSandboxOptions.DefaultClientId));
        string access = token.GetProperty("access_token").GetString()!;
        (int status, JsonElement seen) = await client.FormAsync("services/oauth2/introspect", Secret(("token", access), ("token_type_hint", "access_token")));
        Assert.Equal(200, status);
        Assert.Equal(SalesforceSandboxOptions.DefaultUsername, seen.GetProperty("username").GetString());
        Assert.Equal((Now + SalesforceSandboxOptions.DefaultSessionLifetime).ToUnixTimeSeconds(), seen.GetProperty("exp").GetInt64());
        Assert.Equal("refresh_token", (await client.FormAsync("services/oauth2/introspect", Secret(("token", SalesforceSandboxOptions.DefaultRefreshToken)))).Body.GetProperty("token_type").GetString());
        Assert.Equal("invalid_client", (await client.FormAsync("services/oauth2/introspect", ("token", access))).Body.GetProperty("error").GetString());

        Assert.Equal(200, (await client.FormAsync("services/oauth2/revoke", ("token", access))).Status);
        Assert.Equal("""{"active":false}""", (await client.FormAsync("services/oauth2/introspect", Secret(("token", access)))).Body.GetRawText());
        Assert.Equal(400, (await client.FormAsync("services/oauth2/revoke", ("token", access))).Status);
        Assert.Equal(200, (await client.FormAsync("services/oauth2/revoke", ("token", SalesforceSandboxOptions.DefaultRefreshToken))).Status);
        Assert.Equal(400, (await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", SalesforceSandboxOptions.DefaultRefreshToken), ("client_id", SalesforceSandboxOptions.DefaultClientId))).Status);
    }

    [Fact]
    public async Task Identity_OfTheToken_IsTheUserAndTheOrg()
    {
        await using var sandbox = new SalesforceSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement resources, _) = await client.GetAsync("/services/data/v64.0");
        string path = new Uri(resources.GetProperty("identity").GetString()!).AbsolutePath;
        (int status, JsonElement identity, _) = await client.GetAsync(path + "?format=json");
        Assert.Equal(200, status);
        Assert.Equal(sandbox.OrganizationId, identity.GetProperty("organization_id").GetString());
        Assert.Equal(SalesforceSandboxOptions.DefaultUsername, identity.GetProperty("username").GetString());
        (_, JsonElement info, _) = await client.GetAsync("/services/oauth2/userinfo");
        Assert.Equal(identity.GetProperty("id").GetString(), info.GetProperty("sub").GetString());
        using var http = new HttpClient();
        using HttpResponseMessage refused = await http.GetAsync(new Uri(sandbox.BaseAddress, path[1..] + "?oauth_token=nonsense"), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("Bad_OAuth_Token", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static (string Name, string Value)[] Secret(params (string Name, string Value)[] form) =>
        [.. form, ("client_id", SalesforceSandboxOptions.DefaultClientId), ("client_secret", SalesforceSandboxOptions.DefaultClientSecret)];
}
