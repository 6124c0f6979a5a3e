namespace Connectors.Abstractions;

/// <summary>Asks a system for a new token: one OAuth flow. It asks for its credentials at each call, so that they can rotate. Implementations are thread-safe.</summary>
public interface IAccessTokenSource
{
    /// <summary>Asks for a token. Does not cache: <see cref="AccessTokenCache"/> does.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A new token.</returns>
    /// <exception cref="AuthenticationFailedException">The credentials were refused. It is not tried again.</exception>
    /// <exception cref="ConnectorException">The server could not be reached or gave an answer that cannot be read.</exception>
    ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default);
}
