namespace Canonical.Model;

public sealed partial record AccountingPeriod
{
    static partial void CheckLaws(AccountingPeriod value, LawFindings findings) => AccountingPeriodLaws.Check(value, findings);
}

internal static class AccountingPeriodLaws
{
    internal static void Check(AccountingPeriod value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0301", "/end", value.Start, value.End);
        findings.Distinct("LAW0302", "/subledgers", value.Subledgers, s => s.Ledger.ToCode(), "ledger", "ledger");
        if (value.State is AccountingPeriodState.Closed or AccountingPeriodState.Locked)
        {
            for (var i = 0; i < (value.Subledgers?.Count ?? 0); i++)
            {
                var state = value.Subledgers![i].State;
                if (state is not (AccountingPeriodSubledgerState.Closed or AccountingPeriodSubledgerState.Locked))
                {
                    findings.Add("LAW0303", LawChecks.Item("/subledgers", i, "state"), $"The subledger is {state.ToCode()}, and its period is {value.State.ToCode()}.", "Close the subledger too, or open the period.");
                }
            }
        }
        findings.NotSelf("LAW0913", "/parent", value.Id, value.Parent?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
