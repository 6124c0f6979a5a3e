namespace Canonical.Contracts;

/// <summary>How a catalog is checked against the one before. Not thread-safe while it is changed.</summary>
public sealed class CatalogCheckOptions
{
    /// <summary>How versions are compared.</summary>
    public CompatibilityOptions Comparison { get; } = new();

    /// <summary>Whether a version must fit every earlier version of its major, not only the one before; true by default.</summary>
    public bool IsTransitive { get; set; } = true;

    /// <summary>Major versions (<c>rate-card/2.0.0</c>) whose migrations up and down are code. Others need <c>&lt;object&gt;/&lt;version&gt;.migrations/up.json</c> and <c>down.json</c>.</summary>
    public IReadOnlyCollection<string> MigratedInCode { get; set; } = [];

    /// <summary>
    /// The migrations of major versions (<c>rate-card/2.0.0</c>), to be run on the valid examples of both versions and on a small document made from each contract (CS-GOV-010). What is not here is not run: this package
    /// knows nothing of mappings. A version that is here needs no <c>up.json</c> and <c>down.json</c>.
    /// </summary>
    public IReadOnlyDictionary<string, ContractMigration> Migrations { get; set; } = new Dictionary<string, ContractMigration>(StringComparer.Ordinal);

    /// <summary>The folder of the C# that was generated from the catalog, whose files must be made from its versions (CS-SRC-002); null when there is none.</summary>
    public string? GeneratedCode { get; set; }
}
