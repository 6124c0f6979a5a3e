using System.Collections.Frozen;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A mapping document that was read and found sound. Immutable and safe to share between threads.</summary>
public sealed class MappingDocument
{
    internal MappingDocument(
        string id, string version, string? title, MappingSource source, HeaderPaths header, ContractId target,
        FrozenDictionary<string, ParameterValue> parameters, IReadOnlyList<Lens> plan, IReadOnlyList<LensDescription> lenses)
    {
        Id = id;
        Version = version;
        Title = title;
        Source = source;
        Header = header;
        Target = target;
        ParameterValues = parameters;
        Parameters = [.. parameters.Values.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new MappingParameter(p.Name, p.Type, p.Description, p.Default is not null))];
        Plan = plan;
        Lenses = lenses;
    }

    /// <summary>The id, such as <c>salesforce.account-customer</c>.</summary>
    public string Id { get; }

    /// <summary>The semantic version of the document.</summary>
    public string Version { get; }

    /// <summary>The title for people, or null.</summary>
    public string? Title { get; }

    /// <summary>The vendor's side.</summary>
    public MappingSource Source { get; }

    /// <summary>The canonical contract, such as <c>customer/1.0.0</c>.</summary>
    public ContractId Target { get; }

    /// <summary>The canonical object type: the name of the contract, such as <c>customer</c>.</summary>
    public string ObjectType => Target.Name;

    /// <summary>The declared parameters, by name.</summary>
    public IReadOnlyList<MappingParameter> Parameters { get; }

    /// <summary>All lenses in the order of the document, nested ones behind the one that holds them.</summary>
    public IReadOnlyList<LensDescription> Lenses { get; }

    internal HeaderPaths Header { get; }

    internal FrozenDictionary<string, ParameterValue> ParameterValues { get; }

    internal IReadOnlyList<Lens> Plan { get; }

    /// <summary>Reads a mapping document: by the schema of mapping documents first, then by the rules that a schema cannot say.</summary>
    /// <param name="utf8Json">The document, UTF-8.</param>
    /// <param name="options">Converters of the host and contracts to check against; the defaults when null.</param>
    /// <exception cref="MappingDocumentException">The document cannot be used; the exception holds every finding.</exception>
    public static MappingDocument Parse(ReadOnlySpan<byte> utf8Json, MappingDocumentOptions? options = null) =>
        new DocumentReader(options ?? new MappingDocumentOptions()).Read(utf8Json);
}

/// <summary>The paths of the <c>source</c> section.</summary>
internal sealed record HeaderPaths(MemberPath Key, MemberPath? ExternalId, MemberPath? Version, MemberPath? Created, MemberPath? Modified, MemberPath? Url);
