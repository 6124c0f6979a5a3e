using System.Text.Json;

namespace Canonical.Mapping;

internal static partial class Interpreter
{
    private static bool TryMoney(MoneyLens lens, MapRun run, Scope scope, JsonElement vendor, out Node? canonical)
    {
        canonical = null;
        if (!TryConvert(lens, run, vendor, lens.Amounts, MappingDirection.ToCanonical, out var amount))
            return false;
        if (amount is null)
            return true;
        if (!TryCurrency(lens, run, scope, out var code))
            return false;
        canonical = Node.NewObject();
        canonical.Add("amount", amount);
        canonical.Add("currency", Node.Of(code));
        return true;
    }

    private static bool TryMoneyBack(MoneyLens lens, MapRun run, Scope scope, JsonElement canonical, out Node? vendor)
    {
        vendor = null;
        if (canonical.ValueKind != JsonValueKind.Object || !canonical.TryGetProperty("amount", out var amount)
            || !canonical.TryGetProperty("currency", out var code) || code.ValueKind != JsonValueKind.String)
        {
            run.WrongKind(lens, lens.Part.Source, lens.Part.Target, canonical, "an object with amount and currency is expected");
            return false;
        }

        return TryConvert(lens, run, amount, lens.Amounts, MappingDirection.ToVendor, out vendor) && TryWriteCurrency(lens, run, scope, code);
    }

    private static bool TryWriteCurrency(MoneyLens lens, MapRun run, Scope scope, JsonElement code)
    {
        if (lens.Currency.Path is null)
        {
            // Without a member of its own the record's amounts are all in one currency, which was agreed.
            if (!TryAgreed(lens, run, out var agreed))
                return false;
            return agreed == code.GetString() || Conflict(lens, run, code);
        }

        if (!lens.Currency.WriteBack)
            return true;
        var written = JsonScalar.Of(code.GetString()!);
        if (lens.Currency.Table is not null && !lens.Currency.Table.Of(MappingDirection.ToVendor).TryGetValue(written, out written))
        {
            run.Report(
                lens, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, lens.Currency.Path, lens.Part.Target, code,
                "The currency is not in the table.", $"Add the currency to the table of lens '{lens.Id}'.");
            return false;
        }

        var status = lens.Currency.Path.Write(lens.Currency.Path.FromRoot ? run.Output : scope.Output, Node.Of(written));
        return status == WriteStatus.Written || Conflict(lens, run, code);
    }

    private static bool TryCurrency(MoneyLens lens, MapRun run, Scope scope, out JsonScalar code)
    {
        code = default;
        if (lens.Currency.Path is not null)
        {
            var status = lens.Currency.Path.Read(lens.Currency.Path.FromRoot ? run.Root : scope.Input, out var element);
            if (status == ReadStatus.Broken || (status == ReadStatus.Value && !JsonScalar.TryRead(element, out code)))
            {
                run.WrongKind(lens, lens.Currency.Path, lens.Part.Target, element, "a currency code is expected");
                return false;
            }

            if (status == ReadStatus.Value && lens.Currency.Table is not null)
            {
                if (lens.Currency.Table.Of(MappingDirection.ToCanonical).TryGetValue(code.ForComparison(), out code))
                    return true;
                run.Report(
                    lens, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, lens.Currency.Path, lens.Part.Target, element,
                    "The currency is not in the table.", $"Add the currency to the table of lens '{lens.Id}'.");
                return false;
            }

            if (status == ReadStatus.Value && code.Text.Trim() is { Length: > 0 } text)
            {
                code = JsonScalar.Of(text.ToUpperInvariant());
                if (ParameterValue.IsCurrency(code.Text))
                    return true;
                run.NotConvertible(lens, lens.Currency.Path, lens.Part.Target, element, "an ISO 4217 currency code of three letters");
                return false;
            }
        }

        if (lens.Currency.Parameter is null && lens.Currency.Value is null)
        {
            run.Report(
                lens, MappingCodes.CurrencyMissing, MappingSeverity.Error, MappingIssueKind.MissingValue, lens.Currency.Path, lens.Part.Target, default,
                "The amount has no lens.Currency.", "Give the record a currency, or the mapping a parameter for records that have none.");
            return false;
        }

        if (!TryAgreed(lens, run, out var agreed))
            return false;
        code = JsonScalar.Of(agreed);
        return true;
    }

