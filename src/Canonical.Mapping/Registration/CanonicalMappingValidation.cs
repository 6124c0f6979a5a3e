using Microsoft.Extensions.Options;

namespace Canonical.Mapping;

/// <summary>Loads the catalog once: for the validation at the start of the host, and for those who use it.</summary>
internal sealed class CanonicalMappingValidation : IValidateOptions<CanonicalMappingOptions>
{
    private readonly Lock _lock = new();
    private CanonicalMappingOptions? _loaded;
    private MapperCatalog? _catalog;
    private List<string> _failures = [];

    public ValidateOptionsResult Validate(string? name, CanonicalMappingOptions options)
    {
        var (_, failures) = Load(options);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>The catalog of options that are valid.</summary>
    public MapperCatalog Catalog(CanonicalMappingOptions options) => Load(options).Catalog!;

    private (MapperCatalog? Catalog, List<string> Failures) Load(CanonicalMappingOptions options)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_loaded, options))
            {
                _failures = [];
                _catalog = MapperCatalog.Load(options, _failures);
                _loaded = options;
            }

            return (_catalog, _failures);
        }
    }
}
