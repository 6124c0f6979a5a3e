using System.Text.Json;

namespace Canonical.Contracts;

// Reads the contract profile: the part of JSON Schema that can become types without losing a rule. Anything outside is a finding that names its place.
internal sealed partial class ShapeReader
{
    private readonly ContractCatalog _catalog;
    private readonly List<ContractFinding> _findings;
    private readonly Dictionary<string, JsonDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeShape?> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<RecordShape> _records = [];
    private readonly List<CodeShape> _codes = [];

    private ShapeReader(ContractCatalog catalog, List<ContractFinding> findings)
    {
        _catalog = catalog;
        _findings = findings;
    }

    // Every contract on its own, for what is wrong with it.
    public static void Read(ContractCatalog catalog, List<ContractFinding> findings)
    {
        foreach (var contract in catalog.Contracts.Where(c => c.Kind != ContractKind.Document)) Read(catalog, [contract], findings);
    }

    // For a generator: the newest version of every object together, and those of each older major apart.
    public static IReadOnlyList<ShapeSet> ReadNewest(ContractCatalog catalog, List<ContractFinding> findings)
    {
        var newest = catalog.Contracts.Where(c => c.Kind != ContractKind.Document)
            .GroupBy(c => (c.Name, Major: Major(c))).Select(g => g.Last())
            .GroupBy(c => c.Name, StringComparer.Ordinal).SelectMany(g => g.Select(c => (Contract: c, Older: c == g.Last() ? (int?)null : Major(c)))).ToList();
        return [.. newest.GroupBy(c => c.Older).OrderBy(g => g.Key ?? int.MaxValue).Select(g => Read(catalog, [.. g.Select(c => c.Contract)], findings, g.Key))];
    }

    private static int Major(ContractDocument contract) => System.Version.Parse(contract.Version).Major;

    private static ShapeSet Read(ContractCatalog catalog, IReadOnlyList<ContractDocument> contracts, List<ContractFinding> findings, int? major = null)
    {
        var reader = new ShapeReader(catalog, findings);
        try
        {
            foreach (var contract in catalog.Contracts) reader._documents[contract.Id] = JsonDocument.Parse(contract.Utf8Json);
            foreach (var contract in contracts) reader.ReadContract(contract);
            // What is referred to in a contract outside belongs to the set of that contract.
            return new(
                major,
                [.. reader._records.Where(r => contracts.Contains(r.Contract)).OrderBy(r => r.Name, StringComparer.Ordinal)],
                [.. reader._codes.Where(c => contracts.Contains(c.Contract)).OrderBy(c => c.Name, StringComparer.Ordinal)]);
        }
        finally
        {
            foreach (var document in reader._documents.Values) document.Dispose();
        }
    }

    private void ReadContract(ContractDocument contract)
    {
        var root = _documents[contract.Id].RootElement;
        var place = new Place(contract, "");
        if (root.ValueKind != JsonValueKind.Object)
        {
            Find(ContractCodes.UnsupportedType, place, "A contract is a JSON object.");
            return;
        }
        if (contract.Kind == ContractKind.Definitions) CheckKeywords(root, place, Profile.Definitions);
        else ReadRecord(root, place, ClassName(contract), isObject: true);

        if (root.TryGetProperty("$defs", out var definitions) && definitions.ValueKind == JsonValueKind.Object)
        {
            // Also those that nobody refers to: they must be right before somebody does.
            foreach (var definition in definitions.EnumerateObject()) ReadDefinition(contract, definition.Name);
        }
    }

    private TypeShape? ReadDefinition(ContractDocument contract, string name)
    {
        var key = $"{contract.Id}#{name}";
        if (_definitions.TryGetValue(key, out var known)) return known;
        var place = new Place(contract, "").Down("$defs").Down(name);
        if (!_documents[contract.Id].RootElement.TryGetProperty("$defs", out var all) || !all.TryGetProperty(name, out var schema) || schema.ValueKind != JsonValueKind.Object) return null;
        if (!CSharpNames.IsMemberName(name)) Find(ContractCodes.InvalidName, place, "A definition is named in camelCase with letters and digits.");

        var owner = contract.Kind == ContractKind.BusinessObject ? ClassName(contract) : "";
        var typeName = owner + CSharpNames.Pascal(name);
        TypeShape? type;
        if (schema.TryGetProperty("x-canonical-type", out _)) type = ReadNamed(schema, place);
        else if (IsType(schema, "object"))
        {
            // Known before its members are read: a definition may refer to itself.
            type = new(TypeKind.Record, typeName, typeName, IsStruct: false);
            _definitions[key] = type;
            ReadRecord(schema, place, typeName, isObject: false);
        }
        else type = ReadInline(schema, place, typeName);
        _definitions[key] = type;
        CheckDescription(schema, place);
        return type;
    }

