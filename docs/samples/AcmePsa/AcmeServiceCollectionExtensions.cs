using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AcmePsa;

public static class AcmeServiceCollectionExtensions
{
    /// <summary>Registers one account under a name. Calling it again with the same name adds to the options and nothing else.</summary>
    public static IHttpClientBuilder AddAcmePsa(this IServiceCollection services, string name, Action<AcmeOptions> configure)
    {
        string client = "AcmePsa:" + name;
        services.Configure(name, configure);
        IHttpClientBuilder builder = services.AddHttpClient(client);
        if (services.Any(service => service.IsKeyedService && service.ServiceType == typeof(AcmeClient) && Equals(service.ServiceKey, name)))
            return builder;

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new ResilienceRegistry(provider.GetService<TimeProvider>()));
        services.AddOptions<AcmeOptions>(name).Validate(static options => options.FindFaults().Count == 0, "The options of Acme contradict themselves.").ValidateOnStart();
        // Tokens have a pipeline of their own, without authentication.
        services.AddHttpClient(client + ".token").AddConnectorPipeline(provider => State(provider, "acme-psa.token", name));
        services.AddKeyedSingleton(name, (provider, _) => new AccessTokenCache(
            new AcmeTokenSource(provider.GetRequiredService<IHttpClientFactory>().CreateClient(client + ".token"), Options(provider, name), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(name, (provider, _) => new AcmeClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client), Options(provider, name), State(provider, "acme-psa", name), provider.GetRequiredService<TimeProvider>()));
        return builder.AddConnectorPipeline(
            provider => State(provider, "acme-psa", name),
            provider => new BearerTokenHandler(provider.GetRequiredKeyedService<AccessTokenCache>(name)));
    }

    private static ResilienceState State(IServiceProvider provider, string system, string name) =>
        provider.GetRequiredService<ResilienceRegistry>().GetOrAdd(system, name, Options(provider, name).Resilience);

    private static AcmeOptions Options(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<AcmeOptions>>().Get(name);
}
