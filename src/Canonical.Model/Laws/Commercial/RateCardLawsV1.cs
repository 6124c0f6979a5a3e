namespace Canonical.Model.V1;

public sealed partial record RateCard
{
    static partial void CheckLaws(RateCard value, LawFindings findings) => RateCardLaws.Check(value, findings);
}

internal static class RateCardLaws
{
    internal static void Check(RateCard value, LawFindings findings)
    {
        findings.NotBefore("LAW0211", "/validTo", value.ValidFrom, value.ValidTo);
        HashSet<(string? Role, CanonicalId? Resource, RateCardRateUnit Unit)> seen = [];
        for (var i = 0; i < value.Rates.Count && !findings.IsFull; i++)
        {
            var rate = value.Rates[i];
            if (!seen.Add((rate.Role, rate.Resource?.Id, rate.Unit))) findings.Add("LAW0212", LawChecks.Item("/rates", i), "The role, person and unit have a rate already.", "Leave one of the two out.");
        }
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
