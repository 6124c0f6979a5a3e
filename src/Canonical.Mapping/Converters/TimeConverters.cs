using System.Globalization;

namespace Canonical.Mapping;

/// <summary>A calendar date. It is never derived from an instant: a time of day is refused; the zone suffix of an XML date is dropped, since a date has no zone.</summary>
internal sealed class DateConverter : IValueConverter
{
    private const string Iso = "yyyy-MM-dd";
    private readonly string _format;

    public DateConverter(ConverterOptions options)
    {
        _format = options.Text("format") ?? Iso;
        if (!IsDateFormat(_format))
        {
            options.Problems.Add("option 'format' has yyyy, MM and dd once each, apart from them only - . / or a space");
            _format = Iso;
        }
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind != JsonScalarKind.String)
            return ConversionResult.Fail(Expected);
        var text = vendor.Text.AsSpan().Trim();
        if (text.Length == 0)
            return ConversionResult.Unset;
        if (_format == Iso && text.Length > 10 && IsZone(text[10..]))
            text = text[..10];
        return DateOnly.TryParseExact(text, _format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? ConversionResult.Text(date.ToString(Iso, CultureInfo.InvariantCulture))
            : ConversionResult.Fail(Expected);
    }

    public ConversionResult ToVendor(JsonScalar canonical) =>
        canonical.Kind == JsonScalarKind.String && DateOnly.TryParseExact(canonical.Text, Iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? ConversionResult.Text(date.ToString(_format, CultureInfo.InvariantCulture))
            : ConversionResult.Fail("a calendar date YYYY-MM-DD");

    private string Expected => _format == Iso ? "a calendar date YYYY-MM-DD without a time of day" : $"a calendar date of the form {_format}";

    private static bool IsZone(ReadOnlySpan<char> text) => text is "Z" || (text.Length == 6 && text[0] is '+' or '-' && text[3] == ':' && InstantText.TryOffset(text, out _));

    private static bool IsDateFormat(string format)
    {
        var rest = format;
        foreach (var part in new[] { "yyyy", "MM", "dd" })
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
                return false;
            rest = rest.Remove(at, part.Length);
        }

        return rest.All(c => c is '-' or '.' or '/' or ' ');
    }
}

/// <summary>An instant with any offset (Z, +00:00, Salesforce's +0000, Workday's -08:00) becomes UTC with Z.</summary>
internal sealed class InstantConverter : IValueConverter
{
    private readonly string _zone;
    private readonly int _digits;
    private readonly TimeSpan? _assumed;

    public InstantConverter(ConverterOptions options)
    {
        _zone = options.Choice("as", "Z", "Z", "+00:00", "+0000");
        _digits = options.Number("digits", -1, 0, 7);
        var assume = options.Text("assume");
        if (assume is null)
            return;
        if (InstantText.TryOffset(assume, out var offset))
            _assumed = offset;
        else
            options.Problems.Add("option 'assume' is Z or an offset such as +01:00");
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind == JsonScalarKind.String && string.IsNullOrWhiteSpace(vendor.Text))
            return ConversionResult.Unset;
        return vendor.Kind == JsonScalarKind.String && InstantText.TryParse(vendor.Text.AsSpan().Trim(), _assumed, out var instant)
            ? ConversionResult.Text(InstantText.Format(instant, "Z", -1))
            : ConversionResult.Fail("a date and a time with an offset, such as 2026-03-08T14:30:00Z or +0000");
    }

    public ConversionResult ToVendor(JsonScalar canonical)
    {
        if (canonical.Kind != JsonScalarKind.String || !InstantText.TryParse(canonical.Text, null, out var instant))
            return ConversionResult.Fail("an instant in UTC");
        return _digits is >= 0 and < 7 && instant.Ticks % (long)Math.Pow(10, 7 - _digits) != 0
            ? ConversionResult.Fail(string.Create(CultureInfo.InvariantCulture, $"an instant with at most {_digits} digits behind the second"))
            : ConversionResult.Text(InstantText.Format(instant, _zone, _digits));
    }
}

/// <summary>Reads and writes instants; ISO 8601 with the offset forms that vendors use.</summary>
internal static class InstantText
{
    public static bool TryParse(ReadOnlySpan<char> text, TimeSpan? assumed, out DateTime utc)
    {
        utc = default;
        if (text.Length < 19
            || text[10] is not ('T' or ' ')
            || !DateTime.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !TimeSpan.TryParseExact(text[11..19], @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var time))
            return false;
        var at = 19;
        long fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            var start = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                var digit = text[at] - '0';
                var place = at - start;
                // Seven digits are what a tick holds; more are only taken when nothing is lost.
                if (place < 7)
                    fraction += digit * s_powers[6 - place];
                else if (digit != 0)
                    return false;
                at++;
            }

