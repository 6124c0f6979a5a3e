using System.Globalization;

namespace Canonical.Mapping;

/// <summary>Whole minutes become hours as decimal text, and back. 50 minutes have no exact decimal: `scale` digits are kept, enough to come back to the minute.</summary>
internal sealed class MinutesConverter : ValueConverter
{
    private readonly int _scale;
    private readonly ValueKind _written;

    public MinutesConverter(ConverterOptions options)
    {
        _scale = options.Number("scale", HoursText.DefaultScale, 2, 9);
        _written = options.Choice("as", "number", "number", "string") == "string" ? ValueKind.String : ValueKind.Number;
    }

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        var text = run.Trim(vendor);
        if (text.Length == 0)
            return null;
        if (vendor.IsBoolean || !DecimalText.TryDecimal(run.Text(text), out var minutes) || !decimal.IsInteger(minutes) || Math.Abs(minutes) > HoursText.MostMinutes)
            return "a whole number of minutes, at most 60 million";
        canonical = HoursText.Keep(run, (int)minutes, _scale);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = default;
        if (!HoursText.TryMinutes(run, canonical, _scale, out var minutes))
            return "hours that are a whole number of minutes";
        vendor = HoursText.Keep(run, minutes, _written);
        return null;
    }
}

/// <summary>Hours and minutes such as 25:42 become hours as decimal text, and back, by whole minutes.</summary>
internal sealed class HoursMinutesConverter : ValueConverter
{
    private readonly int _scale;
    private readonly int _digits;

    public HoursMinutesConverter(ConverterOptions options)
    {
        _scale = options.Number("scale", HoursText.DefaultScale, 2, 9);
        _digits = options.Number("digits", 1, 1, 2);
    }

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.Kind != ValueKind.String)
            return HoursText.ClockExpected;
        var text = run.Trim(vendor);
        if (text.Length == 0)
            return null;
        if (!HoursText.TryClock(run.Text(text), out var minutes))
            return HoursText.ClockExpected;
        canonical = HoursText.Keep(run, minutes, _scale);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = default;
        if (!HoursText.TryMinutes(run, canonical, _scale, out var minutes))
            return "hours that are a whole number of minutes";
        vendor = HoursText.KeepClock(run, minutes, _digits);
        return null;
    }
}

/// <summary>Text h:mm as whole minutes: no rounding on the way.</summary>
internal sealed class ClockConverter : ValueConverter
{
    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.Kind != ValueKind.String)
            return HoursText.ClockExpected;
        var text = run.Trim(vendor);
        if (text.Length == 0)
            return null;
        if (!HoursText.TryClock(run.Text(text), out var minutes))
            return HoursText.ClockExpected;
        canonical = HoursText.Keep(run, minutes, ValueKind.String);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = default;
        if (!DecimalText.TryDecimal(run.Text(canonical), out var minutes) || !decimal.IsInteger(minutes) || Math.Abs(minutes) > HoursText.MostMinutes)
            return "a duration of whole minutes";
        vendor = HoursText.KeepClock(run, (int)minutes, 1);
        return null;
    }
}

internal static class HoursText
{
    public const int DefaultScale = 6;

    public const decimal MostMinutes = 60_000_000m;

    public const string ClockExpected = "hours and minutes such as 7:30 or 25:42";

    private const decimal MostHours = 1_000_000m;

    /// <summary>Minutes as hours.</summary>
    public static Value Keep(PlanRun run, int minutes, int scale)
    {
        var length = DecimalText.Format(Math.Round(minutes / 60m, scale, MidpointRounding.ToEven), run.Reserve(DecimalText.MaxLength));
        return new Value(ValueKind.String, ValueTraits.None, run.Advance(length), length);
    }

    /// <summary>Minutes as they are.</summary>
    public static Value Keep(PlanRun run, int minutes, ValueKind kind)
    {
        _ = minutes.TryFormat(run.Reserve(12), out var length, default, CultureInfo.InvariantCulture);
        return new Value(kind, ValueTraits.None, run.Advance(length), length);
    }

    /// <summary>Minutes as h:mm.</summary>
    public static Value KeepClock(PlanRun run, int minutes, int digits)
    {
        var target = run.Reserve(20);
        var length = 0;
        if (minutes < 0)
            target[length++] = (byte)'-';
        var all = Math.Abs(minutes);
        _ = (all / 60).TryFormat(target[length..], out var count, digits == 2 ? "00" : "0", CultureInfo.InvariantCulture);
        length += count;
        target[length] = (byte)':';
        InstantText.Digits(target.Slice(length + 1, 2), all % 60);
        length += 3;
        return new Value(ValueKind.String, ValueTraits.None, run.Advance(length), length);
    }

    public static bool TryClock(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        var isNegative = text[0] == '-';
        if (isNegative)
            text = text[1..];
        var colon = text.IndexOf((byte)':');
        if (colon is < 1 or > 6 || text.Length != colon + 3 || text[..colon].ContainsAnyExceptInRange((byte)'0', (byte)'9') || text[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var rest = InstantText.Number(text[(colon + 1)..]);
        minutes = (InstantText.Number(text[..colon]) * 60) + rest;
        if (isNegative)
            minutes = -minutes;
        return rest <= 59;
    }

    public static bool TryMinutes(PlanRun run, in Value hours, int scale, out int minutes)
    {
        minutes = 0;
        if (hours.IsBoolean || !DecimalText.TryDecimal(run.Text(hours), out var value) || Math.Abs(value) > MostHours)
            return false;
        var exact = value * 60m;
        var whole = Math.Round(exact, MidpointRounding.ToEven);
        // Half a unit of the last kept digit is the rounding of the way forth; more is another duration.
        var tolerance = 30m;
        for (var i = 0; i < scale; i++)
            tolerance /= 10m;
        if (Math.Abs(exact - whole) > tolerance)
            return false;
        minutes = (int)whole;
        return true;
    }
}
