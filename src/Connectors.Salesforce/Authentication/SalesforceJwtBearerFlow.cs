using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>The OAuth 2.0 JWT bearer flow for server-to-server integration (RFC 7523; Salesforce Help, OAuth 2.0 JWT Bearer Flow). There is no refresh token: a new token is had by a new assertion. Thread-safe.</summary>
public sealed class SalesforceJwtBearerFlow : IAccessTokenSource
{
    /// <summary>How long an assertion is good for: three minutes, the most that Salesforce documents.</summary>
    public static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(3);

    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly HttpClient _http;
    private readonly SalesforceOptions _options;
    private readonly Func<CancellationToken, ValueTask<SalesforceJwtCredentials>> _credentials;
    private readonly TimeProvider _time;

    /// <summary>Creates the flow.</summary>
    /// <param name="http">Carries the calls to the token endpoint; without authentication of its own.</param>
    /// <param name="options">Where to log in.</param>
    /// <param name="credentials">Asked at each call, so that the key can rotate.</param>
    /// <param name="timeProvider">The clock that the assertion's end is taken from; null for the system's.</param>
    public SalesforceJwtBearerFlow(HttpClient http, SalesforceOptions options, Func<CancellationToken, ValueTask<SalesforceJwtCredentials>> credentials, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        _http = http;
        _options = options;
        _credentials = credentials;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public async ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default)
    {
        SalesforceJwtCredentials credentials = await _credentials(cancellationToken).ConfigureAwait(false);
        string assertion = CreateAssertion(credentials, _options.JwtAudience, _time.GetUtcNow() + AssertionLifetime);
        return await SalesforceTokenRequest.SendAsync(_http, _options, [new("grant_type", GrantType), new("assertion", assertion)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The signed assertion (RFC 7515, RS256).</summary>
    internal static string CreateAssertion(SalesforceJwtCredentials credentials, string audience, DateTimeOffset expiresAt)
    {
        var claims = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(claims))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", credentials.ClientId);
            writer.WriteString("sub", credentials.Username);
            writer.WriteString("aud", audience);
            // Seconds (RFC 7519 section 2, NumericDate), not milliseconds.
            writer.WriteNumber("exp", expiresAt.ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        string signed = $"{Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        using RSA key = ImportKey(credentials.PrivateKeyPem);
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static RSA ImportKey(string pem)
    {
        RSA key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            // Without the inner exception: its text can quote the PEM.
            throw new AuthenticationFailedException("The private key of the JWT bearer flow is not an RSA key in PEM form without a password. Give a PKCS#8 (BEGIN PRIVATE KEY) or PKCS#1 (BEGIN RSA PRIVATE KEY) key.");
        }
    }
}
