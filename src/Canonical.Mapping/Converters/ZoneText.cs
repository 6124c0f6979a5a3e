namespace Canonical.Mapping;

/// <summary>Which instant a local time is that came twice, when clocks were put back.</summary>
internal enum AmbiguousTime
{
    Earlier,
    Later,
    Reject,
}

/// <summary>Local times of a named zone (IANA time zone database).</summary>
internal sealed class ZoneText(TimeZoneInfo zone, AmbiguousTime ambiguous)
{
    public string Name => zone.Id;

    /// <summary>The zone that an option names; null where there is none, or it is unknown, which is told.</summary>
    public static ZoneText? Of(ConverterOptions options)
    {
        var name = options.Text("zone");
        var ambiguous = options.Choice("ambiguous", "earlier", "earlier", "later", "reject") switch
        {
            "later" => AmbiguousTime.Later,
            "reject" => AmbiguousTime.Reject,
            _ => AmbiguousTime.Earlier,
        };
        if (name is null)
        {
            if (options.Text("ambiguous") is not null)
                options.Problems.Add("option 'ambiguous' is about a 'zone'");
            return null;
        }

        // A name of another system would be known on one machine and not on the next.
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) && (name == "UTC" || name.Contains('/', StringComparison.Ordinal)))
            return new ZoneText(found, ambiguous);
        options.Problems.Add("option 'zone' is a time zone by its IANA name, such as Europe/Stockholm, that this machine knows");
        return null;
    }

    /// <summary>The instant of a local time; false for one that was skipped, or that came twice where that is refused.</summary>
    public bool TryUtc(DateTime local, out DateTime utc)
    {
        utc = default;
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
            return false;
        var offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            if (ambiguous == AmbiguousTime.Reject)
                return false;
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            // The larger offset is the one before clocks were put back.
            offset = ambiguous == AmbiguousTime.Earlier ? offsets.Max() : offsets.Min();
        }

        var ticks = local.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, zone);

    /// <summary>The first instant of a day.</summary>
    public DateTime StartOf(DateOnly day)
    {
        var local = day.ToDateTime(default);
        // Where midnight was skipped the day begins later; gaps are multiples of a minute.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTime(Math.Clamp(local.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }
}
