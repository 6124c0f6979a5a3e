using System.Globalization;

namespace Canonical.Model;

/// <summary>
/// Rate cards between major 1 (<see cref="V1.RateCard"/>: a flat list of rates for a role or a person) and major 2 (<see cref="RateCard"/>: entries with keys, intervals, tiers and markups).
/// Thread-safe: static and without state.
/// </summary>
/// <remarks>
/// Up loses nothing that 1.0.0 holds: what 2.0.0 has no member for is kept under the namespace <see cref="Namespace"/> of <c>extensions</c>, and taken back from there.
/// Down loses much, and says so. What would make a price hold for more work than before (an entry without its grade, a card of one contract as a card for all) is never made: the entry is dropped, or there is no document. A plain entry that stays then prices the work of a dropped one: read the losses.
/// </remarks>
public static class RateCardVersions
{
    /// <summary>The namespace of <c>extensions</c> in which a card of major 2 keeps what only major 1 says: <c>org.canonical-sdk.rate-card-v1</c>.</summary>
    public const string Namespace = "org.canonical-sdk.rate-card-v1";

    // The most rates that rate-card/1.0.0 takes, and the most namespaces that extensions take.
    private const int MaxRates = 2000;
    private const int MaxNamespaces = 20;

    private static readonly ContractId Version1 = V1.RateCard.Contract.Id;

    private static readonly string[] Members2 = ["scopeRef", "effectiveFrom", "effectiveTo", "priority", "copiedFrom", "supersedes", "baseRateCard", "rounding", "owner", "entries"];
    private static readonly string[] EntryMembers2 = ["entryId", "grade", "orgUnit", "location", "workType", "shift", "pricing", "markup", "tierFrom", "tierTo", "effectiveFrom", "effectiveTo"];
    private static readonly string[] Members1 = ["customer", "project", "validFrom", "validTo", "rates"];

    private static readonly (string One, string Two)[] Renamed = [("/validFrom", "/effectiveFrom"), ("/validTo", "/effectiveTo"), ("/rates", "/entries")];

    /// <summary>A card of major 1 as one of major 2.</summary>
    /// <param name="card">The card.</param>
    /// <returns>The card, and what it lost: only members of a later minor whose names major 2 uses, and what no longer fits into <c>extensions</c>.</returns>
    public static Conversion<RateCard> ToVersion2(V1.RateCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var losses = new List<ConversionLoss>();
        var kept = V1OnlyMembers.Of(card);
        var extensions = card.Extensions;
        if (!kept.IsEmpty)
        {
            if (extensions is not null && (extensions.Count >= MaxNamespaces || extensions.TryGetValue(Namespace, out _))) losses.AddRange(kept.Losses);
            else extensions = JsonMembers.FromChecked([.. extensions ?? JsonMembers.Empty, new(Namespace, kept.ToUtf8Bytes())], null);
        }
        var scopeName = card.Scope == V1.RateCardScope.Customer ? "/customer" : "/project";
        return new(new()
        {
            Id = card.Id,
            SourceRefs = card.SourceRefs,
            Status = card.Status,
            ObservedAt = card.ObservedAt,
            SourceCreatedAt = card.SourceCreatedAt,
            SourceUpdatedAt = card.SourceUpdatedAt,
            MergedInto = card.MergedInto,
            Deleted = card.Deleted,
            Name = card.Name,
            Kind = card.Kind switch { V1.RateCardKind.Cost => RateCardKind.Cost, V1.RateCardKind.Transfer => RateCardKind.Transfer, _ => RateCardKind.Bill },
            Scope = card.Scope switch { V1.RateCardScope.Customer => RateCardScope.Customer, V1.RateCardScope.Project => RateCardScope.Project, _ => RateCardScope.Global },
            ScopeRef = card.Scope switch
            {
                V1.RateCardScope.Customer when card.Customer is { } customer => new ObjectReference(customer.Id, "customer"),
                V1.RateCardScope.Project when card.Project is { } project => new ObjectReference(project.Id, "project"),
                _ => null,
            },
            Currency = card.Currency,
            EffectiveFrom = card.ValidFrom,
            EffectiveTo = card.ValidTo is { } last && last < DateOnly.MaxValue ? last.AddDays(1) : null,
            Entries = [.. card.Rates.Select((rate, i) => Up(card, rate, i, losses))],
            Notes = card.Notes,
            Dimensions = card.Dimensions,
            Ownership = Renames(card.Ownership, path => Rename(path, Renamed.Select(r => (r.One, r.Two)).Append((scopeName, "/scopeRef")))),
            Tags = card.Tags,
            Raw = card.Raw,
            LossReport = card.LossReport,
            Extensions = extensions,
            UnknownMembers = Without(card.UnknownMembers, Members2, "", losses),
        }, losses);
    }

