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
    public bool TryUtc(DateTime local, out DateTime utc) => TryUtc(local, ambiguous, out utc);

    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, zone);

    /// <summary>The first instant of a day; false for a day that was skipped, as islands do that move to the other side of the date line.</summary>
    public bool TryStartOf(DateOnly day, out DateTime utc)
    {
        var local = day.ToDateTime(default);
        // Where midnight was skipped the day begins later; gaps are multiples of a minute.
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if (TryUtc(local.AddMinutes(minute), AmbiguousTime.Earlier, out utc))
                return true;
        }

        utc = default;
        return false;
    }

    // What an instant's local time is, the system knows for every zone; which times were skipped or came twice it does not where rules change in the middle of a year
    // or the standard time itself moved. So the offsets before and behind are tried, and an instant counts when its local time is the one that is asked for.
    private bool TryUtc(DateTime local, AmbiguousTime choice, out DateTime utc)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var isBefore = TryOffset(local, Offset(local.Ticks - TimeSpan.TicksPerDay), out utc);
        if (!TryOffset(local, Offset(local.Ticks + TimeSpan.TicksPerDay), out var behind))
            return isBefore;
        if (isBefore && utc != behind)
        {
            if (choice == AmbiguousTime.Reject)
                return false;
            // Both offsets stand for the local time: the larger one is the earlier instant.
            utc = (choice == AmbiguousTime.Earlier) == (utc < behind) ? utc : behind;
            return true;
        }

        utc = behind;
        return true;
    }

    private TimeSpan Offset(long utcTicks) => zone.GetUtcOffset(new DateTime(Math.Clamp(utcTicks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc));

    private bool TryOffset(DateTime local, TimeSpan offset, out DateTime utc)
    {
        utc = default;
        var ticks = local.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return ToLocal(utc) == local;
    }
}
