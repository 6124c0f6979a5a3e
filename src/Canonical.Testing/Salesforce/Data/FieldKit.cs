using static Canonical.Testing.SalesforceSandboxFieldType;

namespace Canonical.Testing;

/// <summary>Short forms for writing object definitions.</summary>
internal static class FieldKit
{
    public static SalesforceSandboxField Ref(string name, string to, string? children = null, bool required = false) =>
        new(name, Reference) { ReferenceTo = to, RelationshipName = Relation(name), ChildRelationshipName = children, Nillable = !required };

    /// <summary>The detail side of a master-detail relation.</summary>
    public static SalesforceSandboxField Master(string name, string to, string? children) => Ref(name, to, children, required: true) with { Updateable = false, CascadeDelete = true };

    public static SalesforceSandboxField Money(string name, int scale = 2, bool required = false) => new(name, Currency) { Scale = scale, Nillable = !required };

    public static SalesforceSandboxField Double(string name, int precision = 18, int scale = 2, bool required = false) => new(name, SalesforceSandboxFieldType.Number) { Precision = precision, Scale = scale, Nillable = !required };

    public static SalesforceSandboxField Flag(string name) => new(name, SalesforceSandboxFieldType.Boolean);

    public static SalesforceSandboxField Day(string name, bool required = false) => new(name, Date) { Nillable = !required };

    public static SalesforceSandboxField Short(string name, int length = 255, bool required = false) => new(name, Text) { Length = length, Nillable = !required };

    /// <summary>An external id that is unique.</summary>
    public static SalesforceSandboxField Key(string name, int length = 255) => new(name, Text) { Length = length, ExternalId = true, Unique = true };

    public static SalesforceSandboxField Long(string name, int length = 32000) => new(name, TextArea) { Length = length };

    public static SalesforceSandboxField Choice(string name, params IReadOnlyList<string> values) => new(name, Picklist) { Values = values };

    public static SalesforceSandboxField Number(string name, string format) => new(name, Text) { Length = 30, AutoNumber = format, Nillable = false };

    /// <summary>A field that the system works out.</summary>
    public static SalesforceSandboxField ReadOnly(SalesforceSandboxField field) => field with { Createable = false, Updateable = false };

    public static SalesforceSandboxField CreateOnly(SalesforceSandboxField field) => field with { Updateable = false };

    public static SalesforceSandboxField Owner { get; } = new("OwnerId", Reference) { Nillable = false, DefaultedOnCreate = true, ReferenceTo = "User", RelationshipName = "Owner" };

    public static SalesforceSandboxField[] Currencies(bool multiCurrency) =>
        multiCurrency ? [new("CurrencyIsoCode", Picklist) { Length = 3, DefaultedOnCreate = true, Nillable = false }] : [];

    private static string Relation(string field) => field.EndsWith("__c", StringComparison.Ordinal) ? field[..^1] + "r" : field.EndsWith("Id", StringComparison.Ordinal) ? field[..^2] : field;
}
