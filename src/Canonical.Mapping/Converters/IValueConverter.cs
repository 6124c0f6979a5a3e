namespace Canonical.Mapping;

/// <summary>Turns one vendor value into its canonical form and back. Implementations are immutable and safe to use from many threads at once.</summary>
/// <remarks>The law: what <see cref="ToCanonical"/> gives, <see cref="ToVendor"/> must take, and <c>ToCanonical(ToVendor(c))</c> must be <c>c</c>.
/// A value that does not convert is <see cref="ConversionResult.Fail"/>; an exception is an issue of that record too, without the text of the exception.</remarks>
public interface IValueConverter
{
    /// <summary>From the vendor's value to the canonical value.</summary>
    /// <param name="vendor">The vendor's value, never null.</param>
    ConversionResult ToCanonical(JsonScalar vendor);

    /// <summary>From the canonical value to the vendor's value.</summary>
    /// <param name="canonical">The canonical value, never null.</param>
    ConversionResult ToVendor(JsonScalar canonical);
}
