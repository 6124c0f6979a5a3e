using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Benchmarks;

/// <summary>
/// Validated reading and writing of canonical objects against source-generated <see cref="JsonSerializer"/>, which validates nothing, and against it with a peer's validation:
/// <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- model [--peers] [--quick]</c>. The ratios are of one run with interleaved rounds.
/// </summary>
internal static class Models
{
    public static void Run(bool peers, bool quick)
    {
        var perRound = TimeSpan.FromMilliseconds(quick ? 60 : 120);
        var rounds = quick ? 8 : 20;
        var entries = TimeEntries();
        var invoice = new[] { Invoice() };
        Read("500 time entries", "time-entry", entries, ReadPoco<TimeEntryPoco>(entries, PocoContext.Default.TimeEntryPoco), Read<TimeEntry>(entries), perRound, rounds, peers);
        Read("invoice of 50 lines", "invoice", invoice, ReadPoco<InvoicePoco>(invoice, PocoContext.Default.InvoicePoco), Read<Invoice>(invoice), perRound, rounds, peers);
        Write("500 time entries", entries, WritePoco(entries, PocoContext.Default.TimeEntryPoco), Write<TimeEntry>(entries), WriteBuffer<TimeEntry>(entries), perRound, rounds);
        Write("invoice of 50 lines", invoice, WritePoco(invoice, PocoContext.Default.InvoicePoco), Write<Invoice>(invoice), WriteBuffer<Invoice>(invoice), perRound, rounds);
        Lines(entries, perRound, rounds);
    }

    private static void Read(string title, string contract, byte[][] documents, Action poco, Action ours, TimeSpan perRound, int rounds, bool peers)
    {
        var schema = CanonicalContracts.Get(contract).Schema;
        Warm(poco, ours, () => RatioRunner.Validate(schema, documents));
        var runner = new RatioRunner(perRound, rounds)
            .Add("JsonSerializer, source-generated, no validation", poco)
            .Add("TryRead: parse, validate and bind", ours)
            .Add("Canonical.Schema IsValid alone", () => RatioRunner.Validate(schema, documents))
            .Add("Utf8JsonReader walk", () => RatioRunner.WalkReader(documents));
        var bundled = new Case(title, Bundle(contract), documents);
        if (peers) Peers.AddNJsonSchema(runner, bundled);
        runner.Run($"Reading, {title}, {documents.Sum(static d => (long)d.Length) / documents.Length} bytes each; ratios to the first", documents.Sum(static d => (long)d.Length));
        if (peers) Peers.RunNewtonsoft(bundled, documents.Length > 1 ? 10 : 200);
    }

    private static void Write(string title, byte[][] documents, Action poco, Action ours, Action buffer, TimeSpan perRound, int rounds)
    {
        Warm(poco, ours, buffer);
        new RatioRunner(perRound, rounds)
            .Add("JsonSerializer.SerializeToUtf8Bytes, source-generated", poco)
            .Add("ToUtf8Bytes", ours)
            .Add("WriteTo(IBufferWriter<byte>)", buffer)
            .Run($"Writing, {title}; ratios to the first", documents.Sum(static d => (long)d.Length));
    }

    // Code is compiled again in the background once it has run for a while; on a busy machine that takes some turns.
    private static void Warm(params ReadOnlySpan<Action> ways)
    {
        for (var turn = 0; turn < 5; turn++)
        {
            foreach (var way in ways)
            {
                var until = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 4;
                do way(); while (Stopwatch.GetTimestamp() < until);
            }
            Thread.Sleep(400);
        }
    }

    private static void Lines(byte[][] documents, TimeSpan perRound, int rounds)
    {
        var lines = documents.SelectMany(static d => d.Append((byte)'\n')).ToArray();
        new RatioRunner(perRound, rounds)
            .Add("TryRead of each document", Read<TimeEntry>(documents))
            .Add("ReadLinesAsync over a stream", () => ReadLinesAsync(lines).GetAwaiter().GetResult())
            .Run("NDJSON, 500 time entries; ratios to the first", lines.Length);
    }

    private static async Task ReadLinesAsync(byte[] lines)
    {
        await foreach (var line in TimeEntry.ReadLinesAsync(new MemoryStream(lines)))
        {
            if (line.Value is null) throw new InvalidOperationException(line.Report.ToString());
        }
    }

    private static Action Read<T>(byte[][] documents) where T : class, ICanonicalObject<T> => () =>
    {
        foreach (var document in documents)
        {
            if (!T.TryRead(document, out _, out var report)) throw new InvalidOperationException(report.ToString());
        }
    };