    private void ReadRecord(JsonElement schema, Place place, string name, bool isObject)
    {
        CheckKeywords(schema, place, isObject ? Profile.Object : Profile.Record);
        CheckDescription(schema, place);
        if (!IsType(schema, "object")) Find(ContractCodes.UnsupportedType, place, "The type must be \"object\".");
        if (!Claim(name, place)) return;

        var record = new RecordShape(name, Description(schema), place.Contract, isObject);
        _records.Add(record);
        var required = ReadRequired(schema, place);
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            var below = place.Down("properties");
            foreach (var property in properties.EnumerateObject())
            {
                if (ReadMember(property, below.Down(property.Name), name, required.Remove(property.Name)) is { } member) record.Members.Add(member);
            }
        }
        else Find(ContractCodes.UnsupportedType, place, "An object of the profile lists its \"properties\"; for free members use the extensions of the common definitions.");

        if (record.Members.Count > Profile.MaxMembers) Find(ContractCodes.UnsupportedType, place.Down("properties"), $"An object of the profile has at most {Profile.MaxMembers} members; this one has {record.Members.Count}.");
        ReadRules(schema, record, place);
        foreach (var missing in required) Find(ContractCodes.UnresolvedReference, place.Down("required"), $"\"{missing}\" is required but is not among the properties.");
        if (isObject) CheckHeader(record, place);
    }

    private MemberShape? ReadMember(JsonProperty property, Place place, string owner, bool required)
    {
        var name = CSharpNames.Pascal(property.Name);
        if (!CSharpNames.IsMemberName(property.Name)) Find(ContractCodes.InvalidName, place, "A property is named in camelCase with letters and digits.");
        else if (CSharpNames.IsTaken(name) && property.Name != "contract") Find(ContractCodes.InvalidName, place, $"{name} is a member that every generated record has; choose another name.");
        else if (name == owner) Find(ContractCodes.InvalidName, place, $"A member of {owner} cannot have the name of the type; choose another name.");
        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            Find(ContractCodes.UnsupportedType, place, "A property is described by a schema object, not by true or false.");
            return null;
        }
        CheckDescription(property.Value, place);
        var type = ReadType(property.Value, place, owner + name);
        if (type is null) return null;
        // The record has a static Contract, so the member that names the version is ContractId.
        if (type.Is("contract")) name = "ContractId";
        CheckMember(property.Value, type, place);
        type = WithTarget(type, property.Value, place);
        return new(property.Name, name, type, required, Description(property.Value), ReadAnnotations(property.Value));
    }

    private TypeShape? ReadType(JsonElement schema, Place place, string typeName)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            CheckKeywords(schema, place, Profile.Reference);
            return ReadReference(reference, place.Down("$ref"));
        }
        return schema.TryGetProperty("x-canonical-type", out _) ? ReadNamed(schema, place) : ReadInline(schema, place, typeName);
    }

    private TypeShape? ReadReference(JsonElement reference, Place place)
    {
        var text = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "";
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : text[(hash + 1)..];
        var contract = hash < 0 ? null : hash == 0 ? place.Contract : FindContract(place.Contract, text[..hash]);
        const string Prefix = "/$defs/";
        if (contract is not null && fragment.StartsWith(Prefix, StringComparison.Ordinal) && ReadDefinition(contract, fragment[Prefix.Length..]) is { } type) return type;
        Find(ContractCodes.UnresolvedReference, place, "A reference names a definition of this or another contract of the folder, such as /common/1.0.0#/$defs/money; this one leads nowhere that can become a type.");
        return null;
    }

    private ContractDocument? FindContract(ContractDocument from, string reference)
    {
        if (BaseUri(from) is not { } own || !Uri.TryCreate(own, reference, out var target)) return null;
        return _catalog.Contracts.FirstOrDefault(c => BaseUri(c) == target);
    }

    private Uri? BaseUri(ContractDocument contract) =>
        _documents[contract.Id].RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("$id", out var id) && Uri.TryCreate(id.GetString(), UriKind.Absolute, out var uri) ? uri : null;

    private TypeShape? ReadNamed(JsonElement schema, Place place)
    {
        var value = schema.GetProperty("x-canonical-type");
        if (value.ValueKind == JsonValueKind.String && TypeShape.Named.TryGetValue(value.GetString()!, out var type))
        {
            var rules = ReadForm(value.GetString()!, schema, place);
            if (TypeProbes.FindMisfit(place.Contract, place.Pointer, value.GetString()!) is { } misfit)
            {
                Find(ContractCodes.UnfitType, place, $"The definition {misfit}. Take the definition of the common contract, or leave x-canonical-type out.");
            }
            else if (rules is null)
            {
                Find(ContractCodes.UnfitType, place, "The definition is not written in the form that readers know. Take the definition of the common contract, or leave x-canonical-type out.");
            }
            CheckDecimal(schema, type, place);
            return type with { Rules = rules ?? ValueRules.None };
        }
        Find(ContractCodes.InvalidAnnotation, place.Down("x-canonical-type"), $"The types are {string.Join(", ", TypeShape.Named.Keys)}.");
        return null;
    }

    private TypeShape? ReadInline(JsonElement schema, Place place, string typeName)
    {
        if (schema.TryGetProperty("enum", out var values)) return ReadCode(schema, values, place, typeName, isOpen: false);
        if (schema.TryGetProperty("x-canonical-open-enum", out values)) return ReadCode(schema, values, place, typeName, isOpen: true);
        var type = schema.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString() : null;
        switch (type)
        {
            case "string":
                CheckKeywords(schema, place, Profile.Text);
                if (schema.TryGetProperty("format", out var format) && format.GetString() is "date" or "date-time" or "time")
                {
                    Find(ContractCodes.UnsupportedType, place.Down("format"), "Refer to the common definitions date and instant, which say the zone and become dates in C#.");
                }
                return TypeShape.Text with { Rules = ReadTextRules(schema, place) };
            case "boolean":
                CheckKeywords(schema, place, Profile.Boolean);
                return TypeShape.Boolean;
            case "integer":
                CheckKeywords(schema, place, Profile.Integer);
                return ReadInteger(schema, place);
            case "array":
                CheckKeywords(schema, place, Profile.Array);
                if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
                {
                    var item = ReadType(items, place.Down("items"), typeName);
                    if (item?.Kind == TypeKind.List) Find(ContractCodes.UnsupportedType, place.Down("items"), "A list of lists is outside the profile: name the inner list in an object under $defs.");
                    return item is null ? null : TypeShape.ListOf(item) with { Rules = new() { MinItems = Number(schema, "minItems") ?? 0, MaxItems = Number(schema, "maxItems") ?? int.MaxValue } };
                }
                Find(ContractCodes.UnsupportedType, place, "An array of the profile has \"items\".");
                return null;
            case "object":
                Find(ContractCodes.UnsupportedType, place, "An object inside an object needs a name: put it under $defs and refer to it.");
                return null;
            case "number":
                Find(ContractCodes.UnsupportedType, place.Down("type"), "Numbers with a fraction are strings: refer to the common definition decimal, money or quantity.");
                return null;
            default:
                Find(ContractCodes.UnsupportedType, place, "The profile has string, boolean, integer, array, enum, $ref and x-canonical-type; one of them must stand here.");
                return null;
        }
    }

    private TypeShape? ReadInteger(JsonElement schema, Place place)
    {
        if (schema.TryGetProperty("minimum", out var low) && low.TryGetInt64(out var minimum) && schema.TryGetProperty("maximum", out var high) && high.TryGetInt64(out var maximum))
        {
            return (minimum >= int.MinValue && maximum <= int.MaxValue ? TypeShape.Int32 : TypeShape.Int64) with { Rules = new() { Minimum = minimum, Maximum = maximum } };
        }
        Find(ContractCodes.UnsupportedType, place, "An integer of the profile has \"minimum\" and \"maximum\" within 64 bits, so that every language can hold it.");
        return null;
    }

    private TypeShape? ReadCode(JsonElement schema, JsonElement values, Place place, string typeName, bool isOpen)
    {
        CheckKeywords(schema, place, isOpen ? Profile.OpenCode : Profile.ClosedCode);
        var at = place.Down(isOpen ? "x-canonical-open-enum" : "enum");
        if (values.ValueKind != JsonValueKind.Array || values.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String || v.GetString()!.Length == 0) || (!isOpen && values.GetArrayLength() == 0))
        {
            Find(ContractCodes.UnsupportedType, at, "A code is a list of texts.");
            return null;
        }
        var descriptions = schema.TryGetProperty("x-canonical-enum-descriptions", out var d) && d.ValueKind == JsonValueKind.Object ? d : default;
        var codes = values.EnumerateArray().Select(v => v.GetString()!)
            .Select(c => new CodeValue(c, CSharpNames.Pascal(c), descriptions.ValueKind == JsonValueKind.Object && descriptions.TryGetProperty(c, out var text) ? text.GetString() : null)).ToList();
        if (codes.Any(c => c.Name.Length == 0) || codes.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() != codes.Count)
        {
            Find(ContractCodes.InvalidName, at, "Two codes become one name in C#, or one has neither letters nor digits.");
            return null;
        }
        if (isOpen) CheckKnownValues(codes, place);
        if (!Claim(typeName, place)) return null;
        _codes.Add(new(typeName, Description(schema), place.Contract, isOpen, codes, isOpen ? ReadTextRules(schema, place) : ValueRules.None));
        return new(TypeKind.Code, typeName, isOpen ? typeName : typeName + "Codes", IsStruct: true);
    }

    private HashSet<string> ReadRequired(JsonElement schema, Place place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!schema.TryGetProperty("required", out var required)) return names;
        if (required.ValueKind == JsonValueKind.Array && required.EnumerateArray().All(n => n.ValueKind == JsonValueKind.String))
        {
            foreach (var name in required.EnumerateArray()) names.Add(name.GetString()!);
        }
        else Find(ContractCodes.UnsupportedType, place.Down("required"), "The required properties are a list of names.");
        return names;
    }

    private void CheckHeader(RecordShape record, Place place)
    {
        foreach (var (name, type, required) in Profile.Header)
        {
            var member = record.Members.Find(m => m.JsonName == name);
            var actual = member?.Type.Kind == TypeKind.List ? member.Type.Item : member?.Type;
            if (member is not null && actual is not null && actual.Is(type) && member.Required == required) continue;
            Find(ContractCodes.MissingHeader, place.Down("properties"), $"Every object has {(required ? "a required" : "an optional")} \"{name}\" of the common definition {type}.");
        }
    }

    private static MemberAnnotations ReadAnnotations(JsonElement schema)
    {
        return new()
        {
            Posting = schema.TryGetProperty("x-canonical-posting", out var posting) ? posting.ValueKind == JsonValueKind.True : null,
            RefersTo = ReadTargets(schema),
            Sign = Text("x-canonical-sign"),
            Deprecation = ReadDeprecation(schema),
            Unit = Text("x-canonical-unit"),
            SystemOfRecord = Text("x-canonical-system-of-record"),
            Personal = Text("x-canonical-personal"),
            Since = Text("x-canonical-since"),
            Deprecated = schema.TryGetProperty("deprecated", out var deprecated) && deprecated.ValueKind == JsonValueKind.True,
        };

        string? Text(string name) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private void CheckKeywords(JsonElement schema, Place place, IReadOnlySet<string> allowed)
    {
        foreach (var member in schema.EnumerateObject())
        {
            if (member.Name.StartsWith("x-canonical-", StringComparison.Ordinal))
            {
                if (!Profile.IsAnnotation(member.Name, member.Value)) Find(ContractCodes.InvalidAnnotation, place.Down(member.Name), "The annotation is unknown, or has a value that it may not have.");
            }
            else if (!allowed.Contains(member.Name))
            {
                Find(ContractCodes.UnsupportedKeyword, place.Down(member.Name), $"The contract profile has no \"{member.Name}\" here; it would be lost in generated code. Allowed: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private void CheckDescription(JsonElement schema, Place place)
    {
        if (Description(schema).Length == 0) Find(ContractCodes.MissingDescription, place, "There is no description: say what it is, its unit and its format.");
    }

    private static string Description(JsonElement schema) =>
        schema.TryGetProperty("description", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";

    private bool Claim(string typeName, Place place)
    {
        if (_names.TryAdd(typeName, $"{place.Contract.Path}#{place.Pointer}")) return true;
        Find(ContractCodes.NameCollision, place, $"This would become the type {typeName}, which {_names[typeName]} is already.");
        return false;
    }

    private static bool IsType(JsonElement schema, string type) => schema.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(type);

    private void Find(string code, Place place, string message) => _findings.Add(new(code, place.Contract.Path, place.Pointer, message));

    private readonly record struct Place(ContractDocument Contract, string Pointer)
    {
        public Place Down(string name) => this with { Pointer = $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}" };
    }
}
