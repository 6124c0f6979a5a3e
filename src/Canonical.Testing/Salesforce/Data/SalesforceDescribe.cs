using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The describe answers, with the members that the recorded ones have.</summary>
internal static class SalesforceDescribe
{
    public static string TypeName(SalesforceSandboxFieldType type) => type switch
    {
        SalesforceSandboxFieldType.Id => "id",
        SalesforceSandboxFieldType.Reference => "reference",
        SalesforceSandboxFieldType.TextArea => "textarea",
        SalesforceSandboxFieldType.Picklist => "picklist",
        SalesforceSandboxFieldType.MultiPicklist => "multipicklist",
        SalesforceSandboxFieldType.Boolean => "boolean",
        SalesforceSandboxFieldType.WholeNumber => "int",
        SalesforceSandboxFieldType.Number => "double",
        SalesforceSandboxFieldType.Currency => "currency",
        SalesforceSandboxFieldType.Percent => "percent",
        SalesforceSandboxFieldType.Date => "date",
        SalesforceSandboxFieldType.DateTime => "datetime",
        SalesforceSandboxFieldType.Email => "email",
        SalesforceSandboxFieldType.Phone => "phone",
        SalesforceSandboxFieldType.Url => "url",
        SalesforceSandboxFieldType.Address => "address",
        _ => "string",
    };

    /// <summary>What the list of all objects says about one.</summary>
    public static void WriteSummary(Utf8JsonWriter writer, SalesforceType type, string version)
    {
        writer.WriteStartObject();
        WriteHead(writer, type, version);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, SalesforceSchema schema, SalesforceType type, string version)
    {
        writer.WriteStartObject();
        WriteHead(writer, type, version);
        writer.WriteStartArray("childRelationships");
        foreach (SalesforceType child in schema.Types)
        {
            foreach (SalesforceSandboxField field in child.Fields)
            {
                if (field.ReferenceTo != type.Name)
                    continue;
                writer.WriteStartObject();
                writer.WriteBoolean("cascadeDelete", field.CascadeDelete);
                writer.WriteString("childSObject", child.Name);
                writer.WriteBoolean("deprecatedAndHidden", false);
                writer.WriteString("field", field.Name);
                WriteText(writer, "relationshipName", field.ChildRelationshipName);
                writer.WriteBoolean("restrictedDelete", false);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("fields");
        foreach (SalesforceSandboxField field in type.Fields)
            WriteField(writer, type, field);
        writer.WriteEndArray();
        writer.WriteStartArray("recordTypeInfos");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, SalesforceType type, string version)
    {
        writer.WriteBoolean("activateable", false);
        writer.WriteBoolean("createable", type.Writable);
        writer.WriteBoolean("custom", type.IsCustom);
        writer.WriteBoolean("customSetting", false);
        writer.WriteBoolean("deletable", type.Writable);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteString("keyPrefix", type.KeyPrefix);
        writer.WriteString("label", type.Name);
        writer.WriteString("labelPlural", type.Name + "s");
        writer.WriteBoolean("layoutable", true);
        writer.WriteBoolean("mergeable", type.Name is "Account" or "Contact");
        writer.WriteString("name", type.Name);
        writer.WriteBoolean("queryable", true);
        writer.WriteBoolean("replicateable", true);
        writer.WriteBoolean("retrieveable", true);
        writer.WriteBoolean("searchable", true);
        writer.WriteBoolean("triggerable", type.Writable);
        writer.WriteBoolean("undeletable", type.Writable);
        writer.WriteBoolean("updateable", type.Writable);
        writer.WriteStartObject("urls");
        writer.WriteString("rowTemplate", $"/services/data/{version}/sobjects/{type.Name}/{{ID}}");
        writer.WriteString("describe", $"/services/data/{version}/sobjects/{type.Name}/describe");
        writer.WriteString("sobject", $"/services/data/{version}/sobjects/{type.Name}");
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, SalesforceType type, SalesforceSandboxField field)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("aggregatable", field.Type is not (SalesforceSandboxFieldType.Boolean or SalesforceSandboxFieldType.Address));
        writer.WriteBoolean("autoNumber", field.AutoNumber is not null);
        writer.WriteNumber("byteLength", field.Length * 3);
        writer.WriteBoolean("calculated", field.FormulaPath is not null);
        WriteText(writer, "calculatedFormula", field.FormulaPath);
        writer.WriteBoolean("caseSensitive", false);
        WriteText(writer, "compoundFieldName", Compound(type, field));
        writer.WriteBoolean("createable", field.Createable && type.Writable);
        writer.WriteBoolean("custom", field.IsCustom);
        writer.WriteBoolean("defaultedOnCreate", field.DefaultedOnCreate);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteNumber("digits", field.Type is SalesforceSandboxFieldType.WholeNumber ? 9 : 0);
        writer.WriteBoolean("externalId", field.ExternalId);
        writer.WriteBoolean("filterable", field.IsFilterable);
        writer.WriteBoolean("htmlFormatted", false);
        writer.WriteBoolean("idLookup", field.IdLookup);
        writer.WriteString("label", field.Name);
        writer.WriteNumber("length", field.Length);
        writer.WriteString("name", field.Name);
        writer.WriteBoolean("nameField", field.Name == "Name" || (field.AutoNumber is not null && !field.IsCustom));
        writer.WriteBoolean("nillable", field.Nillable);
        writer.WriteStartArray("picklistValues");
        foreach (string value in field.Values)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", true);
            writer.WriteBoolean("defaultValue", false);
            writer.WriteString("label", value);
            writer.WriteNull("validFor");
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("polymorphicForeignKey", false);
        writer.WriteNumber("precision", field.Precision);
        writer.WriteStartArray("referenceTo");
        if (field.ReferenceTo is not null)
            writer.WriteStringValue(field.ReferenceTo);
        writer.WriteEndArray();
        WriteText(writer, "relationshipName", field.RelationshipName);
        writer.WriteBoolean("restrictedPicklist", field.Restricted);
        writer.WriteNumber("scale", field.Scale);
        writer.WriteString("soapType", SoapType(field.Type));
        writer.WriteBoolean("sortable", field.IsFilterable);
        writer.WriteString("type", TypeName(field.Type));
        writer.WriteBoolean("unique", field.Unique);
        writer.WriteBoolean("updateable", field.Updateable && type.Writable);
        writer.WriteEndObject();
    }

    private static string? Compound(SalesforceType type, SalesforceSandboxField field)
    {
        if (field.Type is SalesforceSandboxFieldType.Address)
            return null;
        foreach (SalesforceSandboxField address in type.Fields)
        {
            if (address.Type is SalesforceSandboxFieldType.Address && field.Name.StartsWith(address.Name[..^"Address".Length], StringComparison.Ordinal))
                return address.Name;
        }

        return null;
    }

    private static string SoapType(SalesforceSandboxFieldType type) => type switch
    {
        SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference => "tns:ID",
        SalesforceSandboxFieldType.Boolean => "xsd:boolean",
        SalesforceSandboxFieldType.WholeNumber => "xsd:int",
        SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.Currency or SalesforceSandboxFieldType.Percent => "xsd:double",
        SalesforceSandboxFieldType.Date => "xsd:date",
        SalesforceSandboxFieldType.DateTime => "xsd:dateTime",
        SalesforceSandboxFieldType.Address => "urn:address",
        _ => "xsd:string",
    };

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
            writer.WriteNull(name);
        else
            writer.WriteString(name, value);
    }
}
