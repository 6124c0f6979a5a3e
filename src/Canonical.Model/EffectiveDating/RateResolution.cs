using System.Globalization;

namespace Canonical.Model;

/// <summary>
/// The price of work by the rate cards in force: pure functions of cards, amendments and a query. Thread-safe: static and without state.
/// </summary>
/// <remarks>
/// Among the entries in force on the day whose keys the work has: the card that the work names, then the narrowest scope (project, contract, customer, legal entity, global); then an entry for the
/// resource; then the entry with the most keys; then the card with the highest priority. If more than one is left, or none, a person decides: a <see cref="BusinessFailure"/>.
/// </remarks>
public static class RateResolution
{
    private const int MaxBaseCards = 8;

    /// <summary>The price of one unit of work.</summary>
    /// <param name="cards">The cards, and earlier versions of them where <see cref="RateQuery.KnownAt"/> is given, in any order.</param>
    /// <param name="query">The work.</param>
    /// <param name="amendments">
    /// Amendments of contracts. From its effective date on, a signed amendment of the query's contract takes the card that it supersedes out, and lets the new one price; before, the reverse.
    /// </param>
    /// <returns>The price, or why there is none.</returns>
    public static Resolution<ResolvedRate> Resolve(IReadOnlyList<RateCard> cards, RateQuery query, IReadOnlyList<ContractAmendment>? amendments = null)
    {
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentNullException.ThrowIfNull(query);
        var known = KnownHistory.AsKnownAt(cards, query.KnownAt).Where(c => KnownHistory.IsThere(c.Status)).ToList();
        var signed = amendments is null || query.Contract is null
            ? []
            : KnownHistory.AsKnownAt(amendments, query.KnownAt).Where(a => KnownHistory.IsThere(a.Status) && a.State == ContractAmendmentState.Signed && a.ServiceContract.Id == query.Contract).ToList();
        var inForce = known.Where(c => c.Kind == query.Kind && IsInForce(c.EffectiveFrom, c.EffectiveTo, query.WorkDate) && !IsReplaced(c, known, signed, query.WorkDate)).ToList();
        return Price(known, inForce, Assigned(query.RateCard, known, signed, query.WorkDate), query, 0);
    }

    private static Resolution<ResolvedRate> Price(List<RateCard> known, List<RateCard> inForce, HashSet<CanonicalId> assigned, RateQuery query, int depth)
    {
        List<Candidate> best = [];
        foreach (var card in inForce)
        {
            if (ScopeRank(card, assigned, query) is not { } scope) continue;
            foreach (var entry in card.Entries)
            {
                if (!Matches(entry, query)) continue;
                var candidate = new Candidate(card, entry, scope, entry.Resource is null ? 0 : 1, CountKeys(entry), card.Priority ?? 0);
                var order = best.Count == 0 ? 1 : candidate.Compare(best[0]);
                if (order > 0) best.Clear();
                if (order >= 0) best.Add(candidate);
            }
        }
        return best.Count switch
        {
            0 => Failed(EffectiveDatingCodes.NoRate,
                string.Create(CultureInfo.InvariantCulture, $"No entry prices {CodeOf(query.Unit)} on {query.WorkDate:yyyy-MM-dd}; {inForce.Count} cards are in force."),
                "Add an entry for the work, or mend its role, unit or day.", [.. inForce.Select(c => $"rate card {c.Id}")]),
            1 => Compute(best[0], known, query, depth),
            _ => Failed(EffectiveDatingCodes.AmbiguousRate,
                string.Create(CultureInfo.InvariantCulture, $"{best.Count} entries price the work of {query.WorkDate:yyyy-MM-dd} equally well: {best[0].Reason}."),
                "Give one card a higher priority, or one entry another key.", [.. best.Select(c => c.Name).Order(StringComparer.Ordinal)]),
        };
    }

