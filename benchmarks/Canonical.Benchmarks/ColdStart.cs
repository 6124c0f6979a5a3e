using System.Diagnostics;
using System.Globalization;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>The first compilation and the first validation of a process, and what the JIT had to compile for it.</summary>
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
