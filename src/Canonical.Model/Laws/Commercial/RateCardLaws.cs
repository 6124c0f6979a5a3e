namespace Canonical.Model;

public sealed partial record RateCard
{
    static partial void CheckLaws(RateCard value, LawFindings findings) => RateCardLaws.Check(value, findings);
}

internal static class RateCardLaws
{
    internal static void Check(RateCard value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0201", "/effectiveTo", value.EffectiveFrom, value.EffectiveTo);
        findings.Distinct("LAW0208", "/entries", value.Entries, e => e.EntryId, "entryId", "entryId");
        CheckReferences(value, findings);
        for (var i = 0; i < value.Entries.Count && !findings.IsFull; i++)
        {
            var entry = value.Entries[i];
            var path = LawChecks.Item("/entries", i);
            findings.EndsAfterStart("LAW0202", path + "/effectiveTo", entry.EffectiveFrom, entry.EffectiveTo);
            if (entry.EffectiveFrom < value.EffectiveFrom) findings.Add("LAW0203", path + "/effectiveFrom", "The entry is in force before its card.", "Begin the entry with the card, or the card earlier.");
            if (value.EffectiveTo is { } cardEnd && entry.EffectiveTo is { } entryEnd && entryEnd > cardEnd) findings.Add("LAW0203", path + "/effectiveTo", "The entry is in force after its card.", "End the entry with the card, or leave its end out.");
            findings.InCurrency("LAW0205", path + "/rate", value.Currency, entry.Rate);
            if (entry.TierFrom is { } tierFrom && entry.TierTo is { } tierTo && tierTo <= tierFrom) findings.Add("LAW0207", path + "/tierTo", "The tier has no unit.", "End the tier after it begins.");
        }
        CheckOverlaps(value, findings);
    }

    private static void CheckReferences(RateCard value, LawFindings findings)
    {
        if (value.ScopeRef is { } scope)
        {
            var expected = value.Scope switch
            {
                RateCardScope.LegalEntity => "legal-entity",
                RateCardScope.Customer => "customer",
                RateCardScope.Contract => "contract",
                RateCardScope.Project => "project",
                _ => null,
            };
            if (scope.ObjectType != expected) findings.Add("LAW0206", "/scopeRef/objectType", $"The card holds for {value.Scope.ToCode()}, and scopeRef is of another kind.", "Name an object of the kind that scope says; a card for all names none.");
        }
        if (value.BaseRateCard is null && value.Entries.Any(e => e.Pricing == RateCardEntryPricing.MarkupOverBase)) findings.Add("LAW0209", "/baseRateCard", "An entry is priced over a base, and the card names no base card.", "Name the base card.");
        findings.NotSelf("LAW0913", "/baseRateCard", value.Id, value.BaseRateCard?.Id);
        findings.NotSelf("LAW0913", "/copiedFrom", value.Id, value.CopiedFrom?.Id);
        findings.NotSelf("LAW0913", "/supersedes", value.Id, value.Supersedes?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }

    // Entries with the same keys, by their first day: each is compared with those that are still in force then.
    private static void CheckOverlaps(RateCard value, LawFindings findings)
    {
        var inOrder = Enumerable.Range(0, value.Entries.Count)
            .Where(i => Days(value.Entries[i]).IsLawful)
            .GroupBy(i => Keys(value.Entries[i]));
        foreach (var group in inOrder)
        {
            List<int> inForce = [];
            foreach (var index in group.OrderBy(i => value.Entries[i].EffectiveFrom))
            {
                if (findings.IsFull) return;
                var entry = value.Entries[index];
                inForce.RemoveAll(i => value.Entries[i].EffectiveTo is { } end && end <= entry.EffectiveFrom);
                foreach (var other in inForce)
                {
                    if (!TiersOverlap(entry, value.Entries[other])) continue;
                    findings.Add("LAW0204", LawChecks.Item("/entries", Math.Max(index, other)), $"The entry prices the same work on the same day as {LawChecks.Item("/entries", Math.Min(index, other))}.", "End the one before the other begins, or give one of them another key.");
                    break;
                }
                inForce.Add(index);
            }
        }
    }

    /// <summary>An entry of the second card that prices the same work as one of the first on one of the days; null when there is none.</summary>
    internal static int? FindTie(RateCard first, RateCard second, DatePeriod days)
    {
        var byKeys = first.Entries.ToLookup(Keys);
        for (var i = 0; i < second.Entries.Count; i++)
        {
            var entry = second.Entries[i];
            if (Days(entry).Intersect(days) is not { } inForce) continue;
            if (byKeys[Keys(entry)].Any(e => Days(e).Overlaps(inForce) && TiersOverlap(e, entry))) return i;
        }
        return null;
    }

    private static DatePeriod Days(RateCardEntry entry) => new(entry.EffectiveFrom, entry.EffectiveTo);

    private static (RateCardEntryUnit Unit, string? Role, CanonicalId? Resource, string? Grade, CanonicalId? OrgUnit, string? Location, (string? WorkType, RateCardEntryShift? Shift)) Keys(RateCardEntry entry) =>
        (entry.Unit, entry.Role, entry.Resource?.Id, entry.Grade, entry.OrgUnit?.Id, entry.Location, (entry.WorkType, entry.Shift));

    private static bool TiersOverlap(RateCardEntry left, RateCardEntry right) =>
        (left.TierTo is not { } leftTo || (right.TierFrom ?? 0) < leftTo) && (right.TierTo is not { } rightTo || (left.TierFrom ?? 0) < rightTo);
}
