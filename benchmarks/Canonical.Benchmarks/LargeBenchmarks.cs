using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
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

/// <summary>Newtonsoft.Json.Schema alone, and few times: it validates 1,000 documents an hour without a licence.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 200, iterationCount: 200, invocationCount: 1)]
public class NewtonsoftBenchmarks
{
    private Action _run = null!;

    [GlobalSetup]
    public void Setup() => _run = Peers.NewtonsoftRun(Cases.Fixed()[0].Schema, Cases.Fixed()[0].Documents);

    [Benchmark]
    public void Invoice() => _run();
}
