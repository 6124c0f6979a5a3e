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

    /// <summary>Id and version together.</summary>
    public MappingIdentity Identity => new(Id, Version);

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

    /// <summary>The document as JSON, UTF-8: as it was read, or as overlays or a builder made it.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; internal init; }

    /// <summary>The overlays that were applied, in the order in which they were; empty for a document as it was written.</summary>
    public IReadOnlyList<MappingOverlay> Overlays => Provenance?.Overlays ?? [];

    /// <summary>What the overlays changed, in order.</summary>
    public IReadOnlyList<MappingOverlayChange> Changes => Provenance?.Changes ?? [];

    internal MappingDocumentOptions Options { get; init; } = new();

    internal OverlayProvenance? Provenance { get; init; }

    internal HeaderPaths Header { get; }

    internal FrozenDictionary<string, ParameterValue> ParameterValues { get; }

    internal IReadOnlyList<Lens> Plan { get; }

    /// <summary>Reads a mapping document: by the schema of mapping documents first, then by the rules that a schema cannot say.</summary>
    /// <param name="utf8Json">The document, UTF-8.</param>
    /// <param name="options">Converters of the host and contracts to check against; the defaults when null.</param>
    /// <exception cref="MappingDocumentException">The document cannot be used; the exception holds every finding.</exception>
    public static MappingDocument Parse(ReadOnlySpan<byte> utf8Json, MappingDocumentOptions? options = null) =>
        new DocumentReader(options ?? new MappingDocumentOptions()).Read(utf8Json);

    /// <summary>
    /// The document with overlays: those of regions first, then of legal entities, of the tenant and of custom fields; within a scope by id, whatever the order in which
    /// they are given. The outcome is checked whole again. A document that has overlays keeps them: all are applied anew to the mapping beneath.
    /// </summary>
    /// <param name="overlays">The overlays.</param>
    /// <exception cref="MappingDocumentException">An overlay is for another mapping, changes what is not there, or two of one scope change the same; or what comes out is not sound.</exception>
    public MappingDocument With(params IReadOnlyList<MappingOverlay> overlays)
    {
        ArgumentNullException.ThrowIfNull(overlays);
        return overlays.Count == 0 ? this : OverlayMerge.Run(Provenance?.Base ?? this, [.. Overlays, .. overlays]);
    }

    /// <summary>Checks a set of values for the parameters before any record: what is missing, of another type, or not declared.</summary>
    /// <param name="values">The values by name, as for <see cref="MappingContext.Parameters"/>.</param>
    /// <returns>The findings, by name; empty when the set is right.</returns>
    public IReadOnlyList<MappingDocumentFinding> CheckParameters(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var findings = new List<MappingDocumentFinding>();
        foreach (var parameter in ParameterValues.Values)
        {
            if (!values.TryGetValue(parameter.Name, out var text))
            {
                if (parameter.Default is null)
                    findings.Add(new MappingDocumentFinding(MappingCodes.ParameterNotGiven, "/parameters/" + parameter.Name, null, $"The parameter '{parameter.Name}' ({Words(parameter.Type)}) has no default and no value: give it one."));
            }
            else if (!ParameterValue.TryParse(parameter.Type, text, out _))
            {
                findings.Add(new MappingDocumentFinding(MappingCodes.ParameterOfOtherType, "/parameters/" + parameter.Name, null, $"The value of the parameter '{parameter.Name}' is not what its type asks for: {Words(parameter.Type)}."));
            }
        }

        foreach (var name in values.Keys.Where(name => !ParameterValues.ContainsKey(name)))
        {
            var known = ParameterValues.Count == 0 ? "none" : string.Join(", ", ParameterValues.Keys.Order(StringComparer.Ordinal));
            findings.Add(new MappingDocumentFinding(MappingCodes.ParameterNotDeclared, "/parameters/" + name, null, $"The mapping declares no parameter '{name}'; it declares {known}."));
        }

        return [.. findings.OrderBy(finding => finding.Path, StringComparer.Ordinal)];
    }

    private static string Words(MappingParameterType type) => type switch
    {
        MappingParameterType.Text => "a text that is not empty",
        MappingParameterType.Code => "a code without white space at its ends",
        MappingParameterType.Currency => "a currency code of three capital letters",
        MappingParameterType.Decimal => "a decimal number in plain notation",
        MappingParameterType.Integer => "a whole number",
        MappingParameterType.Boolean => "true or false",
        _ => "a calendar date YYYY-MM-DD",
    };
}

/// <summary>The paths of the <c>source</c> section.</summary>
internal sealed record HeaderPaths(MemberPath Key, MemberPath? ExternalId, MemberPath? Version, MemberPath? Created, MemberPath? Modified, MemberPath? Url);
