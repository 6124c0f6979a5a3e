using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>
/// The token endpoint: JWT bearer (RFC 7523) with a real check of signature and claims, client credentials (RFC 6749 section 4.4) and refresh, with rotation when it is on.
/// Failures are objects with <c>error</c> and <c>error_description</c>, unlike the arrays of the REST API. Thread-safe.
/// </summary>
internal sealed class SalesforceTokenEndpoint(SalesforceSandboxOptions options, SalesforceSessions sessions, string organizationId, string userId, TimeProvider time)
{
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _spent = new(StringComparer.Ordinal);
    private string? _refreshToken = options.RefreshToken;

    public bool IsGood(string refreshToken)
    {
        lock (_gate)
            return refreshToken == _refreshToken;
    }

    /// <summary>Ends a refresh token, and the sessions that came of it.</summary>
    public bool Revoke(string refreshToken)
    {
        lock (_gate)
        {
            if (refreshToken != _refreshToken)
                return false;
            _refreshToken = null;
        }

        sessions.EndRefreshed();
        return true;
    }

    public async Task HandleAsync(HttpContext context, Uri baseAddress, Uri instance)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
        {
            await RefuseAsync(context, "unsupported_grant_type", "grant type not supported").ConfigureAwait(false);
            return;
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        string grant = form["grant_type"].ToString();
        string? rotated = null;
        (string Error, string Description)? fault = grant switch
        {
            "refresh_token" => CheckRefresh(form, out rotated),
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => CheckAssertion(form["assertion"].ToString(), baseAddress),
            "client_credentials" => CheckClient(form, context.Request.Headers.Authorization.ToString()),
            _ => ("unsupported_grant_type", "grant type not supported"),
        };
        if (fault is { } refused)
        {
            await RefuseAsync(context, refused.Error, refused.Description).ConfigureAwait(false);
            return;
        }

        string token = sessions.Open(grant == "refresh_token");
        string instanceUrl = instance.GetLeftPart(UriPartial.Authority);
        string id = $"{baseAddress.GetLeftPart(UriPartial.Authority)}/id/{organizationId}/{userId}";
        await SalesforceAnswer.JsonAsync(context, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("access_token", token);
            if (rotated is not null)
                writer.WriteString("refresh_token", rotated);
            if (grant is "client_credentials" or "refresh_token")
            {
                string issued = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
                writer.WriteString("signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.ClientSecret), Encoding.UTF8.GetBytes(id + issued))));
                writer.WriteString("issued_at", issued);
            }

            // No lifetime: the product gives none. A refresh token comes only when a refresh rotates it.
            writer.WriteString("scope", "api");
            writer.WriteString("instance_url", instanceUrl);
            writer.WriteString("id", id);
            writer.WriteString("token_type", "Bearer");
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    // Under rotation each refresh token is good once; the answer has the next one. A spent one that comes again tells that somebody else has a copy: the whole line of tokens ends (RFC 9700 section 4.14.2).
    private (string Error, string Description)? CheckRefresh(IFormCollection form, out string? rotated)
    {
        rotated = null;
        if (form["client_id"].ToString() != options.ClientId)
            return ("invalid_client_id", "client identifier invalid");
        if (form["client_secret"].ToString() is { Length: > 0 } secret && secret != options.ClientSecret)
            return ("invalid_client", "invalid client credentials");
        lock (_gate)
        {
            string given = form["refresh_token"].ToString();
            if (_spent.Contains(given))
            {
                _refreshToken = null;
                sessions.EndRefreshed();
            }

            if (given != _refreshToken)
                return ("invalid_grant", "expired access/refresh token");
            if (!options.RotateRefreshTokens)
                return null;
            _spent.Add(given);
            rotated = _refreshToken = "5Aep" + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
            return null;
        }
    }

    public (string Error, string Description)? CheckClient(IFormCollection form, string authorization)
    {
        string clientId = form["client_id"].ToString();
        string secret = form["client_secret"].ToString();
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            Span<byte> decoded = stackalloc byte[1024];
            if (!Convert.TryFromBase64String(authorization[6..].Trim(), decoded, out int length))
                return ("invalid_client", "invalid client credentials");
            string[] pair = Encoding.UTF8.GetString(decoded[..length]).Split(':', 2);
            clientId = Uri.UnescapeDataString(pair[0]);
            secret = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        }

        if (clientId != options.ClientId)
            return ("invalid_client_id", "client identifier invalid");
        return secret == options.ClientSecret ? null : ("invalid_client", "invalid client credentials");
    }

    private (string Error, string Description)? CheckAssertion(string assertion, Uri baseAddress)
    {
        string[] parts = assertion.Split('.');
        if (options.AssertionKey is not { } key || parts.Length != 3 || Decode(parts[0]) is not { } headerBytes || Decode(parts[1]) is not { } claimBytes || Decode(parts[2]) is not { } signature)
            return ("invalid_grant", "invalid assertion");
        try
        {
            using JsonDocument header = JsonDocument.Parse(headerBytes);
            using JsonDocument claims = JsonDocument.Parse(claimBytes);
            if (Text(header, "alg") != "RS256")
                return ("invalid_grant", "algorithm not supported");
            if (Text(claims, "iss") != options.ClientId)
                return ("invalid_client_id", "client identifier invalid");
            using RSA rsa = RSA.Create(key);
            if (!rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                return ("invalid_grant", "invalid assertion");
            string? audience = Text(claims, "aud");
            if (audience is null || (!options.Audiences.Contains(audience, StringComparer.Ordinal) && audience.TrimEnd('/') != baseAddress.GetLeftPart(UriPartial.Authority)))
                return ("invalid_grant", "audience is invalid");
            if (!claims.RootElement.TryGetProperty("exp", out JsonElement exp) || exp.ValueKind != JsonValueKind.Number || !exp.TryGetInt64(out long seconds))
                return ("invalid_grant", "invalid assertion");
            DateTimeOffset now = time.GetUtcNow();
            // Milliseconds taken for seconds end here too: a time far in the future.
            if (seconds <= now.ToUnixTimeSeconds() || seconds > (now + LongestAssertion).ToUnixTimeSeconds())
                return ("invalid_grant", "expired authorization code");
            return Text(claims, "sub") == options.Username ? null : ("invalid_grant", "user hasn't approved this consumer");
        }
        catch (JsonException)
        {
            return ("invalid_grant", "invalid assertion");
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Decode(string part)
    {
        // base64url without padding (RFC 7515 section 2).
        if (part.AsSpan().ContainsAny('+', '/', '='))
            return null;
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static Task RefuseAsync(HttpContext context, string error, string description) => SalesforceAnswer.JsonAsync(context, 400, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteString("error_description", description);
        writer.WriteEndObject();
    });
}
