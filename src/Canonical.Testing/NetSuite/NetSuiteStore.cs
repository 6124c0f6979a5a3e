using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing;

/// <summary>The records of one account, with the rules by which the record service takes and refuses them. Thread-safe.</summary>
internal sealed class NetSuiteStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NetSuiteRecordType> _types;
    private readonly List<NetSuiteRecord> _records = [];
    private readonly NetSuiteSandboxOptions _options;
    private readonly TimeProvider _time;
    private long _lastId = 100;
    private long _lastNumber = 1000;

    public NetSuiteStore(NetSuiteSandboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _types = NetSuiteRecordTypes.CreateAll().ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);
        foreach ((string type, IReadOnlyList<string> names) in options.CustomFields)
        {
            foreach (string name in names)
                _types[type].AddCustomField(name);
        }
    }

    /// <summary>Whether a written field name that the type lacks is refused, reported or passed over.</summary>
    public enum NameValidation
    {
        Error,
        Warning,
        Ignore,
    }

    public NetSuiteRecordType RequireType(string name, string path) => _types.GetValueOrDefault(name)
        ?? throw new NetSuiteFault(404, "NONEXISTENT_ID", $"Record type '{name}' does not exist.") { Url = path };

    /// <summary>Runs a function while no record changes.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    /// <summary>Takes in records that an earlier sandbox held; one with the same type and id is replaced.</summary>
    public void Restore(IReadOnlyList<NetSuiteRecord> records)
    {
        lock (_gate)
        {
            foreach (NetSuiteRecord record in records)
            {
                _records.RemoveAll(r => r.Type == record.Type && r.Id == record.Id);
                _records.Add(record);
                _lastId = Math.Max(_lastId, long.Parse(record.Id, CultureInfo.InvariantCulture));
                if (record.Text("entityId") is { } number && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long taken))
                    _lastNumber = Math.Max(_lastNumber, taken);
            }
        }
    }

    /// <summary>All records, in the order of their creation. Call inside <see cref="Read"/>.</summary>
    public IReadOnlyList<NetSuiteRecord> All() => _records;

    /// <summary>Finds by internal id or by <c>eid:</c>; external ids are compared without regard to case. Call inside <see cref="Read"/>.</summary>
    public NetSuiteRecord? Find(NetSuiteRecordType type, string key) => key.StartsWith("eid:", StringComparison.Ordinal)
        ? _records.Find(r => r.Type == type && string.Equals(r.ExternalId, key[4..], StringComparison.OrdinalIgnoreCase))
        : _records.Find(r => r.Type == type && r.Id == key);

    /// <summary>All records of a type. The service does not sort by id: neither does this, but the order is always the same. Call inside <see cref="Read"/>.</summary>
    public IReadOnlyList<NetSuiteRecord> List(NetSuiteRecordType type) =>
        [.. _records.Where(r => r.Type == type).OrderBy(r => Scatter(r.Id))];

    /// <summary>The display text of a reference; null when nothing has that id. Call inside <see cref="Read"/>.</summary>
    public string? DisplayText(NetSuiteField field, string id)
    {
        if (field.Kind == NetSuiteFieldKind.Enum)
            return field.Values.GetValueOrDefault(id);
        NetSuiteRecord? record = Find(_types[field.Target!], id);
        return record is null ? null : DisplayText(record);
    }

    public string Create(NetSuiteRecordType type, JsonElement body, string? externalId, NameValidation names, List<string> warnings, string? id = null)
    {
        lock (_gate)
        {
            SortedDictionary<string, JsonNode> fields = Parse(type, body, names, warnings, out _);
            if (externalId is not null)
                fields["externalId"] = externalId;
            if (!fields.ContainsKey("entityId") && _options.AutoNumbering && type.ExternalIdGroup == "entity")
            {
                fields["entityId"] = NextNumber();
                fields["autoName"] = true;
            }

            var record = new NetSuiteRecord(type, id ?? (++_lastId).ToString(CultureInfo.InvariantCulture));
            Check(type, fields, record);
            string now = Stamp();
            if (type.Find("dateCreated") is not null)
                fields["dateCreated"] = now;
            Put(record, fields, now);
            _records.Add(record);
            return record.Id;
        }
    }

    public string Update(NetSuiteRecordType type, string key, JsonElement body, NameValidation names, List<string> warnings)
    {
        lock (_gate)
        {
            NetSuiteRecord record = Find(type, key) ?? throw NetSuiteFault.MissingRecord();
            SortedDictionary<string, JsonNode> written = Parse(type, body, names, warnings, out HashSet<string> cleared);
            // What is not in the body stays as it was; an explicit null clears.
            var fields = new SortedDictionary<string, JsonNode>(StringComparer.OrdinalIgnoreCase);
            foreach ((string name, JsonNode value) in record.Fields)
            {
                if (!cleared.Contains(name))
                    fields[name] = value;
            }

            foreach ((string name, JsonNode value) in written)
                fields[name] = value;
            Check(type, fields, record);
            record.Fields.Clear();
            Put(record, fields, Stamp());
            return record.Id;
        }
    }

    /// <summary>Creates or updates by external id; the answer does not tell which.</summary>
    public string Upsert(NetSuiteRecordType type, string externalId, JsonElement body, NameValidation names, List<string> warnings)
    {
        lock (_gate)
        {
            return Find(type, "eid:" + externalId) is null
                ? Create(type, body, externalId, names, warnings)
                : Update(type, "eid:" + externalId, body, names, warnings);
        }
    }

    public void Delete(NetSuiteRecordType type, string key)
    {
        lock (_gate)
        {
            NetSuiteRecord record = Find(type, key) ?? throw NetSuiteFault.MissingRecord();
            bool isReferred = _records.Exists(r => r.Fields.Any(f => r.Type.Find(f.Key) is { Kind: NetSuiteFieldKind.Select } s && s.Target == type.Name && (string?)f.Value.AsValue() == record.Id));
            if (isReferred)
                throw NetSuiteFault.UserError("This record cannot be deleted because it has dependent records.");
            _records.Remove(record);
        }
    }

    private SortedDictionary<string, JsonNode> Parse(NetSuiteRecordType type, JsonElement body, NameValidation names, List<string> warnings, out HashSet<string> cleared)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new NetSuiteFault(400, "INVALID_CONTENT", "Invalid content in the request body.");
        var fields = new SortedDictionary<string, JsonNode>(StringComparer.OrdinalIgnoreCase);
        cleared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in body.EnumerateObject())
        {
            if (property.Name is "id" or "links" or "refName" || type.Sublists.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                continue;
            NetSuiteField? field = type.Find(property.Name);
            if (field is null)
            {
                // The wording is ours; that Error refuses with 400 and Warning drops the value with a 2xx is documented.
                if (names == NameValidation.Error)
                    throw NetSuiteFault.InvalidContent($"Unknown property {property.Name}.", property.Name);
                if (names == NameValidation.Warning)
                    warnings.Add(property.Name);
                continue;
            }

            if (field.ReadOnly)
                continue;
            if (property.Value.ValueKind == JsonValueKind.Null)
                cleared.Add(field.Name);
            else
                fields[field.Name] = Value(field, property.Value, property.Name);
        }

        return fields;
    }

    private JsonNode Value(NetSuiteField field, JsonElement value, string path)
    {
        switch (field.Kind)
        {
            case NetSuiteFieldKind.Text when value.ValueKind == JsonValueKind.String:
                string text = value.GetString()!;
                if (text.Length > field.MaxLength)
                    throw NetSuiteFault.UserError($"The field {field.Name.ToLowerInvariant()} contained more than the maximum number ( {field.MaxLength} ) of characters allowed.");
                return text;
            case NetSuiteFieldKind.Boolean when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return value.GetBoolean();
            case NetSuiteFieldKind.Number when value.ValueKind == JsonValueKind.Number:
                return value.GetDecimal();
            case NetSuiteFieldKind.Date when value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
                return value.GetString()!;
            case NetSuiteFieldKind.Select or NetSuiteFieldKind.Enum when ReferenceId(value) is { } id:
                return DisplayText(field, id) is null ? throw NetSuiteFault.InvalidReference(id, path) : (JsonNode)id;
            default:
                throw NetSuiteFault.InvalidContent($"Invalid value for the field {field.Name}.", path);
        }
    }

    /// <summary>A select is written as <c>{"id":"1"}</c>, <c>{"id":1}</c>, <c>"1"</c> or <c>1</c>. By display text alone it cannot be written.</summary>
    private static string? ReferenceId(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("id", out JsonElement id) => id.ValueKind switch
        {
            JsonValueKind.String => id.GetString(),
            JsonValueKind.Number => id.GetRawText(),
            _ => null,
        },
        _ => null,
    };

    private void Check(NetSuiteRecordType type, SortedDictionary<string, JsonNode> fields, NetSuiteRecord self)
    {
        RequireFields(type, fields);

        if (Text(fields, "externalId") is { } externalId
            && _records.Exists(r => r != self && r.Type.ExternalIdGroup == type.ExternalIdGroup && string.Equals(r.ExternalId, externalId, StringComparison.OrdinalIgnoreCase)))
        {
            throw NetSuiteFault.UserError("This entity already exists.");
        }

        // Two projects of different customers may share a name; two customers may not.
        if (Text(fields, "entityId") is { } entityId
            && _records.Exists(r => r != self && r.Type == type && string.Equals(r.Text("entityId"), entityId, StringComparison.OrdinalIgnoreCase)
                && (type.Name != "job" || r.Text("parent") == Text(fields, "parent"))))
        {
            throw NetSuiteFault.UserError($"A {type.Label} record with this ID already exists. You must enter a unique {type.Label} ID for each record you create.");
        }

        if (_options.ProjectsStayInCustomerSubsidiary && type.Name == "job"
            && Text(fields, "parent") is { } parent && Text(fields, "subsidiary") is { } subsidiary
            && Find(_types["customer"], parent)?.Text("subsidiary") is { } home && home != subsidiary)
        {
            throw NetSuiteFault.InvalidReference(subsidiary, "subsidiary");
        }
    }

    private void RequireFields(NetSuiteRecordType type, SortedDictionary<string, JsonNode> fields)
    {
        if (!_options.RequiredFields.TryGetValue(type.Name, out IReadOnlyList<string>? required))
            return;
        List<string> missing = [];
        foreach (string name in required)
        {
            // A person has first and last name instead of a company name.
            bool isThere = fields.ContainsKey(name)
                || (name == "companyName" && type.Name == "customer" && fields.ContainsKey("firstName") && fields.ContainsKey("lastName"));
            if (!isThere)
                missing.Add(type.Find(name)?.Label ?? name);
        }

        if (missing.Count > 0)
            throw NetSuiteFault.UserError($"Please enter value(s) for: {string.Join(", ", missing)}");
    }

    private string DisplayText(NetSuiteRecord record)
    {
        string own = record.Text(record.Type.DisplayField) ?? record.Id;
        // Sub-customers and projects show their parents: a reason why a display text is never a key.
        return record.Type.Name is "customer" or "job" && record.Text("parent") is { } parent && Find(_types["customer"], parent) is { } above
            ? $"{DisplayText(above)} : {own}"
            : own;
    }

    private static void Put(NetSuiteRecord record, SortedDictionary<string, JsonNode> fields, string now)
    {
        foreach ((string name, JsonNode value) in fields)
            record.Fields[name] = value;
        if (record.Type.Find("lastModifiedDate") is not null)
            record.Fields["lastModifiedDate"] = now;
    }

    private static string? Text(SortedDictionary<string, JsonNode> fields, string name) => fields.TryGetValue(name, out JsonNode? value) ? (string?)value.AsValue() : null;

    private string NextNumber() => (++_lastNumber).ToString(CultureInfo.InvariantCulture);

    // Stamps have no parts of a second: two writes in one second look alike.
    private string Stamp() => _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static uint Scatter(string id)
    {
        uint hash = 2166136261;
        foreach (char c in id)
            hash = (hash ^ c) * 16777619;
        return hash;
    }
}
