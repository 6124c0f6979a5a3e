namespace Canonical.Contracts;

/// <summary>How C# is generated. Set once, before it is used; not thread-safe while it is being changed.</summary>
public sealed class CSharpGeneratorOptions
{
    /// <summary>The default of <see cref="Namespace"/>: <c>Canonical.Model</c>.</summary>
    public const string DefaultNamespace = "Canonical.Model";

    /// <summary>The namespace of the generated types. Default: <see cref="DefaultNamespace"/>.</summary>
    public string Namespace { get; set; } = DefaultNamespace;
}
