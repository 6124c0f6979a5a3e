using Connectors.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers connectors, whatever the vendor, in one way.</summary>
public static class ConnectorServiceCollectionExtensions
{
    /// <summary>
    /// Registers a connector under a name. Ask for it with <c>GetRequiredKeyedService&lt;Connector&gt;(name)</c>, or for all of them with <c>GetKeyedServices&lt;Connector&gt;(KeyedService.AnyKey)</c>.
    /// It is made once, when it is asked for first.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the account within the host, best the one under which its client is registered.</param>
    /// <param name="create">Makes it, for example <c>provider => SalesforceConnector.Create(provider.GetRequiredKeyedService&lt;SalesforceClient&gt;("acme"), …)</c>.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">There is a connector of this name already.</exception>
    public static IServiceCollection AddConnector(this IServiceCollection services, string name, Func<IServiceProvider, Connector> create)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (services.Any(service => service.IsKeyedService && service.ServiceType == typeof(Connector) && Equals(service.ServiceKey, name)))
            throw new ArgumentException($"There is a connector '{name}' already.", nameof(name));
        return services.AddKeyedSingleton(name, (provider, _) => create(provider));
    }
}
