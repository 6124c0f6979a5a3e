using System.Net;
using System.Net.Http.Headers;

namespace Connectors.Abstractions;

/// <summary>
/// Puts the token on each attempt (RFC 6750), and when the system answers 401 renews it once and sends the request once more.
/// It stands inside the retries, so that every attempt is authenticated afresh. Thread-safe.
/// </summary>
/// <remarks>A request with a body is only repeated when the body can be sent twice; the pipeline buffers it.</remarks>
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
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        AccessToken token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        Apply(request, token);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        if (_canHeal is not null)
        {
            // The verdict may need the body, which the caller must still be able to read.
            await response.Content.LoadIntoBufferAsync(ResponseBody.DefaultMaxBytes, cancellationToken).ConfigureAwait(false);
            if (!await _canHeal(response, cancellationToken).ConfigureAwait(false))
                return response;
        }

        response.Dispose();
        token = await _tokens.RenewAsync(token, cancellationToken).ConfigureAwait(false);
        Apply(request, token);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static void Apply(HttpRequestMessage request, AccessToken token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        // A renewed token can name another host (an org that moved): the path stays, the host follows the token.
        if (token.BaseAddress is { } home && request.RequestUri is { IsAbsoluteUri: true } uri && !SameAuthority(home, uri))
            request.RequestUri = new Uri(home.GetLeftPart(UriPartial.Authority) + uri.PathAndQuery);
    }

    private static bool SameAuthority(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase);
}
