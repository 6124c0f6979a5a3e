using Canonical.Model;

namespace Connectors.Abstractions.Tests;

public sealed class WriteLedgerTests
{
    private static readonly RecordIssue NoAnswer = new() { Code = ConnectorErrorCodes.NoOutcome, Kind = IssueKind.UnknownOutcome, Message = "The job ended without a row for this record." };

    [Fact]
    public void Account_RandomRun_AlwaysCloses()
    {
        int seed = Environment.GetEnvironmentVariable("CANONICAL_SEED") is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"CANONICAL_SEED={seed}");
        var random = new Random(seed);
        WriteOutcomeKind[] kinds = Enum.GetValues<WriteOutcomeKind>();
        for (int run = 0; run < 200; run++)
        {
            var ledger = new WriteLedger();
            var open = new Dictionary<IdempotencyKey, WriteOutcomeKind?>();
            int count = random.Next(0, 60);
            for (int i = 0; i < count; i++)
            {
                var key = NewKey();
                ledger.Send(key);
                open.Add(key, null);
                Assert.Equal(ledger.Account.Sent - ledger.Account.Succeeded - ledger.Account.Failed - ledger.Account.Unprocessed - ledger.Account.Unknown, ledger.Account.Open);
            }

            foreach (IdempotencyKey key in open.Keys.ToArray())
            {
                if (random.Next(4) == 0)
                    continue;
                WriteOutcomeKind kind = kinds[random.Next(kinds.Length)];
                open[key] = kind;
                Assert.True(ledger.Settle(key, Outcome(kind)));
                // A row that comes twice does not count twice.
                Assert.False(ledger.Settle(key, Outcome(kinds[random.Next(kinds.Length)])));
            }

            IReadOnlyList<KeyedOutcome> rest = ledger.Close(NoAnswer);

            Assert.Equal(open.Where(pair => pair.Value is null).Select(pair => pair.Key).Order(Comparer<IdempotencyKey>.Create((a, b) => a.Value.CompareTo(b.Value))), rest.Select(r => r.Key).Order(Comparer<IdempotencyKey>.Create((a, b) => a.Value.CompareTo(b.Value))));
            Assert.All(rest, r => Assert.Equal(WriteOutcomeKind.Unknown, r.Outcome.Kind));
            WriteAccount account = ledger.Account;
            Assert.True(account.Closes, account.ToString());
            Assert.Equal(count, account.Sent);
            Assert.Equal(open.Values.Count(kind => kind is WriteOutcomeKind.Rejected), account.Failed);
            Assert.Equal(open.Values.Count(kind => kind is WriteOutcomeKind.Retryable), account.Unprocessed);
            Assert.Equal(open.Values.Count(kind => kind is WriteOutcomeKind.Unknown or null), account.Unknown);
            Assert.Equal(open.Values.Count(kind => kind is { } k && Outcome(k).TookEffect), account.Succeeded);
            Assert.Empty(ledger.Close(NoAnswer));
        }
    }

    /// <summary>Any order of calls, by callers who do everything wrong: the figures agree with a model after each step, and close at the end.</summary>
    [Fact]
    public void Account_HostileSequence_AgreesWithTheModelAfterEachStep()
    {
        int seed = Environment.GetEnvironmentVariable("CANONICAL_SEED") is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"CANONICAL_SEED={seed}");
        var random = new Random(seed);
        WriteOutcomeKind[] kinds = [.. Enum.GetValues<WriteOutcomeKind>(), (WriteOutcomeKind)(-1), (WriteOutcomeKind)8, (WriteOutcomeKind)int.MaxValue];
        for (int run = 0; run < 500; run++)
        {
            var ledger = new WriteLedger();
            // Few keys, so that they meet: sent twice, settled twice, settled before they are sent, sent again after they were settled.
            IdempotencyKey[] keys = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => NewKey())];
            var open = new HashSet<IdempotencyKey>();
            var model = new long[5];
            bool closed = false;
            for (int step = 0; step < 60; step++)
            {
                IdempotencyKey key = keys[random.Next(keys.Length)];
                switch (random.Next(20))
                {
                    case 0:
                        int left = open.Count;
                        Assert.Equal(open, ledger.Close(NoAnswer).Select(o => o.Key).ToHashSet());
                        model[4] += left;
                        open.Clear();
                        closed = true;
                        break;
                    case < 10:
                        if (closed)
                        {
                            Assert.Throws<InvalidOperationException>(() => ledger.Send(key));
                        }
                        else if (open.Add(key))
                        {
                            ledger.Send(key);
                            model[0]++;
                        }
                        else
                        {
                            Assert.Throws<ArgumentException>(() => ledger.Send(key));
                        }

                        break;
                    default:
                        WriteOutcomeKind kind = kinds[random.Next(kinds.Length)];
                        if (!Enum.IsDefined(kind))
                        {
                            Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Settle(key, Outcome(kind)));
                            break;
                        }

                        Assert.Equal(open.Remove(key), ledger.Settle(key, Outcome(kind)) && Count(kind));
                        break;
                }

                WriteAccount account = ledger.Account;
                Assert.Equal(new WriteAccount(model[0], model[1], model[2], model[3], model[4]), account);
                Assert.Equal(open.Count, account.Open);
                Assert.True(account is { Succeeded: >= 0, Failed: >= 0, Unprocessed: >= 0, Unknown: >= 0, Open: >= 0 });
                Assert.Equal(open.Count == 0, account.Closes);
            }

            ledger.Close(NoAnswer);
            Assert.True(ledger.Account.Closes, ledger.Account.ToString());

            bool Count(WriteOutcomeKind kind)
            {
                model[kind switch { WriteOutcomeKind.Rejected => 2, WriteOutcomeKind.Retryable => 3, WriteOutcomeKind.Unknown => 4, _ => 1 }]++;
                return true;
            }
        }
    }

    [Fact]
    public void Account_ManyThreadsAndACloseInTheMiddle_Closes()
    {
        for (int run = 0; run < 20; run++)
        {
            var ledger = new WriteLedger();
            long sent = 0;
            long settled = 0;
            long rest = 0;
            Parallel.For(0, 8, thread =>
            {
                for (int i = 0; i < 200; i++)
                {
                    IdempotencyKey key = NewKey();
                    try
                    {
                        ledger.Send(key);
                    }
                    catch (InvalidOperationException)
                    {
                        return;
                    }

                    Interlocked.Increment(ref sent);
                    if (ledger.Settle(key, Outcome((WriteOutcomeKind)(i % 8))))
                        Interlocked.Increment(ref settled);
                    if (thread == 3 && i == 100)
                        Interlocked.Add(ref rest, ledger.Close(NoAnswer).Count);
                }
            });

            Assert.True(ledger.Account.Closes, ledger.Account.ToString());
            Assert.Equal(sent, ledger.Account.Sent);
            Assert.Equal(sent, settled + rest);
        }
    }

    [Fact]
    public void Send_KeyThatIsUnderWay_Throws()
    {
        var ledger = new WriteLedger();
        var key = NewKey();
        ledger.Send(key);

        Assert.Throws<ArgumentException>(() => ledger.Send(key));
        Assert.True(ledger.Settle(key, Outcome(WriteOutcomeKind.Retryable)));
        ledger.Send(key);
        Assert.Equal(2, ledger.Account.Sent);
        ledger.Close(NoAnswer);
        Assert.Throws<InvalidOperationException>(() => ledger.Send(key));
    }

    [Fact]
    public void Settle_KeyThatWasNeverSent_DoesNotCount()
    {
        var ledger = new WriteLedger();

        Assert.False(ledger.Settle(NewKey(), Outcome(WriteOutcomeKind.Created)));
        Assert.Equal(default, ledger.Account);
    }

    [Fact]
    public void ToString_OpenRequests_AreTold()
    {
        var ledger = new WriteLedger();
        ledger.Send(NewKey());

        Assert.Equal("1 sent = 0 succeeded + 0 failed + 0 unprocessed + 0 unknown; 1 without an outcome", ledger.Account.ToString());
        ledger.Close(NoAnswer);
        Assert.Equal("1 sent = 0 succeeded + 0 failed + 0 unprocessed + 1 unknown", ledger.Account.ToString());
    }

    private static IdempotencyKey NewKey() => new(new Guid(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));

    private static WriteOutcome Outcome(WriteOutcomeKind kind) => new() { Kind = kind, Issues = kind is WriteOutcomeKind.Rejected ? [NoAnswer] : [] };
}
