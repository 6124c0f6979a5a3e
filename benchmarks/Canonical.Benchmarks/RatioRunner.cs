using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>
/// Measures several ways of doing one thing in interleaved rounds and prints the best time of each and its ratio to the first: on a shared machine the rounds disturb all of them alike, and the best of many is what the code can do.
/// </summary>
internal sealed class RatioRunner(TimeSpan perRound, int rounds)
{
    private readonly List<(string Name, Action Run, double Scale)> _ways = [];

    /// <param name="name">What is measured.</param>
    /// <param name="run">One run.</param>
    /// <param name="slow">For ways that may only run a few times in all.</param>
    public RatioRunner Add(string name, Action run, bool slow = false)
    {
        _ways.Add((name, run, slow ? 0 : 1));
        return this;
    }

    public void Run(string title, long bytes)
    {
        var (best, allocated) = Measure();
        Print(title, bytes, best, allocated);
    }

    public (Dictionary<string, double> Best, Dictionary<string, long> Allocated) Measure()
    {
        var best = _ways.ToDictionary(static w => w.Name, static _ => double.MaxValue, StringComparer.Ordinal);
        var allocated = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, run, scale) in _ways)
        {
            var warmUntil = Stopwatch.GetTimestamp() + (long)((scale > 0 ? 0.4 : 0.15) * Stopwatch.Frequency);
            do run(); while (Stopwatch.GetTimestamp() < warmUntil);
        }
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, run, _) in _ways)
            {
                var limit = (long)(perRound.TotalSeconds * Stopwatch.Frequency);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var count = 0;
                var start = Stopwatch.GetTimestamp();
                long elapsed;
                do
                {
                    // Small batches, so that one interruption spoils one and not all.
                    var batchStart = Stopwatch.GetTimestamp();
                    var batch = 0;
                    do
                    {
                        run();
                        batch++;
                    }
                    while (Stopwatch.GetTimestamp() - batchStart < Stopwatch.Frequency / 4000);
                    best[name] = Math.Min(best[name], (Stopwatch.GetTimestamp() - batchStart) / (double)Stopwatch.Frequency / batch);
                    count += batch;
                    elapsed = Stopwatch.GetTimestamp() - start;
                }
                while (elapsed < limit);
                allocated[name] = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
            }
        }
        return (best, allocated);
    }

    private void Print(string title, long bytes, Dictionary<string, double> best, Dictionary<string, long> allocated)
    {
        var floor = best[_ways[0].Name];
        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine("| way | best | MB/s | x reader | allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var (name, _, _) in _ways)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {best[name] * 1e6:0.00} us | {bytes / best[name] / 1e6:0} | {best[name] / floor:0.00} | {allocated[name]} B |"));
        }
    }

    public static void WalkReader(byte[][] documents)
    {
        foreach (var document in documents)
        {
            var reader = new Utf8JsonReader(document);
            while (reader.Read())
            {
            }
        }
    }

    public static void Validate(JsonSchema schema, byte[][] documents)
    {
        foreach (var document in documents)
        {
            if (!schema.IsValid(document)) throw new InvalidOperationException("A valid document was rejected.");
        }
    }
}
