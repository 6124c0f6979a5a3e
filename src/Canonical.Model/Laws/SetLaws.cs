using System.Globalization;

namespace Canonical.Model;

/// <summary>
/// Laws over several objects, which no document can keep or break alone. Paths lead into the list that was given: <c>/3</c> is its fourth object. Thread-safe: static and without state.
/// </summary>
public static class SetLaws
{
    /// <summary>The periods of one legal entity and kind leave no day out.</summary>
    public const string PeriodGap = "LAW0381";

    /// <summary>A day is in one period of a legal entity and kind.</summary>
    public const string PeriodOverlap = "LAW0382";

    /// <summary>Two rate cards of one kind, scope and priority are not in force on one day with entries that price the same work.</summary>
    public const string CardsTie = "LAW0281";

    /// <summary>A record of another system has one active link.</summary>
    public const string CrosswalkTwice = "LAW0981";

    /// <summary>Periods without a gap and without an overlap, for each legal entity and kind. Adjustment periods lie over the others and are left out; so is what was deleted or merged.</summary>
    /// <param name="periods">The periods, one version of each, in any order.</param>
    /// <returns>What does not hold, at most <see cref="LawFindings.MaxCount"/>, by the place of the later period.</returns>
    public static IReadOnlyList<LawViolation> CheckPeriods(IReadOnlyList<AccountingPeriod> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        var findings = new LawFindings();
        // A period without days breaks a law of its own.
        var groups = Enumerable.Range(0, periods.Count)
            .Where(i => KnownHistory.IsThere(periods[i].Status) && periods[i].Kind != AccountingPeriodKind.Adjustment && AccountingPeriods.Days(periods[i]).IsLawful)
            .GroupBy(i => (periods[i].LegalEntity.Id, periods[i].Kind));
        foreach (var group in groups)
        {
            DateOnly? covered = null;
            foreach (var i in group.OrderBy(i => periods[i].Start).ThenBy(i => periods[i].End))
            {
                if (covered is { } until && periods[i].Start > until)
                {
                    findings.Add(PeriodGap, LawChecks.Item("", i, "start"), string.Create(CultureInfo.InvariantCulture, $"No period has the days from {until:yyyy-MM-dd} to {periods[i].Start:yyyy-MM-dd}, the end exclusive."), "Add the period that is missing, or mend the days of its neighbours.");
                }
                else if (covered is { } end && periods[i].Start < end)
                {
                    findings.Add(PeriodOverlap, LawChecks.Item("", i, "start"), string.Create(CultureInfo.InvariantCulture, $"The period begins on {periods[i].Start:yyyy-MM-dd}, before {end:yyyy-MM-dd}, where an earlier one ends."), "Mend the days of the two periods.");
                }
                if (covered is null || periods[i].End > covered) covered = periods[i].End;
            }
        }
        return findings.Violations;
    }

    /// <summary>
    /// Rate cards that leave no work with two prices: of two cards of one kind, scope and priority in force on one day, no two entries have the same keys. A card that supersedes the other from its first day on does not tie with it.
    /// </summary>
    /// <param name="cards">The cards, one version of each, in any order.</param>
    /// <returns>What does not hold, at most <see cref="LawFindings.MaxCount"/>, by the place of the later card.</returns>
    public static IReadOnlyList<LawViolation> CheckRateCards(IReadOnlyList<RateCard> cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var findings = new LawFindings();
        var groups = Enumerable.Range(0, cards.Count)
            .Where(i => KnownHistory.IsThere(cards[i].Status))
            .GroupBy(i => (cards[i].Kind, cards[i].Scope, cards[i].ScopeRef?.Id, cards[i].Priority ?? 0));
        foreach (var group in groups)
        {
            var members = group.ToArray();
            for (var a = 0; a < members.Length; a++)
            {
                for (var b = a + 1; b < members.Length && !findings.IsFull; b++)
                {
                    var (left, right) = (cards[members[a]], cards[members[b]]);
                    if (InForceTogether(left, right) is not { } days || RateCardLaws.FindTie(left, right, days) is not { } entry) continue;
                    findings.Add(CardsTie, LawChecks.Item("", members[b]) + LawChecks.Item("/entries", entry), $"The entry prices the same work as one of card {left.Id}, on {days}.", "Give one card a higher priority, end one before the other begins, or let one supersede the other.");
                }
            }
        }
        return findings.Violations;
    }

    /// <summary>Crosswalk entries of which each record of another system has one that is active.</summary>
    /// <param name="entries">The entries, one version of each, in any order.</param>
    /// <returns>What does not hold, at most <see cref="LawFindings.MaxCount"/>, by the place of the later entry.</returns>
    public static IReadOnlyList<LawViolation> CheckCrosswalk(IReadOnlyList<CrosswalkEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var findings = new LawFindings();
        HashSet<(string System, string Instance, string ObjectType, string NativeId)> seen = [];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (KnownHistory.IsThere(entry.Status) && entry.State == CrosswalkEntryState.Active && !seen.Add((entry.System, entry.Instance, entry.ObjectType, entry.NativeId)))
            {
                findings.Add(CrosswalkTwice, LawChecks.Item("", i, "nativeId"), "The record has an active link already.", "Retire one of the links, or merge the two objects.");
            }
        }
        return findings.Violations;
    }

    private static DatePeriod? InForceTogether(RateCard left, RateCard right)
    {
        var (a, b) = (InForce(left, right), InForce(right, left));
        return a is { } one && b is { } other ? one.Intersect(other) : null;
    }

    // The days on which a card prices: until the other takes its place.
    private static DatePeriod? InForce(RateCard card, RateCard other)
    {
        var end = other.Supersedes?.Id == card.Id && (card.EffectiveTo is not { } own || other.EffectiveFrom < own) ? other.EffectiveFrom : card.EffectiveTo;
        var days = new DatePeriod(card.EffectiveFrom, end);
        return days.IsLawful ? days : null;
    }
}
