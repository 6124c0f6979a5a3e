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
