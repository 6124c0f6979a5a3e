using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

public sealed class RateCardVersionsTests
{
    public static TheoryData<string> Examples1 => Files("1.0.0");

    public static TheoryData<string> Examples2 => Files("2.0.0");

    [Theory]
    [MemberData(nameof(Examples1))]
    public void UpThenDown_ValidExample_LosesNothing(string file) => UpThenDown(Read<V1.RateCard>("1.0.0", file));

    [Theory]
    [MemberData(nameof(Examples2))]
    public void DownThenUp_ValidExample_LosesOnlyWhatIsReported(string file) => DownThenUp(Read<RateCard>("2.0.0", file));

    [Fact]
    public void UpThenDown_RandomCards_LosesNothing()
    {
        var random = new Random(Dated.Seed());
        for (var round = 0; round < 2_000; round++) UpThenDown(Random1(random));
    }

    [Fact]
    public void DownThenUp_RandomCards_LosesOnlyWhatIsReported()
    {
        var random = new Random(Dated.Seed());
        var converted = 0;
        for (var round = 0; round < 2_000; round++)
        {
            if (DownThenUp(Random2(random))) converted++;
        }
        Assert.InRange(converted, 200, 1_900);
    }

    [Fact]
    public void ToVersion2_InclusiveEnd_BecomesExclusive()
    {
        var card = Random1(new Random(1)) with { ValidFrom = Dated.Day(1, 1), ValidTo = Dated.Day(12, 31), Scope = V1.RateCardScope.Customer, Customer = new(Dated.Id("c")), Project = null };
        var up = RateCardVersions.ToVersion2(card).Value!;

        Assert.Equal(Dated.Day(1, 1, 2027), up.EffectiveTo);
        Assert.Equal(new ObjectReference(Dated.Id("c"), "customer"), up.ScopeRef);
        Assert.All(up.Entries, e => Assert.Equal(card.Currency, e.Rate!.Value.Currency));
    }

    // The price of work is the same in both: that is what a rate card is for.
    [Fact]
    public void ToVersion2_LawfulCard_PricesAsVersion1Says()
    {
        var random = new Random(Dated.Seed());
        var priced = 0;
        for (var round = 0; round < 1_000; round++)
        {
            var card = Random1(random) with { Status = RecordStatus.Active, Scope = V1.RateCardScope.Global, ValidFrom = Dated.Day(1, 1), ValidTo = null };
            if (card.CheckLaws().Count > 0) continue;
            CanonicalId? person = random.Next(2) == 0 ? Dated.Id("anna") : null;
            var role = random.Next(2) == 0 ? "architect" : null;
            // A rate for a person goes before one for a role, and both before the card's default.
            var expected = card.Rates.Where(r => r.Unit == V1.RateCardRateUnit.H && (r.Resource is null || r.Resource.Value.Id == person) && (r.Role is null || r.Role == role))
                .OrderByDescending(r => r.Resource is not null).ThenByDescending(r => (r.Resource is null ? 0 : 1) + (r.Role is null ? 0 : 1)).FirstOrDefault();
            var found = RateResolution.Resolve([RateCardVersions.ToVersion2(card).Value!], Dated.Query(Dated.Day(5, 5), role) with { Kind = (RateCardKind)(int)card.Kind, Resource = person });

            if (expected is not null) priced++;
            Assert.Equal(expected?.Rate, found.Value?.Price.Amount);
        }
        Assert.True(priced > 50, $"{priced} priced");
    }

    [Fact]
    public void ToVersion1_WhatWouldPriceMoreWork_IsNotMade()
    {
        var card = Dated.Card("card", Dated.Entry("any", 100), Dated.Entry("night", 150) with { Shift = RateCardEntryShift.Night });
        var down = RateCardVersions.ToVersion1(card);
        Assert.Single(down.Value!.Rates);
        Assert.Contains(down.Losses, l => l.Path == "/entries/1");

        var ofContract = RateCardVersions.ToVersion1(card with { Scope = RateCardScope.Contract, ScopeRef = new(Dated.Id("k"), "contract") });
        Assert.False(ofContract.IsConverted);
        Assert.Contains(ofContract.Losses, l => l.Path == "/scope");
        Assert.False(RateCardVersions.ToVersion1(card with { Entries = [card.Entries[1]] }).IsConverted);
    }

    [Fact]
    public void ToVersion1_OnADay_TakesThePricesOfThatDay()
    {
        var card = Dated.Card("card", Dated.Entry("old", 100, to: Dated.Day(7, 1)), Dated.Entry("new", 110, from: Dated.Day(7, 1)));

        Assert.Equal(100, Assert.Single(RateCardVersions.ToVersion1(card, Dated.Day(6, 30)).Value!.Rates).Rate);
        Assert.Equal(110, Assert.Single(RateCardVersions.ToVersion1(card, Dated.Day(7, 1)).Value!.Rates).Rate);
        Assert.Equal(110, Assert.Single(RateCardVersions.ToVersion1(card).Value!.Rates).Rate);
    }

