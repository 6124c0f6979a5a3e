using System.Net;

namespace Connectors.Abstractions;

/// <summary>Puts the handlers of a connector together, for clients that are made without dependency injection and for those that are made with it.</summary>
public static class ConnectorHttp
{
    /// <summary>The innermost handler with the settings that every connector needs: answers decompressed, no redirects (a redirect would carry the token to another host), connections renewed so that DNS changes are seen.</summary>
    /// <returns>A new handler.</returns>
    public static SocketsHttpHandler CreatePrimaryHandler() => new()
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>Makes a client from handlers, given from the outside in.</summary>
    /// <param name="primary">The innermost handler, which sends; null for <see cref="CreatePrimaryHandler"/>.</param>
    /// <param name="handlers">The handlers around it, the outermost first: resilience before authentication.</param>
    /// <returns>A client without a time-out of its own, since the resilience handler has one, and which owns the handlers.</returns>
    public static HttpClient CreateClient(HttpMessageHandler? primary, params ReadOnlySpan<DelegatingHandler> handlers)
    {
        HttpMessageHandler chain = primary ?? CreatePrimaryHandler();
        for (int i = handlers.Length - 1; i >= 0; i--)
        {
            handlers[i].InnerHandler = chain;
            chain = handlers[i];
        }

        return new HttpClient(chain, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
