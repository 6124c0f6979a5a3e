using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.NetSuite;

public sealed class NetSuiteSandboxAuthenticationTests
{
    [Fact]
    public async Task Token_GoodAssertion_GivesABearerTokenForAnHour()
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            (HttpStatusCode status, JsonElement body, _) = await client.RequestTokenAsync(client.Assertion());

            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
            Assert.Equal(3600, body.GetProperty("expires_in").GetInt32());
        }
    }

    [Theory]
    [InlineData("kid", "invalid_client")]
    [InlineData("iss", "invalid_client")]
    [InlineData("signature", "invalid_client")]
    [InlineData("aud", "invalid_grant")]
    [InlineData("expired", "invalid_grant")]
    [InlineData("lifetime", "invalid_grant")]
    [InlineData("future", "invalid_grant")]
    [InlineData("scope", "invalid_scope")]
    [InlineData("jwt", "invalid_request")]
    public async Task Token_BadAssertion_IsRefused(string what, string error)
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            string assertion = what switch
            {
                "kid" => client.Assertion(kid: "other"),
                "iss" => client.Assertion(issuer: "other"),
                "signature" => client.Assertion(key: stranger),
                "aud" => client.Assertion(audience: "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token"),
                "expired" => client.Assertion(issuedAgo: 600),
                "lifetime" => client.Assertion(lifetime: 3601),
                "future" => client.Assertion(issuedAgo: -600),
                "scope" => client.Assertion(scope: "\"restlets\""),
                _ => "not.a-jwt",
            };
            (HttpStatusCode status, JsonElement body, string challenge) = await client.RequestTokenAsync(assertion);

            Assert.NotEqual(HttpStatusCode.OK, status);
            Assert.Equal(error, body.GetProperty("error").GetString());
            Assert.Contains($"error=\"{error}\"", challenge, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("RS256", false)]
    [InlineData("PS256", true)]
    [InlineData("PS384", true)]
    [InlineData("PS512", true)]
    public async Task Token_RsaKey_IsTakenWithPssOnly(string algorithm, bool taken)
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            using RSA rsa = RSA.Create(3072);
            sandbox.RegisterCertificate("rsa", "rsa-client", rsa.ExportSubjectPublicKeyInfoPem());
            (HttpStatusCode status, _, _) = await client.RequestTokenAsync(client.Assertion(algorithm, "rsa", "rsa-client", key: rsa));

            Assert.Equal(taken, status == HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("ES384", "nistP384")]
    [InlineData("ES512", "nistP521")]
    public async Task Token_EcKey_IsTakenOnItsOwnCurve(string algorithm, string curve)
    {
        (NetSuiteSandbox sandbox, SandboxClient client) = await SandboxClient.StartAsync();
        await using (sandbox)
        using (client)
        {
            using ECDsa ec = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
            sandbox.RegisterCertificate("ec", "ec-client", ec.ExportSubjectPublicKeyInfoPem());
            (HttpStatusCode right, _, _) = await client.RequestTokenAsync(client.Assertion(algorithm, "ec", "ec-client", key: ec));
            (HttpStatusCode wrong, _, _) = await client.RequestTokenAsync(client.Assertion("ES256", "ec", "ec-client", key: ec));

            Assert.Equal(HttpStatusCode.OK, right);
            Assert.Equal(HttpStatusCode.Unauthorized, wrong);
        }
    }

    [Fact]
    public async Task RegisterCertificate_ShortRsaKey_IsRefused()
    {
        await using var sandbox = new NetSuiteSandbox();
        using RSA rsa = RSA.Create(2048);

        Assert.Throws<ArgumentException>(() => sandbox.RegisterCertificate("rsa", "c", rsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public async Task Call_WithEndedToken_Answers401WithoutBodyAndNamesInvalidToken()
    {
        var time = new ManualTimeProvider();
        await using var sandbox = new NetSuiteSandbox(timeProvider: time);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SandboxClient(sandbox, time);
        await client.SignInAsync();
        time.Advance(TimeSpan.FromSeconds(3601));
        using HttpResponseMessage response = await client.SendAsync("GET", "currency");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodeClient_SignedRequests_AreUnderstoodAndReplaysAreRefused()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        string records = sandbox.BaseAddress + "services/rest/record/v1/";
        JsonElement[] answers = await NodeClient.SendAsync(
            sandbox,
            new JsonObject { ["method"] = "PUT", ["url"] = records + "customer/eid:CUST-1", ["body"] = new JsonObject { ["companyName"] = "Acme", ["subsidiary"] = "1" } },
            new JsonObject { ["method"] = "GET", ["url"] = records + "customer/eid:CUST-1" },
            new JsonObject { ["method"] = "GET", ["url"] = records + "customer?limit=2&offset=0" },
            new JsonObject { ["method"] = "GET", ["url"] = records + "customer/eid:CUST-1?fields=entityId%2CcompanyName" },
            new JsonObject { ["method"] = "GET", ["url"] = records + "customer/eid:CUST-1", ["replayHeader"] = true },
            new JsonObject { ["method"] = "PATCH", ["url"] = records + "customer/eid:CUST-1", ["body"] = new JsonObject { ["phone"] = "1" } },
            new JsonObject { ["method"] = "PATCH", ["url"] = records + "customer/eid:CUST-1", ["body"] = new JsonObject { ["phone"] = "2" }, ["replayHeader"] = true });

        Assert.Equal([204, 200, 200, 200, 401, 204, 401], answers.Select(a => a.GetProperty("status").GetInt32()));
        Assert.Contains("/customer/101", answers[0].GetProperty("location").GetString(), StringComparison.Ordinal);
        Assert.Equal("Acme", Body(answers[1]).GetProperty("companyName").GetString());
        Assert.Equal(1, Body(answers[2]).GetProperty("count").GetInt32());
        Assert.False(Body(answers[3]).TryGetProperty("subsidiary", out _));
        Assert.Equal("INVALID_LOGIN", Body(answers[4]).GetProperty("o:errorDetails")[0].GetProperty("o:errorCode").GetString());
        Assert.Contains("error=\"signature_invalid\"", answers[4].GetProperty("challenge").GetString(), StringComparison.Ordinal);
        Assert.Contains("error=\"nonce_used\"", answers[6].GetProperty("challenge").GetString(), StringComparison.Ordinal);
        Assert.Equal("1", sandbox.FindRecord("customer", "eid:CUST-1")!.Fields["phone"]);
    }

    private static JsonElement Body(JsonElement answer)
    {
        using JsonDocument body = JsonDocument.Parse(answer.GetProperty("body").GetString()!);
        return body.RootElement.Clone();
    }
}
