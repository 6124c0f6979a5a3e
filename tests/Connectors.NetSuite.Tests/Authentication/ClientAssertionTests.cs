using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class ClientAssertionTests
{
    private static readonly Uri Endpoint = new("https://1234567.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("nistP256", "ES256", 64)]
    [InlineData("nistP384", "ES384", 96)]
    [InlineData("nistP521", "ES512", 132)]
    public void Create_EcKey_SignsWithItsCurve(string curve, string algorithm, int signatureLength)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        (JsonElement header, JsonElement claims, byte[] input, byte[] signature) = Read(Make(key.ExportPkcs8PrivateKeyPem()));

        Assert.Equal(algorithm, header.GetProperty("alg").GetString());
        Assert.Equal("JWT", header.GetProperty("typ").GetString());
        Assert.Equal("certificate", header.GetProperty("kid").GetString());
        Assert.Equal(signatureLength, signature.Length);
        Assert.True(key.VerifyData(input, signature, new HashAlgorithmName("SHA" + algorithm[2..])));
        Assert.Equal("client", claims.GetProperty("iss").GetString());
        Assert.Equal(Endpoint.AbsoluteUri, claims.GetProperty("aud").GetString());
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal(Now.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(["rest_webservices"], claims.GetProperty("scope").EnumerateArray().Select(s => s.GetString()!));
    }

    [Theory]
    [InlineData(NetSuiteSigningAlgorithm.FromKey, "PS256")]
    [InlineData(NetSuiteSigningAlgorithm.PS384, "PS384")]
    [InlineData(NetSuiteSigningAlgorithm.PS512, "PS512")]
    public void Create_RsaKey_SignsWithPss(NetSuiteSigningAlgorithm wanted, string algorithm)
    {
        using RSA key = RSA.Create(3072);
        (JsonElement header, _, byte[] input, byte[] signature) = Read(Make(key.ExportPkcs8PrivateKeyPem(), wanted));

        Assert.Equal(algorithm, header.GetProperty("alg").GetString());
        Assert.True(key.VerifyData(input, signature, new HashAlgorithmName("SHA" + algorithm[2..]), RSASignaturePadding.Pss));
    }

    [Fact]
    public void Create_KeyInTheOlderPemForm_IsRead()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (_, _, byte[] input, byte[] signature) = Read(Make(key.ExportECPrivateKeyPem()));

        Assert.True(key.VerifyData(input, signature, HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Create_TwiceAtTheSameTime_GivesDifferentAssertions()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportPkcs8PrivateKeyPem();

        Assert.NotEqual(Read(Make(pem)).Claims.GetProperty("jti").GetString(), Read(Make(pem)).Claims.GetProperty("jti").GetString());
    }

    [Fact]
    public void Create_ScopesAsText_WritesOneTextWithCommas()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string assertion = ClientAssertion.Create(new NetSuiteCertificateCredential("client", "certificate", key.ExportPkcs8PrivateKeyPem()), Endpoint, ["restlets", "rest_webservices"], true, Now, TimeSpan.FromMinutes(5));

        Assert.Equal("restlets,rest_webservices", Read(assertion).Claims.GetProperty("scope").GetString());
    }

    [Fact]
    public void Create_UnusableKey_IsAConfigurationErrorThatHidesTheKey()
    {
        using RSA shortKey = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach ((string pem, NetSuiteSigningAlgorithm algorithm) in new[]
        {
            (shortKey.ExportPkcs8PrivateKeyPem(), NetSuiteSigningAlgorithm.FromKey),
            (ec.ExportPkcs8PrivateKeyPem(), NetSuiteSigningAlgorithm.ES384),
            (ec.ExportPkcs8PrivateKeyPem(), NetSuiteSigningAlgorithm.PS256),
            ("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----", NetSuiteSigningAlgorithm.FromKey),
            ("not a key", NetSuiteSigningAlgorithm.FromKey),
        })
        {
            ConnectorException e = Assert.Throws<ConnectorException>(() => Make(pem, algorithm));

            Assert.Equal(NetSuiteErrorCodes.UnusableKey, e.Code);
            Assert.Equal(IssueKind.Configuration, e.Kind);
            Assert.Null(e.InnerException);
            Assert.DoesNotContain("c2VjcmV0", e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Credentials_AsText_HideTheirSecrets()
    {
        Assert.DoesNotContain("secret", new NetSuiteCertificateCredential("client", "certificate", "secret").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new NetSuiteTokenCredential("secret", "secret", "secret", "secret").ToString(), StringComparison.Ordinal);
    }

    private static string Make(string pem, NetSuiteSigningAlgorithm algorithm = NetSuiteSigningAlgorithm.FromKey) =>
        ClientAssertion.Create(new NetSuiteCertificateCredential("client", "certificate", pem, algorithm), Endpoint, ["rest_webservices"], false, Now, TimeSpan.FromMinutes(5));

    private static (JsonElement Header, JsonElement Claims, byte[] Input, byte[] Signature) Read(string assertion)
    {
        string[] parts = assertion.Split('.');
        Assert.Equal(3, parts.Length);
        using JsonDocument header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return (header.RootElement.Clone(), claims.RootElement.Clone(), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
    }
}
