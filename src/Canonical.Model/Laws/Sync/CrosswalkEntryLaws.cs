namespace Canonical.Model;

public sealed partial record CrosswalkEntry
{
    static partial void CheckLaws(CrosswalkEntry value, LawFindings findings) => CrosswalkEntryLaws.Check(value, findings);
}

internal static class CrosswalkEntryLaws
{
    internal static void Check(CrosswalkEntry value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0901", "/validTo", value.ValidFrom, value.ValidTo);
        findings.NotSelf("LAW0913", "/survivorId", value.CanonicalId, value.SurvivorId);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
        if (value.SplitInto is { } parts && (parts.Contains(value.CanonicalId) || parts.Distinct().Count() < parts.Count))
        {
            findings.Add("LAW0921", "/splitInto", "The parts of the split are not all different from each other and from the id that was split.", "Give each part an id of its own.");
        }
        if (value.State is CrosswalkEntryState.Active or CrosswalkEntryState.Pending or CrosswalkEntryState.Disputed && value.ValidTo is { } end)
        {
            findings.Add("LAW0922", "/validTo", $"The link is {value.State.ToCode()} and ends at {LawChecks.Text(end)}.", "Leave the end out, or say how the link ended: merged, split or retired.");
        }
    }
}
