namespace Canonical.Mapping;

/// <summary>What a lens of a reference may say. Immutable and safe to share between threads.</summary>
public sealed record ReferenceLensOptions : ValueLensOptions
{
    /// <summary>The vendor's form: <c>string</c>, <c>number</c>, <c>id</c> or <c>externalId</c>; null for a string.</summary>
    public string? Form { get; init; }

    /// <summary>The vendor's name of the record type that is referred to, or null.</summary>
    public string? VendorObject { get; init; }

    /// <summary>The system whose key it is, where that is not the record's; null otherwise.</summary>
    public string? System { get; init; }

    /// <summary>Whether an unknown reference is left out with a warning. False by default: it is an error.</summary>
    public bool OmitMissing { get; init; }
}
