namespace Canonical.Model.Tests;

public sealed class RateResolutionTests
{
    private static readonly CanonicalId Anna = Dated.Id("anna");
    private static readonly CanonicalId Project = Dated.Id("project");
    private static readonly CanonicalId Contract = Dated.Id("contract");

    [Fact]
    public void Resolve_MostKeys_Wins()
    {
        var card = Dated.Card("card", Dated.Entry("any", 100), Dated.Entry("role", 120, "architect"), Dated.Entry("night", 150, "architect") with { Shift = RateCardEntryShift.Night });

        Assert.Equal("any", Entry(card, Dated.Query(Dated.Day(3, 1), "tester")));
        Assert.Equal("role", Entry(card, Dated.Query(Dated.Day(3, 1), "architect")));
        Assert.Equal("night", Entry(card, Dated.Query(Dated.Day(3, 1), "architect") with { Shift = RateCardEntryShift.Night }));
    }

    [Fact]
    public void Resolve_RateOfAPerson_GoesBeforeAnyRole()
    {
        var card = Dated.Card("card", Dated.Entry("role", 120, "architect") with { Location = "SE", Grade = "A" }, Dated.Entry("anna", 180) with { Resource = new(Anna) });

        Assert.Equal("anna", Entry(card, Dated.Query(Dated.Day(3, 1), "architect") with { Location = "SE", Grade = "A", Resource = Anna }));
    }

    [Fact]
    public void Resolve_NarrowestScope_GoesBeforeKeysAndPriority()
    {
        var list = Dated.Card("list", Dated.Entry("fine", 200, "architect") with { Location = "SE" }) with { Priority = 99 };
        var agreed = Dated.Card("agreed", Dated.Entry("agreed", 90)) with { Scope = RateCardScope.Project, ScopeRef = new(Project, "project") };
        var query = Dated.Query(Dated.Day(3, 1), "architect") with { Location = "SE", Project = Project };

        Assert.Equal("agreed", Entry([list, agreed], query));
        Assert.Equal("fine", Entry([list, agreed], query with { Project = Dated.Id("another") }));
        Assert.Equal("fine", Entry([list, agreed], query with { RateCard = list.Id }));
        // Where the narrow card has no entry for the work, the wider one prices it.
        Assert.Equal("fine", Entry([list, agreed with { Entries = [Dated.Entry("days", 700) with { Unit = RateCardEntryUnit.D }] }], query));
    }

    [Fact]
    public void Resolve_EquallySpecific_PriorityDecidesOrAPersonDoes()
    {
        var low = Dated.Card("low", Dated.Entry("low", 100));
        var high = Dated.Card("high", Dated.Entry("high", 110)) with { Priority = 1 };

        Assert.Equal("high", Entry([low, high], Dated.Query(Dated.Day(3, 1))));
        var failure = RateResolution.Resolve([low, high with { Priority = 0 }], Dated.Query(Dated.Day(3, 1))).Failure!;
        Assert.Equal(EffectiveDatingCodes.AmbiguousRate, failure.Code);
        Assert.Equal(2, failure.Candidates.Count);
    }

    [Fact]
    public void Resolve_NoEntry_SaysSo()
    {
        var card = Dated.Card("card", Dated.Entry("role", 120, "architect"));

        Assert.Equal(EffectiveDatingCodes.NoRate, RateResolution.Resolve([card], Dated.Query(Dated.Day(3, 1), "tester")).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoRate, RateResolution.Resolve([], Dated.Query(Dated.Day(3, 1))).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoRate, RateResolution.Resolve([card], Dated.Query(Dated.Day(3, 1), "architect") with { Kind = RateCardKind.Cost }).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoRate, RateResolution.Resolve([card with { Status = RecordStatus.Deleted }], Dated.Query(Dated.Day(3, 1), "architect")).Failure!.Code);
    }

    [Fact]
    public void Resolve_IntervalEnds_AreHalfOpen()
    {
        var card = Dated.Card("card", Dated.Entry("old", 100, to: Dated.Day(7, 1)), Dated.Entry("new", 110, from: Dated.Day(7, 1), to: Dated.Day(8, 1))) with { EffectiveTo = Dated.Day(9, 1) };

        Assert.Equal("old", Entry(card, Dated.Query(Dated.Day(6, 30))));
        Assert.Equal("new", Entry(card, Dated.Query(Dated.Day(7, 1))));
        Assert.Equal(EffectiveDatingCodes.NoRate, RateResolution.Resolve([card], Dated.Query(Dated.Day(8, 1))).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoRate, RateResolution.Resolve([card], Dated.Query(Dated.Day(12, 31, 2025))).Failure!.Code);
    }

