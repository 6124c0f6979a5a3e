using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>Bytes to verdict on valid documents, beside the floors and the peer that may run as often as it likes.</summary>
[MemoryDiagnoser]
public class ValidateBenchmarks
{
    private JsonSchema _schema = null!;
    private Action _nJsonSchema = null!;
    private byte[][] _documents = [];

    [Params("invoice", "invoice, unevaluated", "500 time entries")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var chosen = Cases.Fixed().First(c => c.Name == Name);
        _documents = chosen.Documents;
        _schema = JsonSchema.Parse(chosen.Schema);
        _nJsonSchema = Peers.NJsonSchemaRun(chosen.Schema, chosen.Documents);
    }

    [Benchmark(Baseline = true)]
    public void Reader() => RatioRunner.WalkReader(_documents);

    [Benchmark]
    public void Document()
    {
        foreach (var document in _documents) JsonDocument.Parse(document).Dispose();
    }

    [Benchmark]
    public void Canonical() => RatioRunner.Validate(_schema, _documents);

    [Benchmark]
    public void NJsonSchema() => _nJsonSchema();
}

/// <summary>An invoice that breaks a rule in its second property, and one that does in its last line.</summary>
[MemoryDiagnoser]
public class InvalidBenchmarks
{
    private JsonSchema _schema = null!;
    private Action _nJsonSchema = null!;
    private byte[][] _documents = [];

    [Params("early", "late")]
    public string Defect { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var invoice = Cases.Fixed()[0];
        var text = Encoding.UTF8.GetString(invoice.Documents[0]);
        var at = Defect == "early" ? text.IndexOf("\"invoice\"", StringComparison.Ordinal) : text.LastIndexOf("\"quantity\":", StringComparison.Ordinal) + "\"quantity\":".Length;
        _documents = [Encoding.UTF8.GetBytes(Defect == "early" ? text.Remove(at + 1, 1).Insert(at + 1, "X") : text.Insert(at, "-"))];
        _schema = JsonSchema.Parse(invoice.Schema);
        if (_schema.Validate(_documents[0]).Errors.Count != 1) throw new InvalidOperationException(_schema.Validate(_documents[0]).ToString());
        _nJsonSchema = Peers.NJsonSchemaRun(invoice.Schema, _documents);
    }

    [Benchmark(Baseline = true)]
    public void Reader() => RatioRunner.WalkReader(_documents);

    [Benchmark]
    public bool Canonical() => _schema.IsValid(_documents[0]);

    [Benchmark]
    public int CanonicalReport() => _schema.Validate(_documents[0]).Errors.Count;

    [Benchmark]
    public void NJsonSchema() => _nJsonSchema();
}

/// <summary>The schema of the invoice, from bytes to what validates.</summary>
[MemoryDiagnoser]
public class CompileBenchmarks
{
    private byte[] _schema = [];

    [GlobalSetup]
    public void Setup() => _schema = Cases.Fixed()[0].Schema;

    [Benchmark(Baseline = true)]
    public JsonSchema Canonical()
    {
        var schema = JsonSchema.Parse(_schema);
        schema.Prepare();
        return schema;
    }

    [Benchmark]
    public JsonSchema CanonicalParseOnly() => JsonSchema.Parse(_schema);

    [Benchmark]
    public object NJsonSchema() => Peers.NJsonSchemaOf(_schema);

    [Benchmark]
    public object Newtonsoft() => Peers.NewtonsoftOf(_schema);
}
