using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>The same measurements under BenchmarkDotNet: <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- --filter *</c>.</summary>
[MemoryDiagnoser]
public class SchemaBenchmarks
{
    private JsonSchema _schema = null!;
    private byte[] _schemaUtf8 = [];
    private byte[][] _documents = [];
    private byte[][] _invalid = [];

    [Params("invoice", "invoice, unevaluated", "500 time entries")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var chosen = Cases.Fixed().First(c => c.Name == Name);
        _schemaUtf8 = chosen.Schema;
        _documents = chosen.Documents;
        _schema = JsonSchema.Parse(_schemaUtf8);
        _invalid = Cases.InvalidInvoices();
    }

    [Benchmark(Baseline = true)]
    public void Reader() => RatioRunner.WalkReader(_documents);

    [Benchmark]
    public void Document()
    {
        foreach (var document in _documents) JsonDocument.Parse(document).Dispose();
    }

    [Benchmark]
    public void IsValid() => RatioRunner.Validate(_schema, _documents);

    [Benchmark]
    public int ReportOfInvalidInvoices()
    {
        var errors = 0;
        foreach (var document in _invalid) errors += _schema.Validate(document).Errors.Count;
        return errors;
    }

    [Benchmark]
    public JsonSchema Compile() => JsonSchema.Parse(_schemaUtf8);
}