    [Fact]
    public void Resolve_Tiers_AreChosenByTheUnitsBefore()
    {
        var card = Dated.Card("card", Dated.Entry("first", 100) with { TierTo = 100, TierFrom = 0 }, Dated.Entry("then", 90) with { TierFrom = 100 });

        Assert.Equal("first", Entry(card, Dated.Query(Dated.Day(3, 1)) with { UnitsBefore = 99.75m }));
        Assert.Equal("then", Entry(card, Dated.Query(Dated.Day(3, 1)) with { UnitsBefore = 100 }));
    }

    [Fact]
    public void Resolve_Markups_AreOverBaseOrCostAndRoundedByTheCard()
    {
        var list = Dated.Card("list", Dated.Entry("list", 99.99m));
        var marked = Dated.Card("marked", Dated.Entry("up", 0) with { Pricing = RateCardEntryPricing.MarkupOverBase, Rate = null, Markup = 0.155m }) with
        {
            Scope = RateCardScope.Project,
            ScopeRef = new(Project, "project"),
            BaseRateCard = new(list.Id),
            Rounding = new RateCardRounding { Mode = RateCardRoundingMode.Up, Scale = 1 },
        };
        var query = Dated.Query(Dated.Day(3, 1)) with { Project = Project };

        var resolved = RateResolution.Resolve([list, marked], query).Value!;
        // 99.99 × 1.155 = 115.48845, up to 115.5
        Assert.Equal(new Money(115.5m, "EUR"), resolved.Price);
        Assert.Equal("list", resolved.Base!.Entry.EntryId);
        Assert.Equal(EffectiveDatingCodes.NoBaseRate, RateResolution.Resolve([marked], query).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoBaseRate, RateResolution.Resolve([marked with { BaseRateCard = new(marked.Id) }], query).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoBaseRate, RateResolution.Resolve([list with { Entries = [] }, marked], query).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.RateCurrencyDiffers, RateResolution.Resolve([list, marked with { Currency = CurrencyCode.Parse("SEK") }], query).Failure!.Code);

        var overCost = marked with { Entries = [marked.Entries[0] with { Pricing = RateCardEntryPricing.MarkupOverCost }], Rounding = null };
        Assert.Equal(EffectiveDatingCodes.NoCostRate, RateResolution.Resolve([overCost], query).Failure!.Code);
        Assert.Equal(new Money(57.75m, "EUR"), RateResolution.Resolve([overCost], query with { CostRate = new Money(50, "EUR") }).Value!.Price);
        var absurd = overCost with { Entries = [overCost.Entries[0] with { Markup = 999999999999999999m }] };
        Assert.Equal(EffectiveDatingCodes.PriceTooLarge, RateResolution.Resolve([absurd], query with { CostRate = new Money(999999999999999999m, "EUR") }).Failure!.Code);
    }

    [Fact]
    public void Resolve_SupersedingCard_LeavesHistoryAuditable()
    {
        var seenIn = new DateTimeOffset(2026, 6, 10, 0, 0, 0, TimeSpan.Zero);
        var old = Dated.Card("old", Dated.Entry("old", 100));
        var now = Dated.Card("new", Dated.Entry("new", 120, from: Dated.Day(5, 1))) with { EffectiveFrom = Dated.Day(5, 1), Supersedes = new(old.Id), ObservedAt = seenIn };
        RateCard[] history = [old, now];

        // Work before the change keeps its price, whenever it is asked for.
        Assert.Equal("old", Entry(history, Dated.Query(Dated.Day(4, 30))));
        Assert.Equal("new", Entry(history, Dated.Query(Dated.Day(5, 1))));
        // On 9 June nobody knew of the new card, which was agreed with effect from May: what was billed then can be explained.
        Assert.Equal("old", Entry(history, Dated.Query(Dated.Day(5, 20)) with { KnownAt = seenIn.AddTicks(-1) }));
        Assert.Equal("new", Entry(history, Dated.Query(Dated.Day(5, 20)) with { KnownAt = seenIn }));
        // The project names the old card; the new one takes its place.
        Assert.Equal("new", Entry(history, Dated.Query(Dated.Day(5, 20)) with { RateCard = old.Id }));
    }

