using System.Collections.Frozen;

namespace Canonical.Mapping;

/// <summary>How <see cref="XmlRecordReader"/> makes JSON of XML. Immutable and safe to share between threads.</summary>
public sealed record XmlRecordOptions
{
    /// <summary>The default of <see cref="MaxRecordBytes"/>: 16 MiB.</summary>
    public const int DefaultMaxRecordBytes = 16 * 1024 * 1024;

    /// <summary>The default of <see cref="MaxDepth"/>.</summary>
    public const int DefaultMaxDepth = 64;

    /// <summary>The element that is one record, by its local name, with as many of its parents as tell it apart: <c>Worker</c>, <c>Response_Data/Worker</c>.</summary>
    public required string RecordElement { get; init; }

    /// <summary>The namespace that elements and attributes must have to be read (attributes may have none); null for any. Names are always local names: prefixes mean nothing.</summary>
    public string? Namespace { get; init; }

    /// <summary>The paths that are read, as in a shape, such as <c>Worker_Data.Employment_Data.Worker_Job_Data[].Primary_Job</c>; everything else is passed over. Empty for all elements.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The elements that may repeat, each a path such as <c>Worker_Data.Employment_Data.Worker_Job_Data[]</c>: arrays, also when a record has one of them. An element that repeats and is not declared so here, in <see cref="Paths"/> or in <see cref="Shape"/> makes the record unreadable.</summary>
    public IReadOnlyList<string> Arrays { get; init; } = [];

    /// <summary>Elements that are keyed by an attribute, by local name: with <c>ID</c> → <c>type</c> the element <c>&lt;ID type="WID"&gt;x&lt;/ID&gt;</c> becomes the member <c>WID</c> of the object around it. The first of one key counts.</summary>
    public IReadOnlyDictionary<string, string> KeyedElements { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The types of elements and attributes, such as a shape of the vendor's XSD: booleans and numbers become those of JSON. Null to leave every value a string.</summary>
    public VendorShape? Shape { get; init; }

    /// <summary>The most that one record may have, in bytes of its names and texts.</summary>
    public int MaxRecordBytes { get; init; } = DefaultMaxRecordBytes;

    /// <summary>How deep elements may lie, from the root of the document.</summary>
    public int MaxDepth { get; init; } = DefaultMaxDepth;

    /// <summary>What a mapping document needs: the paths that its lenses read, arrays where it selects or repeats, booleans and numbers where it compares with them.</summary>
    /// <param name="document">The document.</param>
    /// <param name="recordElement">The element that is one record.</param>
    /// <param name="shape">The types of the vendor's schema, or null.</param>
    public static XmlRecordOptions For(MappingDocument document, string recordElement, VendorShape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var plan = new XmlPlan();
        plan.AddDocument(document);
        return new XmlRecordOptions { RecordElement = recordElement, Shape = shape, Document = plan };
    }

    /// <summary>What the document reads; null without one.</summary>
    internal XmlPlan? Document { get; init; }
}
