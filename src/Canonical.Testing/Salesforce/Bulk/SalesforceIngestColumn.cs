using System.Text.Json;

namespace Canonical.Testing;

/// <summary>One column of a bulk write: a field, or a parent by one of its external ids (<c>Account.ERP_Id__c</c>, <c>User:Owner.Username</c>).</summary>
internal sealed class SalesforceIngestColumn
{
    private readonly SalesforceSandboxField? _parent;
    private readonly string? _parentKey;
    private readonly string? _parentType;

    private SalesforceIngestColumn(SalesforceSandboxField? field, SalesforceSandboxField? parent, string? parentKey, string? parentType = null)
    {
        Field = field;
        _parentType = parentType;
        _parent = parent;
        _parentKey = parentKey;
    }

    /// <summary>The field; null for a parent.</summary>
    public SalesforceSandboxField? Field { get; }

    public static SalesforceIngestColumn Bind(SalesforceStore store, SalesforceType type, string header)
    {
        string name = header.Trim();
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return type.TryGetField(name, out SalesforceSandboxField? field) ? new SalesforceIngestColumn(field, null, null) : throw NotFound(name);
        // The kind of a polymorphic parent stands before a colon.
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string relation = name[(colon + 1)..dot];
        string key = name[(dot + 1)..];
        if (type.FindRelationship(relation) is not { ReferenceTo: { } only } parent || !store.Schema.TryGet(colon > 0 ? name[..colon] : only, out SalesforceType? parentType) || !parentType.TryGetField(key, out SalesforceSandboxField? keyField) || !keyField.IdLookup || !parent.RefersTo(parentType.Name))
            throw NotFound(name);
        return new SalesforceIngestColumn(null, parent, keyField.Name, parentType.Name);
    }

    public bool Is(SalesforceSandboxField field) => Field is not null && Field.Name == field.Name;

    public void Write(Utf8JsonWriter writer, string value)
    {
        bool empty = value == "#N/A";
        if (_parent is not null)
        {
            if (empty)
            {
                writer.WriteNull(_parent.Name);
                return;
            }

            writer.WriteStartObject(_parent.RelationshipName!);
            writer.WriteStartObject("attributes");
            writer.WriteString("type", _parentType);
            writer.WriteEndObject();
            writer.WriteString(_parentKey!, value);
            writer.WriteEndObject();
            return;
        }

        writer.WritePropertyName(Field!.Name);
        if (empty)
            writer.WriteNullValue();
        else if (Field.Type is SalesforceSandboxFieldType.Boolean && Flag(value) is { } flag)
            writer.WriteBooleanValue(flag);
        else
            writer.WriteStringValue(value);
    }

    private static bool? Flag(string value)
    {
        if (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("yes", StringComparison.OrdinalIgnoreCase))
            return true;
        return value == "0" || value.Equals("false", StringComparison.OrdinalIgnoreCase) || value.Equals("no", StringComparison.OrdinalIgnoreCase) ? false : null;
    }

    private static SalesforceApiException NotFound(string name) => new(400, "InvalidBatch", "Field name not found : " + name);
}
