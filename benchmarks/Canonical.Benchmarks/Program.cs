using System.Diagnostics;
using System.Globalization;
using Canonical.Benchmarks;
using Canonical.Schema;

switch (args.FirstOrDefault())
{
    case "ratios":
        Ratios.Run(args.Contains("--peers"), args.Contains("--quick"), args.Contains("--styles"));
        return 0;
    case "large":
        Large.Run();
        return 0;
    case "cold":
        return ColdStart.Run();
    case "cold-once":
        return ColdStart.RunOnce();
    case "keys":
        Keys.Run(args.Contains("--quick"), args.FirstOrDefault(a => a.StartsWith("--only=", StringComparison.Ordinal))?["--only=".Length..]);
        return 0;
    case "model":
        Models.Run(args.Contains("--peers"), args.Contains("--quick"));
        return 0;
    case "lines":
        return Lines.Run(args.ElementAtOrDefault(1), args.ElementAtOrDefault(2) ?? "time-entry");
    case "mapping":
        Mappings.Run(args.Contains("--quick"));
        return 0;
    case "salesforce":
        return await SalesforceRuns.RunAsync(args.Contains("--quick"), int.TryParse(args.LastOrDefault(), CultureInfo.InvariantCulture, out var bulkRows) ? bulkRows : 1_000_000).ConfigureAwait(false);
    case "numbers":
        return Numbers.Run(long.Parse(args.ElementAtOrDefault(1) ?? "1000000", CultureInfo.InvariantCulture));
    case "profile":
        Profile(args.ElementAtOrDefault(1) ?? "invoice");
        return 0;
    default:
        Console.WriteLine("Commands: ratios [--peers] [--quick] | large | cold | keys [--quick] | model [--peers] [--quick] | mapping [--quick] | salesforce [--quick] [rows] | lines <file> [contract] | numbers <lines> | profile <case>; anything else goes to BenchmarkDotNet.");
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
