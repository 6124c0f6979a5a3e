using System.Text;

namespace Canonical.Benchmarks;

/// <summary>A schema and the documents that it is measured on, each as the UTF-8 of one document.</summary>
internal sealed record Case(string Name, byte[] Schema, byte[][] Documents)
{
    public long Bytes => Documents.Sum(static d => (long)d.Length);
}

/// <summary>The fixed benchmark documents, read from <c>../shared/bench-cases</c> beside the repository (or the folder that CANONICAL_BENCH_CASES names).</summary>
internal static class Cases
{
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("CANONICAL_BENCH_CASES") is { Length: > 0 } named) return named;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Canonical.Sdk.sln"))) continue;
            var path = Path.Combine(at.Parent!.FullName, "shared", "bench-cases");
            return Directory.Exists(path) ? path : null;
        }
        return null;
    }

    /// <summary>Invoices with one defect each.</summary>
    public static byte[][] InvalidInvoices()
    {
        var documents = new List<byte[]>();
        foreach (var line in File.ReadLines(Path.Combine(Folder()!, "invalid.jsonl")))
        {
            using var parsed = System.Text.Json.JsonDocument.Parse(line);
            if (parsed.RootElement.GetProperty("case").GetString() == "invoice") documents.Add(Encoding.UTF8.GetBytes(parsed.RootElement.GetProperty("instance").GetRawText()));
        }
        return [.. documents];
    }

    public static Case[] Fixed()
    {
        var folder = Folder() ?? throw new InvalidOperationException("The benchmark cases were not found: set CANONICAL_BENCH_CASES to their folder.");
        byte[] Read(string name) => File.ReadAllBytes(Path.Combine(folder, name));
        var entries = File.ReadLines(Path.Combine(folder, "time-entries.jsonl")).Where(static l => l.Length > 0).Select(Encoding.UTF8.GetBytes).ToArray();
        return
        [
            new("invoice", Read("invoice.schema.json"), [Read("invoice.json")]),
            new("invoice, unevaluated", Read("invoice-unevaluated.schema.json"), [Read("invoice.json")]),
            new("500 time entries", Read("time-entry.schema.json"), entries),
        ];
    }
}