    [Fact]
    public void Resolve_NewVersionOfACard_IsKnownFromItsReading()
    {
        var card = Dated.Card("card", Dated.Entry("e", 100));
        var corrected = card with { Entries = [Dated.Entry("e", 105)], ObservedAt = card.ObservedAt.AddDays(90) };

        Assert.Equal(100, RateResolution.Resolve([corrected, card], Dated.Query(Dated.Day(2, 1)) with { KnownAt = card.ObservedAt.AddDays(89) }).Value!.Price.Amount);
        Assert.Equal(105, RateResolution.Resolve([corrected, card], Dated.Query(Dated.Day(2, 1))).Value!.Price.Amount);
    }

    [Fact]
    public void Resolve_AmendmentMidProject_ChangesTheCardFromItsEffectiveDateForThatContract()
    {
        var old = Dated.Card("old", Dated.Entry("old", 100));
        var now = Dated.Card("new", Dated.Entry("new", 120));
        var amendment = Amendment(1, Dated.Day(7, 1), old, now);
        var query = Dated.Query(Dated.Day(6, 30)) with { Contract = Contract };

        Assert.Equal("old", Entry([old, now], query, amendment));
        Assert.Equal("new", Entry([old, now], query with { WorkDate = Dated.Day(7, 1) }, amendment));
        Assert.Equal("new", Entry([old, now], query with { WorkDate = Dated.Day(7, 1), RateCard = old.Id }, amendment));
        // A draft changes nothing, and neither does an amendment of another contract.
        Assert.Equal(EffectiveDatingCodes.AmbiguousRate, RateResolution.Resolve([old, now], query, [amendment with { State = ContractAmendmentState.Draft }]).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.AmbiguousRate, RateResolution.Resolve([old, now], query with { Contract = Dated.Id("another") }, [amendment]).Failure!.Code);
        // And back again.
        var back = Amendment(2, Dated.Day(9, 1), now, old);
        Assert.Equal("new", Entry([old, now], query with { WorkDate = Dated.Day(8, 31) }, amendment, back));
        Assert.Equal("old", Entry([old, now], query with { WorkDate = Dated.Day(9, 1) }, amendment, back));
        Assert.Equal("old", Entry([old, now], query, amendment, back));
        // Signed in August with effect from July: in July the old price was right.
        var late = amendment with { ObservedAt = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal("old", Entry([old], query with { WorkDate = Dated.Day(7, 15), KnownAt = late.ObservedAt.AddDays(-1) }, late));
    }

    // Against a search that shares no code with the resolution: every entry, sorted by what the rules say.
    [Fact]
    public void Resolve_RandomCards_AgreesWithTheNaiveSearch()
    {
        var seed = Dated.Seed();
        var random = new Random(seed);
        var (resolved, ambiguous, none) = (0, 0, 0);
        for (var round = 0; round < 3_000; round++)
        {
            var cards = Enumerable.Range(0, random.Next(1, 5)).Select(i => RandomCard(random, i)).ToArray();
            var query = Dated.Query(Dated.Day(1, 1).AddDays(random.Next(20)), Pick(random, "a", "b")) with { Location = Pick(random, "x", "y"), Resource = random.Next(2) == 0 ? Anna : null, Project = random.Next(2) == 0 ? Project : null };
            var ranked = (from card in cards
                          where card.EffectiveFrom <= query.WorkDate && (card.EffectiveTo is null || query.WorkDate < card.EffectiveTo)
                          where card.Scope == RateCardScope.Global || query.Project == Project
                          from entry in card.Entries
                          where entry.EffectiveFrom <= query.WorkDate && (entry.EffectiveTo is null || query.WorkDate < entry.EffectiveTo)
                          where (entry.Role ?? query.Role) == query.Role && (entry.Location ?? query.Location) == query.Location && (entry.Resource?.Id ?? query.Resource) == query.Resource
                          let keys = new object?[] { entry.Role, entry.Location, entry.Resource }.Count(k => k is not null)
                          orderby card.Scope == RateCardScope.Project descending, entry.Resource is not null descending, keys descending, card.Priority ?? 0 descending
                          select (card, entry, rank: (card.Scope, entry.Resource is not null, keys, card.Priority ?? 0))).ToArray();
            var best = ranked.Where(r => r.rank == ranked[0].rank).ToArray();

            random.Shuffle(cards);
            var found = RateResolution.Resolve(cards, query);

            if (best.Length == 1)
            {
                resolved++;
                Assert.True(found.IsResolved, $"seed {seed}, round {round}");
                Assert.Equal((best[0].card.Id, best[0].entry.EntryId), (found.Value.Card.Id, found.Value.Entry.EntryId));
            }
            else if (best.Length == 0)
            {
                none++;
                Assert.Equal(EffectiveDatingCodes.NoRate, found.Failure?.Code);
            }
            else
            {
                ambiguous++;
                Assert.Equal(EffectiveDatingCodes.AmbiguousRate, found.Failure?.Code);
                Assert.Equal(best.Length, found.Failure!.Candidates.Count);
            }
        }
        Assert.True(resolved > 100 && ambiguous > 100 && none > 100, $"{resolved} resolved, {ambiguous} ambiguous, {none} none: the cards are too much alike.");
    }

    // A lawful card never prices one piece of work twice with the same keys: ambiguity inside a card comes from different keys alone.
    [Fact]
    public void Resolve_LawfulCardWithOneKeySet_IsNeverAmbiguous()
    {
        var random = new Random(Dated.Seed());
        var lawful = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var card = RandomCard(random, 0);
            card = card with { Entries = [.. card.Entries.Select((e, i) => e with { Role = "a", Location = null, Resource = null, EntryId = "e" + i })], EffectiveFrom = DateOnly.MinValue };
            if (card.CheckLaws().Any(v => v.Code == "LAW0204")) continue;
            lawful++;
            for (var day = 0; day < 20; day++)
            {
                Assert.NotEqual(EffectiveDatingCodes.AmbiguousRate, RateResolution.Resolve([card], Dated.Query(Dated.Day(1, 1).AddDays(day), "a")).Failure?.Code);
            }
        }
        Assert.InRange(lawful, 100, 2_900);
    }

