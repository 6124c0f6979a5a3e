namespace Canonical.Model;

public sealed partial record Milestone
{
    static partial void CheckLaws(Milestone value, LawFindings findings) => MilestoneLaws.Check(value, findings);
}

internal static class MilestoneLaws
{
    internal static void Check(Milestone value, LawFindings findings)
    {
        findings.NotBefore("LAW0915", "/acceptance/acceptedOn", value.CompletedOn, value.Acceptance?.AcceptedOn);
        if (value.Billable && value.Amount is null && value.PercentOfContract is null)
        {
            findings.Add("LAW0916", "/billable", "The milestone is billable, and neither an amount nor a share of the contract says how much.", "Give amount or percentOfContract, or say that the milestone is not billable.");
        }
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
