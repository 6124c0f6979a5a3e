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
}
