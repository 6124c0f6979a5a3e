using System.Diagnostics;
using System.Text;

using Canonical.Model;
using Canonical.Testing;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Canonical.Sync.Sqlite.Tests;

public sealed class SqliteSyncStoreTests : IDisposable
{
    private static readonly PostingLane Lane = new(new EntityKey("acme", "customer", "salesforce", "00D01", "001A"), "netsuite/1234567", "erp.customer");

    private readonly TemporaryDatabase _database = new();
    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Open_ClosedStore_HoldsWhatWasWritten()
    {
        Posting posting;
        await using (SqliteSyncStore store = await _database.OpenAsync(_clock))
            posting = (await store.Postings.AcceptAsync(Change("A"), Cancellation)).Posting;

        await using SqliteSyncStore again = await _database.OpenAsync(_clock);

        Posting? found = await again.Postings.FindAsync(posting.Key, Cancellation);
        Assert.NotNull(found);
        Assert.Equal(Encoding.UTF8.GetString(posting.Payload.Span), Encoding.UTF8.GetString(found.Payload.Span));
        Assert.Equal(posting with { Payload = default }, found with { Payload = default });
    }

    [Fact]
    public async Task Open_AfterKill_HoldsEverythingThatReturned()
    {
        await using SqliteSyncStore killed = await _database.OpenAsync(_clock);
        var keys = new List<IdempotencyKey>();
        for (int number = 0; number < 50; number++)
        {
            var lane = new PostingLane(new EntityKey("acme", "customer", "salesforce", "00D01", $"R{number}"), Lane.Target, Lane.Purpose);
            keys.Add((await killed.Postings.AcceptAsync(Change("A") with { Lane = lane }, Cancellation)).Posting.Key);
            await killed.Crosswalk.LinkAsync(lane.Entity, CanonicalId.Derive(lane.Entity), CrosswalkOrigin.Source, Cancellation);
        }

        PostingLease lease = (await killed.Postings.TryBeginSendAsync(keys[0], TimeSpan.FromMinutes(5), Cancellation))!.Value;
        PostingLease done = (await killed.Postings.TryBeginSendAsync(keys[1], TimeSpan.FromMinutes(5), Cancellation))!.Value;
        await killed.Postings.CompleteAsync(done, PostingOutcome.Applied("77"), Cancellation);

        using TemporaryDatabase left = _database.CopyAsLeftByKill();
        await using SqliteSyncStore found = await left.OpenAsync(_clock);

        foreach (IdempotencyKey key in keys)
            Assert.NotNull(await found.Postings.FindAsync(key, Cancellation));
        IReadOnlyDictionary<PostingState, long> counts = await found.Postings.CountAsync(cancellationToken: Cancellation);
        Assert.Equal((1L, 48L, 1L), (counts[PostingState.Applied], counts[PostingState.Pending], counts[PostingState.InDoubt]));
        Assert.Equal("77", (await found.Postings.FindAsync(keys[1], Cancellation))?.TargetId);
        Assert.False(await found.Postings.CompleteAsync(lease, PostingOutcome.Applied("78"), Cancellation));
        Assert.NotNull(await found.Crosswalk.FindAsync(new EntityKey("acme", "customer", "salesforce", "00D01", "R49"), Cancellation));
    }

    [Fact]
    public async Task Open_LogCutShortByPowerLoss_HoldsEarlierTransactionsWhole()
    {
        await using SqliteSyncStore killed = await _database.OpenAsync(_clock);
        IdempotencyKey first = (await killed.Postings.AcceptAsync(Change("A"), Cancellation)).Posting.Key;
        long after = new FileInfo(_database.Path + "-wal").Length;
        await killed.Postings.AcceptAsync(Change("B"), Cancellation);
        Assert.True(new FileInfo(_database.Path + "-wal").Length > after);

        // The last transaction lost its end: it must be gone as a whole, with what it would have superseded as it was.
        using TemporaryDatabase left = _database.CopyAsLeftByKill();
        await using (FileStream log = File.Open(left.Path + "-wal", FileMode.Open))
            log.SetLength(log.Length - 100);
        await using SqliteSyncStore found = await left.OpenAsync(_clock);

        Assert.Equal(PostingState.Pending, (await found.Postings.FindAsync(first, Cancellation))?.State);
        Assert.Equal(1, (await found.Postings.CountAsync(cancellationToken: Cancellation)).Values.Sum());
    }

