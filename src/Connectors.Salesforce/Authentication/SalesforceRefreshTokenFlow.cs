using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// The OAuth 2.0 refresh token flow (RFC 6749 section 6), with rotation (Salesforce Help, Enable Refresh Token Rotation): a new refresh token is kept before the session that came with it is used,
/// since the old one is dead from then on. Thread-safe.
/// </summary>
/// <remarks>
/// The call is not repeated after a fault: its lost answer may have ended the refresh token, and a second use of an ended one makes Salesforce revoke them all.
/// For the same reason a caller who gives up does not end a call that is under way: it goes on, keeps what it brings, and the next caller gets its session.
/// </remarks>
public sealed class SalesforceRefreshTokenFlow : IAccessTokenSource, IDisposable
{
    private readonly HttpClient _http;
    private readonly SalesforceOptions _options;
    private readonly Func<CancellationToken, ValueTask<SalesforceRefreshCredentials>> _credentials;
    private readonly Func<string, CancellationToken, ValueTask> _keep;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Task<AccessToken>? _underWay;
    private string? _notKept;

    /// <summary>Creates the flow.</summary>
    /// <param name="http">Carries the calls to the token endpoint; without authentication of its own.</param>
    /// <param name="options">Where to log in.</param>
    /// <param name="credentials">Asked at each call; gives the refresh token that was kept last.</param>
    /// <param name="keep">Keeps a new refresh token for good, in one step that has happened or has not.</param>
    public SalesforceRefreshTokenFlow(HttpClient http, SalesforceOptions options, Func<CancellationToken, ValueTask<SalesforceRefreshCredentials>> credentials, Func<string, CancellationToken, ValueTask> keep)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(keep);
        _http = http;
        _options = options;
        _credentials = credentials;
        _keep = keep;
    }

    /// <inheritdoc/>
    public async ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default)
    {
        Task<AccessToken> asked;
        // One at a time: two uses of one refresh token would be the reuse that revokes it.
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_underWay is not { IsFaulted: false, IsCanceled: false })
            {
                if (_notKept is not null)
                    await KeepAsync(cancellationToken).ConfigureAwait(false);
                _underWay = AskAsync(await _credentials(cancellationToken).ConfigureAwait(false));
            }

            asked = _underWay;
        }
        finally
        {
            _gate.Release();
        }

        try
        {
            return await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever sees it end takes it away, so that the next login is a new one. Who gave up before leaves it to the next caller.
            if (asked.IsCompleted)
                _ = Interlocked.CompareExchange(ref _underWay, null, asked);
        }
    }

    /// <summary>Frees the gate.</summary>
    public void Dispose() => _gate.Dispose();

    // Bears no caller's cancellation. The resilience of the token call ends it in time.
    private async Task<AccessToken> AskAsync(SalesforceRefreshCredentials credentials)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "refresh_token"),
            new("refresh_token", credentials.RefreshToken),
            new("client_id", credentials.ClientId),
        };
        if (credentials.ClientSecret is { } secret)
            form.Add(new("client_secret", secret));
        byte[] body = await SalesforceTokenRequest.AskAsync(_http, _options, form, repeatable: false, CancellationToken.None).ConfigureAwait(false);
        if (SalesforceTokenRequest.ReadRefreshToken(body) is { Length: > 0 } renewed && renewed != credentials.RefreshToken)
        {
            _notKept = renewed;
            // Cancelling now would lose the only refresh token that is alive.
            await KeepAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return SalesforceTokenRequest.Read(body, _options);
    }

    private async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _keep(_notKept!, cancellationToken).ConfigureAwait(false);
            _notKept = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ConnectorException(SalesforceErrorCodes.RefreshTokenNotKept, IssueKind.Configuration, "Salesforce gave a new refresh token and ended the old one, and the new one could not be kept. It is held in memory and kept before the next login; see to its store before this process ends, or a person must consent again.", e);
        }
    }
}
