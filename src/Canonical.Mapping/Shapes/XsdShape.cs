using System.Globalization;
using System.Xml;

namespace Canonical.Mapping;

/// <summary>
/// The subset of XML Schema 1.0 that Workday publishes. Elements and attributes are members by their local names, an element that may repeat is an array, an element with text and attributes
/// is an object whose text is <c>#text</c>: the names that <see cref="XmlRecordReader"/> gives.
/// </summary>
internal sealed class XsdShape
{
    public const string Origin = "xsd";
    public const string TextMember = "#text";

    private const string Xsd = "http://www.w3.org/2001/XMLSchema";
    private const int MaxLevels = 32;

    private readonly Dictionary<string, XsdNode> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XsdNode> _elements = new(StringComparer.Ordinal);
    private readonly List<VendorField> _fields = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<XsdNode> _open = [];
    private readonly VendorSchemaOptions _options;

    private XsdShape(VendorSchemaOptions options) => _options = options;

    public static VendorShape Read(Stream xsd, VendorSchemaOptions options)
    {
        var reader = new XsdShape(options);
        var schema = XsdNode.Read(xsd);
        foreach (var node in schema.Children)
        {
            if (node.Name is not { } name)
                continue;
            if (node.Kind is "complexType" or "simpleType")
                reader._types.TryAdd(name, node);
            else if (node.Kind == "element")
                reader._elements.TryAdd(name, node);
        }

        reader.Content(reader.Root(), []);
        return VendorShape.Create(options.System, options.ObjectType, reader._fields, isComplete: true, options.Version, Origin);
    }

    private XsdNode Root()
    {
        string[] names = _options.Root is { } given ? [given] : [_options.ObjectType + "Type", _options.ObjectType];
        foreach (var name in names)
        {
            if (_types.TryGetValue(name, out var type) && type.Kind == "complexType")
                return type;
            if (_elements.TryGetValue(name, out var element) && TypeOf(element) is { Kind: "complexType" } of)
                return of;
        }

        throw new VendorShapeException($"The schema has no complex type and no element '{string.Join("' or '", names)}'.");
    }

    // The type of an element: named, or written inside of it.
    private XsdNode? TypeOf(XsdNode element) =>
        element["type"] is { } name ? _types.GetValueOrDefault(Local(name)) : element.Children.FirstOrDefault(child => child.Kind is "complexType" or "simpleType");

    private void Content(XsdNode type, PathStep[] path)
    {
        if (_open.Contains(type) || path.Length >= MaxLevels)
            return;
        _open.Add(type);
        Particles(type, path, isOptional: false);
        _open.RemoveAt(_open.Count - 1);
    }

    private void Particles(XsdNode node, PathStep[] path, bool isOptional)
    {
        foreach (var child in node.Children)
        {
            switch (child.Kind)
            {
                case "element":
                    Element(child, path, isOptional || node.Kind == "choice");
                    break;
                case "attribute":
                    Attribute(child, path);
                    break;
                case "sequence" or "choice" or "all":
                    Particles(child, path, isOptional || node.Kind == "choice" || child["minOccurs"] == "0");
                    break;
                case "complexContent" or "simpleContent":
                    Particles(child, path, isOptional);
                    break;
                case "extension" or "restriction" when node.Kind is "complexContent" or "simpleContent":
                    Extension(child, path, node.Kind == "simpleContent", isOptional);
                    break;
            }
        }
    }

    private void Extension(XsdNode extension, PathStep[] path, bool isSimple, bool isOptional)
    {
        if (isSimple)
        {
            var (type, _, facets) = Simple(extension["base"]);
            Add(Facets(new VendorField { Path = ShapePath.Text([.. path, ShapePath.Member(TextMember)]), Type = type, IsNullable = true }, facets));
        }
        else if (extension["base"] is { } name && extension.Kind == "extension" && _types.TryGetValue(Local(name), out var basis))
        {
            Content(basis, path);
        }

        Particles(extension, path, isOptional);
    }

