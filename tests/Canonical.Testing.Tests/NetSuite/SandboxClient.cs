using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing.Tests.NetSuite;

/// <summary>A bare client for the tests of the sandbox: it knows the protocol and no connector.</summary>
internal sealed class SandboxClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly NetSuiteSandbox _sandbox;
    private readonly TimeProvider _time;

    public SandboxClient(NetSuiteSandbox sandbox, TimeProvider? time = null)
    {
        _sandbox = sandbox;
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = sandbox.BaseAddress };
    }

    public static async Task<(NetSuiteSandbox Sandbox, SandboxClient Client)> StartAsync(NetSuiteSandboxOptions? options = null)
    {
        var sandbox = new NetSuiteSandbox(options);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        var client = new SandboxClient(sandbox);
        await client.SignInAsync();
        return (sandbox, client);
    }

    public string TokenEndpoint => new Uri(_sandbox.BaseAddress, "services/rest/auth/oauth2/v1/token").AbsoluteUri;

    /// <summary>A JWT, signed by hand so that each part can be wrong.</summary>
    public string Assertion(string algorithm = "ES256", string? kid = null, string? issuer = null, string? audience = null, string? scope = null, int issuedAgo = 0, int lifetime = 300, AsymmetricAlgorithm? key = null)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        string header = Encode($$"""{"typ":"JWT","alg":"{{algorithm}}","kid":"{{kid ?? _sandbox.OAuth2Client.CertificateId}}"}""");
        string payload = Encode($$"""{"iss":"{{issuer ?? _sandbox.OAuth2Client.ClientId}}","scope":{{scope ?? """["restlets","rest_webservices"]"""}},"aud":"{{audience ?? TokenEndpoint}}","iat":{{now - issuedAgo}},"exp":{{now - issuedAgo + lifetime}}}""");
        byte[] input = Encoding.ASCII.GetBytes($"{header}.{payload}");
        HashAlgorithmName hash = new("SHA" + algorithm[2..]);
        byte[] signature;
        if (key is RSA rsa)
        {
            signature = rsa.SignData(input, hash, algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }
        else
        {
            using ECDsa own = ECDsa.Create();
            own.ImportFromPem(_sandbox.OAuth2Client.PrivateKeyPem);
            signature = (key as ECDsa ?? own).SignData(input, hash);
        }

        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    public async Task<(HttpStatusCode Status, JsonElement Body, string Challenge)> RequestTokenAsync(string assertion, string grantType = "client_credentials")
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = grantType,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        });
        using HttpResponseMessage response = await _http.PostAsync(TokenEndpoint, form, TestContext.Current.CancellationToken);
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (response.StatusCode, body.RootElement.Clone(), response.Headers.WwwAuthenticate.ToString());
    }

    public async Task SignInAsync()
    {
        (HttpStatusCode status, JsonElement body, _) = await RequestTokenAsync(Assertion());
        Assert.Equal(HttpStatusCode.OK, status);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null, string? nameValidation = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _sandbox.BaseAddress + "services/rest/record/v1/" + path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (nameValidation is not null)
            request.Headers.Add("X-NetSuite-PropertyNameValidation", nameValidation);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return body.RootElement.Clone();
    }

    /// <summary>The code of the first error detail.</summary>
    public static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await ReadAsync(response)).GetProperty("o:errorDetails")[0].GetProperty("o:errorCode").GetString();

    public void Dispose() => _http.Dispose();

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
