using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>What a write answers.</summary>
internal readonly record struct SalesforceWritten(string Id, bool Created);

/// <summary>Reading and writing single records by id and by external id. A write that is refused leaves nothing behind. Callers hold the store's gate.</summary>
internal sealed class SalesforceRows(SalesforceStore store, SalesforceRowFaults faults, SalesforceSandboxRules rules)
{
    public const string AttributesFirst = "Nested object for polymorphic foreign key must have an attributes field before any other fields.";

    /// <summary>Whether the present call may save duplicates (Sforce-Duplicate-Rule-Header).</summary>
    public bool AllowsDuplicates { get; set; }

    /// <summary>The same for somebody else, whom no faults meet.</summary>
    public SalesforceRows WithoutFaults() => new(store, new SalesforceRowFaults(), rules);

    public SalesforceType Type(string name) => store.Schema.TryGet(name, out SalesforceType? type) ? type : throw SalesforceApiException.NotFound();

    public SalesforceRow Get(SalesforceType type, string id)
    {
        SalesforceRow? row = SalesforceId.TryNormalize(id, out string? full) ? store.Find(type.Name, full) : null;
        if (row is null)
            throw new SalesforceApiException(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + id);
        return row.IsDeleted ? throw new SalesforceApiException(404, "ENTITY_IS_DELETED", "entity is deleted") : row;
    }

    public List<SalesforceRow> Match(SalesforceType type, string fieldName, string value, out SalesforceSandboxField field)
    {
        field = LookupField(type, fieldName);
        return Match(type, field, FromText(field, value));
    }

    public static SalesforceSandboxField LookupField(SalesforceType type, string fieldName) => type.TryGetField(fieldName, out SalesforceSandboxField? found) && found.IdLookup
        ? found
        : throw new SalesforceApiException(404, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {fieldName}");

    public static IReadOnlyList<SalesforceSandboxField> Fields(SalesforceType type, string? asked)
    {
        if (string.IsNullOrEmpty(asked))
            return type.Fields;
        var fields = new List<SalesforceSandboxField>();
        foreach (string name in asked.Split(','))
        {
            if (!type.TryGetField(name.Trim(), out SalesforceSandboxField? field))
                throw new SalesforceApiException(400, "INVALID_FIELD", $"No such column '{name.Trim()}' on entity '{type.Name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");
            if (!fields.Contains(field))
                fields.Add(field);
        }

        // The id comes whether it was asked for or not.
        if (type.TryGetField("Id", out SalesforceSandboxField? id) && !fields.Contains(id))
            fields.Add(id);
        return fields;
    }

    public SalesforceWritten Create(SalesforceType type, JsonElement body) => Atomic(type, () => new(Insert(type, Values(type, body, creating: true, idMember: false)).Id, Created: true));

    /// <param name="type">The object.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="body">The fields.</param>
    /// <param name="idMember">Whether the id may stand among the fields, as it does in collections and bulk jobs.</param>
    public SalesforceWritten Update(SalesforceType type, string id, JsonElement body, bool idMember = false) => Atomic(type, () =>
    {
        SalesforceRow row = Get(type, id);
        Change(row, Values(type, body, creating: false, idMember));
        return new SalesforceWritten(row.Id, Created: false);
    });

    public SalesforceWritten Upsert(SalesforceType type, string fieldName, string value, JsonElement body, bool updateOnly, out IReadOnlyList<SalesforceRow> several)
    {
        List<SalesforceRow> matches = Match(type, fieldName, value, out SalesforceSandboxField field);
        several = matches.Count > 1 ? matches : [];
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty(field.Name, out _))
            throw new SalesforceApiException(400, "INVALID_FIELD", $"The {field.Name} field should not be specified in the sobject data.", field.Name);
        return matches.Count > 1 ? default : Upsert(type, field, FromText(field, value), matches, body, updateOnly, byMember: false);
    }

