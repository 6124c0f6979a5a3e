using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Canonical.Benchmarks;
using Canonical.Schema;

switch (args.FirstOrDefault())
{
    case "ratios":
        Ratios.Run(args.Contains("--peers"), args.Contains("--quick"));
        return 0;
    case "pattern":
        PatternCost.Run(args[1..]);
        return 0;
    case "cold":
        return ColdStart.Run();
    case "profile":
        Profile(args.ElementAtOrDefault(1) ?? "invoice");
        return 0;
    default:
        Console.WriteLine("Commands: ratios [--peers] [--quick] | cold | profile <case>; anything else goes to BenchmarkDotNet.");
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Ratios).Assembly).Run(args);
        return 0;
}

static void Profile(string name)
{
    var chosen = Cases.Fixed().First(c => c.Name == name);
    var schema = JsonSchema.Parse(chosen.Schema);
    var until = Stopwatch.GetTimestamp() + 10 * Stopwatch.Frequency;
    var runs = 0;
    while (Stopwatch.GetTimestamp() < until)
    {
        RatioRunner.Validate(schema, chosen.Documents);
        runs++;
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs} runs"));
}

internal static class ColdStart
{
    /// <summary>The first compilation and the first validation of a process.</summary>
    public static int Run()
    {
        var chosen = Cases.Fixed()[0];
        var start = Stopwatch.GetTimestamp();
        var schema = JsonSchema.Parse(chosen.Schema);
        var compiled = Stopwatch.GetTimestamp();
        var ok = schema.IsValid(chosen.Documents[0]);
        var validated = Stopwatch.GetTimestamp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold: compile {Stopwatch.GetElapsedTime(start, compiled).TotalMilliseconds:0.0} ms, first validation {Stopwatch.GetElapsedTime(compiled, validated).TotalMilliseconds:0.0} ms"));
        return ok ? 0 : 1;
    }
}

internal static class Ratios
{
    public static void Run(bool peers, bool quick)
    {
        var perRound = TimeSpan.FromMilliseconds(quick ? 60 : 120);
        foreach (var c in Cases.Fixed())
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
            if (peers) Peers.Add(runner, c);
            runner.Run(c.Name, c.Bytes);
        }
        Compile();
    }

    private static void Compile()
    {
        var bytes = Cases.Fixed()[0].Schema;
        var best = double.MaxValue;
        var until = Stopwatch.GetTimestamp() + 2 * Stopwatch.Frequency;
        while (Stopwatch.GetTimestamp() < until)
        {
            var start = Stopwatch.GetTimestamp();
            JsonSchema.Parse(bytes);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compile, invoice, warm: {best:0.000} ms"));
    }
}

internal static class PatternCost
{
    public static void Run(string[] patterns)
    {
        foreach (var pattern in patterns)
        {
            for (var i = 0; i < 3; i++)
            {
                var start = Stopwatch.GetTimestamp();
                JsonSchema.Parse($$"""{"pattern":{{JsonSerializer.Serialize(pattern)}}}""");
                Console.WriteLine($"{pattern} {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.00}");
            }
        }
    }
}
