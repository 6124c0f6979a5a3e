using System.Net;
using System.Net.Http.Headers;

namespace Connectors.Abstractions;

/// <summary>
/// Puts the token on each attempt (RFC 6750), and when the system answers 401 renews it once and sends the request once more.
/// It stands inside the retries, so that every attempt is authenticated afresh. Thread-safe.
/// </summary>
/// <remarks>The body is kept in memory before the first sending (the pipeline has done so already when it stands outside), so that the second sends the same bytes.</remarks>
public sealed class BearerTokenHandler : DelegatingHandler
{
    private readonly AccessTokenCache _tokens;
    private readonly Func<HttpResponseMessage, CancellationToken, ValueTask<bool>>? _canHeal;

    /// <summary>Creates the handler.</summary>
    /// <param name="tokens">The tokens of the account.</param>
    /// <param name="canHeal">
    /// Decides by the answer whether a 401 can be healed by a new token; null when every 401 can. Some systems answer 401 for what no token heals, and would be asked for ever.
    /// </param>
    public BearerTokenHandler(AccessTokenCache tokens, Func<HttpResponseMessage, CancellationToken, ValueTask<bool>>? canHeal = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        _tokens = tokens;
        _canHeal = canHeal;
    }

    /// <inheritdoc/>
    /// <exception cref="ConnectorException">No token could be had, or the token names a plain http address for a request that was https (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A host may have taken our pipeline out, and then nobody else has buffered it.
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(ResilienceHandler.MaxBufferedRequestBytes, cancellationToken).ConfigureAwait(false);
        AccessToken token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        Apply(request, token);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        if (_canHeal is not null)
        {
            // The verdict may need the body, which the caller must still be able to read.
            await BufferAsync(response, cancellationToken).ConfigureAwait(false);
            if (!await _canHeal(response, cancellationToken).ConfigureAwait(false))
                return response;
        }

        response.Dispose();
        token = await _tokens.RenewAsync(token, cancellationToken).ConfigureAwait(false);
        Apply(request, token);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(ResponseBody.DefaultMaxBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            // As it is it would pass for a broken connection, and be asked for again.
            response.Dispose();
            throw ResponseBody.TooLarge(ResponseBody.DefaultMaxBytes, e);
        }
    }

    private static void Apply(HttpRequestMessage request, AccessToken token)
    {
        // A renewed token can name another host (an org that moved): the path stays, the host follows the token.
        if (token.BaseAddress is { } home && request.RequestUri is { IsAbsoluteUri: true } uri && !SameAuthority(home, uri))
        {
            // Plain http is for tests, which begin with it: an answer must not turn a secure call into a readable one on this machine.
            if (uri.Scheme == Uri.UriSchemeHttps && home.Scheme != Uri.UriSchemeHttps)
                throw new ConnectorException(ConnectorErrorCodes.InsecureAddress, IssueKind.Configuration, "The token answer names an address without https for calls that are made with https. Nothing was sent there. Check the login address.");
            request.RequestUri = new Uri(home.GetLeftPart(UriPartial.Authority) + uri.PathAndQuery);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
    }

    private static bool SameAuthority(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase);
}
