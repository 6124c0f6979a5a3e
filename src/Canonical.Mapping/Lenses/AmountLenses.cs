using System.Text.Json;

namespace Canonical.Mapping;

internal sealed record CurrencyPart(MemberPath? Path, CodeTable? Table, string? Parameter, string? Value, bool WriteBack);

/// <summary>An amount and its currency become <c>{amount, currency}</c>.</summary>
internal sealed class MoneyLens(LensHead head, ValuePart part, CurrencyPart currency, DecimalConverter amounts) : ValueLens(head, part)
{
    public override string? ConverterName => "decimal";

    public override IEnumerable<MemberPath> SourcePaths => currency.Path is null ? [Part.Source] : [Part.Source, currency.Path];

    // The currency's member may be shared: amounts that agree write the same text.
    public override IEnumerable<MemberPath> SourceWrites => [Part.Source];

    public override IEnumerable<MemberPath> LookUps => currency.Path is null ? [] : [currency.Path];

    protected override bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical)
    {
        canonical = null;
        if (!TryConvert(run, vendor, amounts, MappingDirection.ToCanonical, out var amount))
            return false;
        if (amount is null)
            return true;
        if (!TryCurrency(run, scope, out var code))
            return false;
        canonical = Node.NewObject();
        canonical.Add("amount", amount);
        canonical.Add("currency", Node.Of(code));
        return true;
    }

    protected override bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor)
    {
        vendor = null;
        if (canonical.ValueKind != JsonValueKind.Object || !canonical.TryGetProperty("amount", out var amount)
            || !canonical.TryGetProperty("currency", out var code) || code.ValueKind != JsonValueKind.String)
        {
            run.WrongKind(this, Part.Source, Part.Target, canonical, "an object with amount and currency is expected");
            return false;
        }

        return TryConvert(run, amount, amounts, MappingDirection.ToVendor, out vendor) && TryWriteCurrency(run, scope, code);
    }

    private bool TryWriteCurrency(MapRun run, Scope scope, JsonElement code)
    {
        if (currency.Path is null)
        {
            // Without a member of its own the record's amounts are all in one currency, which was agreed.
            if (!TryAgreed(run, out var agreed))
                return false;
            return agreed == code.GetString() || Conflict(run, code);
        }

        if (!currency.WriteBack)
            return true;
        var written = JsonScalar.Of(code.GetString()!);
        if (currency.Table is not null && !currency.Table.Of(MappingDirection.ToVendor).TryGetValue(written, out written))
        {
            run.Report(
                this, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, currency.Path, Part.Target, code,
                "The currency is not in the table.", $"Add the currency to the table of lens '{Id}'.");
            return false;
        }

        var status = currency.Path.Write(currency.Path.FromRoot ? run.Output : scope.Output, Node.Of(written));
        return status == WriteStatus.Written || Conflict(run, code);
    }

    private bool TryCurrency(MapRun run, Scope scope, out JsonScalar code)
    {
        code = default;
        if (currency.Path is not null)
        {
            var status = currency.Path.Read(currency.Path.FromRoot ? run.Root : scope.Input, out var element);
            if (status == ReadStatus.Broken || (status == ReadStatus.Value && !JsonScalar.TryRead(element, out code)))
            {
                run.WrongKind(this, currency.Path, Part.Target, element, "a currency code is expected");
                return false;
            }

            if (status == ReadStatus.Value && currency.Table is not null)
            {
                if (currency.Table.Of(MappingDirection.ToCanonical).TryGetValue(code.ForComparison(), out code))
                    return true;
                run.Report(
                    this, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, currency.Path, Part.Target, element,
                    "The currency is not in the table.", $"Add the currency to the table of lens '{Id}'.");
                return false;
            }

            if (status == ReadStatus.Value && code.Text.Trim() is { Length: > 0 } text)
            {
                code = JsonScalar.Of(text.ToUpperInvariant());
                if (ParameterValue.IsCurrency(code.Text))
                    return true;
                run.NotConvertible(this, currency.Path, Part.Target, element, "an ISO 4217 currency code of three letters");
                return false;
            }
        }

        if (currency.Parameter is null && currency.Value is null)
        {
            run.Report(
                this, MappingCodes.CurrencyMissing, MappingSeverity.Error, MappingIssueKind.MissingValue, currency.Path, Part.Target, default,
                "The amount has no currency.", "Give the record a currency, or the mapping a parameter for records that have none.");
            return false;
        }

        if (!TryAgreed(run, out var agreed))
            return false;
        code = JsonScalar.Of(agreed);
        return true;
    }

    private bool TryAgreed(MapRun run, out string agreed)
    {
        agreed = currency.Value ?? "";
        if (currency.Parameter is null)
            return true;
        var known = run.TryParameter(this, currency.Parameter, Part.Source, Part.Target, out var value);
        agreed = value.Text;
        return known;
    }

    private bool Conflict(MapRun run, JsonElement code)
    {
        run.Report(
            this, MappingCodes.CurrencyConflict, MappingSeverity.Error, MappingIssueKind.Value, currency.Path ?? Part.Source, Part.Target, code,
            "The amount is in another currency than the vendor's record.", "Send amounts of one record in one currency, the one that the record has there.");
        return false;
    }
}

