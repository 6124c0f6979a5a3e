namespace Canonical.Mapping;

/// <summary>A JSON number, or a string that is one, becomes plain decimal text; `shift` moves the point (percent is a shift of -2).</summary>
internal sealed class DecimalConverter : IValueConverter
{
    private const string Expected = "a decimal number of at most 60 digits";
    private readonly int _shift;
    private readonly bool _asString;

    public DecimalConverter(ConverterOptions options, int shift)
    {
        _shift = shift + (shift == 0 ? options.Number("shift", 0, -9, 9) : 0);
        _asString = options.Choice("as", "number", "number", "string") == "string";
    }

    public DecimalConverter(int shift, bool asString)
    {
        _shift = shift;
        _asString = asString;
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind == JsonScalarKind.Boolean)
            return ConversionResult.Fail(Expected);
        var text = vendor.Text.Trim();
        if (text.Length == 0)
            return ConversionResult.Unset;
        return DecimalText.TryNormalize(text, _shift, out var plain) ? ConversionResult.Text(plain) : ConversionResult.Fail(Expected);
    }

    public ConversionResult ToVendor(JsonScalar canonical)
    {
        if (canonical.Kind == JsonScalarKind.Boolean || !DecimalText.TryNormalize(canonical.Text, -_shift, out var plain))
            return ConversionResult.Fail("a decimal string");
        return ConversionResult.Converted(_asString ? JsonScalar.Of(plain) : JsonScalar.Number(plain));
    }
}

/// <summary>An integer in any costume (100, 1.0, "7", 1.0E2) becomes a JSON integer; a fraction is refused.</summary>
internal sealed class IntegerConverter : IValueConverter
{
    private readonly bool _asString;

    public IntegerConverter(ConverterOptions options) => _asString = options.Choice("as", "number", "number", "string") == "string";

    public ConversionResult ToCanonical(JsonScalar vendor) =>
        vendor.Kind == JsonScalarKind.String && string.IsNullOrWhiteSpace(vendor.Text) ? ConversionResult.Unset : Convert(vendor, asString: false);

    public ConversionResult ToVendor(JsonScalar canonical) => Convert(canonical, _asString);

    private static ConversionResult Convert(JsonScalar value, bool asString)
    {
        if (value.Kind == JsonScalarKind.Boolean
            || !DecimalText.TryNormalize(value.Text.AsSpan().Trim(), 0, out var plain)
            || plain.Contains('.', StringComparison.Ordinal)
            || !long.TryParse(plain, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _))
            return ConversionResult.Fail("an integer of 64 bits");
        return ConversionResult.Converted(asString ? JsonScalar.Of(plain) : JsonScalar.Number(plain));
    }
}