    private void Element(XsdNode element, PathStep[] path, bool isOptional)
    {
        var name = element.Name ?? (element["ref"] is { } reference ? Local(reference) : null);
        if (name is null)
            return;
        if (element.Name is null && _elements.TryGetValue(name, out var global))
            element = global.With(element);
        if (_options.KeyedElements.TryGetValue(name, out var key) && HasAttribute(TypeOf(element), key))
        {
            // Its elements become members of the object around it, each by the value of an attribute: which values there are is data.
            if (path.Length > 0 && _paths.Contains(ShapePath.Text(path)))
                Open(ShapePath.Text(path));
            return;
        }

        PathStep[] place = [.. path, ShapePath.Member(name)];
        var nullable = isOptional || element["minOccurs"] == "0" || element["nillable"] == "true";
        if (element["maxOccurs"] is { } most and not ("1" or "0"))
        {
            if (!Add(new VendorField { Path = ShapePath.Text(place), Type = VendorFieldType.Array, IsNullable = nullable }))
                return;
            place = [.. place, ShapePath.All];
            nullable = false;
        }

        var type = TypeOf(element);
        if (type is { Kind: "complexType" })
        {
            var goesOn = !_open.Contains(type) && place.Length < MaxLevels;
            if (Add(new VendorField { Path = ShapePath.Text(place), Type = VendorFieldType.Object, IsNullable = nullable, IsOpen = !goesOn, VendorType = type.Name, IsRequiredOnCreate = !nullable }) && goesOn)
                Content(type, place);
            return;
        }

        var (simple, vendorType, facets) = type is null ? Simple(element["type"]) : Simple(type);
        Add(Facets(new VendorField { Path = ShapePath.Text(place), Type = simple, VendorType = vendorType, IsNullable = nullable, IsRequiredOnCreate = !nullable }, facets));
    }

    // An element of the same name elsewhere may have no such key.
    private static bool HasAttribute(XsdNode? type, string name) =>
        type is not null && type.Children.Exists(child => child is { Kind: "attribute" } ? child.Name == name : child.Kind is "simpleContent" or "complexContent" or "extension" or "restriction" && HasAttribute(child, name));

    private void Attribute(XsdNode attribute, PathStep[] path)
    {
        if (attribute.Name is not { } name || attribute["use"] == "prohibited")
            return;
        var (type, vendorType, facets) = attribute.Children.FirstOrDefault(child => child.Kind == "simpleType") is { } own ? Simple(own) : Simple(attribute["type"]);
        Add(Facets(new VendorField { Path = ShapePath.Text([.. path, ShapePath.Member(name)]), Type = type, VendorType = vendorType, IsNullable = attribute["use"] != "required" }, facets));
    }

    private (VendorFieldType Type, string? VendorType, Dictionary<string, List<string>> Facets) Simple(string? name)
    {
        if (name is null)
            return (VendorFieldType.Text, null, []);
        return _types.TryGetValue(Local(name), out var type) && type.Kind == "simpleType" ? Simple(type) : (BuiltIn(Local(name)), Local(name), []);
    }

    private (VendorFieldType Type, string? VendorType, Dictionary<string, List<string>> Facets) Simple(XsdNode type)
    {
        var facets = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (var hops = 0; hops < 16; hops++)
        {
            if (type.Children.FirstOrDefault(child => child.Kind == "restriction") is not { } restriction)
                break;
            foreach (var facet in restriction.Children)
            {
                // The facet that is nearest to the element is the narrowest.
                if (facet["value"] is { } value && (facet.Kind == "enumeration" || !facets.ContainsKey(facet.Kind)))
                    (facets.TryGetValue(facet.Kind, out var values) ? values : facets[facet.Kind] = []).Add(value);
            }

            if (restriction["base"] is not { } basis)
                break;
            if (!_types.TryGetValue(Local(basis), out var next) || next == type)
                return (BuiltIn(Local(basis)), Local(basis), facets);
            type = next;
        }

        return (VendorFieldType.Text, null, facets);
    }