    private static Action ReadPoco<T>(byte[][] documents, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => () =>
    {
        foreach (var document in documents) JsonSerializer.Deserialize(document, type);
    };

    private static Action Write<T>(byte[][] documents) where T : class, ICanonicalObject<T>
    {
        var values = Array.ConvertAll(documents, static d => T.TryRead(d, out var value, out _) ? value : throw new InvalidOperationException("The document is invalid."));
        return () =>
        {
            foreach (var value in values) value.ToUtf8Bytes();
        };
    }

    private static Action WriteBuffer<T>(byte[][] documents) where T : class, ICanonicalObject<T>
    {
        var values = Array.ConvertAll(documents, static d => T.TryRead(d, out var value, out _) ? value : throw new InvalidOperationException("The document is invalid."));
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        return () =>
        {
            buffer.ResetWrittenCount();
            foreach (var value in values) value.WriteTo(buffer);
        };
    }

    private static Action WritePoco<T>(byte[][] documents, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var values = Array.ConvertAll(documents, d => JsonSerializer.Deserialize(d, type)!);
        return () =>
        {
            foreach (var value in values) JsonSerializer.SerializeToUtf8Bytes(value, type);
        };
    }

    // Entries as a time system gives them: most of the members that matter, notes with a letter outside ASCII now and then.
    private static byte[][] TimeEntries()
    {
        var random = new Random(20261121);
        return [.. Enumerable.Range(0, 500).Select(i =>
        {
            var day = new DateOnly(2026, 1, 1).AddDays(random.Next(300));
            var entry = new TimeEntry
            {
                Id = Id(random),
                SourceRefs = [new SourceRef { System = "kantata", Instance = "acme", ObjectType = "TimeEntry", RecordId = (196549269 + i).ToString(CultureInfo.InvariantCulture) }],
                Status = RecordStatus.Active,
                ObservedAt = At(day, random),
                SourceCreatedAt = At(day, random),
                SourceUpdatedAt = At(day, random),
                Resource = new(Id(random)),
                Project = new(Id(random)),
                Task = random.Next(4) > 0 ? new(Id(random)) : null,
                WorkDate = day,
                Duration = Quantity.FromHours(random.Next(1, 33) / 4m),
                Billable = random.Next(3) > 0,
                BillRate = new(random.Next(80, 300) + 0.50m, "EUR"),
                State = (TimeEntryState)random.Next(4),
                WorkType = "Development",
                Role = random.Next(2) == 0 ? "Engineer" : "Senior consultant",
                LegalEntity = new(Id(random)),
                NotesInternal = random.Next(3) == 0 ? "Client workshop, day 2 of 3 - r\u00e9vision du mod\u00e8le" : "Integration build: invoice sync, retries and a first look at the mapping of amounts",
            };
            return entry.ToUtf8Bytes();
        })];
    }

    private static byte[] Invoice()
    {
        var random = new Random(20261121);
        var lines = Enumerable.Range(1, 50).Select(i => new JsonObject
        {
            ["lineId"] = i.ToString(CultureInfo.InvariantCulture),
            ["description"] = $"Development and review, week {i}, as agreed in the statement of work",
            ["quantity"] = new JsonObject { ["value"] = "7.25", ["unit"] = "h" },
            ["unitPrice"] = new JsonObject { ["amount"] = "1450.00", ["currency"] = "SEK" },
            ["amount"] = new JsonObject { ["amount"] = "10512.50", ["currency"] = "SEK" },
            ["revenueAccountCode"] = "3010",
            ["project"] = new JsonObject { ["id"] = Id(random).ToString() },
            ["task"] = new JsonObject { ["id"] = Id(random).ToString() },
            ["serviceFrom"] = "2026-09-01",
            ["serviceTo"] = "2026-09-30",
        });
        var invoice = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository(), "schemas", "invoice", "1.0.0.examples", "valid", "minimal.json")))!.AsObject();
        invoice["lines"] = new JsonArray([.. lines]);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) invoice.WriteTo(writer);
        // In the order of the contract, as every writer of ours gives it.
        return Canonical.Model.Invoice.TryRead(stream.ToArray(), out var value, out var report) ? value.ToUtf8Bytes() : throw new InvalidOperationException(report.ToString());
    }

    // One schema without references outside, because the peers would fetch them.
    private static byte[] Bundle(string contract)
    {
        var root = JsonNode.Parse(CanonicalContracts.Get(contract).Utf8Json.Span)!.AsObject();
        var definitions = root["$defs"] as JsonObject;
        if (definitions is null) root["$defs"] = definitions = [];
        foreach (var (name, definition) in JsonNode.Parse(CanonicalContracts.Get("common").Utf8Json.Span)!["$defs"]!.AsObject())
        {
            definitions["common-" + name] = JsonNode.Parse(definition!.ToJsonString().Replace("\"#/$defs/", "\"#/$defs/common-", StringComparison.Ordinal));
        }
        root.Remove("$id");
        return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"/common/1.0.0#/$defs/", "\"#/$defs/common-", StringComparison.Ordinal));
    }

    private static CanonicalId Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(new Guid(bytes));
    }

    private static DateTimeOffset At(DateOnly day, Random random) => new(day, new TimeOnly(random.Next(24), random.Next(60), random.Next(60)), TimeSpan.Zero);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks run outside the repository.");
    }
}