    /// <summary>A card of major 2 as one of major 1.</summary>
    /// <param name="card">The card.</param>
    /// <param name="on">The day whose prices are wanted; without it, the newest entry for each set of keys.</param>
    /// <returns>The card, and what it lost; no card when its scope, or none of its entries, can be said in major 1.</returns>
    public static Conversion<V1.RateCard> ToVersion1(RateCard card, DateOnly? on = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        var losses = new List<ConversionLoss>();
        var kept = V1OnlyMembers.Read(card.Extensions is { } extensions && extensions.TryGetValue(Namespace, out var value) ? value : default);
        var scope = Scope(card, losses);
        LoseMembers(card, losses);
        var rates = Down(card, on, losses);
        DateOnly? validTo = kept.ValidTo;
        if (card.EffectiveTo is { } end)
        {
            if (end == DateOnly.MinValue) return None(losses, "/effectiveTo", "The day before the end is beyond the calendar.");
            validTo = end.AddDays(-1);
        }
        if (scope is not { } known) return None(losses, "/scope", "Major 1 has no card for this scope, and one for all would price work that this card does not.");
        if (rates.Count == 0) return None(losses, "/entries", "Major 1 asks for a rate, and no entry can be said as one.");
        if (rates.Count > MaxRates) return None(losses, "/entries", string.Create(CultureInfo.InvariantCulture, $"Major 1 takes {MaxRates} rates."));

        var scopeName = known == V1.RateCardScope.Customer ? "/customer" : "/project";
        var others = card.Extensions?.Where(m => m.Name != Namespace);
        return new(new()
        {
            Id = card.Id,
            ContractId = kept.Contract ?? Version1,
            SourceRefs = card.SourceRefs,
            Status = card.Status,
            ObservedAt = card.ObservedAt,
            SourceCreatedAt = card.SourceCreatedAt,
            SourceUpdatedAt = card.SourceUpdatedAt,
            MergedInto = card.MergedInto,
            Deleted = card.Deleted,
            Name = card.Name,
            Kind = card.Kind switch { RateCardKind.Cost => V1.RateCardKind.Cost, RateCardKind.Transfer => V1.RateCardKind.Transfer, _ => V1.RateCardKind.Bill },
            Scope = known,
            Customer = (known == V1.RateCardScope.Customer ? card.ScopeRef?.Id : kept.Customer) is { } customer ? new(customer) : null,
            Project = (known == V1.RateCardScope.Project ? card.ScopeRef?.Id : kept.Project) is { } project ? new(project) : null,
            Currency = card.Currency,
            ValidFrom = card.EffectiveFrom,
            ValidTo = validTo,
            Rates = rates,
            Notes = card.Notes,
            Dimensions = card.Dimensions,
            Ownership = Renames(card.Ownership, path => Rename(path, Renamed.Select(r => (r.Two, r.One)).Append(("/scopeRef", scopeName)))),
            Tags = card.Tags,
            Raw = card.Raw,
            LossReport = card.LossReport,
            // The namespace is there only for what was kept: without others there were none before.
            Extensions = others is { Count: 0 } && !kept.HadExtensions && card.Extensions!.Count > 0 ? null : others,
            UnknownMembers = Without(card.UnknownMembers, Members1, "", losses),
        }, losses);
    }

    private static RateCardEntry Up(V1.RateCard card, V1.RateCardRate rate, int index, List<ConversionLoss> losses) => new()
    {
        EntryId = EntryId(index),
        Role = rate.Role,
        Resource = rate.Resource,
        Unit = rate.Unit == V1.RateCardRateUnit.D ? RateCardEntryUnit.D : RateCardEntryUnit.H,
        Pricing = RateCardEntryPricing.Fixed,
        Rate = new Money(rate.Rate, card.Currency),
        EffectiveFrom = card.ValidFrom,
        UnknownMembers = Without(rate.UnknownMembers, EntryMembers2, LawChecks.Item("/rates", index), losses),
    };

