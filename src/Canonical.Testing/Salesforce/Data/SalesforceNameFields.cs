using static Canonical.Testing.SalesforceSandboxFieldType;

namespace Canonical.Testing;

/// <summary>The fields of Name, which is what a query finds behind a polymorphic relation, whatever stands there (Salesforce, Object Reference: Name).</summary>
internal static class SalesforceNameFields
{
    private static readonly SalesforceSandboxField[] Fields =
    [
        new("Id", Id),
        new("Name", Text),
        new("Type", Picklist),
        new("FirstName", Text),
        new("LastName", Text),
        new("Email", Email),
        new("Phone", Phone),
        new("Title", Text),
        new("Alias", Text),
        new("Username", Text),
        new("IsActive", SalesforceSandboxFieldType.Boolean),
    ];

    public static SalesforceSandboxField? Find(string name) => Array.Find(Fields, f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static object? Read(SalesforceRow row, string field) => field switch
    {
        "Type" => row.Type.Name,
        "Name" => NameOf(row),
        _ => row[field],
    };

    /// <summary>What a record is called: its name, or the number or the subject that stands for one.</summary>
    public static string? NameOf(SalesforceRow row)
    {
        foreach (SalesforceSandboxField field in row.Type.AllFields)
        {
            if (IsNameField(field))
                return row[field.Name] as string;
        }

        return row["Name"] as string;
    }

    public static bool IsNameField(SalesforceSandboxField field) => field.Name is "Name" or "Subject" || (field.AutoNumber is not null && !field.IsCustom);
}
