using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>Documents of 10 MB.</summary>
[MemoryDiagnoser]
public class LargeBenchmarks
{
    private JsonSchema _schema = null!;
    private byte[][] _documents = [];

    [Params(LargeCases.Invoices10, LargeCases.Wide)]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var chosen = LargeCases.Find(Name);
        _documents = chosen.Documents;
        _schema = LargeCases.Schema(chosen);
    }

    [Benchmark(Baseline = true)]
    public void Reader() => RatioRunner.WalkReader(_documents);

    [Benchmark]
    public void Document() => JsonDocument.Parse(_documents[0]).Dispose();

    [Benchmark]
    public void Canonical() => RatioRunner.Validate(_schema, _documents);
}

/// <summary>NDJSON from a stream: 640 invoices, 10 MB.</summary>
[MemoryDiagnoser]
public class LinesBenchmarks
{
    private const int Lines = 640;
    private JsonSchema _schema = null!;
    private Action _nJsonSchema = null!;
    private byte[] _line = [];

    [GlobalSetup]
    public void Setup()
    {
        (_line, _schema) = LargeCases.InvoiceLine();
        _nJsonSchema = Peers.NJsonSchemaRun(Cases.Fixed()[0].Schema, [_line]);
    }

    [Benchmark(Baseline = true)]
    public void Reader()
    {
        for (var i = 0; i < Lines; i++) RatioRunner.WalkReader([_line]);
    }

    [Benchmark]
    public void Canonical() => Large.ReadLines(_schema, _line, Lines);

    [Benchmark]
    public void NJsonSchema()
    {
        for (var i = 0; i < Lines; i++) _nJsonSchema();
    }
}

/// <summary>Newtonsoft.Json.Schema alone, and few times: it validates 1,000 documents an hour without a licence. Not to be given another job on the command line.</summary>
[MemoryDiagnoser]
[Config(typeof(FewRuns))]
public class NewtonsoftBenchmarks
{
    private Action _run = null!;

    private sealed class FewRuns : ManualConfig
    {
        public FewRuns() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithLaunchCount(1).WithWarmupCount(200).WithIterationCount(200).WithInvocationCount(1).WithUnrollFactor(1));
    }

    [GlobalSetup]
    public void Setup() => _run = Peers.NewtonsoftRun(Cases.Fixed()[0].Schema, Cases.Fixed()[0].Documents);

    [Benchmark]
    public void Invoice() => _run();
}
