using Canonical.Mapping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers mappings with a host. Thread-safe: without state.</summary>
public static class CanonicalMappingServiceCollectionExtensions
{
    /// <summary>
    /// Registers mappings, and <see cref="IMapperCatalog"/> with their mappers. May be called several times, by a host and by packages; everything is read, overlaid,
    /// checked and compiled when the host starts, and a host with a wrong mapping does not start.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds documents, overlays, parameters and converters.</param>
    public static IServiceCollection AddCanonicalMapping(this IServiceCollection services, Action<CanonicalMappingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<CanonicalMappingOptions>().Configure(configure).ValidateOnStart();
        services.TryAddSingleton<CanonicalMappingValidation>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CanonicalMappingOptions>, CanonicalMappingValidation>(provider => provider.GetRequiredService<CanonicalMappingValidation>()));
        services.TryAddSingleton<IMapperCatalog>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<CanonicalMappingOptions>>().Value;
            return provider.GetRequiredService<CanonicalMappingValidation>().Catalog(options);
        });
        return services;
    }
}
