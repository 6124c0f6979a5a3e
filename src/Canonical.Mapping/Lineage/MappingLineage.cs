using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Where each field comes from: for every canonical member and every field of the vendor that a mapping document names, which fields of the other side, through which lens. Immutable and safe to share between threads.</summary>
public sealed class MappingLineage
{
    private readonly MappingDocument _document;

    private MappingLineage(MappingDocument document, IReadOnlyList<LineageField> canonical, IReadOnlyList<LineageField> vendor, IReadOnlyList<string> unmapped)
    {
        _document = document;
        CanonicalFields = canonical;
        VendorFields = vendor;
        UnmappedMembers = unmapped;
    }

    /// <summary>The id of the mapping document.</summary>
    public string Mapping => _document.Id;

    /// <summary>The version of the mapping document.</summary>
    public string Version => _document.Version;

    /// <summary>Its title for people, or null.</summary>
    public string? Title => _document.Title;

    /// <summary>The vendor's side.</summary>
    public MappingSource Source => _document.Source;

    /// <summary>The canonical contract.</summary>
    public ContractId Target => _document.Target;

    /// <summary>The canonical members, those of the header first, then in the order of the document.</summary>
    public IReadOnlyList<LineageField> CanonicalFields { get; }

    /// <summary>The vendor's fields, those of the header first, then in the order of the document.</summary>
    public IReadOnlyList<LineageField> VendorFields { get; }

    /// <summary>Members of the contract that no lens writes; empty where the contract is not known.</summary>
    public IReadOnlyList<string> UnmappedMembers { get; }

    /// <summary>The lineage of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="options">Where contracts come from, for descriptions; the defaults when null.</param>
    public static MappingLineage Of(MappingDocument document, MappingCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var builder = new LineageBuilder(document, new ContractTree(options?.Contracts ?? document.Options.Contracts ?? KnownContracts.Find, document.Target));
        var (canonical, vendor, unmapped) = builder.Build();
        return new MappingLineage(document, canonical, vendor, unmapped);
    }

    /// <summary>Finds fields of either side: the path itself, and everything in it. The places of elements do not matter: <c>lines[2].amount</c> and <c>lines[].amount</c> are one.</summary>
    /// <param name="path">The path of a canonical member or of a field of the vendor.</param>
    public (IReadOnlyList<LineageField> Canonical, IReadOnlyList<LineageField> Vendor) Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ([.. CanonicalFields.Where(field => Holds(path, field.Path))], [.. VendorFields.Where(field => Holds(path, field.Path))]);
    }

    /// <summary>The part of the lineage that <see cref="Find"/> finds.</summary>
    /// <param name="path">The path of a canonical member or of a field of the vendor.</param>
    public MappingLineage Only(string path)
    {
        var (canonical, vendor) = Find(path);
        return new MappingLineage(_document, canonical, vendor, []);
    }

    /// <summary>As JSON (<c>docs/cli-schemas/lineage.schema.json</c>), indented UTF-8 with a line feed at the end.</summary>
    public byte[] ToUtf8Bytes() => LineageJson.Write(this);

    /// <summary>As a page of Markdown: the table that says what becomes of what.</summary>
    public string ToMarkdown() => LineageMarkdown.Write(this);

    /// <summary>As a page of HTML that needs nothing else.</summary>
    public string ToHtml() => LineageHtml.Write(this);

    /// <summary>As the <c>columnLineage</c> facet of OpenLineage (ColumnLineageDatasetFacet 1-2-0), for the output dataset that holds the canonical objects; UTF-8 JSON, an object with that one member.</summary>
    /// <param name="sourceNamespace">The namespace of the vendor's dataset, such as <c>salesforce://00D000000000062EAA</c>; the vendor's system when null.</param>
    public byte[] ToOpenLineage(string? sourceNamespace = null) => LineageFacet.Write(this, sourceNamespace ?? Source.System);

    private static bool Holds(string asked, string path)
    {
        var (plain, other) = (Plain(asked), Plain(path));
        return other.StartsWith(plain, StringComparison.Ordinal) && (other.Length == plain.Length || other[plain.Length] is '.' or '[');
    }

    // Without what stands in brackets.
    private static string Plain(string path)
    {
        var text = new System.Text.StringBuilder(path.Length);
        var inside = false;
        foreach (var c in path)
        {
            inside &= c != ']';
            if (!inside)
                text.Append(c);
            inside |= c == '[';
        }

        return text.Replace("[]", "").ToString();
    }
}
