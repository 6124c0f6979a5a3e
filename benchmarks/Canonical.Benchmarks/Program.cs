using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Canonical.Benchmarks;
using Canonical.Schema;

switch (args.FirstOrDefault())
{
    case "ratios":
        Ratios.Run(args.Contains("--peers"), args.Contains("--quick"), args.Contains("--styles"));
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
        var methods = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true);
        var jit = System.Runtime.JitInfo.GetCompilationTime(currentThread: true);
        var start = Stopwatch.GetTimestamp();
        var schema = JsonSchema.Parse(chosen.Schema);
        var compiled = Stopwatch.GetTimestamp();
        jit = System.Runtime.JitInfo.GetCompilationTime(currentThread: true) - jit;
        methods = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true) - methods;
        var ok = schema.IsValid(chosen.Documents[0]);
        var validated = Stopwatch.GetTimestamp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold: compile {Stopwatch.GetElapsedTime(start, compiled).TotalMilliseconds:0.0} ms, first validation {Stopwatch.GetElapsedTime(compiled, validated).TotalMilliseconds:0.0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of the compilation: {methods} methods compiled by the JIT in {jit.TotalMilliseconds:0.0} ms"));
        return ok ? 0 : 1;
    }
}

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
