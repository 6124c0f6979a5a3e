namespace Canonical.Model.Tests;

public sealed class PostingSequenceTests
{
    private static readonly Fingerprint[] Contents = [.. "ABCD"u8.ToArray().Select(letter => Fingerprint.Compute(ContractId.Parse("order/1.0.0"), [(byte)'"', letter, (byte)'"']))];

    // Any history of changes, deliveries, refusals and lost answers: what the target holds at the end is what was last said, each effect happened once, and no number came twice.
    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void Decide_AnyHistory_PostsEachChangeOnce(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 600; round++)
        {
            var ledger = new List<PostedVersion>();
            var target = new List<(long Sequence, Fingerprint Content)>();
            Fingerprint? held = null;
            Fingerprint? said = null;
            for (var step = 0; step < 30; step++)
            {
                switch (random.Next(4))
                {
                    case 0 or 1:
                        said = Contents[random.Next(Contents.Length)];
                        Accept(ledger, said.Value);
                        break;
                    case 2:
                        // The same again: a retry, a replay, a second reader.
                        if (said is { } again)
                        {
                            // Once more for a change that could not be judged before.
                            Accept(ledger, again);
                            var before = ledger.ToArray();
                            Accept(ledger, again);
                            Assert.Equal(before, ledger);
                        }
                        break;
                    default:
                        Deliver(ledger, target, random, said, ref held);
                        break;
                }
            }
            // In the end every answer is known, and nothing is refused any more.
            for (var settle = 0; settle < 5; settle++)
            {
                if (said is { } last) Accept(ledger, last);
                Deliver(ledger, target, random: null, said, ref held);
            }

            Assert.Equal(said, held);
            Assert.Equal(Enumerable.Range(1, ledger.Count).Select(i => (long)i), ledger.Select(v => v.Sequence));
            Assert.Equal(target.Count, target.DistinctBy(p => p.Sequence).Count());
            Assert.All(target.Zip(target.Skip(1)), pair => Assert.NotEqual(pair.First.Content, pair.Second.Content));
        }
    }

    [Fact]
    public void Decide_CorrectionOfACorrection_HasAKeyOfItsOwn()
    {
        var entity = new EntityKey("acme", "time-entry", "kantata", "551203", "1");
        var keys = new List<IdempotencyKey>();
        PostedVersion? inEffect = null;
        foreach (var content in (int[])[0, 0, 1, 1, 0, 0, 1])
        {
            var decision = PostingSequence.Decide(PostingOperation.Adjust, Contents[content], inEffect, inEffect);
            keys.Add(IdempotencyKey.Derive(new(entity, decision.Sequence, PostingOperation.Adjust, "netsuite/1", "erp.time.actual")));
            inEffect = new(decision.Sequence, PostingOperation.Adjust, Contents[content], PostingEffect.Applied);
        }

        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(keys[2], keys[3]);
        Assert.Equal(keys[4], keys[5]);
        Assert.Equal(4, keys.Distinct().Count());
    }

    [Fact]
    public void Decide_NumbersUsedUp_Throws()
    {
        var last = new PostedVersion(PostingIdentity.MaxSequence, PostingOperation.Post, Contents[0], PostingEffect.Applied);

        Assert.Equal(SequenceRuling.Unchanged, PostingSequence.Decide(PostingOperation.Post, Contents[0], last, last).Ruling);
        Assert.Throws<OverflowException>(() => PostingSequence.Decide(PostingOperation.Post, Contents[1], last, last));
    }

    private static void Accept(List<PostedVersion> ledger, Fingerprint content)
    {
        PostedVersion? latest = ledger.Count > 0 ? ledger[^1] : null;
        PostedVersion? effective = ledger.Any(v => v.Effect == PostingEffect.Applied) ? ledger.Last(v => v.Effect == PostingEffect.Applied) : null;
        var decision = PostingSequence.Decide(PostingOperation.Upsert, content, latest, effective);
        if (decision.SupersedesLatest) ledger[^1] = ledger[^1] with { Effect = PostingEffect.Superseded };
        if (decision.Ruling == SequenceRuling.New) ledger.Add(new(decision.Sequence, PostingOperation.Upsert, content, PostingEffect.Waiting));
        // A person sends again what was refused.
        if (decision.Ruling == SequenceRuling.StillRejected) Assert.Equal(ledger[^1].Sequence, decision.Sequence);
    }

    // Sends what waits, or finds out what became of it. Without a generator everything works.
    private static void Deliver(List<PostedVersion> ledger, List<(long Sequence, Fingerprint Content)> target, Random? random, Fingerprint? said, ref Fingerprint? held)
    {
        if (ledger.Count == 0) return;
        var latest = ledger[^1];
        switch (latest.Effect)
        {
            case PostingEffect.Waiting:
            case PostingEffect.Rejected when random is null && latest.Fingerprint == said:
                var chance = random?.Next(4) ?? 0;
                if (chance == 3)
                {
                    ledger[^1] = latest with { Effect = PostingEffect.Rejected };
                    break;
                }
                // Lost answers: with effect, and without.
                if (chance != 2)
                {
                    target.Add((latest.Sequence, latest.Fingerprint));
                    held = latest.Fingerprint;
                }
                ledger[^1] = latest with { Effect = chance == 0 ? PostingEffect.Applied : PostingEffect.Unknown };
                break;
            case PostingEffect.Unknown:
                ledger[^1] = latest with { Effect = target.Any(p => p.Sequence == latest.Sequence) ? PostingEffect.Applied : PostingEffect.Waiting };
                break;
        }
    }
}
