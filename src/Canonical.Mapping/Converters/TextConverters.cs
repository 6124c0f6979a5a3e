namespace Canonical.Mapping;

/// <summary>Text without white space at its ends; an empty one is no value. `as: number` for ids that the vendor writes as numbers.</summary>
internal sealed class TextConverter : IValueConverter
{
    private readonly bool _trim;
    private readonly bool _keepEmpty;
    private readonly bool _asNumber;

    public TextConverter(ConverterOptions options)
    {
        _trim = options.Flag("trim", true);
        _keepEmpty = options.Choice("empty", "unset", "unset", "keep") == "keep";
        _asNumber = options.Choice("as", "string", "string", "number") == "number";
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind == JsonScalarKind.Boolean || (vendor.Kind == JsonScalarKind.Number && !_asNumber))
            return ConversionResult.Fail("a string");
        if (vendor.Kind == JsonScalarKind.Number)
            return DecimalText.TryNormalize(vendor.Text, 0, out var plain) ? ConversionResult.Text(plain) : ConversionResult.Fail("a number of at most 60 digits");
        var text = _trim ? vendor.Text.Trim() : vendor.Text;
        return text.Length == 0 && !_keepEmpty ? ConversionResult.Unset : ConversionResult.Text(text);
    }

    public ConversionResult ToVendor(JsonScalar canonical)
    {
        if (canonical.Kind != JsonScalarKind.String)
            return ConversionResult.Fail("a string");
        if (!_asNumber)
            return ConversionResult.Converted(canonical);
        return DecimalText.IsJsonNumber(canonical.Text) ? ConversionResult.Converted(JsonScalar.Number(canonical.Text)) : ConversionResult.Fail("text that is a number");
    }
}

/// <summary>A code in capital or small letters, by the invariant culture.</summary>
internal sealed class CaseConverter(bool upper) : IValueConverter
{
    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind != JsonScalarKind.String)
            return ConversionResult.Fail("a string");
        var text = Change(vendor.Text.Trim());
        return text.Length == 0 ? ConversionResult.Unset : ConversionResult.Text(text);
    }

    public ConversionResult ToVendor(JsonScalar canonical) =>
        canonical.Kind == JsonScalarKind.String && canonical.Text == Change(canonical.Text)
            ? ConversionResult.Converted(canonical)
            : ConversionResult.Fail(upper ? "a code in capital letters" : "a code in small letters");

    // Lower case is what e-mail addresses and some vendors' codes have on the wire; it is not used to compare.
    private string Change(string text) => upper ? text.ToUpperInvariant() : string.Create(text.Length, text, static (to, from) => from.AsSpan().ToLowerInvariant(to));
}

/// <summary>A boolean in any vendor's costume; written in the costume that `true` and `false` say. `invert` for isInactive against active.</summary>
internal sealed class BooleanConverter : IValueConverter
{
    private static readonly string[] s_true = ["true", "t", "y", "yes", "1", "on"];
    private static readonly string[] s_false = ["false", "f", "n", "no", "0", "off"];
    private readonly JsonScalar _true;
    private readonly JsonScalar _false;
    private readonly bool _invert;

    public BooleanConverter(ConverterOptions options)
    {
        _true = options.Scalar("true", JsonScalar.Of(true));
        _false = options.Scalar("false", JsonScalar.Of(false));
        _invert = options.Flag("invert", false);
        if (_true.ForComparison() == _false.ForComparison())
            options.Problems.Add("options 'true' and 'false' differ");
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind == JsonScalarKind.String && string.IsNullOrWhiteSpace(vendor.Text))
            return ConversionResult.Unset;
        var same = vendor.ForComparison();
        if (same == _true.ForComparison())
            return ConversionResult.Converted(JsonScalar.Of(!_invert));
        if (same == _false.ForComparison())
            return ConversionResult.Converted(JsonScalar.Of(_invert));
        var text = same.Text.Trim();
        if (s_true.Contains(text, StringComparer.OrdinalIgnoreCase))
            return ConversionResult.Converted(JsonScalar.Of(!_invert));
        return s_false.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? ConversionResult.Converted(JsonScalar.Of(_invert))
            : ConversionResult.Fail("a boolean (true, T, Y, Yes, 1 or false, F, N, No, 0)");
    }

    public ConversionResult ToVendor(JsonScalar canonical) =>
        canonical.Kind == JsonScalarKind.Boolean
            ? ConversionResult.Converted(canonical.IsTrue != _invert ? _true : _false)
            : ConversionResult.Fail("a boolean");
}
