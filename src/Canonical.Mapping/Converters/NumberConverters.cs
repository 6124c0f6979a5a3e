using System.Buffers.Text;

namespace Canonical.Mapping;

/// <summary>A JSON number, or a string that is one, becomes plain decimal text; `shift` moves the point (percent is a shift of -2).</summary>
internal sealed class DecimalConverter : ValueConverter
{
    private const string Expected = "a decimal number of at most 60 digits";
    private readonly int _shift;
    private readonly ValueKind _written;

    public DecimalConverter(ConverterOptions options, int shift)
        : this(shift + (shift == 0 ? options.Number("shift", 0, -9, 9) : 0), options.Choice("as", "number", "number", "string") == "string")
    {
    }

    public DecimalConverter(int shift, bool asString)
    {
        _shift = shift;
        _written = asString ? ValueKind.String : ValueKind.Number;
    }

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.IsBoolean)
            return Expected;
        var text = run.Trim(vendor);
        if (text.Length == 0)
            return null;
        return run.TryNumber(text, _shift, ValueKind.String, out canonical) ? null : Expected;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = default;
        return !canonical.IsBoolean && run.TryNumber(canonical, -_shift, _written, out vendor) ? null : "a decimal string";
    }
}

/// <summary>An integer in any costume (100, 1.0, "7", 1.0E2) becomes a JSON integer; a fraction is refused.</summary>
internal sealed class IntegerConverter : ValueConverter
{
    private readonly ValueKind _written;

    public IntegerConverter(ConverterOptions options) => _written = options.Choice("as", "number", "number", "string") == "string" ? ValueKind.String : ValueKind.Number;

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        var text = run.Trim(vendor);
        return text.Length == 0 ? null : Change(run, text, ValueKind.Number, out canonical);
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor) => Change(run, run.Trim(canonical), _written, out vendor);

    private static string? Change(PlanRun run, in Value value, ValueKind kind, out Value integer)
    {
        integer = default;
        if (!value.IsBoolean && run.TryNumber(value, 0, kind, out integer))
        {
            var text = run.Text(integer);
            if (!text.Contains((byte)'.') && Utf8Parser.TryParse(text, out long _, out var used) && used == text.Length)
                return null;
        }

        return "an integer of 64 bits";
    }
}
