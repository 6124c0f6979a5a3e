using Connectors.Abstractions;
using Connectors.Workday;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Workday tenants with dependency injection.</summary>
public static class WorkdayServiceCollectionExtensions
{
    /// <summary>
    /// Registers one tenant under a name. Ask for its client with <c>GetRequiredKeyedService&lt;WorkdayClient&gt;(name)</c>. It takes its credentials from the
    /// <see cref="IWorkdayCredentialSource"/> that the host registered under the same name (WS-Security), or else from the <see cref="IAccessTokenSource"/> (OAuth 2.0 bearer).
    /// The options are checked when the host starts. Calling it again with the same name adds to the options and nothing else.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the tenant within the host, for example <c>hcm</c>.</param>
    /// <param name="configure">Fills in the options.</param>
    /// <returns>The builder of the tenant's HTTP client, to which the host can add handlers.</returns>
    public static IHttpClientBuilder AddWorkday(this IServiceCollection services, string name, Action<WorkdayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        string client = "Connectors.Workday:" + name;
        services.Configure(name, configure);
        IHttpClientBuilder builder = services.AddHttpClient(client);
        if (services.Any(service => service.IsKeyedService && service.ServiceType == typeof(WorkdayClient) && Equals(service.ServiceKey, name)))
            return builder;

        services.TryAddSingleton(static provider => new ResilienceRegistry(provider.GetService<TimeProvider>()));
        services.AddOptions<WorkdayOptions>(name).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkdayOptions>, WorkdayOptionsValidator>());
        services.AddKeyedSingleton(name, static (provider, key) => new WorkdayTokens(
            provider.GetKeyedService<IAccessTokenSource>(key)
                ?? throw new InvalidOperationException($"Register an IWorkdayCredentialSource or an IAccessTokenSource under the name '{key}'."),
            provider.GetService<TimeProvider>()));
        // A singleton: the handler chain that it keeps has fresh connections all the same, since the primary handler renews them.
        services.AddKeyedSingleton(name, (provider, key) => new WorkdayClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client),
            Options(provider, name),
            provider.GetKeyedService<IWorkdayCredentialSource>(key),
            provider.GetService<TimeProvider>()));
        return builder
            .AddConnectorPipeline(
                provider => provider.GetRequiredService<ResilienceRegistry>().GetOrAdd("workday", name, Options(provider, name).Resilience),
                provider => provider.GetKeyedService<IWorkdayCredentialSource>(name) is null
                    ? new BearerTokenHandler(provider.GetRequiredKeyedService<WorkdayTokens>(name).Cache)
                    : new NoAuthenticationHandler())
            .AddHttpMessageHandler(static () => new WorkdayFaultHandler());
    }

    /// <summary>
    /// Registers one tenant under a name, with the options of a configuration section such as <c>Workday:hcm</c>. Its keys are the names of the options; an unknown key and a value of the wrong type end the start of the host.
    /// The credentials come from the registered source: a section holds no secrets, and a key such as <c>Password</c> is an unknown one.
    /// The section is read once, when the options are made.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the tenant within the host.</param>
    /// <param name="section">The section.</param>
    /// <param name="configure">Sets what is not in the section; where both set a value, this one counts. Null for nothing.</param>
    /// <returns>The builder of the HTTP client, so that the host can add handlers or replace the resilience.</returns>
    public static IHttpClientBuilder AddWorkday(this IServiceCollection services, string name, IConfiguration section, Action<WorkdayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddWorkday(name, options =>
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
            configure?.Invoke(options);
        });
    }

    private static WorkdayOptions Options(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<WorkdayOptions>>().Get(name);

    /// <summary>The tokens of one tenant, for as long as the host lives.</summary>
    private sealed class WorkdayTokens(IAccessTokenSource source, TimeProvider? time) : IDisposable
    {
        public AccessTokenCache Cache { get; } = new(source, time);

        public void Dispose() => Cache.Dispose();
    }

    /// <summary>With WS-Security the credential stands in the body: nothing is left to do for a handler.</summary>
    private sealed class NoAuthenticationHandler : DelegatingHandler;
}
