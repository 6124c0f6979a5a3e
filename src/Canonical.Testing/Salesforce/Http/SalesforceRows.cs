using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>What a write answers.</summary>
internal readonly record struct SalesforceWritten(string Id, bool Created);

/// <summary>Reading and writing single records by id and by external id. Callers hold the store's gate.</summary>
internal sealed class SalesforceRows(SalesforceStore store)
{
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
        if (!type.TryGetField(fieldName, out SalesforceSandboxField? found) || !found.IdLookup)
            throw new SalesforceApiException(404, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {fieldName}");
        field = found;
        object? wanted = FromPath(found, value);
        if (wanted is null)
            return [];
        return [.. store.All(type).Where(r => !r.IsDeleted && SalesforceStore.SameValue(r[found.Name], wanted))];
    }

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

    public SalesforceWritten Create(SalesforceType type, JsonElement body) => new(Create(type, Values(type, body, creating: true)).Id, Created: true);

    public void Update(SalesforceType type, string id, JsonElement body)
    {
        SalesforceRow row = Get(type, id);
        store.Update(row, Values(type, body, creating: false));
    }

    public SalesforceWritten Upsert(SalesforceType type, string fieldName, string value, JsonElement body, bool updateOnly, out IReadOnlyList<SalesforceRow> several)
    {
        List<SalesforceRow> matches = Match(type, fieldName, value, out SalesforceSandboxField field);
        several = [];
        if (body.TryGetProperty(field.Name, out _))
            throw new SalesforceApiException(400, "INVALID_FIELD", $"The {field.Name} field should not be specified in the sobject data.", field.Name);
        if (matches.Count > 1)
        {
            several = matches;
            return default;
        }

        if (matches.Count == 1)
        {
            store.Update(matches[0], Values(type, body, creating: false));
            return new SalesforceWritten(matches[0].Id, Created: false);
        }

        if (updateOnly || field.Type is SalesforceSandboxFieldType.Id)
            throw SalesforceApiException.NotFound();
        Dictionary<string, object?> values = Values(type, body, creating: true);
        values[field.Name] = FromPath(field, value);
        return new SalesforceWritten(Create(type, values).Id, Created: true);
    }

    public void Delete(SalesforceType type, string id)
    {
        RequireWritable(type);
        store.Delete(Get(type, id));
    }

    private SalesforceRow Create(SalesforceType type, Dictionary<string, object?> values)
    {
        string[] missing = [.. type.Fields.Where(f => f is { Createable: true, Nillable: false, DefaultedOnCreate: false } && values.GetValueOrDefault(f.Name) is null).Select(f => f.Name)];
        if (missing.Length > 0)
            throw new SalesforceApiException(400, "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        return store.Create(type, values);
    }

    private static Dictionary<string, object?> Values(SalesforceType type, JsonElement body, bool creating)
    {
        RequireWritable(type);
        if (body.ValueKind != JsonValueKind.Object)
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, and this HTTP entity body must be a JSON object");
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in body.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            if (!TryFind(type, member.Name, out SalesforceSandboxField? field))
                throw new SalesforceApiException(400, "INVALID_FIELD", $"No such column '{member.Name}' on sobject of type {type.Name}");
            if (field.Type is SalesforceSandboxFieldType.Id)
                throw new SalesforceApiException(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.", "Id");
            if (creating ? !field.Createable : !field.Updateable)
                throw new SalesforceApiException(400, "INVALID_FIELD_FOR_INSERT_UPDATE", $"Unable to create/update fields: {field.Name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", field.Name);
            object? value = SalesforceValue.FromJson(field, member.Value);
            if (value is null && !field.Nillable)
                throw new SalesforceApiException(400, "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{field.Name}]", field.Name);
            values[field.Name] = value;
        }

        return values;
    }

    private static bool TryFind(SalesforceType type, string name, [NotNullWhen(true)] out SalesforceSandboxField? field) => type.TryGetField(name, out field);

    private static object? FromPath(SalesforceSandboxField field, string value)
    {
        if (field.Type is SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.WholeNumber)
            return decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : throw SalesforceApiException.NotFound();
        using JsonDocument text = JsonDocument.Parse(JsonEncode(value));
        return SalesforceValue.FromJson(field, text.RootElement);
    }

    private static byte[] JsonEncode(string value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            writer.WriteStringValue(value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void RequireWritable(SalesforceType type)
    {
        if (!type.Writable)
            throw new SalesforceApiException(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", $"entity type cannot be written: {type.Name}");
    }
}
