using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The connector pipeline on a named client of the HTTP client factory.</summary>
public static class ConnectorHttpClientBuilderExtensions
{
    /// <summary>Adds the pipeline: resilience outside, authentication inside it, and the primary handler of <see cref="ConnectorHttp.CreatePrimaryHandler"/>. Handlers that the host adds to the builder afterwards stand inside authentication and see each attempt.</summary>
    /// <remarks>
    /// The factory's own loggers are taken out: they write the whole path, which may hold a key of a record such as an e-mail address, and the names of all headers. The pipeline logs each call by its operation instead.
    /// A host that wants them back calls <c>AddDefaultLogger()</c> on the returned builder.
    /// </remarks>
    /// <param name="builder">The client's builder.</param>
    /// <param name="state">Gives the limits and circuit of the account.</param>
    /// <param name="authentication">Makes the handler that authenticates each attempt. Called for every handler chain that the factory builds.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder AddConnectorPipeline(this IHttpClientBuilder builder, Func<IServiceProvider, ResilienceState> state, Func<IServiceProvider, DelegatingHandler> authentication)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(authentication);
        return builder.AddConnectorPipeline(state).AddHttpMessageHandler(authentication);
    }

    /// <summary>Adds the pipeline without authentication, for calls that carry their credentials in the body: requests for tokens.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="state">Gives the limits and circuit of the account.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder AddConnectorPipeline(this IHttpClientBuilder builder, Func<IServiceProvider, ResilienceState> state)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(state);
        return builder
            .RemoveAllLoggers()
            .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => ConnectorHttp.CreatePrimaryHandler())
            .AddHttpMessageHandler(services => new ResilienceHandler(state(services), services.GetService<ILoggerFactory>()?.CreateLogger(typeof(ResilienceHandler).FullName!)));
    }

    /// <summary>Takes our resilience out, for a host that brings its own, such as <c>AddStandardResilienceHandler</c> of Microsoft.Extensions.Http.Resilience. Add the other one before calling this; it then stands outside authentication, as ours did.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder RemoveConnectorResilience(this IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
        {
            int ours = -1;
            for (int i = 0; i < handlers.Count; i++)
            {
                if (handlers[i] is ResilienceHandler)
                    ours = i;
            }

            if (ours < 0)
                return;
            handlers.RemoveAt(ours);
            // What the host added stands innermost by the factory's rule; the last one is its pipeline and takes the outermost place.
            if (handlers.Count > ours + 1)
            {
                DelegatingHandler theirs = handlers[^1];
                handlers.RemoveAt(handlers.Count - 1);
                handlers.Insert(ours, theirs);
            }
        });
    }
}