    private static RateCard RandomCard(Random random, int index) => Dated.Card("card" + index, [.. Enumerable.Range(0, random.Next(1, 4)).Select(i =>
        Dated.Entry($"e{i}", random.Next(1, 300), random.Next(2) == 0 ? null : Pick(random, "a", "b"), Dated.Day(1, 1).AddDays(random.Next(12)), random.Next(3) == 0 ? null : Dated.Day(1, 13).AddDays(random.Next(9))) with
        {
            Location = random.Next(2) == 0 ? null : Pick(random, "x", "y"),
            Resource = random.Next(4) == 0 ? new(Anna) : null,
        })]) with
    {
        Priority = random.Next(3) == 0 ? null : random.Next(2),
        EffectiveTo = random.Next(3) == 0 ? Dated.Day(1, 2).AddDays(random.Next(18)) : null,
        Scope = random.Next(2) == 0 ? RateCardScope.Global : RateCardScope.Project,
        ScopeRef = new(Project, "project"),
    };

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];

    private static ContractAmendment Amendment(int sequence, DateOnly from, RateCard old, RateCard now) => new()
    {
        Id = Dated.Id("amendment" + sequence),
        SourceRefs = Dated.Sources("amendment"),
        Status = RecordStatus.Active,
        ObservedAt = Dated.Seen,
        ServiceContract = new(Contract),
        Sequence = sequence,
        Kind = ContractAmendmentKind.Price,
        State = ContractAmendmentState.Signed,
        EffectiveFrom = from,
        Changes = [],
        RateCardSuperseded = new(old.Id),
        RateCardNew = new(now.Id),
    };

    private static string? Entry(RateCard card, RateQuery query) => Entry([card], query);

    private static string? Entry(RateCard[] cards, RateQuery query, params ContractAmendment[] amendments)
    {
        var found = RateResolution.Resolve(cards, query, amendments);
        Assert.True(found.IsResolved, found.ToString());
        return found.Value.Entry.EntryId;
    }
}
