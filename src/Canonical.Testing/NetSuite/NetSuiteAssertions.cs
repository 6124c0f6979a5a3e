using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The token endpoint of OAuth 2.0 client credentials: checks the assertion (RFC 7523) against the registered keys and gives tokens. Thread-safe.</summary>
internal sealed class NetSuiteAssertions(TimeProvider time) : IDisposable
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    public const string RestScope = "rest_webservices";
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(3600);
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, Registration> _registrations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);

    public static int LifeInSeconds => (int)TokenLife.TotalSeconds;

    public void Register(string certificateId, string clientId, AsymmetricAlgorithm publicKey)
    {
        bool isAllowed = publicKey switch
        {
            RSA rsa => rsa.KeySize is 3072 or 4096,
            ECDsa ec => ec.KeySize is 256 or 384 or 521,
            _ => false,
        };
        if (!isAllowed)
            throw new ArgumentException("NetSuite takes RSA keys of 3072 or 4096 bits and EC keys on P-256, P-384 or P-521.", nameof(publicKey));
        _registrations[certificateId] = new Registration(clientId, publicKey);
    }

    /// <summary>Whether a bearer token is one of ours and has not ended.</summary>
    public bool IsAlive(string token) => _tokens.TryGetValue(token, out DateTimeOffset end) && end > time.GetUtcNow();

    public void RevokeAll() => _tokens.Clear();

    /// <summary>Answers a token request. Gives the token, or an error of RFC 6749 section 5.2 with a description.</summary>
    public (string? Token, string Error, string Description) Issue(IReadOnlyDictionary<string, string> form, string tokenEndpoint)
    {
        if (form.GetValueOrDefault("grant_type") != "client_credentials")
            return Refuse("unsupported_grant_type", "grant_type must be client_credentials.");
        if (form.GetValueOrDefault("client_assertion_type") != AssertionType)
            return Refuse("invalid_request", "client_assertion_type is missing or wrong.");
        if (form.GetValueOrDefault("client_assertion")?.Split('.') is not [string header, string payload, string signature])
            return Refuse("invalid_request", "client_assertion is not a JWT.");

        try
        {
            using JsonDocument head = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
            using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            if (!_registrations.TryGetValue(Member(head, "kid") ?? "", out Registration? registration))
                return Refuse("invalid_client", "kid names no certificate.");
            if (!Verify(registration.Key, Member(head, "alg"), Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature)))
                return Refuse("invalid_client", "The signature or its algorithm is not accepted.");
            if (Member(claims, "iss") != registration.ClientId)
                return Refuse("invalid_client", "iss is not the client of this certificate.");
            if (Member(claims, "aud") != tokenEndpoint)
                return Refuse("invalid_grant", "aud is not the token endpoint.");
            if (!HasScope(claims.RootElement))
                return Refuse("invalid_scope", "scope lacks rest_webservices.");
            return CheckTimes(claims.RootElement) is { } problem ? Refuse("invalid_grant", problem) : Grant();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return Refuse("invalid_request", "client_assertion cannot be read.");
        }
    }

    public void Dispose()
    {
        foreach (Registration registration in _registrations.Values)
            registration.Key.Dispose();
    }

    private static bool Verify(AsymmetricAlgorithm key, string? algorithm, byte[] input, byte[] signature)
    {
        // PS* and ES* only: RS256, which most libraries sign with by default, is refused. ES* names its curve and carries r||s.
        (HashAlgorithmName hash, int curve) = algorithm switch
        {
            "PS256" => (HashAlgorithmName.SHA256, 0),
            "PS384" => (HashAlgorithmName.SHA384, 0),
            "PS512" => (HashAlgorithmName.SHA512, 0),
            "ES256" => (HashAlgorithmName.SHA256, 256),
            "ES384" => (HashAlgorithmName.SHA384, 384),
            "ES512" => (HashAlgorithmName.SHA512, 521),
            _ => (default, -1),
        };
        return (curve, key) switch
        {
            (0, RSA rsa) => rsa.VerifyData(input, signature, hash, RSASignaturePadding.Pss),
            (not 0, ECDsa ec) => ec.KeySize == curve && ec.VerifyData(input, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            _ => false,
        };
    }

    private static bool HasScope(JsonElement claims)
    {
        if (!claims.TryGetProperty("scope", out JsonElement scope))
            return false;
        // The text of the help page says comma separated, its sample carries an array: both are in the wild.
        return scope.ValueKind == JsonValueKind.Array
            ? scope.EnumerateArray().Any(s => s.GetString() == RestScope)
            : scope.GetString()!.Split(',', StringSplitOptions.TrimEntries).Contains(RestScope, StringComparer.Ordinal);
    }

    private static string? Member(JsonDocument document, string name) => document.RootElement.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static (string? Token, string Error, string Description) Refuse(string error, string description) => (null, error, description);

    private string? CheckTimes(JsonElement claims)
    {
        if (!claims.TryGetProperty("iat", out JsonElement issued) || !claims.TryGetProperty("exp", out JsonElement expires))
            return "iat and exp are required.";
        var iat = DateTimeOffset.FromUnixTimeSeconds(issued.GetInt64());
        var exp = DateTimeOffset.FromUnixTimeSeconds(expires.GetInt64());
        DateTimeOffset now = time.GetUtcNow();
        if (exp - iat > LongestAssertion)
            return "The assertion lives longer than 60 minutes.";
        if (exp <= now)
            return "The assertion has expired.";
        return iat > now + ClockTolerance ? "The assertion is from the future." : null;
    }

    private (string? Token, string Error, string Description) Grant()
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        _tokens[token] = time.GetUtcNow() + TokenLife;
        return (token, "", "");
    }

    private sealed record Registration(string ClientId, AsymmetricAlgorithm Key);
}
