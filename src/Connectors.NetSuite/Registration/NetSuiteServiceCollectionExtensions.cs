using Canonical.Model;

using Connectors.Abstractions;
using Connectors.NetSuite;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers NetSuite accounts with dependency injection.</summary>
public static class NetSuiteServiceCollectionExtensions
{
    /// <summary>
    /// Registers one account under a name. Keyed by that name there are then a <see cref="NetSuiteClient"/>, the source and sink of <see cref="Customer"/>, and the source and sink of <see cref="Project"/>.
    /// Calling it again with the same name only adds to the options.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the account, for example <c>erp</c>.</param>
    /// <param name="configure">Fills in the options. They are checked when the host starts.</param>
    /// <returns>The builder of the account's HTTP client, to which the host can add handlers.</returns>
    public static IHttpClientBuilder AddNetSuite(this IServiceCollection services, string name, Action<NetSuiteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<NetSuiteOptions>(name).Configure(configure).ValidateOnStart();
        string clientName = NetSuiteRegistry.ClientName(name);
        // The pipeline's handlers must not be added twice; that the client is registered is the mark of the first call.
        if (services.Any(s => s.ServiceType == typeof(NetSuiteClient) && s.IsKeyedService && name.Equals(s.ServiceKey)))
            return services.AddHttpClient(clientName);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NetSuiteOptions>, NetSuiteOptionsValidator>());
        services.TryAddSingleton<NetSuiteRegistry>();
        // Singletons, so that a mapping is compiled once. The handler chain they keep has fresh connections all the same: the primary handler renews them.
        services.AddKeyedSingleton(name, static (provider, key) => provider.GetRequiredService<NetSuiteRegistry>().CreateClient((string)key!));
        services.AddKeyedSingleton(name, static (provider, key) => new NetSuiteCustomers(provider.GetRequiredKeyedService<NetSuiteClient>(key)));
        services.AddKeyedSingleton(name, static (provider, key) => new NetSuiteProjects(provider.GetRequiredKeyedService<NetSuiteClient>(key)));
        services.AddKeyedSingleton<ISource<Customer>>(name, static (provider, key) => provider.GetRequiredKeyedService<NetSuiteCustomers>(key));
        services.AddKeyedSingleton<ISink<Customer>>(name, static (provider, key) => provider.GetRequiredKeyedService<NetSuiteCustomers>(key));
        services.AddKeyedSingleton<ISource<Project>>(name, static (provider, key) => provider.GetRequiredKeyedService<NetSuiteProjects>(key));
        services.AddKeyedSingleton<ISink<Project>>(name, static (provider, key) => provider.GetRequiredKeyedService<NetSuiteProjects>(key));

        services.AddHttpClient(NetSuiteRegistry.TokenClientName(name)).AddConnectorPipeline(provider => provider.GetRequiredService<NetSuiteRegistry>().TokenResilience(name));
        return services.AddHttpClient(clientName).AddConnectorPipeline(
            provider => provider.GetRequiredService<NetSuiteRegistry>().Account(name).Resilience,
            provider => provider.GetRequiredService<NetSuiteRegistry>().Account(name).CreateAuthentication());
    }

    /// <summary>
    /// Registers one account under a name, with the options of a configuration section such as <c>NetSuite:erp</c>. Its keys are the names of the options; an unknown key and a value of the wrong type end the start of the host.
    /// <see cref="NetSuiteOptions.Certificate"/> or <see cref="NetSuiteOptions.Token"/> stay in code, by <paramref name="configure"/>: a section holds no secrets, and a key such as <c>PrivateKey</c> is an unknown one.
    /// The section is read once, when the options are made.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the account within the host.</param>
    /// <param name="section">The section.</param>
    /// <param name="configure">Sets what is not in the section; where both set a value, this one counts.</param>
    /// <returns>The builder of the HTTP client, so that the host can add handlers or replace the resilience.</returns>
    public static IHttpClientBuilder AddNetSuite(this IServiceCollection services, string name, IConfiguration section, Action<NetSuiteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddNetSuite(name, options =>
        {
            var bound = new NetSuiteSection(options);
            section.Bind(bound, static binder => binder.ErrorOnUnknownConfiguration = true);
            bound.Apply();
            configure(options);
        });
    }
}
