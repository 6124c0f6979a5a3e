using System.Globalization;
using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// A calendar date. Without a `zone` it is never derived from an instant: a time of day is refused; the zone suffix of an XML date is dropped, since a date has no zone.
/// With one, the vendor has an instant, and the date is the day there; back it is the first instant of that day.
/// As `day-after` the vendor says the last day of a period and the canonical member the day behind it, which is the exclusive end.
/// </summary>
internal sealed class DateConverter : ValueConverter
{
    private const string Iso = "yyyy-MM-dd";
    private const string NoDayAfter = "a last day that has a day behind it, so not 9999-12-31: a period without an end has no last day";
    private const int Length = 10;
    private readonly int _shift;
    private readonly byte[] _format;
    private readonly string _expected;
    private readonly int _year;
    private readonly int _month;
    private readonly int _day;
    private readonly bool _isIso;
    private readonly ZoneText? _zone;

    /// <param name="options">The options of this use.</param>
    /// <param name="shift">By how many days the canonical day lies behind the vendor's.</param>
    public DateConverter(ConverterOptions options, int shift = 0)
    {
        _shift = shift;
        var format = options.Text("format") ?? Iso;
        if (!IsDateFormat(format))
        {
            options.Problems.Add("option 'format' has yyyy, MM and dd once each, apart from them only - . / or a space");
            format = Iso;
        }

        _format = Encoding.ASCII.GetBytes(format);
        _expected = format == Iso ? "a calendar date YYYY-MM-DD without a time of day" : $"a calendar date of the form {format}";
        (_year, _month, _day) = (format.IndexOf('y', StringComparison.Ordinal), format.IndexOf('M', StringComparison.Ordinal), format.IndexOf('d', StringComparison.Ordinal));
        _isIso = format == Iso;
        _zone = ZoneText.Of(options);
        if (_zone is not null && !_isIso)
            options.Problems.Add("option 'zone' reads instants, which have no 'format'");
    }

    // The time of day is lost.
    public override bool IsLossy => _zone is not null;

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.Kind != ValueKind.String)
            return _expected;
        var value = run.Trim(vendor);
        if (value.Length == 0)
            return null;
        var text = run.Text(value);
        if (_zone is not null)
        {
            if (!InstantText.TryParse(text, null, out var instant))
                return InstantConverter.Expected;
            if (!TryMove(DateOnly.FromDateTime(_zone.ToLocal(instant)), _shift, out var there))
                return NoDayAfter;
            canonical = InstantText.Keep(run, there);
            return null;
        }

        if (_isIso && text.Length > Length && IsZone(text[Length..]))
        {
            text = text[..Length];
            value = value.Slice(0, Length);
        }

        if (!TryRead(text, out var date))
            return _expected;
        if (!TryMove(date, _shift, out var moved))
            return NoDayAfter;
        canonical = _isIso && _shift == 0 ? value : InstantText.Keep(run, moved);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = canonical;
        if (canonical.Kind != ValueKind.String || !InstantText.TryDate(run.Text(canonical), out var date))
            return "a calendar date YYYY-MM-DD";
        if (!TryMove(date, -_shift, out date))
            return "a day behind the last one, so not 0001-01-01: no day is before it";
        if (_zone is not null)
        {
            if (!_zone.TryStartOf(date, out var start))
                return $"a day that {_zone.Name} has";
            vendor = InstantText.Keep(run, start, "Z"u8, -1);
        }
        else if (_isIso && _shift != 0)
        {
            vendor = InstantText.Keep(run, date);
        }

        if (_zone is not null || _isIso)
            return null;
        var target = run.Reserve(_format.Length);
        _format.CopyTo(target);
        InstantText.Digits(target.Slice(_year, 4), date.Year);
        InstantText.Digits(target.Slice(_month, 2), date.Month);
        InstantText.Digits(target.Slice(_day, 2), date.Day);
        vendor = new Value(ValueKind.String, ValueTraits.None, run.Advance(_format.Length), _format.Length);
        return null;
    }

    private static bool TryMove(DateOnly day, int days, out DateOnly moved)
    {
        var number = day.DayNumber + days;
        var exists = number >= 0 && number <= DateOnly.MaxValue.DayNumber;
        moved = exists ? DateOnly.FromDayNumber(number) : default;
        return exists;
    }

    private bool TryRead(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != _format.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            // Letters of the format are digits of the text, all else is the same.
            if (_format[i] >= 'M' ? text[i] is < (byte)'0' or > (byte)'9' : text[i] != _format[i])
                return false;
        }

        return InstantText.TryDate(InstantText.Number(text.Slice(_year, 4)), InstantText.Number(text.Slice(_month, 2)), InstantText.Number(text.Slice(_day, 2)), out date);
    }

    private static bool IsZone(ReadOnlySpan<byte> text) => text.SequenceEqual("Z"u8) || (text.Length == 6 && text[3] == ':' && InstantText.TryOffset(text, out _));

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

