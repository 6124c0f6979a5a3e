using static Canonical.Testing.SalesforceSandboxFieldType;

namespace Canonical.Testing;

/// <summary>
/// Person accounts: an account of a person type and a contact that go together. The account's name is made of the person's, the person's other fields are seen on both, and only the account can be written.
/// </summary>
internal static class PersonAccounts
{
    private static readonly string[] NameParts = ["LastName", "FirstName", "Salutation"];
    private static readonly string[] Shared = ["Email", "MobilePhone", "Title", "Department", "Birthdate"];

    public static IEnumerable<SalesforceSandboxField> AccountFields() =>
    [
        new("LastName", Text) { Length = 80 },
        new("FirstName", Text) { Length = 40 },
        new("Salutation", Picklist) { Length = 40 },
        FieldKit.ReadOnly(FieldKit.Ref("PersonContactId", "Contact")),
        FieldKit.ReadOnly(FieldKit.Flag("IsPersonAccount")) with { Nillable = false },
        new("PersonEmail", Email),
        new("PersonMobilePhone", Phone),
        new("PersonTitle", Text) { Length = 80 },
        new("PersonDepartment", Text) { Length = 80 },
        new("PersonBirthdate", Date),
        .. StandardObjects.AddressParts("PersonMailing"),
    ];

    public static SalesforceSandboxField ContactField() => FieldKit.ReadOnly(FieldKit.Flag("IsPersonAccount")) with { Nillable = false };

    /// <summary>Refuses what the product does not take in a write, and gives a person his type.</summary>
    public static void Check(SalesforceType type, SalesforceRow? row, Dictionary<string, object?> values)
    {
        if (type.Name == "Contact" && row?["IsPersonAccount"] is true)
            throw new SalesforceApiException(400, "INVALID_PERSON_ACCOUNT_OPERATION", "cannot reference person contact");
        if (type.Name != "Account" || type.IndexOf("IsPersonAccount") < 0)
            return;
        bool isPerson = row is null ? IsPerson(type, values) : row["IsPersonAccount"] is true;
        string[] bad = [.. values.Keys.Where(k => isPerson ? k.Equals("Name", StringComparison.OrdinalIgnoreCase) : IsOfPerson(k))];
        if (bad.Length > 0)
            throw new SalesforceApiException(400, "INVALID_FIELD_FOR_INSERT_UPDATE", $"Account: bad field names on insert/update call: {string.Join(", ", bad)}", bad);
        if (row is null && isPerson && values.GetValueOrDefault("LastName") is null)
            throw new SalesforceApiException(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", "LastName");
    }

    /// <summary>Whether a new account is a person: by its record type, or, where it names none, by having a last name in place of a name.</summary>
    public static bool IsPerson(SalesforceType type, Dictionary<string, object?> values) => values.GetValueOrDefault("RecordTypeId") is string given
        ? type.RecordTypes.FirstOrDefault(r => r.Id == given).Definition is { IsPersonType: true }
        : values.GetValueOrDefault("LastName") is not null && values.GetValueOrDefault("Name") is null;

    /// <summary>Sets what follows from being a person.</summary>
    public static void Apply(SalesforceType type, object?[] values, Dictionary<string, object?> given, bool creating)
    {
        int flag = type.IndexOf("IsPersonAccount");
        if (creating && IsPerson(type, given))
        {
            values[flag] = true;
            values[type.IndexOf("RecordTypeId")] ??= type.RecordTypes.FirstOrDefault(r => r.Definition.IsPersonType).Id;
        }

        if (values[flag] is true)
            values[type.IndexOf("Name")] = $"{values[type.IndexOf("FirstName")]} {values[type.IndexOf("LastName")]}".Trim();
    }

    /// <summary>What the contact of a person shows.</summary>
    public static Dictionary<string, object?> ContactValues(SalesforceRow account)
    {
        Dictionary<string, object?> values = SalesforceStore.Values(("AccountId", account.Id), ("IsPersonAccount", true));
        foreach (string part in NameParts)
            values[part] = account[part];
        foreach (string field in Shared)
            values[field] = account["Person" + field];
        values["Phone"] = account["Phone"];
        foreach (SalesforceSandboxField part in StandardObjects.AddressParts("Mailing"))
        {
            if (part.Type is not Address)
                values[part.Name] = account["Person" + part.Name];
        }

        return values;
    }

    private static bool IsOfPerson(string field) => NameParts.Contains(field, StringComparer.OrdinalIgnoreCase) || field.StartsWith("Person", StringComparison.OrdinalIgnoreCase);
}
