using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>The OAuth 2.0 client credentials flow (RFC 6749 section 4.4; Salesforce Help, OAuth 2.0 Client Credentials Flow). The login address must be the org's own My Domain. Thread-safe.</summary>
public sealed class SalesforceClientCredentialsFlow : IAccessTokenSource
{
    private readonly HttpClient _http;
    private readonly SalesforceOptions _options;
    private readonly Func<CancellationToken, ValueTask<SalesforceClientCredentials>> _credentials;

    /// <summary>Creates the flow.</summary>
    /// <param name="http">Carries the calls to the token endpoint; without authentication of its own.</param>
    /// <param name="options">Where to log in.</param>
    /// <param name="credentials">Asked at each call, so that the secret can rotate.</param>
    public SalesforceClientCredentialsFlow(HttpClient http, SalesforceOptions options, Func<CancellationToken, ValueTask<SalesforceClientCredentials>> credentials)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        _http = http;
        _options = options;
        _credentials = credentials;
    }

    /// <inheritdoc/>
    public async ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default)
    {
        SalesforceClientCredentials credentials = await _credentials(cancellationToken).ConfigureAwait(false);
        return await SalesforceTokenRequest.SendAsync(
            _http,
            _options,
            [new("grant_type", "client_credentials"), new("client_id", credentials.ClientId), new("client_secret", credentials.ClientSecret)],
            cancellationToken).ConfigureAwait(false);
    }
}
