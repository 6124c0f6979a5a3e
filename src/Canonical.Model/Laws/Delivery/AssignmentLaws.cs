namespace Canonical.Model;

public sealed partial record Assignment
{
    static partial void CheckLaws(Assignment value, LawFindings findings) => AssignmentLaws.Check(value, findings);
}

internal static class AssignmentLaws
{
    internal static void Check(Assignment value, LawFindings findings)
    {
        findings.NotBefore("LAW0511", "/endDate", value.StartDate, value.EndDate);
        findings.NotSelf("LAW0913", "/fulfils", value.Id, value.Fulfils?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        if (value.Contour is not { Count: > 0 } contour) return;
        for (var i = 0; i < contour.Count && !findings.IsFull; i++)
        {
            var slice = contour[i];
            if (slice.EndDate < slice.StartDate || slice.StartDate < value.StartDate || slice.EndDate > value.EndDate)
            {
                findings.Add(
                    "LAW0512",
                    LawChecks.Item("/contour", i),
                    $"The slice from {LawChecks.Text(slice.StartDate)} to {LawChecks.Text(slice.EndDate)}, both days in it, is no span inside {LawChecks.Text(value.StartDate)} to {LawChecks.Text(value.EndDate)}.",
                    "Mend the days of the slice, or let the assignment span it.");
            }
            if (i > 0 && slice.StartDate <= contour[i - 1].EndDate)
            {
                findings.Add(
                    "LAW0513",
                    LawChecks.Item("/contour", i),
                    $"The slice begins on {LawChecks.Text(slice.StartDate)}, and the one before it ends on {LawChecks.Text(contour[i - 1].EndDate)}.",
                    "Put the slices in order, each after the last day of the one before it.");
            }
        }
        CheckEfforts(value, contour, findings);
    }

    // Exact: hours and minutes are not rounded when they are planned. In minutes, because a third of an hour has no decimal.
    private static void CheckEfforts(Assignment value, IReadOnlyList<AssignmentSlice> contour, LawFindings findings)
    {
        if (LawChecks.Minutes(value.PlannedHours) is not { } planned) return;
        decimal sum = 0;
        for (var i = 0; i < contour.Count; i++)
        {
            if (LawChecks.Minutes(contour[i].Effort) is not { } effort) return;
            sum = LawChecks.Plus(sum, effort);
        }
        if (sum == planned) return;
        findings.Add(
            "LAW0514",
            "/contour",
            $"The slices have {CanonicalDecimal.Format(CanonicalDecimal.Normalize(sum))} minutes, the planned hours {CanonicalDecimal.Format(CanonicalDecimal.Normalize(planned))}.",
            "Spread the whole of the planned hours, or mend them.");
    }
}