    /// <summary>Upserts by a value that stands in the body itself, as in collections and bulk jobs; without one the record is created.</summary>
    public SalesforceWritten UpsertByMember(SalesforceType type, SalesforceSandboxField field, JsonElement body)
    {
        object? value = Member(body, field.Name) is { ValueKind: not JsonValueKind.Null } member ? SalesforceValue.FromJson(field, member) : null;
        List<SalesforceRow> matches = Match(type, field, value);
        if (matches.Count > 1)
            throw new SalesforceApiException(300, "DUPLICATE_EXTERNAL_ID", $"{field.Name}: more than one record found for external id field: [{string.Join(", ", matches.Select(m => m.Id))}]", field.Name);
        return Upsert(type, field, value, matches, body, updateOnly: false, byMember: true);
    }

    public void Delete(SalesforceType type, string id) => Atomic(type, () =>
    {
        RequireWritable(type);
        SalesforceRow row = Get(type, id);
        SalesforceLifecycle.BeforeDelete(store, row);
        store.Delete(row);
        return default;
    });

    public static JsonElement? Member(JsonElement body, string name)
    {
        foreach (JsonProperty member in body.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }

    /// <summary>Finds the one record of an object that has a value in a lookup field.</summary>
    public SalesforceRow Parent(string typeName, string fieldName, JsonElement value)
    {
        SalesforceType type = Type(typeName);
        if (!type.TryGetField(fieldName, out SalesforceSandboxField? field) || !field.IdLookup)
            throw new SalesforceApiException(400, "INVALID_FIELD", $"Field name provided, {fieldName} is not an External ID or indexed field for {type.Name}");
        List<SalesforceRow> matches = Match(type, field, SalesforceValue.FromJson(field, value));
        return matches.Count switch
        {
            0 => throw new SalesforceApiException(400, "INVALID_FIELD", $"Foreign key external ID: {value} not found for field {field.Name} in entity {type.Name}"),
            1 => matches[0],
            _ => throw new SalesforceApiException(400, "DUPLICATE_EXTERNAL_ID", $"Foreign key external ID: {value} is not unique for field {field.Name} in entity {type.Name}", field.Name),
        };
    }

    private SalesforceWritten Upsert(SalesforceType type, SalesforceSandboxField field, object? value, List<SalesforceRow> matches, JsonElement body, bool updateOnly, bool byMember) => Atomic(type, () =>
    {
        if (matches.Count == 1)
        {
            Dictionary<string, object?> changes = Values(type, body, creating: false, byMember);
            changes.Remove(field.Name);
            Change(matches[0], changes);
            return new SalesforceWritten(matches[0].Id, Created: false);
        }

        if (updateOnly || (field.Type is SalesforceSandboxFieldType.Id && value is not null))
            throw SalesforceApiException.NotFound();
        Dictionary<string, object?> values = Values(type, body, creating: true, byMember);
        if (field.Type is not SalesforceSandboxFieldType.Id)
            values[field.Name] = value;
        return new SalesforceWritten(Insert(type, values).Id, Created: true);
    });

    private SalesforceWritten Atomic(SalesforceType type, Func<SalesforceWritten> write)
    {
        faults.Check(type.Name);
        int mark = store.Mark();
        try
        {
            return write();
        }
        catch (SalesforceApiException)
        {
            store.RollBack(mark);
            throw;
        }
    }

    private List<SalesforceRow> Match(SalesforceType type, SalesforceSandboxField field, object? wanted) => wanted is null
        ? []
        : [.. store.Table(type).FindBy(type.IndexOf(field.Name), wanted).Where(r => !r.IsDeleted && SalesforceTable.IsSame(field, r[field.Name], wanted))];

    private SalesforceRow Insert(SalesforceType type, Dictionary<string, object?> values)
    {
        PersonAccounts.Check(type, null, values);
        bool isPerson = type.Name == "Account" && type.IndexOf("IsPersonAccount") >= 0 && PersonAccounts.IsPerson(type, values);
        string[] missing = [.. type.Fields.Where(f => f is { Createable: true, Nillable: false, DefaultedOnCreate: false, Type: not SalesforceSandboxFieldType.Boolean } && values.GetValueOrDefault(f.Name) is null && !(isPerson && f.Name == "Name")).Select(f => f.Name)];
        if (missing.Length > 0)
            throw new SalesforceApiException(400, "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        SalesforceLifecycle.BeforeCreate(store, type, values);
        SalesforceRow row = store.Create(type, values);
        rules.Check(row, AllowsDuplicates);
        return row;
    }

    private void Change(SalesforceRow row, Dictionary<string, object?> changes)
    {
        PersonAccounts.Check(row.Type, row, changes);
        SalesforceLifecycle.BeforeChange(store, row, changes);
        rules.Check(store.Update(row, changes), AllowsDuplicates);
    }

    private Dictionary<string, object?> Values(SalesforceType type, JsonElement body, bool creating, bool idMember)
    {
        RequireWritable(type);
        if (body.ValueKind != JsonValueKind.Object)
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, and this HTTP entity body must be a JSON object");
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in body.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            if (member.Value.ValueKind == JsonValueKind.Object && type.FindRelationship(member.Name) is { ReferenceTo: not null } reference)
            {
                Check(reference, creating);
                values[reference.Name] = ParentId(reference, member.Value);
                continue;
            }

            if (!type.TryGetField(member.Name, out SalesforceSandboxField? field))
                throw new SalesforceApiException(400, "INVALID_FIELD", $"No such column '{member.Name}' on sobject of type {type.Name}");
            if (field.Type is SalesforceSandboxFieldType.Id)
            {
                if (idMember)
                    continue;
                throw new SalesforceApiException(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.", "Id");
            }

            Check(field, creating);
            object? value = SalesforceValue.FromJson(field, member.Value);
            if (value is null && !field.Nillable)
                throw new SalesforceApiException(400, "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{field.Name}]", field.Name);
            values[field.Name] = value;
        }

        return values;
    }

    private static void Check(SalesforceSandboxField field, bool creating)
    {
        if (creating ? !field.Createable : !field.Updateable)
            throw new SalesforceApiException(400, "INVALID_FIELD_FOR_INSERT_UPDATE", $"Unable to create/update fields: {field.Name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", field.Name);
    }

    // A parent named by one of its external ids: {"ERP_Id__c":"X"}, with its attributes or without. Where it can be of several objects the attributes say of which, before all else.
    private string ParentId(SalesforceSandboxField reference, JsonElement parent)
    {
        string target = reference.ReferenceTo!;
        if (reference.IsPolymorphic)
        {
            if (parent.EnumerateObject().FirstOrDefault() is not { Value.ValueKind: JsonValueKind.Object } first || !first.NameEquals("attributes") || !first.Value.TryGetProperty("type", out JsonElement name) || name.ValueKind != JsonValueKind.String)
                throw new SalesforceApiException(400, "JSON_PARSER_ERROR", AttributesFirst);
            target = Type(name.GetString()!).Name;
            if (!reference.RefersTo(target))
                throw new SalesforceApiException(400, "INVALID_FIELD", $"The field {reference.Name} cannot refer to {target}", reference.Name);
        }

        JsonProperty[] keys = [.. parent.EnumerateObject().Where(m => !m.NameEquals("attributes"))];
        if (keys.Length != 1)
            throw new SalesforceApiException(400, "INVALID_FIELD", "More than 1 field provided in an external foreign key reference in entity: " + target);
        return Parent(target, keys[0].Name, keys[0].Value).Id;
    }

    private static object? FromText(SalesforceSandboxField field, string value)
    {
        if (field.Type is SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.WholeNumber)
            return decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : throw SalesforceApiException.NotFound();
        using JsonDocument text = JsonDocument.Parse("\"" + JsonEncodedText.Encode(value) + "\"");
        return SalesforceValue.FromJson(field, text.RootElement);
    }

    private static void RequireWritable(SalesforceType type)
    {
        if (!type.Writable)
            throw new SalesforceApiException(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", $"entity type cannot be written: {type.Name}");
    }
}
