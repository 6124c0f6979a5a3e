namespace Canonical.Mapping;

/// <summary>What a lens of a quantity may say. Immutable and safe to share between threads.</summary>
public sealed record QuantityLensOptions : ValueLensOptions
{
    /// <summary>The unit that the vendor counts in; null for the canonical unit.</summary>
    public string? VendorUnit { get; init; }

    /// <summary>How the vendor writes it: <c>number</c>, <c>string</c> or <c>h:mm</c>; null for a number.</summary>
    public string? Form { get; init; }
}
