using System.Globalization;

namespace Canonical.Model;

/// <summary>Which accounting period a day is in, and where it is posted: pure functions. Thread-safe: static and without state.</summary>
public static class AccountingPeriods
{
    /// <summary>The period of a day, whether it is open or not.</summary>
    /// <param name="periods">The periods of any entities and kinds, in any order; one version of each.</param>
    /// <param name="legalEntity">Whose books they are.</param>
    /// <param name="day">The day.</param>
    /// <param name="kind">The kind of period; adjustment periods lie over the others and are asked for by name.</param>
    /// <returns>The period, or why there is none: a gap, or an overlap.</returns>
    public static Resolution<AccountingPeriod> Find(IReadOnlyList<AccountingPeriod> periods, CanonicalId legalEntity, DateOnly day, AccountingPeriodKind kind = AccountingPeriodKind.Month)
    {
        ArgumentNullException.ThrowIfNull(periods);
        List<AccountingPeriod> found = [.. Of(periods, legalEntity, kind).Where(p => Days(p).Contains(day))];
        return found.Count switch
        {
            1 => Resolution<AccountingPeriod>.Of(found[0]),
            0 => Resolution<AccountingPeriod>.Failed(BusinessFailure.Of(EffectiveDatingCodes.NoPeriod,
                string.Create(CultureInfo.InvariantCulture, $"No {kind.ToCode()} period of legal entity {legalEntity} has {day:yyyy-MM-dd}."),
                "Open the period in the books, or fetch the periods again.")),
            _ => Resolution<AccountingPeriod>.Failed(BusinessFailure.Of(EffectiveDatingCodes.PeriodsOverlap,
                string.Create(CultureInfo.InvariantCulture, $"{found.Count} {kind.ToCode()} periods of legal entity {legalEntity} have {day:yyyy-MM-dd}."),
                "Mend the calendar: a day is in one period of a kind.", [.. found.Select(p => $"accounting period {p.Id}, {p.Name}")])),
        };
    }

    /// <summary>Where something of a day is posted.</summary>
    /// <param name="periods">The periods of any entities and kinds, in any order; one version of each.</param>
    /// <param name="legalEntity">Whose books they are.</param>
    /// <param name="day">The day.</param>
    /// <param name="ledger">The subledger: where the period names its state, that counts and not the period's. Null for the period's own.</param>
    /// <param name="rule">What happens when the period is closed. A period that is still in the future is never posted to, nor moved from.</param>
    /// <param name="kind">The kind of period.</param>
    /// <returns>The day and its period, or why there is none.</returns>
    public static Resolution<PostingDay> FindOpen(IReadOnlyList<AccountingPeriod> periods, CanonicalId legalEntity, DateOnly day, AccountingPeriodSubledgerLedger? ledger = null, ClosedPeriodRule rule = ClosedPeriodRule.Refuse, AccountingPeriodKind kind = AccountingPeriodKind.Month)
    {
        var found = Find(periods, legalEntity, day, kind);
        if (!found.IsResolved) return Resolution<PostingDay>.Failed(found.Failure);

        var period = found.Value;
        var state = State(period, ledger);
        if (state == AccountingPeriodState.Open) return Resolution<PostingDay>.Of(new(period, day, false));

        var name = $"accounting period {period.Id}, {period.Name}";
        if (rule == ClosedPeriodRule.Refuse || state == AccountingPeriodState.Future)
        {
            return Resolution<PostingDay>.Failed(BusinessFailure.Of(EffectiveDatingCodes.PeriodNotOpen,
                string.Create(CultureInfo.InvariantCulture, $"The period of {day:yyyy-MM-dd} is {state.ToCode()}."),
                state == AccountingPeriodState.Future ? "Open the period, or wait until it is." : "Open the period again, or post into the next open one (ClosedPeriodRule.NextOpen).", name));
        }

        AccountingPeriod? next = null;
        foreach (var later in Of(periods, legalEntity, kind))
        {
            if (later.Start >= period.End && State(later, ledger) == AccountingPeriodState.Open && (next is null || later.Start < next.Start)) next = later;
        }
        if (next is null)
        {
            return Resolution<PostingDay>.Failed(BusinessFailure.Of(EffectiveDatingCodes.NoOpenPeriod,
                string.Create(CultureInfo.InvariantCulture, $"The period of {day:yyyy-MM-dd} is {state.ToCode()}, and no later one is open."), "Open a period.", name));
        }
        // The first open day must be in one period too: an overlap there is no place to post.
        var first = Find(periods, legalEntity, next.Start, kind);
        return first.IsResolved ? Resolution<PostingDay>.Of(new(next, next.Start, true)) : Resolution<PostingDay>.Failed(first.Failure);
    }

    internal static DatePeriod Days(AccountingPeriod period) => new(period.Start, period.End);

    private static IEnumerable<AccountingPeriod> Of(IReadOnlyList<AccountingPeriod> periods, CanonicalId legalEntity, AccountingPeriodKind kind) =>
        periods.Where(p => p.LegalEntity.Id == legalEntity && p.Kind == kind && KnownHistory.IsThere(p.Status));

    private static AccountingPeriodState State(AccountingPeriod period, AccountingPeriodSubledgerLedger? ledger)
    {
        if (ledger is { } asked && period.Subledgers is { } subledgers)
        {
            foreach (var subledger in subledgers)
            {
                if (subledger.Ledger == asked) return subledger.State.ToPeriodState();
            }
        }
        return period.State;
    }
}
