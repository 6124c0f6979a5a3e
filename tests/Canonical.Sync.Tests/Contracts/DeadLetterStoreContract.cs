using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>What every store of dead letters must do.</summary>
public abstract class DeadLetterStoreContract : StoreContract
{
    private IDeadLetterStore Letters => Store.DeadLetters;

    [Fact]
    public async Task Add_FirstTime_KeepsEverythingThatWasTold()
    {
        DeadLetterEntry entry = Entry(SyncErrorCodes.RejectedByTarget) with
        {
            Issues =
            [
                new RecordIssue { Code = "NSU1234", Kind = IssueKind.BusinessRule, Message = "the period is closed", Path = "/accountingDate", Remedy = "Open the period.", VendorCode = "PERIOD_CLOSED" },
                new RecordIssue { Code = "NSU1235", Kind = IssueKind.Validation, Message = "„Größe“ \"quoted\" \\ \u0001 😂" },
            ],
            PostingKey = IdempotencyKey.Derive(new PostingIdentity(Entity, 1, PostingOperation.Upsert, "netsuite/1234567", "erp.customer")),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };

        DeadLetter added = await Letters.AddAsync(entry, Cancellation);
        DeadLetter? found = await Letters.FindOpenAsync(Lane, Cancellation);

        Assert.NotNull(found);
        foreach (DeadLetter letter in new[] { added, found })
        {
            Assert.Equal(entry.Issues, letter.Entry.Issues);
            Assert.Equal(entry with { Issues = letter.Entry.Issues }, letter.Entry);
            Assert.Equal((DeadLetterState.Open, 1, Clock.GetUtcNow(), Clock.GetUtcNow()), (letter.State, letter.Attempts, letter.FirstAt, letter.LastAt));
            Assert.Null(letter.ClosedAt);
            Assert.Null(letter.Note);
        }
    }

    [Fact]
    public async Task Add_AgainWhileOpen_BringsTheLetterUpToDate()
    {
        DateTimeOffset first = Clock.GetUtcNow();
        DeadLetter before = await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped), Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(1));

        DeadLetter after = await Letters.AddAsync(Entry(SyncErrorCodes.Duplicate) with { Stage = DeadLetterStage.Deduplicate }, Cancellation);

        Assert.Equal(before.Id, after.Id);
        Assert.Equal((SyncErrorCodes.Duplicate, DeadLetterStage.Deduplicate, 2), (after.Entry.Code, after.Entry.Stage, after.Attempts));
        Assert.Equal((first, Clock.GetUtcNow()), (after.FirstAt, after.LastAt));
        Assert.Single(await ToListAsync(Letters.ListAsync(cancellationToken: Cancellation)));
    }

    [Fact]
    public async Task Close_Open_KeepsHowAndFreesTheLane()
    {
        DeadLetter letter = await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped), Cancellation);

        Assert.True(await Letters.CloseAsync(letter.Id, DeadLetterState.Resolved, "went through", Cancellation));

        Assert.Null(await Letters.FindOpenAsync(Lane, Cancellation));
        DeadLetter closed = Assert.Single(await ToListAsync(Letters.ListAsync(new DeadLetterFilter { State = DeadLetterState.Resolved }, Cancellation)));
        Assert.Equal(("went through", Clock.GetUtcNow()), (closed.Note, closed.ClosedAt));
        DeadLetter next = await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped), Cancellation);
        Assert.NotEqual(letter.Id, next.Id);
        Assert.Equal(1, next.Attempts);
    }

    [Fact]
    public async Task Close_ManyAtOnce_TellsOne()
    {
        DeadLetter letter = await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped), Cancellation);

        bool[] closed = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
            Task.Run(() => Letters.CloseAsync(letter.Id, DeadLetterState.Archived, $"by {number}", Cancellation), Cancellation)));

        Assert.Single(closed, done => done);
    }

    [Fact]
    public async Task Close_Unknown_IsFalse() => Assert.False(await Letters.CloseAsync(4711, DeadLetterState.Archived, "nothing", Cancellation));

    [Fact]
    public async Task Close_AsOpen_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Letters.CloseAsync(1, DeadLetterState.Open, "no", Cancellation));

    [Fact]
    public async Task List_Filters_Narrow()
    {
        await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped), Cancellation);
        await Letters.AddAsync(Entry(SyncErrorCodes.Duplicate, "001B"), Cancellation);
        DeadLetter archived = await Letters.AddAsync(Entry(SyncErrorCodes.Duplicate, "001C"), Cancellation);
        await Letters.CloseAsync(archived.Id, DeadLetterState.Archived, "known", Cancellation);

        Assert.Equal(2, (await ToListAsync(Letters.ListAsync(new DeadLetterFilter { State = DeadLetterState.Open }, Cancellation))).Count);
        Assert.Equal("001B", Assert.Single(await ToListAsync(Letters.ListAsync(new DeadLetterFilter { Subject = Id("001B"), Tenant = "acme", Target = Lane.Target, Purpose = Lane.Purpose }, Cancellation))).Entry.Lane.Entity.SourceId);
        Assert.Equal(2, (await ToListAsync(Letters.ListAsync(new DeadLetterFilter { Code = SyncErrorCodes.Duplicate }, Cancellation))).Count);
        Assert.Empty(await ToListAsync(Letters.ListAsync(new DeadLetterFilter { Tenant = "other" }, Cancellation)));
        Assert.Equal(3, (await ToListAsync(Letters.ListAsync(cancellationToken: Cancellation))).Count);
    }

    [Fact]
    public async Task List_ManyLetters_GivesAllInOrder()
    {
        for (int number = 0; number < 600; number++)
            await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped, $"R{number:D4}"), Cancellation);

        List<DeadLetter> letters = await ToListAsync(Letters.ListAsync(cancellationToken: Cancellation));

        Assert.Equal(Enumerable.Range(0, 600).Select(number => $"R{number:D4}"), letters.Select(letter => letter.Entry.Lane.Entity.SourceId));
    }

    [Fact]
    public async Task Count_ByCode_AddsUp()
    {
        await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped), Cancellation);
        await Letters.AddAsync(Entry(SyncErrorCodes.Duplicate, "001B"), Cancellation);
        await Letters.AddAsync(Entry(SyncErrorCodes.Duplicate, "001C"), Cancellation);

        IReadOnlyDictionary<string, long> counts = await Letters.CountAsync(new DeadLetterFilter { State = DeadLetterState.Open }, Cancellation);

        Assert.Equal(
            new Dictionary<string, long> { [SyncErrorCodes.NotMapped] = 1, [SyncErrorCodes.Duplicate] = 2 },
            counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary());
    }

    [Fact]
    public async Task Add_WithoutSubject_IsKept()
    {
        DeadLetter letter = await Letters.AddAsync(Entry(SyncErrorCodes.NotMapped) with { Subject = null, PayloadHash = null, PayloadReference = null }, Cancellation);

        Assert.Null(letter.Entry.Subject);
        Assert.Null(letter.Entry.PayloadHash);
        Assert.Null(letter.Entry.PostingKey);
    }

    private static DeadLetterEntry Entry(string code, string sourceId = "001A") => new()
    {
        Lane = LaneOf(sourceId),
        Subject = Id(sourceId),
        Code = code,
        Stage = DeadLetterStage.Map,
        Kind = IssueKind.Validation,
        Contract = "customer/1.0.0",
        PayloadHash = new string('a', 64),
        PayloadReference = "salesforce/00D01/Account/001A",
    };
}
