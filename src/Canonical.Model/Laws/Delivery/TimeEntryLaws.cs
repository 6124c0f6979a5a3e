namespace Canonical.Model;

public sealed partial record TimeEntry
{
    static partial void CheckLaws(TimeEntry value, LawFindings findings) => TimeEntryLaws.Check(value, findings);
}

internal static class TimeEntryLaws
{
    private const decimal MinutesOfADay = 24 * 60;

    internal static void Check(TimeEntry value, LawFindings findings)
    {
        findings.NotBefore("LAW0501", "/endAt", value.StartAt, value.EndAt);
        if (LawChecks.Minutes(value.Duration) is { } minutes)
        {
            CheckDuration(value, minutes, findings);
            CheckBillable(value, minutes, findings);
        }
        // The last day of the sheet belongs to it.
        if (value.Timesheet is { } sheet && (value.WorkDate < sheet.PeriodStart || value.WorkDate > sheet.PeriodEnd))
        {
            findings.Add("LAW0505", "/workDate", $"{LawChecks.Text(value.WorkDate)} is not a day of the time sheet.", "Move the entry to the time sheet of its day, or mend the day.");
        }
        findings.NotSelf("LAW0913", "/reverses", value.Id, value.Reverses?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }

    private static void CheckDuration(TimeEntry value, decimal minutes, LawFindings findings)
    {
        if (value.Reverses is not null && minutes >= 0)
        {
            findings.Add("LAW0503", "/duration", $"The entry reverses another, and its duration is {value.Duration}.", "Give a reversal the negative duration of what it reverses.");
        }
        else if (value.Reverses is null && minutes < 0)
        {
            findings.Add("LAW0503", "/duration", $"The duration is {value.Duration}, and the entry names none that it reverses.", "Name the entry that is reversed in reverses, or give a duration of zero or more.");
        }
        if (Math.Abs(minutes) > MinutesOfADay) findings.Add("LAW0504", "/duration", $"{value.Duration} are more than a day.", "Split the work into one entry a day.");
        // A reversal repeats the times of what it reverses: its length is compared, not its sign. Ticks are exact, fractions of minutes are not.
        if (value.StartAt is { } start && value.EndAt is { } end && end >= start && LawChecks.Times(Math.Abs(minutes), TimeSpan.TicksPerMinute) > (end - start).Ticks)
        {
            findings.Add("LAW0506", "/duration", $"{value.Duration} do not fit between {LawChecks.Text(start)} and {LawChecks.Text(end)}.", "Mend the duration, or the times; breaks make the duration shorter, never longer.");
        }
    }

    private static void CheckBillable(TimeEntry value, decimal minutes, LawFindings findings)
    {
        if (LawChecks.Minutes(value.BillableDuration) is not { } billable) return;
        if (!value.Billable && billable != 0)
        {
            findings.Add("LAW0502", "/billableDuration", $"{value.BillableDuration} are to be billed of work that is not billable.", "Give a billable duration of zero, or say that the work is billable.");
        }
        else if (Math.Sign(billable) * Math.Sign(minutes) < 0 || Math.Abs(billable) > Math.Abs(minutes))
        {
            findings.Add("LAW0502", "/billableDuration", $"{value.BillableDuration} are to be billed of {value.Duration} that were worked.", "Bill at most what was worked, with its sign; a higher price is the rate's business.");
        }
    }
}
