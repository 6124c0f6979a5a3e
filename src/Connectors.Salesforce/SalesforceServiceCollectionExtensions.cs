using Connectors.Abstractions;
using Connectors.Salesforce;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Salesforce orgs.</summary>
public static class SalesforceServiceCollectionExtensions
{
    /// <summary>
    /// Registers one org under a name. Ask for its client with <c>GetRequiredKeyedService&lt;SalesforceClient&gt;(name)</c>. The options are checked when the host starts.
    /// Registering the same name again adds to its options and nothing else.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the org within the host, for example the tenant's.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client, so that the host can add handlers or replace the resilience.</returns>
    public static IHttpClientBuilder AddSalesforce(this IServiceCollection services, string name, Action<SalesforceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        string client = "Connectors.Salesforce." + name;
        string tokenClient = client + ".token";
        bool known = services.Any(d => d.IsKeyedService && d.ServiceType == typeof(SalesforceClient) && Equals(d.ServiceKey, name));
        services.Configure(name, configure);
        IHttpClientBuilder builder = services.AddHttpClient(client);
        if (known)
            return builder;

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new ResilienceRegistry(provider.GetService<TimeProvider>()));
        services.AddOptions<SalesforceOptions>(name).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SalesforceOptions>, SalesforceOptionsValidator>());
        services.AddHttpClient(tokenClient).AddConnectorPipeline(provider => State(provider, name, SalesforceClient.TokenSystemName));
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            SalesforceOptions options = provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get(name);
            TimeProvider time = provider.GetRequiredService<TimeProvider>();
            // Kept for the process: its primary handler renews connections by itself.
            HttpClient http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(tokenClient);
            return new SalesforceTokens(new AccessTokenCache(options.Flow!(http, options, time), time));
        });
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            IHttpClientFactory factory = provider.GetRequiredService<IHttpClientFactory>();
            return new SalesforceClient(
                () => factory.CreateClient(client),
                provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get(name),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILoggerFactory>()?.CreateLogger<SalesforceClient>(),
                State(provider, name).Quota,
                []);
        });
        return builder.AddConnectorPipeline(
            provider => State(provider, name),
            provider => new BearerTokenHandler(provider.GetRequiredKeyedService<SalesforceTokens>(name).Cache, SalesforceSession.CanHealAsync));
    }

    /// <summary>
    /// Registers one org under a name, with the options of a configuration section such as <c>Salesforce:acme</c>. Its keys are the names of the options; an unknown key and a value of the wrong type end the start of the host.
    /// The login stays in code, by <paramref name="configure"/>: a section holds no secrets, and a key such as <c>ClientSecret</c> is an unknown one.
    /// The section is read once, when the options are made.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the org within the host.</param>
    /// <param name="section">The section.</param>
    /// <param name="configure">Sets what is not in the section; where both set a value, this one counts.</param>
    /// <returns>The builder of the HTTP client, so that the host can add handlers or replace the resilience.</returns>
    public static IHttpClientBuilder AddSalesforce(this IServiceCollection services, string name, IConfiguration section, Action<SalesforceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSalesforce(name, options =>
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
            configure(options);
        });
    }

    private static ResilienceState State(IServiceProvider provider, string name, string system = SalesforceClient.SystemName) => provider.GetRequiredService<ResilienceRegistry>().GetOrAdd(
        system,
        name,
        provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get(name).Resilience);
}
