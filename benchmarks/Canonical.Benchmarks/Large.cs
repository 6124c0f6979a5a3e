using System.Globalization;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Benchmarks;

/// <summary>Large documents: <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- large</c>.</summary>
internal static class Large
{
    public static void Run()
    {
        foreach (var name in new[] { LargeCases.Invoices10, LargeCases.Invoices100, LargeCases.Deep, LargeCases.Wide })
        {
            var c = LargeCases.Find(name);
            var schema = LargeCases.Schema(c);
            new RatioRunner(TimeSpan.FromMilliseconds(300), 7)
                .Add("Utf8JsonReader walk", () => Walk(c.Documents[0]))
                .Add("JsonDocument.Parse", () => JsonDocument.Parse(c.Documents[0], new JsonDocumentOptions { MaxDepth = 128 }).Dispose())
                .Add("IsValid", () => RatioRunner.Validate(schema, c.Documents))
                .Add("IsValidAsync over a stream", () => ValidateStreamAsync(schema, c.Documents[0]).GetAwaiter().GetResult())
                .Run(name, c.Bytes);
        }
        var (line, lineSchema) = LargeCases.InvoiceLine();
        foreach (var megabytes in new[] { 10, 100, 1000 })
        {
            var times = megabytes * 1_000_000 / line.Length;
            ReadLines(lineSchema, line, 100);
            var best = double.MaxValue;
            long allocated = 0, largest = 0;
            for (var i = 0; i < (megabytes > 100 ? 3 : 9); i++)
            {
                GC.Collect();
                var memory = GC.GetTotalMemory(forceFullCollection: true);
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var start = System.Diagnostics.Stopwatch.GetTimestamp();
                ReadLines(lineSchema, line, times);
                best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
                allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                largest = GC.GetTotalMemory(forceFullCollection: false) - memory;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"NDJSON stream of {times} invoices, {megabytes} MB: {(double)line.Length * times / best / 1e6:0} MB/s, {allocated} B allocated in all, {largest} B more in use at the end"));
        }
    }

    private static void Walk(byte[] document)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
        }
    }

    public static void ReadLines(JsonSchema schema, byte[] line, int times) => ReadLinesAsync(schema, line, times).GetAwaiter().GetResult();

    private static async Task ReadLinesAsync(JsonSchema schema, byte[] line, int times)
    {
        await using var stream = new RepeatingStream(line, times);
        await foreach (var read in schema.ValidateLinesAsync(stream))
        {
            if (!read.Report.IsValid) throw new InvalidOperationException("A valid document was rejected.");
        }
    }

    private static async Task ValidateStreamAsync(JsonSchema schema, byte[] document)
    {
        await using var stream = new MemoryStream(document);
        if (!await schema.IsValidAsync(stream)) throw new InvalidOperationException("A valid document was rejected.");
    }
}