    private static bool TryAgreed(MoneyLens lens, MapRun run, out string agreed)
    {
        agreed = lens.Currency.Value ?? "";
        if (lens.Currency.Parameter is null)
            return true;
        var known = run.TryParameter(lens, lens.Currency.Parameter, lens.Part.Source, lens.Part.Target, out var value);
        agreed = value.Text;
        return known;
    }

    private static bool Conflict(MoneyLens lens, MapRun run, JsonElement code)
    {
        run.Report(
            lens, MappingCodes.CurrencyConflict, MappingSeverity.Error, MappingIssueKind.Value, lens.Currency.Path ?? lens.Part.Source, lens.Part.Target, code,
            "The amount is in another currency than the vendor's record.", "Send amounts of one record in one currency, the one that the record has there.");
        return false;
    }

    private static bool TryQuantity(QuantityLens lens, MapRun run, JsonElement vendor, out Node? canonical)
    {
        canonical = null;
        if (!JsonScalar.TryRead(vendor, out var scalar))
        {
            run.WrongKind(lens, lens.Part.Source, lens.Part.Target, vendor, "a number or a string is expected");
            return false;
        }

        var read = Values(lens).ToCanonical(scalar);
        if (read.Failed)
        {
            run.NotConvertible(lens, lens.Part.Source, lens.Part.Target, vendor, read.Expected!);
            return false;
        }

        if (read.Value is not { } value)
            return true;
        if (!TryUnit(value.Text, lens.VendorUnit, lens.Unit, out var text))
        {
            run.NotConvertible(lens, lens.Part.Source, lens.Part.Target, vendor, $"a quantity that can be given in '{lens.Unit}'");
            return false;
        }

        canonical = Node.NewObject();
        canonical.Add("value", Node.Of(text));
        canonical.Add("unit", Node.Of(lens.Unit));
        return true;
    }

    private static bool TryQuantityBack(QuantityLens lens, MapRun run, JsonElement canonical, out Node? vendor)
    {
        vendor = null;
        if (canonical.ValueKind != JsonValueKind.Object || !canonical.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.String
            || !canonical.TryGetProperty("unit", out var unit) || unit.ValueKind != JsonValueKind.String)
        {
            run.WrongKind(lens, lens.Part.Source, lens.Part.Target, canonical, "an object with value and unit is expected");
            return false;
        }

        if (!TryUnit(value.GetString()!, unit.GetString()!, lens.VendorUnit, out var text))
        {
            run.NotConvertible(lens, lens.Part.Source, lens.Part.Target, canonical, $"a quantity that can be given in '{lens.VendorUnit}'");
            return false;
        }

        var written = Values(lens).ToVendor(JsonScalar.Of(text));
        if (written.Failed)
        {
            run.NotConvertible(lens, lens.Part.Source, lens.Part.Target, value, written.Expected!);
            return false;
        }

        vendor = written.Value is { } number ? Node.Of(number) : null;
        return true;
    }

    private static IValueConverter Values(QuantityLens lens) => lens.Form switch
    {
        QuantityForm.HoursMinutes => s_wholeMinutes,
        QuantityForm.String => s_decimalText,
        _ => s_decimal,
    };

    private static readonly WholeMinutesConverter s_wholeMinutes = new();
    private static readonly DecimalConverter s_decimal = new(0, asString: false);
    private static readonly DecimalConverter s_decimalText = new(0, asString: true);

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
