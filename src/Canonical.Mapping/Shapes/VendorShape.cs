namespace Canonical.Mapping;

/// <summary>
/// What a vendor's record looks like: the fields of one record type, from the vendor's own description or from samples. Mapping documents are checked against it before any data is moved.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class VendorShape
{
    /// <summary>The largest description that is read, in bytes (32 MiB).</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>How deep members may lie within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many fields a shape may have.</summary>
    public const int MaxFields = 50_000;

    private VendorShape(string system, string objectType, string? version, bool isComplete, string? origin, IReadOnlyList<VendorField> fields, ShapeNode root)
    {
        System = system;
        ObjectType = objectType;
        Version = version;
        IsComplete = isComplete;
        Origin = origin;
        Fields = fields;
        Root = root;
    }

    /// <summary>The vendor's system, such as <c>salesforce</c>.</summary>
    public string System { get; }

    /// <summary>The record type in the vendor's words, such as <c>Account</c>.</summary>
    public string ObjectType { get; }

    /// <summary>The version of the vendor's interface that was described, such as <c>v60.0</c>, or null.</summary>
    public string? Version { get; }

    /// <summary>True when a field that is not listed does not exist; false when the shape shows what samples had, and a field may merely have been missing in them.</summary>
    public bool IsComplete { get; }

    /// <summary>What the shape was made from, such as <c>salesforce-describe</c>, or null.</summary>
    public string? Origin { get; }

    /// <summary>The fields, in the order of the description; each object and array stands before what lies in it.</summary>
    public IReadOnlyList<VendorField> Fields { get; }

    internal ShapeNode Root { get; }

    /// <summary>Makes a shape.</summary>
    /// <param name="system">The vendor's system.</param>
    /// <param name="objectType">The record type.</param>
    /// <param name="fields">The fields. An object or array that is only named by the path of another field is added.</param>
    /// <param name="isComplete">Whether a field that is not listed does not exist.</param>
    /// <param name="version">The version of the vendor's interface, or null.</param>
    /// <param name="origin">What the shape is made from, or null.</param>
    /// <exception cref="VendorShapeException">A path cannot be read or stands twice, or there are too many fields.</exception>
    public static VendorShape Create(string system, string objectType, IEnumerable<VendorField> fields, bool isComplete = true, string? version = null, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(system);
        ArgumentException.ThrowIfNullOrEmpty(objectType);
        ArgumentNullException.ThrowIfNull(fields);
        var root = ShapeNode.Build(fields);
        var all = new List<VendorField>();
        root.Collect(all);
        return new VendorShape(system, objectType, version, isComplete, origin, all, root);
    }

    /// <summary>Finds a field by its path; null when the shape does not list it.</summary>
    /// <param name="path">The path, such as <c>lines[].amount</c>.</param>
    public VendorField? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ShapePath.TryParse(path, out var steps, out _) ? Root.Find(steps)?.Field : null;
    }

    /// <summary>Reads the neutral form (<c>docs/cli-schemas/shape.schema.json</c>).</summary>
    /// <param name="utf8Json">The shape, UTF-8.</param>
    /// <exception cref="VendorShapeException">It is not in that form.</exception>
    public static VendorShape Parse(ReadOnlySpan<byte> utf8Json) => ShapeJson.Read(utf8Json);

    /// <summary>Writes the neutral form, indented UTF-8 JSON with a line feed at the end; equal shapes give equal bytes.</summary>
    public byte[] ToUtf8Bytes() => ShapeJson.Write(this);

    /// <summary>Reads the answer of Salesforce's <c>sobjects/{type}/describe</c> (REST API Developer Guide, "sObject Describe").</summary>
    /// <param name="utf8Json">The answer, UTF-8.</param>
    /// <param name="version">The API version that was asked, such as <c>v60.0</c>, or null.</param>
    /// <exception cref="VendorShapeException">It is no describe.</exception>
    public static VendorShape FromSalesforceDescribe(ReadOnlySpan<byte> utf8Json, string? version = null) => SalesforceDescribe.Read(utf8Json, version);

    /// <summary>Reads a JSON Schema as vendors publish them for records: NetSuite's <c>metadata-catalog/{type}</c> (draft 06, "Getting Metadata" in SuiteTalk REST Web Services), OpenAPI 3 components, or any draft.</summary>
    /// <param name="utf8Json">The schema, UTF-8.</param>
    /// <param name="options">Whose record it describes, and where in the document the schema is.</param>
    /// <exception cref="VendorShapeException">It is no schema of an object.</exception>
    public static VendorShape FromJsonSchema(ReadOnlySpan<byte> utf8Json, VendorSchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return JsonSchemaShape.Read(utf8Json, options);
    }

    /// <summary>Reads the part of XML Schema 1.0 that Workday publishes: named complex and simple types, sequences, choices, extensions, attributes. The paths are those that <see cref="XmlRecordReader"/> gives.</summary>
    /// <param name="xsd">The schema. DTDs are refused, and nothing is fetched.</param>
    /// <param name="options">Whose record it describes, and which type or element it is.</param>
    /// <exception cref="VendorShapeException">It is no such schema, or it lacks the type.</exception>
    public static VendorShape FromXsd(Stream xsd, VendorSchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(xsd);
        ArgumentNullException.ThrowIfNull(options);
        return XsdShape.Read(xsd, options);
    }
}
