using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The describe answers, with the members that the recorded ones have.</summary>
internal static class SalesforceDescribe
{
    private const string MasterRecordTypeId = "012000000000000AAA";

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
        SalesforceSandboxFieldType.Time => "time",
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
        writer.WriteStartArray("actionOverrides");
        writer.WriteEndArray();
        WriteNulls(writer, "associateEntityType", "associateParentEntity");
        writer.WriteStartArray("childRelationships");
        foreach (SalesforceType child in schema.Types)
        {
            foreach (SalesforceSandboxField field in child.Fields)
            {
                if (field.RefersTo(type.Name))
                    WriteChild(writer, child, field);
            }
        }

        writer.WriteEndArray();
        WriteHead(writer, type, version);
        writer.WriteBoolean("compactLayoutable", !type.IsEvent);
        WriteNulls(writer, "defaultImplementation", "extendedBy", "extendsInterfaces", "implementedBy", "implementsInterfaces", "listviewable", "lookupLayoutable", "networkScopeFieldName");
        writer.WriteBoolean("searchLayoutable", true);
        writer.WriteStartArray("namedLayoutInfos");
        writer.WriteEndArray();
        writer.WriteStartArray("fields");
        bool named = false;
        foreach (SalesforceSandboxField field in type.Fields)
        {
            bool isName = !named && SalesforceNameFields.IsNameField(field);
            named |= isName;
            WriteField(writer, type, field, isName);
        }

        writer.WriteEndArray();
        WriteRecordTypes(writer, type, version);
        writer.WriteString("sobjectDescribeOption", "FULL");
        writer.WriteStartArray("supportedScopes");
        foreach ((string name, string label) in (ReadOnlySpan<(string, string)>)[("everything", "All records"), ("mine", "My records")])
        {
            if (name == "mine" && type.IndexOf("OwnerId") < 0)
                continue;
            writer.WriteStartObject();
            writer.WriteString("label", label);
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteChild(Utf8JsonWriter writer, SalesforceType child, SalesforceSandboxField field)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("cascadeDelete", field.CascadeDelete);
        writer.WriteString("childSObject", child.Name);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteString("field", field.Name);
        writer.WriteStartArray("junctionIdListNames");
        writer.WriteEndArray();
        writer.WriteStartArray("junctionReferenceTo");
        writer.WriteEndArray();
        WriteText(writer, "relationshipName", field.ChildRelationshipName);
        writer.WriteBoolean("restrictedDelete", false);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, SalesforceType type, string version)
    {
        writer.WriteBoolean("activateable", false);
        writer.WriteBoolean("createable", type.Writable);
        writer.WriteBoolean("custom", type.IsCustom);
        writer.WriteBoolean("customSetting", false);
        writer.WriteBoolean("deepCloneable", false);
        writer.WriteBoolean("deletable", type.Writable);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteBoolean("feedEnabled", false);
        writer.WriteBoolean("hasSubtypes", type.Name == "Account" && type.IndexOf("IsPersonAccount") >= 0);
        writer.WriteBoolean("isInterface", false);
        writer.WriteBoolean("isSubtype", false);
        writer.WriteString("keyPrefix", type.KeyPrefix);
        writer.WriteString("label", type.Name);
        writer.WriteString("labelPlural", type.Name + "s");
        writer.WriteBoolean("layoutable", true);
        writer.WriteBoolean("mergeable", type.IndexOf("MasterRecordId") >= 0);
        writer.WriteBoolean("mruEnabled", !type.IsEvent);
        writer.WriteString("name", type.Name);
        writer.WriteBoolean("queryable", !type.IsEvent);
        writer.WriteBoolean("replicateable", !type.IsEvent);
        writer.WriteBoolean("retrieveable", !type.IsEvent);
        writer.WriteBoolean("searchable", !type.IsEvent);
        writer.WriteBoolean("triggerable", type.Writable);
        writer.WriteBoolean("undeletable", type.Writable && !type.IsEvent);
        writer.WriteBoolean("updateable", type.Writable && !type.IsEvent);
        writer.WriteStartObject("urls");
        writer.WriteString("rowTemplate", $"/services/data/{version}/sobjects/{type.Name}/{{ID}}");
        writer.WriteString("describe", $"/services/data/{version}/sobjects/{type.Name}/describe");
        writer.WriteString("sobject", $"/services/data/{version}/sobjects/{type.Name}");
        writer.WriteEndObject();
    }

