using System.Diagnostics;
using System.Globalization;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>
/// What the engine does with a file of lines when nothing else is in the way: the lines lie in memory, the code is warm. Beside it, "canonical validate" reads, starts and reports.
/// <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- lines entries.ndjson [contract]</c>; benchmarks/cli/rate.mjs runs both.
/// </summary>
internal static class Lines
{
    private const int Runs = 5;

    public static int Run(string? file, string contract)
    {
        if (file is null || !File.Exists(file))
        {
            Console.Error.WriteLine("Give a file of lines (NDJSON) below 2 GB; benchmarks/cli/make-entries.mjs makes one.");
            return 1;
        }
        var text = File.ReadAllBytes(file);
        var schema = CanonicalContracts.Get(contract).Schema;
        for (var i = 0; i < 3; i++) Validate(schema, text.AsSpan(0, Math.Min(text.Length, 32 * 1024 * 1024)));
        foreach (var threads in new[] { 1, 2 })
        {
            var parts = Cut(text, threads);
            var best = TimeSpan.MaxValue;
            var valid = 0L;
            for (var i = 0; i < Runs; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var counts = new long[threads];
                Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, t => counts[t] = Validate(schema, text.AsSpan(parts[t])));
                var time = Stopwatch.GetElapsedTime(start);
                if (time < best) best = time;
                valid = counts.Sum();
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"engine, {threads} thread{(threads == 1 ? "" : "s")}: {text.Length / best.TotalSeconds / 1e6:0} MB/s ({best.TotalSeconds:0.00} s, {valid} valid lines of {contract}, best of {Runs})"));
        }
        return 0;
    }

    // As many parts of whole lines as there are threads.
    private static Range[] Cut(byte[] text, int threads)
    {
        var parts = new Range[threads];
        var start = 0;
        for (var t = 0; t < threads; t++)
        {
            var near = (int)((long)text.Length * (t + 1) / threads);
            var end = t == threads - 1 ? text.Length : near + text.AsSpan(near).IndexOf((byte)'\n') + 1;
            parts[t] = start..end;
            start = end;
        }
        return parts;
    }

    private static long Validate(JsonSchema schema, ReadOnlySpan<byte> text)
    {
        var valid = 0L;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (!line.IsEmpty && schema.IsValid(line)) valid++;
            text = end < 0 ? default : text[(end + 1)..];
        }
        return valid;
    }
}
