using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>The quick tables: <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- ratios [--peers] [--quick] [--styles]</c>.</summary>
internal static class Ratios
{
    public static void Run(bool peers, bool quick, bool stylesOnly)
    {
        var perRound = TimeSpan.FromMilliseconds(quick ? 60 : 120);
        foreach (var c in stylesOnly ? [] : Cases.Fixed())
        {
            var schema = JsonSchema.Parse(c.Schema);
            if (!schema.IsValid(c.Documents[0])) throw new InvalidOperationException(schema.Validate(c.Documents[0]).ToString());
            var runner = new RatioRunner(perRound, quick ? 6 : 15)
                .Add("Utf8JsonReader walk", () => RatioRunner.WalkReader(c.Documents))
                .Add("JsonDocument.Parse", () =>
                {
                    foreach (var document in c.Documents) JsonDocument.Parse(document).Dispose();
                })
                .Add("Canonical.Schema IsValid", () => RatioRunner.Validate(schema, c.Documents));
            if (peers) Peers.AddNJsonSchema(runner, c);
            runner.Run(c.Name, c.Bytes);
            if (peers && c.Name != "invoice, unevaluated") Peers.RunNewtonsoft(c, c.Documents.Length > 1 ? 10 : 400);
        }
        Styles(perRound, quick);
        if (stylesOnly) return;
        Invalid(perRound, quick);
        Lines(perRound, quick);
        Threads();
        Compile();
    }

    private static void Styles(TimeSpan perRound, bool quick)
    {
        Console.WriteLine();
        Console.WriteLine("### Styles of schemas");
        Console.WriteLine();
        Console.WriteLine("| schema | bytes | reader | IsValid | x reader | allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        var (log, count, worst) = (0.0, 0, 0.0);
        foreach (var c in StyleCases.All())
        {
            var schema = JsonSchema.Parse(c.Schema);
            foreach (var document in c.Documents)
            {
                if (!schema.IsValid(document)) throw new InvalidOperationException($"{c.Name}: {schema.Validate(document)}");
            }
            var runner = new RatioRunner(perRound / 2, quick ? 5 : 12).Add("reader", () => RatioRunner.WalkReader(c.Documents)).Add("ours", () => RatioRunner.Validate(schema, c.Documents));
            var (best, allocated) = runner.Measure();
            var ratio = best["ours"] / best["reader"];
            (log, count, worst) = (log + Math.Log(ratio), count + 1, Math.Max(worst, ratio));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {c.Name} | {c.Bytes} | {best["reader"] * 1e6:0.00} us | {best["ours"] * 1e6:0.00} us | {ratio:0.00} | {allocated["ours"]} B |"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| **geometric mean of {count}, worst** | | | | **{Math.Exp(log / count):0.00}**, {worst:0.00} | |"));
    }

    private static void Compile()
    {
        var bytes = Cases.Fixed()[0].Schema;
        var (parsed, whole) = (double.MaxValue, double.MaxValue);
        var until = Stopwatch.GetTimestamp() + 2 * Stopwatch.Frequency;
        while (Stopwatch.GetTimestamp() < until)
        {
            var start = Stopwatch.GetTimestamp();
            var schema = JsonSchema.Parse(bytes);
            parsed = Math.Min(parsed, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            schema.Prepare();
            whole = Math.Min(whole, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compile, invoice, warm: {parsed:0.000} ms for Parse, {whole:0.000} ms with Prepare"));
    }

    private static void Invalid(TimeSpan perRound, bool quick)
    {
        var c = Cases.Fixed()[0];
        var schema = JsonSchema.Parse(c.Schema);
        var invalid = Cases.InvalidInvoices();
        var valid = Enumerable.Repeat(c.Documents[0], invalid.Length).ToArray();
        new RatioRunner(perRound, quick ? 6 : 15)
            .Add("valid, Validate", () =>
            {
                foreach (var document in valid) schema.Validate(document);
            })
            .Add("invalid, IsValid", () =>
            {
                foreach (var document in invalid)
                {
                    if (schema.IsValid(document)) throw new InvalidOperationException("An invalid document was accepted.");
                }
            })
            .Add("invalid, Validate (every error)", () =>
            {
                foreach (var document in invalid) schema.Validate(document);
            })
            .Run($"{invalid.Length} invoices with one defect each; ratios to the same number of valid ones", valid.Sum(static d => (long)d.Length));
    }

    private static void Lines(TimeSpan perRound, bool quick)
    {
        var c = Cases.Fixed()[2];
        var schema = JsonSchema.Parse(c.Schema);
        var lines = c.Documents.SelectMany(static d => d.Append((byte)'\n')).ToArray();
        new RatioRunner(perRound, quick ? 6 : 15)
            .Add("Utf8JsonReader walk of each line", () => RatioRunner.WalkReader(c.Documents))
            .Add("ValidateLinesAsync over a stream", () => ReadLinesAsync(schema, lines).GetAwaiter().GetResult())
            .Run("NDJSON, 500 time entries", lines.Length);
    }

    private static async Task ReadLinesAsync(JsonSchema schema, byte[] lines)
    {
        await foreach (var line in schema.ValidateLinesAsync(new MemoryStream(lines)))
        {
            if (!line.Report.IsValid) throw new InvalidOperationException("A valid document was rejected.");
        }
    }

    // How much more two threads do than one, best of several tries on a machine that others use too.
    private static void Threads()
    {
        var c = Cases.Fixed()[0];
        var schema = JsonSchema.Parse(c.Schema);
        long Count(int threads)
        {
            var until = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 3;
            long total = 0;
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
            {
                long runs = 0;
                for (; Stopwatch.GetTimestamp() < until; runs++) schema.IsValid(c.Documents[0]);
                Interlocked.Add(ref total, runs);
            });
            return total;
        }
        Count(2);
        var best = 0.0;
        for (var i = 0; i < 8; i++)
        {
            var one = Count(1);
            best = Math.Max(best, Count(2) / (double)one);
        }
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two threads on {Environment.ProcessorCount} processors: {best:0.00} times the work of one"));
    }
}
