using System.Text;

namespace Canonical.Mapping;

/// <summary>Quantities of one unit in another: hours and minutes become each other, all else only itself.</summary>
internal static class Units
{
    /// <summary>Gives the quantity as text, or false where it cannot be given in that unit.</summary>
    public static bool TryChange(PlanRun run, in Value value, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, out Value changed)
    {
        changed = default;
        if (from.SequenceEqual(to))
            return run.TryNumber(value, 0, ValueKind.String, out changed);
        if (from.SequenceEqual("h"u8) && to.SequenceEqual("min"u8))
        {
            if (!HoursText.TryMinutes(run, value, HoursText.DefaultScale, out var minutes))
                return false;
            changed = HoursText.Keep(run, minutes, ValueKind.String);
            return true;
        }

        if (!from.SequenceEqual("min"u8) || !to.SequenceEqual("h"u8)
            || !DecimalText.TryDecimal(run.Text(value), out var count) || !decimal.IsInteger(count) || Math.Abs(count) >= HoursText.MostMinutes)
            return false;
        changed = HoursText.Keep(run, (int)count, HoursText.DefaultScale);
        return true;
    }

    public static ValueConverter Converter(QuantityForm form) => form switch
    {
        QuantityForm.HoursMinutes => new ClockConverter(),
        _ => new DecimalConverter(0, form == QuantityForm.String),
    };
}

/// <summary>A count becomes <c>{value, unit}</c>.</summary>
internal sealed class QuantityStep : ValueStep
{
    private readonly QuantityLens _lens;
    private readonly ValueConverter _values;
    private readonly byte[] _from;
    private readonly byte[] _to;
    private readonly Value _unit;
    private readonly WriteNode _valueOut;
    private readonly WriteNode _unitOut;

    public QuantityStep(QuantityLens lens, PlanScope scope)
        : base(lens, scope)
    {
        _lens = lens;
        _values = Units.Converter(lens.Form);
        (_from, _to) = (Encoding.UTF8.GetBytes(lens.VendorUnit), Encoding.UTF8.GetBytes(lens.Unit));
        _unit = scope.Constants.Text(lens.Unit);
        _valueOut = Output.Member("value", scope.Constants);
        _unitOut = Output.Member("unit", scope.Constants);
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        if (!run.TryPlain(value, out var plain))
        {
            run.WrongKind(this, value, "a number or a string is expected");
            return Outcome.Failed;
        }

        if (_values.ToCanonical(run, plain, out var read) is { } expected)
        {
            run.NotConvertible(this, value, expected);
            return Outcome.Failed;
        }

        if (read.Kind == ValueKind.Missing)
            return Outcome.Unset;
        if (!Units.TryChange(run, read, _from, _to, out var changed))
        {
            run.NotConvertible(this, value, $"a quantity that can be given in '{_lens.Unit}'");
            return Outcome.Failed;
        }

        return run.Write(this, _valueOut, changed) && run.Write(this, _unitOut, _unit) ? Outcome.Written : Outcome.Failed;
    }
}

/// <summary>A quantity becomes the vendor's count.</summary>
internal sealed class QuantityBackStep : ValueStep
{
    private readonly QuantityLens _lens;
    private readonly ValueConverter _values;
    private readonly byte[] _to;
    private readonly ReadNode _value;
    private readonly ReadNode _unit;

    public QuantityBackStep(QuantityLens lens, PlanScope scope)
        : base(lens, scope)
    {
        _lens = lens;
        _values = Units.Converter(lens.Form);
        _to = Encoding.UTF8.GetBytes(lens.VendorUnit);
        var input = scope.Read(lens.Part.Target);
        (_value, _unit) = (input.Member("value"), input.Member("unit"));
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        var (count, unit) = (run.Read(_value), run.Read(_unit));
        if (value.Kind != ValueKind.Object || count.Kind != ValueKind.String || unit.Kind != ValueKind.String
            || !run.TryPlain(count, out var plainCount) || !run.TryPlain(unit, out var plainUnit))
        {
            run.WrongKind(this, value, "an object with value and unit is expected");
            return Outcome.Failed;
        }

        if (!Units.TryChange(run, plainCount, run.Text(plainUnit), _to, out var changed))
        {
            run.NotConvertible(this, value, $"a quantity that can be given in '{_lens.VendorUnit}'");
            return Outcome.Failed;
        }

        if (_values.ToVendor(run, changed, out var vendor) is { } expected)
        {
            run.NotConvertible(this, count, expected);
            return Outcome.Failed;
        }

        return Write(run, vendor);
    }
}