    // The master type comes last, and is the default where no other one is.
    private static void WriteRecordTypes(Utf8JsonWriter writer, SalesforceType type, string version)
    {
        writer.WriteStartArray("recordTypeInfos");
        foreach ((string id, SalesforceSandboxRecordType recordType) in type.RecordTypes)
            One(id, recordType.DeveloperName, recordType.Name, recordType.IsActive, recordType.IsDefault, isMaster: false);
        One(MasterRecordTypeId, "Master", "Master", isActive: true, !type.RecordTypes.Any(r => r.Definition.IsDefault), isMaster: true);
        writer.WriteEndArray();

        void One(string id, string developerName, string name, bool isActive, bool isDefault, bool isMaster)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", isActive);
            writer.WriteBoolean("available", isActive);
            writer.WriteBoolean("defaultRecordTypeMapping", isDefault);
            writer.WriteString("developerName", developerName);
            writer.WriteBoolean("master", isMaster);
            writer.WriteString("name", name);
            writer.WriteString("recordTypeId", id);
            writer.WriteStartObject("urls");
            writer.WriteString("layout", $"/services/data/{version}/sobjects/{type.Name}/describe/layouts/{id}");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static void WriteField(Utf8JsonWriter writer, SalesforceType type, SalesforceSandboxField field, bool isName)
    {
        bool isReference = field.Type is SalesforceSandboxFieldType.Reference;
        writer.WriteStartObject();
        writer.WriteBoolean("aggregatable", field.Type is not (SalesforceSandboxFieldType.Boolean or SalesforceSandboxFieldType.Address));
        writer.WriteBoolean("aiPredictionField", false);
        writer.WriteBoolean("autoNumber", field.AutoNumber is not null);
        writer.WriteNumber("byteLength", field.Type is SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference ? field.Length : field.Length * 3);
        writer.WriteBoolean("calculated", field.FormulaPath is not null);
        WriteText(writer, "calculatedFormula", field.FormulaPath);
        writer.WriteBoolean("cascadeDelete", field.CascadeDelete);
        writer.WriteBoolean("caseSensitive", field.CaseSensitive);
        WriteText(writer, "compoundFieldName", Compound(type, field));
        writer.WriteNull("controllerName");
        writer.WriteBoolean("createable", field.Createable && type.Writable);
        writer.WriteBoolean("custom", field.IsCustom);
        if (field.Type is SalesforceSandboxFieldType.Boolean)
            writer.WriteBoolean("defaultValue", false);
        else
            writer.WriteNull("defaultValue");
        writer.WriteNull("defaultValueFormula");
        writer.WriteBoolean("defaultedOnCreate", field.DefaultedOnCreate);
        writer.WriteBoolean("dependentPicklist", false);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteNumber("digits", field.Type is SalesforceSandboxFieldType.WholeNumber ? 8 : 0);
        writer.WriteBoolean("displayLocationInDecimal", false);
        writer.WriteBoolean("encrypted", false);
        writer.WriteBoolean("externalId", field.ExternalId);
        WriteText(writer, "extraTypeInfo", field.Type is SalesforceSandboxFieldType.TextArea ? "plaintextarea" : null);
        // Of a compound address the product says so too, though only its parts can be filtered by.
        writer.WriteBoolean("filterable", field.IsFilterable || field.Type is SalesforceSandboxFieldType.Address);
        writer.WriteNull("filteredLookupInfo");
        writer.WriteBoolean("formulaTreatNullNumberAsZero", false);
        writer.WriteBoolean("groupable", field.IsFilterable && !SalesforceSandboxField.IsNumber(field.Type));
        writer.WriteBoolean("highScaleNumber", false);
        writer.WriteBoolean("htmlFormatted", false);
        writer.WriteBoolean("idLookup", field.IdLookup);
        writer.WriteNull("inlineHelpText");
        writer.WriteString("label", field.Name);
        writer.WriteNumber("length", field.Length);
        WriteNulls(writer, "mask", "maskType");
        writer.WriteString("name", field.Name);
        writer.WriteBoolean("nameField", isName);
        writer.WriteBoolean("namePointing", field.IsPolymorphic);
        writer.WriteBoolean("nillable", field.Nillable);
        writer.WriteBoolean("permissionable", field.Nillable && field.Createable);
        writer.WriteStartArray("picklistValues");
        foreach (string value in field.Values)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", true);
            writer.WriteBoolean("defaultValue", false);
            writer.WriteString("label", SoqlFunctions.Label(field, value));
            writer.WriteNull("validFor");
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("polymorphicForeignKey", field.IsPolymorphic);
        writer.WriteNumber("precision", field.Precision);
        writer.WriteBoolean("queryByDistance", false);
        writer.WriteNull("referenceTargetField");
        writer.WriteStartArray("referenceTo");
        foreach (string target in field.OtherReferences.Append(field.ReferenceTo).OfType<string>().Order(StringComparer.Ordinal))
            writer.WriteStringValue(target);
        writer.WriteEndArray();
        WriteText(writer, "relationshipName", field.RelationshipName);
        writer.WriteNull("relationshipOrder");
        writer.WriteBoolean("restrictedDelete", false);
        writer.WriteBoolean("restrictedPicklist", field.Restricted);
        writer.WriteNumber("scale", field.Scale);
        writer.WriteBoolean("searchPrefilterable", isReference);
        writer.WriteString("soapType", SoapType(field.Type));
        writer.WriteBoolean("sortable", field.IsFilterable);
        writer.WriteString("type", TypeName(field.Type));
        writer.WriteBoolean("unique", field.Unique);
        writer.WriteBoolean("updateable", field.Updateable && type.Writable);
        writer.WriteBoolean("writeRequiresMasterRead", false);
        writer.WriteEndObject();
    }

    private static string? Compound(SalesforceType type, SalesforceSandboxField field)
    {
        if (field.Type is SalesforceSandboxFieldType.Address)
            return null;
        if ((type.Name == "Account" && field.Name == "Name") || (type.Name is "Contact" or "Lead" or "User" && field.Name is "FirstName" or "LastName" or "Salutation"))
            return "Name";
        if (type.Name == "Opportunity" && field.Name is "FiscalQuarter" or "FiscalYear")
            return "Fiscal";
        foreach (SalesforceSandboxField address in type.Fields)
        {
            if (address.Type is SalesforceSandboxFieldType.Address && SalesforceRecordJson.IsPart(address, field))
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
        SalesforceSandboxFieldType.Time => "xsd:time",
        _ => "xsd:string",
    };

    private static void WriteNulls(Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            writer.WriteNull(name);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
            writer.WriteNull(name);
        else
            writer.WriteString(name, value);
    }
}