    private static Resolution<ResolvedRate> Compute(Candidate chosen, List<RateCard> known, RateQuery query, int depth)
    {
        var (card, entry) = (chosen.Card, chosen.Entry);
        // The contract gives a rate to a fixed price and a markup to the others.
        if (entry.Pricing == RateCardEntryPricing.Fixed) return Resolution<ResolvedRate>.Of(new(entry.Rate ?? default, card, entry, null, chosen.Reason));

        ResolvedRate? under = null;
        Money from;
        if (entry.Pricing == RateCardEntryPricing.MarkupOverCost)
        {
            if (query.CostRate is not { } cost) return Failed(EffectiveDatingCodes.NoCostRate, $"The price is a markup over cost, and the cost rate is not known: {chosen.Name}.", "Give the cost rate of who does the work.", [chosen.Name]);
            from = cost;
        }
        else
        {
            var baseCard = card.BaseRateCard is { } reference ? known.Find(c => c.Id == reference.Id) : null;
            // The base card prices by its own intervals; its scope is of no matter here, for the card names it.
            if (baseCard is null || depth >= MaxBaseCards || !IsInForce(baseCard.EffectiveFrom, baseCard.EffectiveTo, query.WorkDate))
            {
                return Failed(EffectiveDatingCodes.NoBaseRate, $"The price is a markup over a base card that is not there, is not in force, or leads back to itself: {chosen.Name}.", "Name a base card that is in force, whose prices are its own.", [chosen.Name]);
            }
            var found = Price(known, [baseCard], [baseCard.Id], query, depth + 1);
            if (!found.IsResolved)
            {
                return found.Failure.Code == EffectiveDatingCodes.NoRate
                    ? Failed(EffectiveDatingCodes.NoBaseRate, $"The price is a markup over a base card that does not price the work: {chosen.Name}.", "Add an entry for the work to the base card.", [chosen.Name, $"rate card {baseCard.Id}"])
                    : found;
            }
            under = found.Value;
            from = under.Price;
        }
        if (from.Currency != card.Currency)
        {
            return Failed(EffectiveDatingCodes.RateCurrencyDiffers, $"The markup is on {from.Currency}, and the card is in {card.Currency}: {chosen.Name}.", "Convert the base or the cost first: which rate of exchange holds is for finance to say.", [chosen.Name]);
        }
        decimal price;
        try
        {
            price = from.Amount * (1 + (entry.Markup ?? 0));
            if (card.Rounding is { } rounding) price = Round(price, rounding);
        }
        catch (OverflowException)
        {
            // Both factors may have 18 digits before the point: wrong data, told like any other.
            return Failed(EffectiveDatingCodes.PriceTooLarge, $"The marked-up price has more digits than an amount can hold: {chosen.Name}.", "Mend the markup of the entry, or the price it is put on.", [chosen.Name]);
        }
        return Resolution<ResolvedRate>.Of(new(new(price, card.Currency), card, entry, under, chosen.Reason));
    }

    private static bool IsInForce(DateOnly from, DateOnly? to, DateOnly day) => new DatePeriod(from, to).Contains(day);

    // A card stays replaced after its successor ended: what both sides had agreed to leave does not come back by itself.
    private static bool IsReplaced(RateCard card, List<RateCard> known, List<ContractAmendment> signed, DateOnly day) =>
        known.Exists(c => c.Supersedes is { } old && old.Id == card.Id && c.Id != card.Id && c.Kind == card.Kind && c.EffectiveFrom <= day) || IsAmendedAway(card.Id, signed, day);

    // The last amendment in effect that speaks of the card decides; before all of them, the first one tells whether the card is yet to come.
    private static bool IsAmendedAway(CanonicalId card, List<ContractAmendment> signed, DateOnly day)
    {
        ContractAmendment? last = null, next = null;
        foreach (var amendment in signed)
        {
            if (amendment.RateCardSuperseded?.Id != card && amendment.RateCardNew?.Id != card) continue;
            var place = (amendment.EffectiveFrom, amendment.Sequence);
            if (amendment.EffectiveFrom <= day)
            {
                if (last is null || place.CompareTo((last.EffectiveFrom, last.Sequence)) > 0) last = amendment;
            }
            else if (next is null || place.CompareTo((next.EffectiveFrom, next.Sequence)) < 0)
            {
                next = amendment;
            }
        }
        return last is null ? next?.RateCardNew?.Id == card : last.RateCardSuperseded?.Id == card;
    }

    // The card that the work names, and those that took its place by the day.
    private static HashSet<CanonicalId> Assigned(CanonicalId? named, List<RateCard> known, List<ContractAmendment> signed, DateOnly day)
    {
        HashSet<CanonicalId> assigned = [];
        if (named is not { } first) return assigned;
        var open = new Stack<CanonicalId>([first]);
        while (open.TryPop(out var id))
        {
            if (!assigned.Add(id)) continue;
            foreach (var card in known)
            {
                if (card.Supersedes is { } old && old.Id == id && card.EffectiveFrom <= day) open.Push(card.Id);
            }
            foreach (var amendment in signed)
            {
                if (amendment.RateCardSuperseded is { } old && old.Id == id && amendment.RateCardNew is { } now && amendment.EffectiveFrom <= day) open.Push(now.Id);
            }
        }
        return assigned;
    }