internal enum QuantityForm
{
    Number,
    String,
    HoursMinutes,
}

/// <summary>A count becomes <c>{value, unit}</c>. Hours and minutes convert into each other; minutes stay exact.</summary>
internal sealed class QuantityLens : ValueLens
{
    private readonly string _unit;
    private readonly string _vendorUnit;
    private readonly IValueConverter _values;

    public QuantityLens(LensHead head, ValuePart part, string unit, string? vendorUnit, QuantityForm form)
        : base(head, part)
    {
        _unit = unit;
        // h:mm is read as whole minutes, whatever the canonical unit.
        _vendorUnit = form == QuantityForm.HoursMinutes ? "min" : vendorUnit ?? unit;
        _values = form == QuantityForm.HoursMinutes ? new WholeMinutesConverter() : new DecimalConverter(0, form == QuantityForm.String);
        ConverterName = form == QuantityForm.HoursMinutes ? "h:mm" : "decimal";
    }

    public override string? ConverterName { get; }

    protected override bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical)
    {
        canonical = null;
        if (!JsonScalar.TryRead(vendor, out var scalar))
        {
            run.WrongKind(this, Part.Source, Part.Target, vendor, "a number or a string is expected");
            return false;
        }

        var read = _values.ToCanonical(scalar);
        if (read.Failed)
        {
            run.NotConvertible(this, Part.Source, Part.Target, vendor, read.Expected!);
            return false;
        }

        if (read.Value is not { } value)
            return true;
        if (!TryUnit(value.Text, _vendorUnit, _unit, out var text))
        {
            run.NotConvertible(this, Part.Source, Part.Target, vendor, $"a quantity that can be given in '{_unit}'");
            return false;
        }

        canonical = Node.NewObject();
        canonical.Add("value", Node.Of(text));
        canonical.Add("unit", Node.Of(_unit));
        return true;
    }

    protected override bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor)
    {
        vendor = null;
        if (canonical.ValueKind != JsonValueKind.Object || !canonical.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.String
            || !canonical.TryGetProperty("unit", out var unit) || unit.ValueKind != JsonValueKind.String)
        {
            run.WrongKind(this, Part.Source, Part.Target, canonical, "an object with value and unit is expected");
            return false;
        }

        if (!TryUnit(value.GetString()!, unit.GetString()!, _vendorUnit, out var text))
        {
            run.NotConvertible(this, Part.Source, Part.Target, canonical, $"a quantity that can be given in '{_vendorUnit}'");
            return false;
        }

        var written = _values.ToVendor(JsonScalar.Of(text));
        if (written.Failed)
        {
            run.NotConvertible(this, Part.Source, Part.Target, value, written.Expected!);
            return false;
        }

        vendor = written.Value is { } number ? Node.Of(number) : null;
        return true;
    }

    private static bool TryUnit(string value, string from, string to, out string text)
    {
        text = "";
        if (from == to)
        {
            if (!DecimalText.TryNormalize(value, 0, out var same))
                return false;
            text = same;
            return true;
        }

        switch (from, to)
        {
            case ("h", "min"):
                if (HoursText.TryMinutes(JsonScalar.Of(value), HoursText.DefaultScale, out var minutes))
                {
                    text = DecimalText.Of(minutes);
                    return true;
                }

                return false;
            case ("min", "h"):
                if (DecimalText.TryDecimal(value, out var count) && decimal.IsInteger(count) && Math.Abs(count) < 60_000_000m)
                {
                    text = HoursText.FromMinutes((int)count, HoursText.DefaultScale);
                    return true;
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>25:42 as 1542 minutes: no rounding on the way.</summary>
    private sealed class WholeMinutesConverter : IValueConverter
    {
        private static readonly HoursMinutesConverter s_clock = new(new ConverterOptions(new Dictionary<string, JsonScalar>(StringComparer.Ordinal)));

        public ConversionResult ToCanonical(JsonScalar vendor)
        {
            var hours = s_clock.ToCanonical(vendor);
            return hours.Value is { } value && HoursText.TryMinutes(value, HoursText.DefaultScale, out var minutes)
                ? ConversionResult.Text(DecimalText.Of(minutes))
                : hours;
        }

        public ConversionResult ToVendor(JsonScalar canonical) =>
            DecimalText.TryDecimal(canonical.Text, out var minutes) && decimal.IsInteger(minutes) && Math.Abs(minutes) < 60_000_000m
                ? s_clock.ToVendor(JsonScalar.Of(HoursText.FromMinutes((int)minutes, HoursText.DefaultScale)))
                : ConversionResult.Fail("a duration of whole minutes");
    }
}
