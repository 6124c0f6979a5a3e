namespace Canonical.Mapping;

/// <summary>One field of a vendor's record, as the vendor describes it or as samples show it. Immutable and safe to share between threads.</summary>
public sealed record VendorField
{
    /// <summary>The place, a member path such as <c>BillingAddress.city</c>; <c>[]</c> stands for every element of an array: <c>lines[].amount</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What its JSON holds.</summary>
    public required VendorFieldType Type { get; init; }

    /// <summary>The vendor's own word for the type, such as <c>picklist</c>; null when there is none.</summary>
    public string? VendorType { get; init; }

    /// <summary>The name that people see, or null.</summary>
    public string? Label { get; init; }

    /// <summary>The longest text, in characters; null when there is no limit or none is known.</summary>
    public int? Length { get; init; }

    /// <summary>How many digits a number has at most, those behind the point included; null when it is not known.</summary>
    public int? Precision { get; init; }

    /// <summary>How many digits a number has behind the point at most; null when it is not known.</summary>
    public int? Scale { get; init; }

    /// <summary>Whether a record may lack the value: JSON null, or no member. True by default.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>Whether every record has the member, if only as null. False by default: many vendors leave out what is empty.</summary>
    public bool IsAlwaysPresent { get; init; }

    /// <summary>Whether the field may be given when a record is made. True by default.</summary>
    public bool IsCreateable { get; init; } = true;

    /// <summary>Whether the field of a record that exists may be changed. True by default.</summary>
    public bool IsUpdateable { get; init; } = true;

    /// <summary>Whether a record cannot be made without it. False by default.</summary>
    public bool IsRequiredOnCreate { get; init; }

    /// <summary>The values of a pick list, in the vendor's order; empty when there is none. Never values that samples showed: they may be personal.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether <see cref="Values"/> are all that the vendor accepts.</summary>
    public bool HasOnlyValues { get; init; }

    /// <summary>The record types that a reference leads to; empty when the field is none.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Of an object: whether it may have members that the shape does not list.</summary>
    public bool IsOpen { get; init; }
}