    private static int? ScopeRank(RateCard card, HashSet<CanonicalId> assigned, RateQuery query)
    {
        if (assigned.Contains(card.Id)) return 5;
        return card.Scope switch
        {
            RateCardScope.Global => 0,
            RateCardScope.LegalEntity when Is(card, query.LegalEntity) => 1,
            RateCardScope.Customer when Is(card, query.Customer) => 2,
            RateCardScope.Contract when Is(card, query.Contract) => 3,
            RateCardScope.Project when Is(card, query.Project) => 4,
            _ => null,
        };

        static bool Is(RateCard card, CanonicalId? id) => id is { } asked && card.ScopeRef is { } scope && scope.Id == asked;
    }

    private static bool Matches(RateCardEntry entry, RateQuery query) =>
        entry.Unit == query.Unit
        && IsInForce(entry.EffectiveFrom, entry.EffectiveTo, query.WorkDate)
        && (entry.Role is null || entry.Role == query.Role)
        && (entry.Resource is null || entry.Resource.Value.Id == query.Resource)
        && (entry.Grade is null || entry.Grade == query.Grade)
        && (entry.OrgUnit is null || entry.OrgUnit.Value.Id == query.OrgUnit)
        && (entry.Location is null || entry.Location == query.Location)
        && (entry.WorkType is null || entry.WorkType == query.WorkType)
        && (entry.Shift is null || entry.Shift == query.Shift)
        && (entry.TierFrom is not { } from || from <= query.UnitsBefore)
        && (entry.TierTo is not { } to || query.UnitsBefore < to);

    private static string[] Keys(RateCardEntry entry)
    {
        List<string> keys = [];
        if (entry.Resource is not null) keys.Add("resource");
        if (entry.Role is not null) keys.Add("role");
        if (entry.Grade is not null) keys.Add("grade");
        if (entry.OrgUnit is not null) keys.Add("orgUnit");
        if (entry.Location is not null) keys.Add("location");
        if (entry.WorkType is not null) keys.Add("workType");
        if (entry.Shift is not null) keys.Add("shift");
        return [.. keys];
    }

    private static int CountKeys(RateCardEntry entry) =>
        (entry.Resource is null ? 0 : 1) + (entry.Role is null ? 0 : 1) + (entry.Grade is null ? 0 : 1) + (entry.OrgUnit is null ? 0 : 1)
        + (entry.Location is null ? 0 : 1) + (entry.WorkType is null ? 0 : 1) + (entry.Shift is null ? 0 : 1);

    private static decimal Round(decimal value, RateCardRounding rounding) => Math.Round(value, rounding.Scale, rounding.Mode switch
    {
        RateCardRoundingMode.HalfEven => MidpointRounding.ToEven,
        RateCardRoundingMode.Down => MidpointRounding.ToZero,
        // Away from zero: there is no such mode in the runtime, so the sign chooses the direction.
        RateCardRoundingMode.Up => value < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity,
        _ => MidpointRounding.AwayFromZero,
    });

    private static string CodeOf(RateCardEntryUnit unit) => unit.ToCode();

    private static Resolution<ResolvedRate> Failed(string code, string message, string remedy, IReadOnlyList<string> candidates) =>
        Resolution<ResolvedRate>.Failed(BusinessFailure.Of(code, message, remedy, candidates));

    private readonly record struct Candidate(RateCard Card, RateCardEntry Entry, int Scope, int ForResource, int KeyCount, int Priority)
    {
        private static readonly string[] Scopes = ["global", "legalEntity", "customer", "contract", "project", "the card that the work names"];

        public string Name => $"rate card {Card.Id}, entry {Entry.EntryId}";

        public string Reason
        {
            get
            {
                var keys = Keys(Entry);
                return string.Create(CultureInfo.InvariantCulture, $"scope {Scopes[Scope]}, {(keys.Length == 0 ? "no keys" : "keys " + string.Join(" and ", keys))}, priority {Priority}");
            }
        }

        public int Compare(Candidate other) => (Scope, ForResource, KeyCount, Priority).CompareTo((other.Scope, other.ForResource, other.KeyCount, other.Priority));
    }
}
