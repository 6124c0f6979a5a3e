using Connectors.Abstractions;
using Connectors.Kantata;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Kantata accounts with dependency injection.</summary>
public static class KantataServiceCollectionExtensions
{
    /// <summary>
    /// Registers one account under a name. Ask for its client with <c>GetRequiredKeyedService&lt;KantataClient&gt;(name)</c>. It takes its token from the
    /// <see cref="IAccessTokenSource"/> that the host registered under the same name. The options are checked when the host starts.
    /// Calling it again with the same name adds to the options and nothing else.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the account within the host, for example <c>psa</c>.</param>
    /// <param name="configure">Fills in the options.</param>
    /// <returns>The builder of the account's HTTP client, to which the host can add handlers.</returns>
    public static IHttpClientBuilder AddKantata(this IServiceCollection services, string name, Action<KantataOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        string client = "Connectors.Kantata:" + name;
        services.Configure(name, configure);
        IHttpClientBuilder builder = services.AddHttpClient(client);
        if (services.Any(service => service.IsKeyedService && service.ServiceType == typeof(KantataClient) && Equals(service.ServiceKey, name)))
            return builder;

        services.TryAddSingleton(static provider => new ResilienceRegistry(provider.GetService<TimeProvider>()));
        services.AddOptions<KantataOptions>(name).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KantataOptions>, KantataOptionsValidator>());
        services.AddKeyedSingleton(name, static (provider, key) => new KantataTokens(
            provider.GetKeyedService<IAccessTokenSource>(key)
                ?? throw new InvalidOperationException($"Register an IAccessTokenSource under the name '{key}'."),
            provider.GetService<TimeProvider>()));
        // A singleton: the handler chain that it keeps has fresh connections all the same, since the primary handler renews them.
        services.AddKeyedSingleton(name, (provider, _) => new KantataClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client),
            Options(provider, name),
            provider.GetService<TimeProvider>()));
        return builder.AddConnectorPipeline(
            provider => provider.GetRequiredService<ResilienceRegistry>().GetOrAdd("kantata", name, Options(provider, name).Resilience),
            provider => new BearerTokenHandler(provider.GetRequiredKeyedService<KantataTokens>(name).Cache));
    }

    /// <summary>
    /// Registers one account under a name, with the options of a configuration section such as <c>Kantata:psa</c>. Its keys are the names of the options; an unknown key and a value of the wrong type end the start of the host.
    /// The token comes from the registered source: a section holds no secrets, and a key such as <c>Token</c> is an unknown one.
    /// The section is read once, when the options are made.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the account within the host.</param>
    /// <param name="section">The section.</param>
    /// <param name="configure">Sets what is not in the section; where both set a value, this one counts. Null for nothing.</param>
    /// <returns>The builder of the HTTP client, so that the host can add handlers or replace the resilience.</returns>
    public static IHttpClientBuilder AddKantata(this IServiceCollection services, string name, IConfiguration section, Action<KantataOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddKantata(name, options =>
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
            configure?.Invoke(options);
        });
    }

    private static KantataOptions Options(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<KantataOptions>>().Get(name);

    /// <summary>The tokens of one account, for as long as the host lives.</summary>
    private sealed class KantataTokens(IAccessTokenSource source, TimeProvider? time) : IDisposable
    {
        public AccessTokenCache Cache { get; } = new(source, time);

        public void Dispose() => Cache.Dispose();
    }
}
