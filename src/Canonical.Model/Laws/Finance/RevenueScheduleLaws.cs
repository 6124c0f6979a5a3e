namespace Canonical.Model;

public sealed partial record RevenueSchedule
{
    static partial void CheckLaws(RevenueSchedule value, LawFindings findings) => RevenueScheduleLaws.Check(value, findings);
}

internal static class RevenueScheduleLaws
{
    private const string MendFigures = "Mend the figure, or plan the schedule anew in a version that takes the place of this one.";

    internal static void Check(RevenueSchedule value, LawFindings findings)
    {
        findings.NotSelf("LAW0913", "/supersedes", value.Id, value.Supersedes?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        findings.NotBefore("LAW0911", "/endDate", value.StartDate, value.EndDate);
        CheckCurrencies(value, findings);
        CheckLines(value, findings);
        CheckPrices(value, findings);
        CheckBalances(value, findings);
    }

    private static void CheckCurrencies(RevenueSchedule value, LawFindings findings)
    {
        var currency = value.Currency;
        findings.InCurrency("LAW0805", "/transactionPrice", currency, value.TransactionPrice);
        findings.InCurrency("LAW0805", "/variableConsideration", currency, value.VariableConsideration);
        findings.InCurrency("LAW0805", "/standaloneSellingPrice", currency, value.StandaloneSellingPrice);
        findings.InCurrency("LAW0805", "/allocatedPrice", currency, value.AllocatedPrice);
        findings.InCurrency("LAW0805", "/recognizedToDate", currency, value.RecognizedToDate);
        findings.InCurrency("LAW0805", "/billedToDate", currency, value.BilledToDate);
        findings.InCurrency("LAW0805", "/deferred", currency, value.Deferred);
        findings.InCurrency("LAW0805", "/unbilled", currency, value.Unbilled);
        findings.InCurrency("LAW0805", "/estimatedTotalCost", currency, value.EstimatedTotalCost);
        for (var i = 0; i < value.Lines.Count && !findings.IsFull; i++)
        {
            findings.InCurrency("LAW0805", LawChecks.Item("/lines", i, "planned"), currency, value.Lines[i].Planned);
            findings.InCurrency("LAW0805", LawChecks.Item("/lines", i, "posted"), currency, value.Lines[i].Posted);
        }
    }

    private static void CheckLines(RevenueSchedule value, LawFindings findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var planned = new HashSet<CanonicalId>();
        for (var i = 0; i < value.Lines.Count && !findings.IsFull; i++)
        {
            var line = value.Lines[i];
            // Both are asked of every line, so that each set is whole.
            var (known, second) = (!ids.Add(line.LineId), line.CatchUp != true && !planned.Add(line.Period.Id));
            if (known || second)
            {
                findings.Add(
                    "LAW0806",
                    LawChecks.Item("/lines", i),
                    known ? "An earlier line has the same lineId." : "An earlier line of the plan is of the same period.",
                    known ? "Give each line its own lineId." : "Plan one line a period, or say that this one catches up.");
            }
            if (value.State == RevenueScheduleState.Completed && line.State != RevenueScheduleLineState.Posted)
            {
                findings.Add("LAW0809", LawChecks.Item("/lines", i, "state"), $"The schedule is completed, and the line is {line.State.ToCode()}.", "Post the line, or leave the schedule active.");
            }
        }
    }

    private static void CheckPrices(RevenueSchedule value, LawFindings findings)
    {
        var currency = value.Currency;
        findings.AtMost("LAW0804", "/allocatedPrice", value.AllocatedPrice, value.TransactionPrice, "The allocated price", MendFigures);
        findings.AtMost("LAW0804", "/variableConsideration", value.VariableConsideration, value.TransactionPrice, "The variable part", MendFigures);
        findings.AtMost("LAW0803", "/recognizedToDate", value.RecognizedToDate, value.AllocatedPrice, "What is recognised to date", MendFigures);
        // A schedule that another took the place of, or that was cancelled, ends where it was left.
        if (value.State is not (RevenueScheduleState.Superseded or RevenueScheduleState.Cancelled)
            && LawChecks.AllIn(currency, value.AllocatedPrice)
            && LawChecks.Sum(value.Lines, currency, l => Posted(l) ?? l.Planned) is { } sum)
        {
            findings.Agrees("LAW0801", "/lines", value.AllocatedPrice.Amount, sum, currency, "The allocated price", MendFigures);
        }
        if (value.RecognizedToDate is { } recognized && recognized.Currency == currency && LawChecks.Sum(value.Lines, currency, l => Posted(l) ?? new(0, currency)) is { } posted)
        {
            findings.Agrees("LAW0802", "/recognizedToDate", recognized.Amount, posted, currency, "What is recognised to date", MendFigures);
        }
    }

    private static void CheckBalances(RevenueSchedule value, LawFindings findings)
    {
        var currency = value.Currency;
        if (value is { Deferred: { Amount: > 0 } liability, Unbilled: { Amount: > 0 } asset })
        {
            findings.Add("LAW0807", "/unbilled", $"{LawChecks.Text(liability)} are deferred and {LawChecks.Text(asset)} are unbilled.", "Net the two: one obligation is a contract liability or a contract asset, not both.");
        }
        if (value is not { BilledToDate: { } billed, RecognizedToDate: { } recognized } || (value.Deferred is null && value.Unbilled is null)) return;
        if (!LawChecks.AllIn(currency, billed, recognized, value.Deferred, value.Unbilled)) return;
        var stated = LawChecks.Minus(value.Deferred?.Amount ?? 0, value.Unbilled?.Amount ?? 0);
        findings.Agrees("LAW0808", value.Deferred is null ? "/unbilled" : "/deferred", stated, LawChecks.Minus(billed.Amount, recognized.Amount), currency, "Deferred less unbilled", MendFigures);
    }

    private static Money? Posted(RevenueScheduleLine line) => line.State == RevenueScheduleLineState.Posted ? line.Posted : null;
}
