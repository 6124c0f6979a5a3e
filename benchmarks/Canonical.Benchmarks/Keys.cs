using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Benchmarks;

/// <summary>
/// Canonical JSON and keys against their floor, SHA-256 of the same bytes and one <see cref="Utf8JsonReader"/> walk: <c>dotnet run -c Release --project benchmarks/Canonical.Benchmarks -- keys [--quick] [--only=part of a name]</c>.
/// The ratios are of one run with interleaved rounds.
/// </summary>
internal static class Keys
{
    public static void Run(bool quick, string? only)
    {
        var rounds = quick ? 6 : 15;
        var perRound = TimeSpan.FromMilliseconds(quick ? 60 : 120);
        Console.WriteLine("| case | bytes | SHA-256 + walk | canonical form | x floor | canonical form and hash | x floor | allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, documents) in Documents().Where(d => only is null || d.Name.Contains(only, StringComparison.Ordinal))) Document(name, documents, perRound, rounds);
        Console.WriteLine();
        Console.WriteLine("| key | bytes | SHA-256 + walk | derive | x floor | allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Tuples(perRound, rounds);
        Console.WriteLine();
        Console.WriteLine("| fingerprint | bytes | SHA-256 + walk of the document | by the contract | x floor | allocated | by the generated type, read before | x floor | allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        Fingerprints(perRound, rounds);
    }

    // As written, and as the worst and the best a writer can do to the canonicaliser.
    private static IEnumerable<(string Name, byte[][] Documents)> Documents()
    {
        foreach (var c in Cases.Fixed().Where(static c => c.Name != "invoice, unevaluated"))
        {
            yield return ($"{c.Name}, as written", c.Documents);
            yield return ($"{c.Name}, canonical already", [.. c.Documents.Select(static d => CanonicalJson.Canonicalize(d))]);
            yield return ($"{c.Name}, members reversed", [.. c.Documents.Select(static d => Write(d, indented: false))]);
            yield return ($"{c.Name}, indented", [.. c.Documents.Select(static d => Write(d, indented: true))]);
        }
    }

    private static void Document(string name, byte[][] documents, TimeSpan perRound, int rounds)
    {
        var bytes = documents.Sum(static d => (long)d.Length);
        var output = new ArrayBufferWriter<byte>((int)bytes);
        var hash = new byte[32];
        var (best, allocated) = new RatioRunner(perRound, rounds)
            .Add("floor", () =>
            {
                foreach (var document in documents) SHA256.HashData(document, hash);
                RatioRunner.WalkReader(documents);
            })
            .Add("canonical", () =>
            {
                output.ResetWrittenCount();
                foreach (var document in documents) CanonicalJson.Canonicalize(document, output);
            })
            .Add("hash", () =>
            {
                foreach (var document in documents) CanonicalJson.Hash(document, hash);
            })
            .Measure();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {bytes} | {best["floor"] * 1e6:0.00} us | {best["canonical"] * 1e6:0.00} us | {best["canonical"] / best["floor"]:0.00} | {best["hash"] * 1e6:0.00} us | **{best["hash"] / best["floor"]:0.00}** | {allocated["hash"]} B |"));
    }

    private static void Tuples(TimeSpan perRound, int rounds)
    {
        var entity = new EntityKey("acme", "time-entry", "kantata", "551203", "1839204417");
        var line = new EntityKey("acme", "expense-report", "workday", "acme_impl", "EXP-0001839204", "line-0007");
        var posting = new PostingIdentity(entity, 3, PostingOperation.Post, "netsuite/1234567", "erp.time.actual");
        Tuple("entity key → canonical id", [entity.ToCanonicalJson()], () => CanonicalId.Derive(entity), perRound, rounds);
        Tuple("entity key with a line → canonical id", [line.ToCanonicalJson()], () => CanonicalId.Derive(line), perRound, rounds);
        Tuple("posting → idempotency key", [posting.ToCanonicalJson()], () => IdempotencyKey.Derive(posting), perRound, rounds);
    }

    private static void Tuple(string name, byte[][] json, Action derive, TimeSpan perRound, int rounds)
    {
        var hash = new byte[32];
        var (best, allocated) = new RatioRunner(perRound, rounds)
            .Add("floor", () =>
            {
                SHA256.HashData(json[0], hash);
                RatioRunner.WalkReader(json);
            })
            .Add("derive", derive)
            .Measure();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {json[0].Length} | {best["floor"] * 1e9:0} ns | {best["derive"] * 1e9:0} ns | **{best["derive"] / best["floor"]:0.00}** | {allocated["derive"]} B |"));
    }

    private static void Fingerprints(TimeSpan perRound, int rounds)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Canonical.Sdk.sln"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The benchmark runs outside the repository.");
        byte[][] json = [File.ReadAllBytes(Path.Combine(root, "schemas", TimeEntry.Contract.Id + ".examples", "valid", "full.json"))];
        if (!TimeEntry.TryRead(json[0], out var entry, out var report)) throw new InvalidOperationException(report.ToString());
        var members = PostingMembers.Of(CanonicalContracts.Set, TimeEntry.Contract.Id);
        if (members.ComputeFingerprint(json[0]) != entry.ComputeFingerprint()) throw new InvalidOperationException("The fingerprints differ.");
        var hash = new byte[32];
        var (best, allocated) = new RatioRunner(perRound, rounds)
            .Add("floor", () =>
            {
                SHA256.HashData(json[0], hash);
                RatioRunner.WalkReader(json);
            })
            .Add("contract", () => members.ComputeFingerprint(json[0]))
            .Add("type", () => entry.ComputeFingerprint())
            .Measure();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {TimeEntry.Contract.Id} | {json[0].Length} | {best["floor"] * 1e9:0} ns | {best["contract"] * 1e9:0} ns | **{best["contract"] / best["floor"]:0.00}** | {allocated["contract"]} B | {best["type"] * 1e9:0} ns | {best["type"] / best["floor"]:0.00} | {allocated["type"]} B |"));
    }

    private static byte[] Write(byte[] json, bool indented)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented })) Reversed(JsonNode.Parse(json)!).WriteTo(writer);
        return stream.ToArray();
    }

    private static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderByDescending(static m => m.Key, StringComparer.Ordinal).Select(static m => KeyValuePair.Create(m.Key, m.Value is null ? null : (JsonNode?)Reversed(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(static i => i is null ? null : Reversed(i))]),
        _ => node.DeepClone(),
    };
}
