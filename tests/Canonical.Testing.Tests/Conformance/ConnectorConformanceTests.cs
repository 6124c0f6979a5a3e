using Canonical.Model;

namespace Canonical.Testing.Tests;

/// <summary>The kit finds nothing wrong with a right connector, and names each way to be wrong.</summary>
public sealed class ConnectorConformanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckSource_RightOne_KeepsAll()
    {
        ConformanceReport report = await SourceAsync(Flaw.None);

        Assert.True(report.IsKept);
        Assert.Equal("ISource<Customer>", report.Role);
        Assert.Equal(11, report.Checks.Count);
        Assert.StartsWith("ISource<Customer>: 11 of 11 promises kept", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Flaw.RecordLeftOut, "every record is an item", "1 left out (C3)")]
    [InlineData(Flaw.RecordTwice, "every record is an item", "1 more than once (C3)")]
    [InlineData(Flaw.BadRecordLeftOut, "every record is an item", "1 left out (C4)")]
    [InlineData(Flaw.BadRecordThrows, "it reads to the end", "ConnectorException")]
    [InlineData(Flaw.BadRecordMapped, "a record that cannot be mapped", "mapped although they are bad: C4")]
    [InlineData(Flaw.GoodRecordRefused, "a record that cannot be mapped", "refused although they are good: C3")]
    [InlineData(Flaw.NoReasons, "a record that cannot be mapped", "without a code and a message: C4")]
    [InlineData(Flaw.NoOrigin, "every item says which record", "lacks its system")]
    [InlineData(Flaw.ContractBroken, "every mapped object keeps its contract", "breaks the contract at /name")]
    [InlineData(Flaw.ContinuationOnTheLastPage, "every page but the last", "page 3 of 3")]
    [InlineData(Flaw.RestartBeginsAgain, "the same rest after a restart", "behind page 1 there were 5 records")]
    [InlineData(Flaw.RestartSkipsOne, "the same rest after a restart", "after the restart 4")]
    [InlineData(Flaw.GarbageIsTheStart, "a text that is no continuation", "it gave a page")]
    [InlineData(Flaw.SharedState, "two readings at once", "one of them gave")]
    [InlineData(Flaw.CancellationIgnored, "a cancelled reading", "it went on")]
    [InlineData(Flaw.ReadsAllAtOnce, "no page is asked for", "read at once")]
    public async Task CheckSource_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => SourceAsync(flaw)), promise, fault);

    [Fact]
    public async Task CheckChangeSource_RightOne_KeepsAll() => Assert.Equal(7, (await ChangesAsync(Flaw.None)).Checks.Count);

    [Theory]
    [InlineData(Flaw.StampAlone, "nothing is left out", "did not come")]
    [InlineData(Flaw.CursorBeforeThePage, "nothing is left out", "")]
    [InlineData(Flaw.NoPageWhenQuiet, "a reading without changes", "it gave no page")]
    [InlineData(Flaw.DeletionsMissed, "a deletion is told", "nobody said so")]
    [InlineData(Flaw.AnyCursorTaken, "a cursor of another source", "one of another source: it gave a page")]
    [InlineData(Flaw.NewerCursorTaken, "a cursor of another source", "one of a newer version: it gave a page")]
    public async Task CheckChangeSource_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => ChangesAsync(flaw)), promise, fault);

    [Fact]
    public async Task CheckSink_RightOne_KeepsAll() => Assert.Equal(9, (await SinkAsync(Flaw.None)).Checks.Count);

    [Theory]
    [InlineData(Flaw.NotIdempotent, "the same request again", "holds")]
    [InlineData(Flaw.LostIsRetryable, "a write whose answer is lost", "the outcome is Retryable")]
    [InlineData(Flaw.LostIsRejected, "a write whose answer is lost", "the outcome is Rejected")]
    [InlineData(Flaw.LostIsSilent, "a write whose answer is lost", "no issue")]
    [InlineData(Flaw.ReadBackFindsAll, "what was not written is not found", "it was found")]
    [InlineData(Flaw.ReadBackFindsNothing, "a write takes effect once", "it is not found")]
    [InlineData(Flaw.TurnedAwayIsUnknown, "turned away", "the outcome is Unknown")]
    [InlineData(Flaw.RefusedThrows, "a refused record", "ConnectorException")]
    [InlineData(Flaw.RefusedIsRetryable, "a refused record", "Retryable")]
    [InlineData(Flaw.TargetWithoutInstance, "the target names", "it is 'memory'")]
    public async Task CheckSink_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => SinkAsync(flaw)), promise, fault);

    [Fact]
    public async Task CheckBulkSink_RightOne_KeepsAll() => Assert.Equal(5, (await BulkAsync(Flaw.None)).Checks.Count);

    [Theory]
    [InlineData(Flaw.OutcomeMissing, "every request has one outcome, and", "1 without an outcome")]
    [InlineData(Flaw.OutcomeTwice, "every request has one outcome, and", "1 outcomes came twice")]
    [InlineData(Flaw.OutcomeOfAnother, "every request has one outcome, and", "1 for requests that nobody made")]
    [InlineData(Flaw.BulkAdds, "the same requests again", "records were added")]
    [InlineData(Flaw.BulkThrowsAfterWriting, "under the fault 'lost answers'", "1 records were written")]
    [InlineData(Flaw.KeyTwiceTaken, "a key that comes twice", "it was taken")]
    [InlineData(Flaw.RequestsLeftBehind, "every request has one outcome, and", "5 were taken")]
    public async Task CheckBulkSink_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => BulkAsync(flaw)), promise, fault);

    [Fact]
    public async Task CheckSingleRecords_RightOnes_KeepAll()
    {
        Assert.Equal(4, (await ReaderAsync(Flaw.None)).Checks.Count);
        Assert.Equal(3, (await DeletesAsync(Flaw.None)).Checks.Count);
        Assert.Equal(5, (await PatchesAsync(Flaw.None)).Checks.Count);
    }

    [Theory]
    [InlineData(Flaw.MissingThrows, "what is not there is null", "ConnectorException")]
    [InlineData(Flaw.MissingIsAnItem, "what is not there is null", "it gave an item")]
    [InlineData(Flaw.AnotherRecordGiven, "a record is given by its id", "it gave C0")]
    [InlineData(Flaw.OneDiffers, "the same objects as the source", "C1 differs")]
    public async Task CheckRecordReader_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => ReaderAsync(flaw)), promise, fault);

    [Theory]
    [InlineData(Flaw.DeletionDoesNothing, "a deletion takes effect", "still there")]
    [InlineData(Flaw.GoneIsRejected, "deleting what is gone", "the outcome is Rejected")]
    [InlineData(Flaw.LostDeletionIsRetryable, "a deletion whose answer is lost", "the outcome is Retryable")]
    public async Task CheckDeleteSink_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => DeletesAsync(flaw)), promise, fault);

    [Theory]
    [InlineData(Flaw.AbsentIsCleared, "what is absent stays", "the record is '/Energy'")]
    [InlineData(Flaw.NullIsIgnored, "what is absent stays", "should be 'Acme/'")]
    [InlineData(Flaw.MissingIsMade, "a record that does not exist", "the outcome is Updated")]
    [InlineData(Flaw.ArrayIsTaken, "a patch that is no JSON object", "the outcome is Unchanged")]
    [InlineData(Flaw.LostPatchIsRejected, "a patch whose answer is lost", "the outcome is Rejected")]
    public async Task CheckPatchSink_WrongOne_IsNamed(Flaw flaw, string promise, string fault) => AssertBroken(await Assert.ThrowsAsync<ConformanceException>(() => PatchesAsync(flaw)), promise, fault);

    private static Task<ConformanceReport> ReaderAsync(Flaw flaw)
    {
        MemorySystem system = Filled(flaw);
        return ConnectorConformance.CheckRecordReaderAsync(
            new RecordReaderConformance<Customer> { Open = () => new MemorySingles(system), Records = ["C1", "C2"], BadRecord = "C4", Missing = "C99", Source = () => system.Open() },
            Cancellation);
    }

    private static Task<ConformanceReport> DeletesAsync(Flaw flaw)
    {
        var system = new MemorySystem(flaw);
        int made = 0;
        return ConnectorConformance.CheckDeleteSinkAsync(
            new DeleteSinkConformance<Customer>
            {
                Open = () => new MemorySingles(system),
                Create = _ =>
                {
                    system.Put($"C{made}", "Acme");
                    return Task.FromResult($"C{made++}");
                },
                Exists = (id, _) => Task.FromResult(system.Name(id) is not null),
                LoseAnswers = () => Losing(system),
            },
            Cancellation);
    }

    private static Task<ConformanceReport> PatchesAsync(Flaw flaw)
    {
        var system = new MemorySystem(flaw);
        int made = 0;
        return ConnectorConformance.CheckPatchSinkAsync(
            new PatchSinkConformance<Customer>
            {
                Open = () => new MemorySingles(system),
                Create = _ =>
                {
                    system.Put($"C{made}", "Acme/Banking");
                    return Task.FromResult($"C{made++}");
                },
                StateOf = (id, _) => Task.FromResult(system.Name(id)!),
                InitialState = "Acme/Banking",
                Patches = [new("""{"industry":"Energy"}""", "Acme/Energy"), new("""{"industry":null}""", "Acme/")],
                Missing = "C99",
                LoseAnswers = () => Losing(system),
            },
            Cancellation);
    }

    private static MemorySystem Filled(Flaw flaw)
    {
        var system = new MemorySystem(flaw);
        for (int i = 0; i < 8; i++)
            system.Put($"C{i}", i == 4 ? "bad" : $"Customer {i}");
        return system;
    }

    private static void AssertBroken(ConformanceException broken, string promise, string fault)
    {
        Assert.Equal(broken.Report.ToString(), broken.Message);
        Assert.Contains(broken.Report.Checks, check => !check.IsKept && check.Promise.Contains(promise, StringComparison.Ordinal) && check.Fault!.Contains(fault, StringComparison.Ordinal));
    }

    private static Task<ConformanceReport> SourceAsync(Flaw flaw)
    {
        MemorySystem system = Filled(flaw);
        return ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Customer>
            {
                Open = system.Open,
                Records = [.. Enumerable.Range(0, 8).Select(static i => $"C{i}")],
                BadRecords = ["C4"],
                Calls = () => system.Calls,
            },
            Cancellation);
    }

    private static Task<ConformanceReport> ChangesAsync(Flaw flaw)
    {
        var system = new MemorySystem(flaw);
        return ConnectorConformance.CheckChangeSourceAsync(
            new ChangeSourceConformance<Customer>
            {
                Open = system.Open,
                Change = (number, _) =>
                {
                    // Ids that go down under one stamp, and some that come again.
                    string id = $"C{(99 - number) % 31:D2}";
                    system.Put(id, $"Name {number}");
                    return Task.FromResult(new SystemChange(id, $"Name {number}"));
                },
                Delete = _ =>
                {
                    system.Put("C50", "gone", deleted: true);
                    return Task.FromResult("C50");
                },
                Settle = _ =>
                {
                    system.Tick();
                    return Task.CompletedTask;
                },
                StateOf = static customer => customer.Name,
            },
            Cancellation);
    }

    private static Task<ConformanceReport> SinkAsync(Flaw flaw)
    {
        var system = new MemorySystem(flaw);
        WriteRequestOf(out var refused);
        return ConnectorConformance.CheckSinkAsync(
            new SinkConformance<Customer>
            {
                Open = system.Open,
                Make = MemorySystem.Request,
                CountRecords = _ => Task.FromResult(system.Count()),
                LoseAnswers = () => Losing(system),
                TurnAway = () =>
                {
                    system.TurnsAway = true;
                    return new End(() => system.TurnsAway = false);
                },
                Refused = refused,
            },
            Cancellation);

        static void WriteRequestOf(out Connectors.Abstractions.WriteRequest<Customer> request)
        {
            Customer bad = MemorySystem.Make("RX", "bad");
            request = new(bad, new IdempotencyKey(bad.Id.Value));
        }
    }

    private static Task<ConformanceReport> BulkAsync(Flaw flaw)
    {
        var system = new MemorySystem(flaw);
        return ConnectorConformance.CheckBulkSinkAsync(
            new BulkSinkConformance<Customer>
            {
                Open = system.Open,
                Make = MemorySystem.Request,
                CountRecords = _ => Task.FromResult(system.Count()),
                Faults = new Dictionary<string, Func<IDisposable>> { ["lost answers"] = () => Losing(system) },
                Requests = 20,
            },
            Cancellation);
    }

    private static End Losing(MemorySystem system)
    {
        system.LosesAnswers = true;
        return new End(() => system.LosesAnswers = false);
    }

    private sealed class End(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