            if (at == start)
                return false;
        }

        TimeSpan offset;
        if (at == text.Length)
        {
            if (assumed is null)
                return false;
            offset = assumed.Value;
        }
        else if (!TryOffset(text[at..], out offset))
        {
            return false;
        }

        var ticks = date.Ticks + time.Ticks + fraction - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    /// <summary>Z, ±hh, ±hhmm or ±hh:mm.</summary>
    public static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z")
            return true;
        if (text.Length < 3 || text[0] is not ('+' or '-'))
            return false;
        var digits = text[1..];
        var minutes = 0;
        if (!int.TryParse(digits[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hours))
            return false;
        if (digits.Length > 2)
        {
            var rest = digits[2] == ':' ? digits[3..] : digits[2..];
            if (rest.Length != 2 || !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out minutes))
                return false;
        }

        if (hours > 14 || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-')
            offset = -offset;
        return true;
    }

    /// <summary>UTC text; -1 digits for as many as are needed.</summary>
    public static string Format(DateTime utc, string zone, int digits)
    {
        var text = utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
        text = digits < 0 ? text.TrimEnd('0').TrimEnd('.')
            : digits == 0 ? text[..19]
            : text[..(20 + digits)];
        return text + zone;
    }

    private static readonly long[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
}

/// <summary>Whole minutes become hours as decimal text, and back. 50 minutes have no exact decimal: `scale` digits are kept, enough to come back to the minute.</summary>
internal sealed class MinutesConverter : IValueConverter
{
    private readonly int _scale;
    private readonly bool _asString;

    public MinutesConverter(ConverterOptions options)
    {
        _scale = options.Number("scale", HoursText.DefaultScale, 2, 9);
        _asString = options.Choice("as", "number", "number", "string") == "string";
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind == JsonScalarKind.String && string.IsNullOrWhiteSpace(vendor.Text))
            return ConversionResult.Unset;
        return vendor.Kind != JsonScalarKind.Boolean
            && DecimalText.TryNormalize(vendor.Text.AsSpan().Trim(), 0, out var plain)
            && int.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes)
            ? ConversionResult.Text(HoursText.FromMinutes(minutes, _scale))
            : ConversionResult.Fail("a whole number of minutes");
    }

    public ConversionResult ToVendor(JsonScalar canonical)
    {
        if (!HoursText.TryMinutes(canonical, _scale, out var minutes))
            return ConversionResult.Fail("hours that are a whole number of minutes");
        var text = minutes.ToString(CultureInfo.InvariantCulture);
        return ConversionResult.Converted(_asString ? JsonScalar.Of(text) : JsonScalar.Number(text));
    }
}

/// <summary>Hours and minutes such as 25:42 become hours as decimal text, and back, by whole minutes.</summary>
internal sealed class HoursMinutesConverter : IValueConverter
{
    private const string Expected = "hours and minutes such as 7:30 or 25:42";
    private readonly int _scale;
    private readonly int _digits;

    public HoursMinutesConverter(ConverterOptions options)
    {
        _scale = options.Number("scale", HoursText.DefaultScale, 2, 9);
        _digits = options.Number("digits", 1, 1, 2);
    }

    public ConversionResult ToCanonical(JsonScalar vendor)
    {
        if (vendor.Kind != JsonScalarKind.String)
            return ConversionResult.Fail(Expected);
        var text = vendor.Text.AsSpan().Trim();
        if (text.Length == 0)
            return ConversionResult.Unset;
        var negative = text[0] == '-';
        if (negative)
            text = text[1..];
        var colon = text.IndexOf(':');
        if (colon is < 1 or > 6
            || text.Length != colon + 3
            || !int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes > 59)
            return ConversionResult.Fail(Expected);
        var all = (hours * 60) + minutes;
        return ConversionResult.Text(HoursText.FromMinutes(negative ? -all : all, _scale));
    }

    public ConversionResult ToVendor(JsonScalar canonical)
    {
        if (!HoursText.TryMinutes(canonical, _scale, out var minutes))
            return ConversionResult.Fail("hours that are a whole number of minutes");
        var all = Math.Abs(minutes);
        var hours = (all / 60).ToString(_digits == 2 ? "00" : "0", CultureInfo.InvariantCulture);
        return ConversionResult.Text(string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? "-" : "")}{hours}:{all % 60:00}"));
    }
}

internal static class HoursText
{
    public const int DefaultScale = 6;

    public static string FromMinutes(int minutes, int scale) => DecimalText.Of(Math.Round(minutes / 60m, scale, MidpointRounding.ToEven));

    public static bool TryMinutes(JsonScalar hours, int scale, out int minutes)
    {
        minutes = 0;
        if (hours.Kind == JsonScalarKind.Boolean || !DecimalText.TryDecimal(hours.Text, out var value) || Math.Abs(value) > 1_000_000m)
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