    private static VendorField Facets(VendorField field, Dictionary<string, List<string>> facets)
    {
        if (facets.Count == 0)
            return field;
        var scale = Number(facets, "fractionDigits");
        return field with
        {
            Length = field.Type == VendorFieldType.Text ? Number(facets, "maxLength") ?? Number(facets, "length") : null,
            Precision = Number(facets, "totalDigits"),
            Scale = scale,
            Type = field.Type == VendorFieldType.Decimal && scale == 0 ? VendorFieldType.Integer : field.Type,
            Values = facets.TryGetValue("enumeration", out var values) ? values : [],
            HasOnlyValues = facets.ContainsKey("enumeration"),
        };
    }

    private static int? Number(Dictionary<string, List<string>> facets, string name) =>
        facets.TryGetValue(name, out var values) && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool Add(VendorField field)
    {
        if (_fields.Count >= VendorShape.MaxFields)
            throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The schema describes more than {VendorShape.MaxFields} fields; name a smaller type as root."));
        if (!_paths.Add(field.Path))
            return false;
        _fields.Add(field);
        return true;
    }

    private void Open(string path)
    {
        var at = _fields.FindLastIndex(field => field.Path == path);
        _fields[at] = _fields[at] with { IsOpen = true };
    }

    private static VendorFieldType BuiltIn(string name) => name switch
    {
        "boolean" => VendorFieldType.Boolean,
        "date" => VendorFieldType.Date,
        "dateTime" => VendorFieldType.Instant,
        "decimal" or "double" or "float" => VendorFieldType.Decimal,
        "integer" or "int" or "long" or "short" or "byte" or "nonNegativeInteger" or "positiveInteger" or "unsignedInt" or "unsignedLong" or "unsignedShort" => VendorFieldType.Integer,
        _ => VendorFieldType.Text,
    };

    private static string Local(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>An element of the schema, with the attributes that matter.</summary>
    private sealed class XsdNode(string kind)
    {
        private const int MaxNodes = 500_000;
        private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);

        public string Kind => kind;

        public List<XsdNode> Children { get; private init; } = [];

        public string? Name => this["name"];

        public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

        /// <summary>A global element as it is used: how often it occurs says the place of use.</summary>
        public XsdNode With(XsdNode use)
        {
            var node = new XsdNode(kind) { Children = Children };
            foreach (var (name, value) in _attributes)
                node._attributes[name] = value;
            foreach (var name in (string[])["minOccurs", "maxOccurs"])
            {
                if (use[name] is { } value)
                    node._attributes[name] = value;
            }

            return node;
        }

        public static XsdNode Read(Stream stream)
        {
            var stack = new Stack<XsdNode>();
            XsdNode? root = null;
            var count = 0;
            try
            {
                using var reader = XmlReader.Create(stream, new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    MaxCharactersInDocument = VendorShape.MaxBytes,
                    IgnoreComments = true,
                    IgnoreProcessingInstructions = true,
                    IgnoreWhitespace = true,
                });
                while (reader.Read())
                {
                    if (reader.Depth > VendorShape.MaxDepth)
                        throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The schema is deeper than {VendorShape.MaxDepth} levels."));
                    if (reader.NodeType == XmlNodeType.EndElement)
                    {
                        stack.Pop();
                    }
                    else if (reader.NodeType == XmlNodeType.Element)
                    {
                        if (++count > MaxNodes)
                            throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The schema has more than {MaxNodes} elements."));
                        var node = new XsdNode(reader.NamespaceURI == Xsd ? reader.LocalName : "");
                        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                        {
                            if (reader.NamespaceURI.Length == 0)
                                node._attributes[reader.LocalName] = reader.Value;
                        }

                        reader.MoveToElement();
                        if (stack.TryPeek(out var parent))
                            parent.Children.Add(node);
                        root ??= node;
                        if (!reader.IsEmptyElement)
                            stack.Push(node);
                    }
                }
            }
            catch (XmlException exception)
            {
                throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The schema is no XML that can be read, line {exception.LineNumber}: no DTD, at most {VendorShape.MaxBytes / 1024 / 1024} MiB."), exception);
            }

            return root is { Kind: "schema" } ? root : throw new VendorShapeException("The document is no XML Schema.");
        }
    }
}