    private static void UpThenDown(V1.RateCard card)
    {
        var up = RateCardVersions.ToVersion2(card);
        Assert.True(up.IsLossless, string.Join('\n', up.Losses));
        Assert.True(up.Value.Validate().IsValid, up.Value.Validate().ToString());
        var down = RateCardVersions.ToVersion1(up.Value);

        Assert.True(down.IsLossless, string.Join('\n', down.Losses));
        Assert.Equal(card, down.Value);
        Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Canonicalize(card.ToUtf8Bytes())), Encoding.UTF8.GetString(CanonicalJson.Canonicalize(down.Value.ToUtf8Bytes())));
    }

    private static bool DownThenUp(RateCard card)
    {
        var down = RateCardVersions.ToVersion1(card);
        if (!down.IsConverted)
        {
            Assert.NotEmpty(down.Losses);
            return false;
        }
        Assert.True(down.Value.Validate().IsValid, down.Value.Validate().ToString());
        var up = RateCardVersions.ToVersion2(down.Value);
        Assert.True(up.IsLossless);

        // Entries are compared where they came from: those that were dropped as a whole are reported, the others stand in their order.
        var before = JsonNode.Parse(card.ToUtf8Bytes())!.AsObject();
        var after = JsonNode.Parse(up.Value.ToUtf8Bytes())!.AsObject();
        var reported = down.Losses.Select(l => l.Path).ToHashSet();
        var entries = before["entries"]!.AsArray();
        var kept = Enumerable.Range(0, entries.Count).Where(i => !reported.Contains($"/entries/{i}")).ToArray();
        var entriesAfter = after["entries"]!.AsArray();
        Assert.Equal(kept.Length, entriesAfter.Count);
        List<string> lost = [.. Differences(before, after, "").Where(p => p != "/entries")];
        for (var i = 0; i < kept.Length; i++) lost.AddRange(Differences(entries[kept[i]]!.AsObject(), entriesAfter[i]!.AsObject(), $"/entries/{kept[i]}"));
        // The version of the contract is what a conversion is about.
        Assert.Empty(lost.Where(p => p != "/contract").Except(reported));
        return true;
    }

    private static IEnumerable<string> Differences(JsonObject before, JsonObject after, string path) =>
        before.Select(m => m.Key).Union(after.Select(m => m.Key)).Where(k => !JsonNode.DeepEquals(before[k], after[k])).Select(k => $"{path}/{k}");

    private static V1.RateCard Random1(Random random) => new()
    {
        Id = Dated.Id("card"),
        SourceRefs = Dated.Sources("card"),
        Status = (RecordStatus)random.Next(3),
        ObservedAt = Dated.Seen,
        SourceUpdatedAt = random.Next(2) == 0 ? Dated.Seen : null,
        Deleted = null,
        Name = "card",
        Kind = (V1.RateCardKind)random.Next(3),
        Scope = (V1.RateCardScope)random.Next(3),
        Customer = new(Dated.Id("customer")),
        Project = new(Dated.Id("project")),
        Currency = CurrencyCode.Parse("EUR"),
        ValidFrom = Dated.Day(1, 1).AddDays(random.Next(300)),
        ValidTo = random.Next(4) switch { 0 => null, 1 => DateOnly.MaxValue, _ => Dated.Day(6, 1).AddDays(random.Next(300)) },
        Rates = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new V1.RateCardRate
        {
            Role = random.Next(2) == 0 ? null : "architect",
            Resource = random.Next(2) == 0 ? null : new(Dated.Id("anna")),
            Unit = (V1.RateCardRateUnit)random.Next(2),
            Rate = random.Next(0, 100_000) / 100m,
            UnknownMembers = random.Next(3) == 0 ? JsonMembers.Create(new JsonMember("addedLater", "1"u8.ToArray())) : JsonMembers.Empty,
        })],
        Ownership = random.Next(2) == 0 ? null : [Owner("/validFrom"), Owner("/validTo"), Owner("/rates/0/rate"), Owner("/name")],
        Tags = random.Next(2) == 0 ? null : ["a"],
        Notes = random.Next(2) == 0 ? null : "notes",
        Extensions = random.Next(3) switch { 0 => null, 1 => JsonMembers.Empty, _ => JsonMembers.Create(new JsonMember("acme", "{\"x\":1}"u8.ToArray())) },
        UnknownMembers = random.Next(3) == 0 ? JsonMembers.Create(new JsonMember("addedLater", "{}"u8.ToArray())) : JsonMembers.Empty,
    };

    private static RateCard Random2(Random random) => Dated.Card("card", [.. Enumerable.Range(0, random.Next(1, 5)).Select(i => Dated.Entry("e" + i, random.Next(1, 500), random.Next(2) == 0 ? null : "architect", Dated.Day(1, 1).AddDays(random.Next(3)), random.Next(2) == 0 ? null : Dated.Day(5, 1)) with
    {
        Resource = random.Next(3) == 0 ? new(Dated.Id("anna")) : null,
        Grade = random.Next(6) == 0 ? "A" : null,
        Shift = random.Next(6) == 0 ? RateCardEntryShift.Night : null,
        Unit = (RateCardEntryUnit)random.Next(3),
        TierFrom = random.Next(4) == 0 ? random.Next(2) * 10 : null,
        Markup = random.Next(5) == 0 ? 0.1m : null,
    })]) with
    {
        Scope = (RateCardScope)random.Next(5),
        ScopeRef = new(Dated.Id("scope"), Pick(random)),
        EffectiveTo = random.Next(2) == 0 ? null : Dated.Day(6, 1),
        Priority = random.Next(2) == 0 ? null : 3,
        Owner = random.Next(2) == 0 ? null : new(Dated.Id("owner")),
        Supersedes = random.Next(2) == 0 ? null : new(Dated.Id("old")),
        Ownership = random.Next(2) == 0 ? null : [Owner("/effectiveFrom"), Owner("/entries/0/rate"), Owner("/name")],
        Extensions = random.Next(3) switch { 0 => null, 1 => JsonMembers.Empty, _ => JsonMembers.Create(new JsonMember("acme", "{\"x\":1}"u8.ToArray())) },
    };

    private static string Pick(Random random) => random.Next(2) == 0 ? "customer" : "project";

    private static FieldOwner Owner(string path) => new() { Path = path, System = "netsuite" };

    private static T Read<T>(string version, string file) where T : class, ICanonicalObject<T> =>
        T.TryRead(File.ReadAllBytes(Path.Combine(Folder(version), file)), out var value, out var report) ? value : throw new InvalidOperationException(report.ToString());

    private static TheoryData<string> Files(string version) => new(Directory.EnumerateFiles(Folder(version), "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    private static string Folder(string version) => Path.Combine(Shared.Root, "schemas", "rate-card", version + ".examples", "valid");

    // An entry with a key that major 1 does not have prices other work: it takes no rate away.
    [Fact]
    public void ToVersion1_LaterEntryWithAnotherKey_KeepsTheRate()
    {
        var card = Dated.Card("card", Dated.Entry("any", 100, "dev"), Dated.Entry("senior", 150, "dev", Dated.Day(7, 1)) with { Grade = "senior" });

        var down = RateCardVersions.ToVersion1(card);

        Assert.Equal(100, Assert.Single(down.Value!.Rates).Rate);
        Assert.DoesNotContain(down.Losses, l => l.Path == "/entries/0");
        Assert.Contains(down.Losses, l => l.Path == "/entries/1");
    }

    // A reader keeps numbers that have no canonical form, and converting keeps them too.
    [Fact]
    public void Convert_UnknownNumberBeyondADouble_IsKept()
    {
        var card = Dated.Card("card", Dated.Entry("rate-1", 100));
        var text = Encoding.UTF8.GetString(card.ToUtf8Bytes());
        Assert.True(RateCard.TryRead(Encoding.UTF8.GetBytes(text[..^1] + ",\"huge\":1e400}"), out var read, out var report), report.ToString());

        var down = RateCardVersions.ToVersion1(read);
        Assert.Contains("\"huge\":1e400", Encoding.UTF8.GetString(down.Value!.ToUtf8Bytes()), StringComparison.Ordinal);
        Assert.Equal(read, RateCardVersions.ToVersion2(down.Value).Value);
    }

    // Extensions are everybody's: what stands under our namespace may not make a document that breaks its contract, or a price that ends early.
    [Theory]
    [InlineData("""{"contract":"customer/1.0.0"}""")]
    [InlineData("""{"contract":"rate-card/2.0.0"}""")]
    [InlineData("""{"validTo":"2020-01-01"}""")]
    [InlineData("""{"validTo":"0001-01-01"}""")]
    [InlineData("""["contract"]""")]
    public void ToVersion1_ForeignValuesInTheNamespace_AreNotTaken(string kept)
    {
        var card = Dated.Card("card", Dated.Entry("rate-1", 100)) with { Extensions = JsonMembers.Create(new JsonMember(RateCardVersions.Namespace, Encoding.UTF8.GetBytes(kept))) };

        var down = RateCardVersions.ToVersion1(card).Value!;

        Assert.Equal(V1.RateCard.Contract.Id, down.ContractId);
        Assert.Null(down.ValidTo);
        Assert.True(down.Validate().IsValid, down.Validate().ToString());
    }
}
