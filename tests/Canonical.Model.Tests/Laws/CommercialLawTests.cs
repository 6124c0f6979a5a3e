namespace Canonical.Model.Tests;

public sealed class CommercialLawTests
{
    [Fact]
    public void LawFindings_MoreThanFit_AreCounted()
    {
        var findings = new LawFindings();
        Assert.Empty(findings.Violations);
        for (var i = 0; i < LawFindings.MaxCount + 20; i++) findings.Add("LAW0101", "", "m", "r");

        Assert.Equal(LawFindings.MaxCount, findings.Violations.Count);
        Assert.Equal(LawFindings.MaxCount + 20, findings.TotalCount);
        Assert.True(findings.IsFull);
        Assert.Throws<ArgumentException>(() => findings.Add("", "", "m", "r"));
    }

    // Against every pair of entries.
    [Fact]
    public void RateCard_Overlaps_AreThoseOfEveryPair()
    {
        var random = new Random(Dated.Seed());
        var (lawful, unlawful) = (0, 0);
        for (var round = 0; round < 3_000; round++)
        {
            var card = Dated.Card("card", [.. Enumerable.Range(0, random.Next(2, 6)).Select(i => Entry(random, i))]) with { EffectiveFrom = DateOnly.MinValue };
            var pairs = from a in Enumerable.Range(0, card.Entries.Count)
                        from b in Enumerable.Range(a + 1, card.Entries.Count - a - 1)
                        where Meet(card.Entries[a], card.Entries[b])
                        select b;
            var found = card.CheckLaws().Where(v => v.Code == "LAW0204").ToArray();

            Assert.Equal(pairs.Any(), found.Length > 0);
            Assert.Empty(found.Select(v => v.Path).Except(pairs.Select(b => $"/entries/{b}")));
            if (found.Length > 0) unlawful++;
            else lawful++;
        }
        Assert.True(lawful > 100 && unlawful > 100, $"{lawful} lawful, {unlawful} unlawful");

        static bool Meet(RateCardEntry a, RateCardEntry b) => a.Role == b.Role
            && (a.EffectiveTo is null || b.EffectiveFrom < a.EffectiveTo) && (b.EffectiveTo is null || a.EffectiveFrom < b.EffectiveTo)
            && (a.TierTo is null || (b.TierFrom ?? 0) < a.TierTo) && (b.TierTo is null || (a.TierFrom ?? 0) < b.TierTo);
    }

    // Cards that keep the law of the set leave no work that several of them price equally well with the same keys.
    [Fact]
    public void RateCards_WithoutATie_AreNeverAmbiguousForOneKeySet()
    {
        var random = new Random(Dated.Seed());
        var (tied, free) = (0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var cards = Enumerable.Range(0, 3).Select(c => Dated.Card("card" + c, Entry(random, 0) with { TierFrom = null, TierTo = null, Role = "a" }) with
            {
                EffectiveFrom = Dated.Day(1, 1).AddDays(random.Next(5)),
                Priority = random.Next(2),
                Supersedes = c > 0 && random.Next(3) == 0 ? new(Dated.Id("card" + (c - 1))) : null,
            }).ToArray();
            var ties = SetLaws.CheckRateCards(cards);
            var ambiguous = Enumerable.Range(0, 30).Any(d => RateResolution.Resolve(cards, Dated.Query(Dated.Day(1, 1).AddDays(d), "a")).Failure?.Code == EffectiveDatingCodes.AmbiguousRate);

            if (ties.Count == 0) free++;
            else tied++;
            // A tie behind a card of higher priority, or of cards that a third one replaced, is a tie all the same.
            if (ambiguous) Assert.NotEmpty(ties);
            Assert.All(ties, t => Assert.Equal(SetLaws.CardsTie, t.Code));
        }
        Assert.True(tied > 100 && free > 100, $"{tied} tied, {free} free");
    }

    [Fact]
    public void Crosswalk_ActiveTwice_IsFound()
    {
        var entry = Link("a");

        Assert.Empty(SetLaws.CheckCrosswalk([entry, Link("b"), entry with { State = CrosswalkEntryState.Retired }]));
        var violation = Assert.Single(SetLaws.CheckCrosswalk([entry, Link("b"), entry with { Id = Dated.Id("another") }]));
        Assert.Equal((SetLaws.CrosswalkTwice, "/2/nativeId"), (violation.Code, violation.Path));
    }

    [Fact]
    public void Periods_GapAndOverlap_AreFoundForEachEntityAndKind()
    {
        var january = Dated.Period("Jan", Dated.Day(1, 1), Dated.Day(2, 1));
        var february = Dated.Period("Feb", Dated.Day(2, 1), Dated.Day(3, 1));
        var march = Dated.Period("Mar", Dated.Day(3, 1), Dated.Day(4, 1));

        Assert.Empty(SetLaws.CheckPeriods([march, january, february, Dated.Period("Jul", Dated.Day(7, 1), Dated.Day(8, 1), entity: "another"), march with { Id = Dated.Id("year"), Kind = AccountingPeriodKind.Year }]));
        Assert.Equal((SetLaws.PeriodGap, "/0/start"), Only([march, january]));
        Assert.Equal((SetLaws.PeriodOverlap, "/2/start"), Only([january, march, february with { Start = Dated.Day(1, 31) }]));
        // Adjustment periods lie over the others, and what is deleted is not there.
        Assert.Empty(SetLaws.CheckPeriods([january, february, january with { Id = Dated.Id("adjust"), Kind = AccountingPeriodKind.Adjustment }, january with { Status = RecordStatus.Deleted }]));

        static (string Code, string Path) Only(AccountingPeriod[] periods)
        {
            var violation = Assert.Single(SetLaws.CheckPeriods(periods));
            return (violation.Code, violation.Path);
        }
    }

    private static RateCardEntry Entry(Random random, int index) =>
        Dated.Entry("e" + index, 100, random.Next(2) == 0 ? null : "a", Dated.Day(1, 1).AddDays(random.Next(10)), random.Next(3) == 0 ? null : Dated.Day(1, 11).AddDays(random.Next(10))) with
        {
            TierFrom = random.Next(3) == 0 ? random.Next(3) * 10 : null,
            TierTo = random.Next(3) == 0 ? 30 + random.Next(3) : null,
        };

    private static CrosswalkEntry Link(string key) => new()
    {
        Id = Dated.Id(key),
        SourceRefs = Dated.Sources(key),
        Status = RecordStatus.Active,
        ObservedAt = Dated.Seen,
        ObjectType = "customer",
        CanonicalId = Dated.Id("c" + key),
        System = "netsuite",
        Instance = "1",
        NativeId = key,
        State = CrosswalkEntryState.Active,
        CreatedBy = CrosswalkEntryCreatedBy.Match,
        ValidFrom = Dated.Seen,
    };
}