/// <summary>
/// An instant with any offset (Z, +00:00, Salesforce's +0000, Workday's -08:00) becomes UTC with Z. With a `zone` a time without an offset is a local time there: one that was
/// skipped is refused, one that came twice is the earlier instant unless `ambiguous` says otherwise; back it is a local time again.
/// </summary>
internal sealed class InstantConverter : ValueConverter
{
    public const string Expected = "a date and a time with an offset, such as 2026-03-08T14:30:00Z or +0000";
    private readonly byte[] _offset;
    private readonly int _digits;
    private readonly ZoneText? _local;
    private readonly bool _isLocal;
    private readonly TimeSpan? _assumed;

    public InstantConverter(ConverterOptions options)
    {
        _local = ZoneText.Of(options);
        var form = options.Choice("as", _local is null ? "Z" : "local", "Z", "+00:00", "+0000", "local");
        if (form == "local" && _local is null)
            options.Problems.Add("option 'as' is local only with a 'zone'");
        _isLocal = form == "local" && _local is not null;
        _offset = Encoding.ASCII.GetBytes(form == "local" ? "" : form);
        _digits = options.Number("digits", -1, 0, 7);
        var assume = options.Text("assume");
        if (assume is null)
            return;
        if (Ascii.IsValid(assume) && InstantText.TryOffset(Encoding.ASCII.GetBytes(assume), out var offset))
            _assumed = offset;
        else
            options.Problems.Add("option 'assume' is Z or an offset such as +01:00");
        if (_local is not null)
            options.Problems.Add("option 'assume' has no meaning beside 'zone'");
    }

    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical)
    {
        canonical = default;
        if (vendor.Kind != ValueKind.String)
            return Expected;
        var text = run.Trim(vendor);
        if (text.Length == 0)
            return null;
        if (!InstantText.TryParse(run.Text(text), out var local, out var offset))
            return Expected;
        if (_local is not null && offset is null)
        {
            if (!_local.TryUtc(local, out var there))
                return $"a local time that {_local.Name} has, and has once";
            canonical = InstantText.Keep(run, there, "Z"u8, -1);
            return null;
        }

        if ((offset ?? _assumed) is not { } known || !InstantText.TryUtc(local, known, out var instant))
            return Expected;
        canonical = InstantText.IsNormal(run.Text(text)) ? text
            : known == TimeSpan.Zero ? InstantText.KeepUtc(run, text)
            : InstantText.Keep(run, instant, "Z"u8, -1);
        return null;
    }

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor)
    {
        vendor = default;
        if (canonical.Kind != ValueKind.String || !InstantText.TryParse(run.Text(canonical), null, out var instant))
            return "an instant in UTC";
        if (_digits is >= 0 and < 7 && instant.Ticks % InstantText.Power(7 - _digits) != 0)
            return string.Create(CultureInfo.InvariantCulture, $"an instant with at most {_digits} digits behind the second");
        if (_isLocal)
        {
            var local = _local!.ToLocal(instant);
            // The other of two instants would come back as the first.
            if (!_local.TryUtc(local, out var back) || back != instant)
                return $"an instant whose local time in {_local.Name} does not stand for another one too";
            instant = local;
        }

        vendor = InstantText.Keep(run, instant, _offset, _digits);
        return null;
    }
}