    [Fact]
    public async Task Open_SecondOwner_IsToldWho()
    {
        await using SqliteSyncStore owner = await _database.OpenAsync(_clock);

        SyncException exception = await Assert.ThrowsAsync<SyncException>(() => _database.OpenAsync(_clock));

        Assert.Equal(SqliteSyncErrorCodes.InUse, exception.Code);
        Assert.Contains(_database.Path, exception.Message, StringComparison.Ordinal);
        await owner.DisposeAsync();
        await using SqliteSyncStore next = await _database.OpenAsync(_clock);
    }

    [Fact]
    public async Task Open_OtherProcess_SeesTheLock()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock(1) of util-linux not found: the lock cannot be looked at from another process.");
        int free = await RunFlockAsync();
        int held;
        await using (SqliteSyncStore owner = await _database.OpenAsync(_clock))
            held = await RunFlockAsync();

        Assert.Equal((0, 1, 0), (free, held, await RunFlockAsync()));
    }

    [Fact]
    public async Task Open_NewFile_BelongsToItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are those of Unix.");
            return;
        }

        await using SqliteSyncStore store = await _database.OpenAsync(_clock);
        await store.Postings.AcceptAsync(Change("A"), Cancellation);

        foreach (string suffix in new[] { "", "-wal", ".lock" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_database.Path + suffix));
    }

    [Fact]
    public async Task Open_FileOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        await ExecuteAsync("CREATE TABLE theirs (a); PRAGMA application_id = 7;");
        byte[] before = await File.ReadAllBytesAsync(_database.Path, Cancellation);

        SyncException exception = await Assert.ThrowsAsync<SyncException>(() => _database.OpenAsync(_clock));

        Assert.Equal(SqliteSyncErrorCodes.ForeignDatabase, exception.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(_database.Path, Cancellation));
    }

    [Fact]
    public async Task Open_FileThatIsNoDatabase_IsRefused()
    {
        await File.WriteAllTextAsync(_database.Path, new string('x', 4096), Cancellation);

        SyncException exception = await Assert.ThrowsAsync<SyncException>(() => _database.OpenAsync(_clock));

        Assert.Equal(SqliteSyncErrorCodes.Unusable, exception.Code);
    }

    [Fact]
    public async Task Open_FolderThatIsNotThere_IsRefused()
    {
        SyncException exception = await Assert.ThrowsAsync<SyncException>(() => _database.OpenAsync(_clock, Path.Combine(Path.GetDirectoryName(_database.Path)!, "nowhere", "sync.db")));

        Assert.Equal(SqliteSyncErrorCodes.Unusable, exception.Code);
    }

    [Fact]
    public async Task Open_SchemaOfANewerPackage_IsRefused()
    {
        await using (SqliteSyncStore store = await _database.OpenAsync(_clock))
        {
        }

        await ExecuteAsync("INSERT INTO schema_version (version, applied_at, description) VALUES (99, '2030-01-01T00:00:00.0000000Z', 'later');");

        Assert.Equal(SqliteSyncErrorCodes.NewerSchema, (await Assert.ThrowsAsync<SyncException>(() => _database.OpenAsync(_clock))).Code);
    }

    [Fact]
    public async Task Open_Database_HasTheSafeSettings()
    {
        await using (SqliteSyncStore store = await _database.OpenAsync(_clock))
        {
        }

        Assert.Equal("wal", await ScalarAsync("PRAGMA journal_mode;"));
        Assert.Equal((long)0x4353796E, await ScalarAsync("PRAGMA application_id;"));
        Assert.Equal(1L, await ScalarAsync("SELECT max(version) FROM schema_version;"));
        Assert.Equal("ok", await ScalarAsync("PRAGMA integrity_check;"));
    }

    [Theory]
    [InlineData("DELETE FROM outbox;")]
    [InlineData("UPDATE outbox SET posting_key = 'another';")]
    [InlineData("UPDATE outbox SET fingerprint = 'another';")]
    [InlineData("DELETE FROM crosswalk;")]
    [InlineData("UPDATE crosswalk SET canonical_id = 'another';")]
    [InlineData("UPDATE crosswalk SET valid_to = '2030', end_reason = 'x', source_id = 'another';")]
    [InlineData("DELETE FROM dead_letter;")]
    public async Task Database_WhatIsForEver_CannotBeChangedEvenByHand(string sql)
    {
        await using (SqliteSyncStore store = await _database.OpenAsync(_clock))
        {
            await store.Postings.AcceptAsync(Change("A"), Cancellation);
            await store.Crosswalk.LinkAsync(Lane.Entity, CanonicalId.Derive(Lane.Entity), CrosswalkOrigin.Source, Cancellation);
            await store.DeadLetters.AddAsync(
                new DeadLetterEntry { Lane = Lane, Code = SyncErrorCodes.NotMapped, Stage = DeadLetterStage.Map, Kind = Connectors.Abstractions.IssueKind.Validation, Contract = "customer/1.0.0" },
                Cancellation);
        }

        await Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync(sql));
    }

    [Fact]
    public async Task Accept_TextThatLooksLikeSql_IsOnlyText()
    {
        const string Hostile = "'); DROP TABLE outbox; -- \" $lane \u0000 😂";
        await using SqliteSyncStore store = await _database.OpenAsync(_clock);
        var lane = new PostingLane(new EntityKey("acme", "customer", "salesforce", Hostile, Hostile, Hostile), Hostile, Hostile);

        await store.Postings.AcceptAsync(Change("A") with { Lane = lane }, Cancellation);

        Assert.Equal(PostingDecision.Resume, (await store.Postings.AcceptAsync(Change("A") with { Lane = lane }, Cancellation)).Decision);
        await foreach (Posting posting in store.Postings.ListAsync(new PostingFilter { Target = Hostile }, Cancellation))
            Assert.Equal(lane, posting.Lane);
        Assert.Equal(1, (await store.Postings.CountAsync(new PostingFilter { Purpose = Hostile }, Cancellation)).Values.Sum());
    }

    [Fact]
    public async Task Use_AfterDispose_Throws()
    {
        SqliteSyncStore store = await _database.OpenAsync(_clock);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Postings.AcceptAsync(Change("A"), Cancellation));
    }

    [Fact]
    public async Task Open_OldLibrary_IsMetAsTheHostDecided()
    {
        Version version;
        await using (SqliteSyncStore store = await _database.OpenAsync(_clock))
            version = store.SqliteVersion;
        Assert.SkipWhen(version >= SqliteSyncStore.FirstSafeVersion, $"The bundle holds SQLite {version}, which is not old.");
        var log = new WarningLog();

        var refuse = new SqliteSyncStoreOptions { Path = _database.Path, OldSqlite = OldSqlitePolicy.Refuse };
        SyncException exception = await Assert.ThrowsAsync<SyncException>(() => SqliteSyncStore.OpenAsync(refuse, cancellationToken: Cancellation));
        await using (await SqliteSyncStore.OpenAsync(new SqliteSyncStoreOptions { Path = _database.Path }, _clock, log, Cancellation))
        {
        }

        Assert.Equal(SqliteSyncErrorCodes.OldSqlite, exception.Code);
        Assert.Contains(SqliteSyncErrorCodes.OldSqlite, Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Options_EmptyPath_Throws(string path) => Assert.Throws<ArgumentException>(() => new SqliteSyncStoreOptions { Path = path });

    private static PostingRequest Change(string content) => new()
    {
        Lane = Lane,
        Subject = CanonicalId.Derive(Lane.Entity),
        Operation = PostingOperation.Upsert,
        Fingerprint = Fingerprint.Compute(ContractId.Parse("customer/1.0.0"), Encoding.UTF8.GetBytes($$"""{"name":"{{content}}"}""")),
        Payload = Encoding.UTF8.GetBytes($$"""{"name":"{{content}}"}"""),
    };

    private async Task<int> RunFlockAsync()
    {
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["-n", "-x", _database.Path + ".lock", "/bin/true"]))!;
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using SqliteConnection connection = await ConnectAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using SqliteConnection connection = await ConnectAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _database.Path, Pooling = false }.ToString());
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private sealed class WarningLog : ILogger<SqliteSyncStore>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}
