using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>
/// The first compilation and the first validations of a process, and what the JIT had to compile for them. Published with ReadyToRun the same command measures what a host gains:
/// <c>dotnet publish benchmarks/Canonical.Benchmarks -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o out</c>, then <c>dotnet out/Canonical.Benchmarks.dll cold</c>.
/// </summary>
internal static class ColdStart
{
    private const int Processes = 15;
    private const int Steps = 3;

    /// <summary>Starts itself several times and gives the best and the median of each step: on a shared machine the best is what the code needs.</summary>
    public static int Run()
    {
        var runs = new List<double[]>();
        for (var i = 0; i < Processes; i++)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
            if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(ColdStart).Assembly.Location);
            start.ArgumentList.Add("cold-once");
            using var process = Process.Start(start)!;
            var line = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            runs.Add([.. line.Split(' ').Select(static part => double.Parse(part, CultureInfo.InvariantCulture))]);
        }
        Print("Parse", [.. runs.Select(static r => r[0])], runs[0][1]);
        Print("first IsValid", [.. runs.Select(static r => r[2])], runs[0][3]);
        Print("Parse and first IsValid", [.. runs.Select(static r => r[0] + r[2])], runs[0][1] + runs[0][3]);
        Print("second IsValid", [.. runs.Select(static r => r[4])], runs[0][5]);
        return 0;
    }

    private static void Print(string step, double[] times, double methods)
    {
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold, {step}: best {times[0]:0.0} ms, median {times[times.Length / 2]:0.0} ms of {times.Length} processes; {methods} methods in the JIT"));
    }

    /// <summary>One process: milliseconds and methods of each step on one line.</summary>
    public static int RunOnce()
    {
        var chosen = Cases.Fixed()[0];
        var results = new double[2 * Steps];
        JsonSchema? schema = null;
        var ok = true;
        // Twice round without work first, so that the clocks are ready.
        for (var step = -2; step < Steps; step++)
        {
            var methods = JitInfo.GetCompiledMethodCount(currentThread: true);
            var start = Stopwatch.GetTimestamp();
            if (step == 0) schema = JsonSchema.Parse(chosen.Schema);
            else if (step > 0) ok &= schema!.IsValid(chosen.Documents[0]);
            var at = 2 * Math.Max(step, 0);
            results[at] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            results[at + 1] = JitInfo.GetCompiledMethodCount(currentThread: true) - methods;
        }
        Console.WriteLine(string.Join(' ', results.Select(static r => r.ToString("0.00", CultureInfo.InvariantCulture))));
        return ok ? 0 : 1;
    }
}
