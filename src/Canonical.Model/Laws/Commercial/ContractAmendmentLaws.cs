namespace Canonical.Model;

public sealed partial record ContractAmendment
{
    static partial void CheckLaws(ContractAmendment value, LawFindings findings) => ContractAmendmentLaws.Check(value, findings);
}

internal static class ContractAmendmentLaws
{
    internal static void Check(ContractAmendment value, LawFindings findings)
    {
        findings.NotBefore("LAW0421", "/newEffectiveTo", value.EffectiveFrom, value.NewEffectiveTo);
        for (var i = 0; i < value.Changes.Count && !findings.IsFull; i++)
        {
            if (value.Changes[i].Before == value.Changes[i].After) findings.Add("LAW0422", LawChecks.Item("/changes", i), "Before and after are the same.", "Leave out what does not change.");
        }
        findings.Distinct("LAW0423", "/changes", value.Changes, c => c.Path, "path", "path");
        if (value.RateCardNew is { } card && card.Id == value.RateCardSuperseded?.Id) findings.Add("LAW0424", "/rateCardNew", "The rate card is replaced by itself.", "Name the new card, or leave both out.");
        findings.NotSelf("LAW0913", "/supersedes", value.Id, value.Supersedes?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }
}
