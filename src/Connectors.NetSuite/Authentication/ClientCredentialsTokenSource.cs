using System.Globalization;
using System.Net;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Asks for access tokens with a signed assertion: OAuth 2.0 client credentials, machine to machine (NetSuite help, "OAuth 2.0 Client Credentials Flow"). Thread-safe.</summary>
internal sealed class ClientCredentialsTokenSource(Func<HttpClient> http, NetSuiteSettings settings, TimeProvider time) : IAccessTokenSource
{
    private const int MaxBodyBytes = 1024 * 1024;
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    // The server's clock may be behind ours: an assertion from its future would be refused.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FallbackLife = TimeSpan.FromMinutes(30);

    public async ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default)
    {
        NetSuiteCertificateCredential credential = await settings.Certificate!(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        string assertion = ClientAssertion.Create(credential, settings.TokenEndpoint, settings.Scopes, settings.ScopesAsText, now - ClockTolerance, settings.AssertionLifetime);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new KeyValuePair<string, string>("grant_type", "client_credentials"),
                new KeyValuePair<string, string>("client_assertion_type", AssertionType),
                new KeyValuePair<string, string>("client_assertion", assertion),
            ]),
        };
        // A token request changes nothing: a second one is harmless.
        request.MarkIdempotent().WithOperation("token");
        using HttpResponseMessage response = await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        byte[] body = await AnswerBody.ReadAsync(response.Content, MaxBodyBytes, settings.BodyTimeout, time, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw Refused(response, body, credential);
        return ReadToken(body, now) ?? throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, "The token endpoint's answer holds no access token.")
        {
            StatusCode = response.StatusCode,
        };
    }

    private static ConnectorException Refused(HttpResponseMessage response, byte[] body, NetSuiteCertificateCredential credential)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests)
            return new ThrottledException("The token endpoint asks for fewer calls.", null) { StatusCode = response.StatusCode };
        if ((int)response.StatusCode >= 500)
        {
            return new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, $"The token endpoint answered {(int)response.StatusCode}.")
            {
                StatusCode = response.StatusCode,
            };
        }

        (string? error, string? description) = NetSuiteErrors.ReadChallenge(response);
        error ??= ReadError(body);
        string reason = description is null ? error ?? "no reason was given" : $"{error}: {description}";
        return new AuthenticationFailedException(
            $"NetSuite refused the assertion of client id and certificate {credential.CertificateId} ({reason}). Check that the certificate is still mapped to the integration, role and user, that it has not expired (two years at most), and this machine's clock.")
        {
            StatusCode = response.StatusCode,
            VendorCode = error,
        };
    }

    private static string? ReadError(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.String
                ? error.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AccessToken? ReadToken(byte[] body, DateTimeOffset now)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("access_token", out JsonElement token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value)
                return null;
            return new AccessToken(value, now + ReadLife(root));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Not JSON, or a token that cannot stand in a header: the answer cannot be used either way.
            return null;
        }
    }

    // A number in today's answers, a string in older ones.
    private static TimeSpan ReadLife(JsonElement root)
    {
        if (!root.TryGetProperty("expires_in", out JsonElement life))
            return FallbackLife;
        string? text = life.ValueKind == JsonValueKind.String ? life.GetString() : life.ValueKind == JsonValueKind.Number ? life.GetRawText() : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : FallbackLife;
    }
}