    private static List<V1.RateCardRate> Down(RateCard card, DateOnly? on, List<ConversionLoss> losses)
    {
        // Entries with keys that major 1 does not have price other work.
        var newest = card.Entries.Where(e => !HasOtherKeys(e)).GroupBy(e => (e.Unit, e.Role, e.Resource?.Id)).ToDictionary(g => g.Key, g => g.Max(e => e.EffectiveFrom));
        List<V1.RateCardRate> rates = [];
        for (var i = 0; i < card.Entries.Count; i++)
        {
            var entry = card.Entries[i];
            var path = LawChecks.Item("/entries", i);
            if (Unsayable(entry, card.Currency) is { } reason)
            {
                Drop(path, reason);
                continue;
            }
            if (on is { } day ? !new DatePeriod(entry.EffectiveFrom, entry.EffectiveTo).Contains(day) : entry.EffectiveFrom < newest[(entry.Unit, entry.Role, entry.Resource?.Id)])
            {
                Drop(path, "Major 1 has one rate for the same work, and another one is in force on the day that is wanted.");
                continue;
            }
            if (entry.EntryId != EntryId(rates.Count)) Drop(path + "/entryId", "Major 1 has no ids of rates.");
            if (entry.EffectiveFrom != card.EffectiveFrom) Drop(path + "/effectiveFrom", "Major 1 has no intervals of rates: the rate holds as long as the card.");
            if (entry.EffectiveTo is not null) Drop(path + "/effectiveTo", "Major 1 has no intervals of rates: the rate holds as long as the card.");
            if (entry.Markup is not null) Drop(path + "/markup", "A fixed price has no markup.");
            if (entry.TierFrom is not null) Drop(path + "/tierFrom", "Major 1 has no tiers: the rate of the first one holds for all units.");
            if (entry.TierTo is not null) Drop(path + "/tierTo", "Major 1 has no tiers: the rate of the first one holds for all units.");
            rates.Add(new()
            {
                Role = entry.Role,
                Resource = entry.Resource,
                Unit = entry.Unit == RateCardEntryUnit.D ? V1.RateCardRateUnit.D : V1.RateCardRateUnit.H,
                Rate = entry.Rate!.Value.Amount,
                UnknownMembers = Without(entry.UnknownMembers, [], path, losses),
            });
        }
        return rates;

        void Drop(string path, string reason) => losses.Add(new(path, LossEntryChange.Dropped, reason));
    }

    private static string? Unsayable(RateCardEntry entry, CurrencyCode currency)
    {
        if (entry.Pricing != RateCardEntryPricing.Fixed || entry.Rate is not { } rate) return "Major 1 has fixed prices alone.";
        if (rate.Currency != currency) return "In major 1 every rate is in the currency of the card.";
        if (entry.Unit is not (RateCardEntryUnit.H or RateCardEntryUnit.D)) return "Major 1 prices hours and days alone.";
        if (entry.TierFrom > 0) return "Major 1 has no tiers: the rate of the first one holds for all units.";
        return HasOtherKeys(entry) ? "Major 1 has no such keys, and without them the rate would price more work." : null;
    }

    private static bool HasOtherKeys(RateCardEntry entry) => entry.Grade is not null || entry.OrgUnit is not null || entry.Location is not null || entry.WorkType is not null || entry.Shift is not null;

    private static V1.RateCardScope? Scope(RateCard card, List<ConversionLoss> losses)
    {
        switch (card.Scope)
        {
            case RateCardScope.Global:
                if (card.ScopeRef is not null) losses.Add(new("/scopeRef", LossEntryChange.Dropped, "A card for all names no object."));
                return V1.RateCardScope.Global;
            case RateCardScope.Customer when card.ScopeRef is { ObjectType: "customer" }:
                return V1.RateCardScope.Customer;
            case RateCardScope.Project when card.ScopeRef is { ObjectType: "project" }:
                return V1.RateCardScope.Project;
            default:
                return null;
        }
    }

    private static void LoseMembers(RateCard card, List<ConversionLoss> losses)
    {
        Lose(card.Priority is not null, "/priority");
        Lose(card.CopiedFrom is not null, "/copiedFrom");
        Lose(card.Supersedes is not null, "/supersedes");
        Lose(card.BaseRateCard is not null, "/baseRateCard");
        Lose(card.Rounding is not null, "/rounding");
        Lose(card.Owner is not null, "/owner");

        void Lose(bool given, string path)
        {
            if (given) losses.Add(new(path, LossEntryChange.Dropped, "Major 1 has no such member."));
        }
    }

    private static Conversion<V1.RateCard> None(List<ConversionLoss> losses, string path, string reason)
    {
        losses.Add(new(path, LossEntryChange.Dropped, reason));
        return new(null, losses);
    }

    // Members of a later minor go along, at the end, unless the other major means something else by their names.
    private static JsonMembers Without(JsonMembers members, string[] taken, string path, List<ConversionLoss> losses)
    {
        if (members.Count == 0) return JsonMembers.Empty;
        foreach (var member in members)
        {
            if (taken.Contains(member.Name, StringComparer.Ordinal)) losses.Add(new($"{path}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", LossEntryChange.Dropped, "The other major means something else by this name."));
        }
        return members.Where(m => !taken.Contains(m.Name, StringComparer.Ordinal));
    }

    private static IReadOnlyList<FieldOwner>? Renames(IReadOnlyList<FieldOwner>? owners, Func<string, string> rename) => owners is null ? null : [.. owners.Select(o => o with { Path = rename(o.Path) })];

    private static string Rename(string path, IEnumerable<(string From, string To)> names)
    {
        foreach (var (from, to) in names)
        {
            if (path == from || path.StartsWith(from + "/", StringComparison.Ordinal)) return string.Concat(to, path.AsSpan(from.Length));
        }
        return path;
    }

    private static string EntryId(int index) => string.Create(CultureInfo.InvariantCulture, $"rate-{index + 1}");
}
