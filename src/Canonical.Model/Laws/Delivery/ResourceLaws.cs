namespace Canonical.Model;

public sealed partial record Resource
{
    static partial void CheckLaws(Resource value, LawFindings findings) => ResourceLaws.Check(value, findings);
}

internal static class ResourceLaws
{
    internal static void Check(Resource value, LawFindings findings)
    {
        findings.NotBefore("LAW0911", "/terminationDate", value.HireDate, value.TerminationDate);
        findings.NotSelf("LAW0913", "/manager", value.Id, value.Manager?.Id);
        findings.NotSelf("LAW0913", "/timeApprover", value.Id, value.TimeApprover?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        for (var i = 0; i < (value.CostRates?.Count ?? 0) && !findings.IsFull; i++)
        {
            var rate = value.CostRates![i];
            findings.EndsAfterStart("LAW0901", LawChecks.Item("/costRates", i, "effectiveTo"), rate.EffectiveFrom, rate.EffectiveTo);
        }
        // The days are shown, the rates are not: what a person costs is restricted.
        findings.NoOverlap("LAW0917", "/costRates", value.CostRates, r => new(r.EffectiveFrom, r.EffectiveTo), "End the earlier rate on the day on which the later one begins.");
    }
}
