namespace Canonical.Testing;

/// <summary>The field types that the Salesforce sandbox knows, with the names that a describe answer uses (Salesforce, Object Reference: Field Types).</summary>
public enum SalesforceSandboxFieldType
{
    /// <summary>The record's own id, 18 characters.</summary>
    Id,

    /// <summary>A reference to a record of another object.</summary>
    Reference,

    /// <summary>A short text; <c>string</c> in a describe answer.</summary>
    Text,

    /// <summary>A long text. Texts longer than 255 characters cannot be filtered by.</summary>
    TextArea,

    /// <summary>One value of a list.</summary>
    Picklist,

    /// <summary>Several values of a list, parted by semicolons.</summary>
    MultiPicklist,

    /// <summary>True or false, never null.</summary>
    Boolean,

    /// <summary>A whole number; <c>int</c> in a describe answer.</summary>
    WholeNumber,

    /// <summary>A number; <c>double</c> in a describe answer, and written with Java's double text, such as <c>1.0</c>.</summary>
    Number,

    /// <summary>An amount in the record's currency; written as a number.</summary>
    Currency,

    /// <summary>A percentage; 20 means 20 %.</summary>
    Percent,

    /// <summary>A date without a zone.</summary>
    Date,

    /// <summary>An instant with a resolution of one second, written as <c>2017-04-25T15:17:55.000+0000</c>.</summary>
    DateTime,

    /// <summary>An e-mail address; lower-cased when it is saved.</summary>
    Email,

    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>A web address.</summary>
    Url,

    /// <summary>A compound address, made of the parts whose names begin with the field's own prefix; read-only.</summary>
    Address,

    /// <summary>A time of day without a zone, shown as <c>14:30:00.000Z</c>.</summary>
    Time,
}
