using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Mapping.Tests;

/// <summary>A document of a few lenses over a contract that is not known, and runs of it.</summary>
internal static class Bench
{
    public static readonly MappingContext Context = new()
    {
        Tenant = "acme",
        Instance = "org1",
        ObservedAt = new DateTimeOffset(2026, 3, 8, 14, 30, 0, TimeSpan.FromHours(2)),
    };

    public static readonly MappingDocumentOptions NoContract = new() { Contracts = _ => null };

    public static string Document(string lenses, string extra = "") =>
        $$"""{ "mapping": "test.thing", "version": "1.0.0", "source": { "system": "test", "object": "Thing", "key": "id" }, "target": "thing/1.0.0", {{extra}} "lenses": [ {{lenses}} ] }""";

    public static Mapper Mapper(string lenses, string extra = "", MappingDocumentOptions? options = null) =>
        Mapping.Mapper.Compile(MappingDocument.Parse(Encoding.UTF8.GetBytes(Document(lenses, extra)), options ?? NoContract));

    public static IReadOnlyList<MappingDocumentFinding> Findings(string document, MappingDocumentOptions? options = null) =>
        Assert.Throws<MappingDocumentException>(() => MappingDocument.Parse(Encoding.UTF8.GetBytes(document), options ?? NoContract)).Findings;

    public static MappingResult Forth(this Mapper mapper, string vendor, MappingContext? context = null) => mapper.ToCanonical(Encoding.UTF8.GetBytes(vendor), context ?? Context);

    public static MappingResult Back(this Mapper mapper, string canonical, MappingContext? context = null) => mapper.ToVendor(Encoding.UTF8.GetBytes(canonical), context ?? Context);

    /// <summary>The result without the members that the mapper itself sets.</summary>
    public static string Body(this MappingResult result)
    {
        Assert.Empty(result.Issues.Select(issue => issue.ToString()));
        var json = JsonNode.Parse(result.Json.Span)!.AsObject();
        foreach (var member in new[] { "id", "contract", "sourceRefs", "observedAt", "sourceCreatedAt", "sourceUpdatedAt", "status" })
            json.Remove(member);
        return json.ToJsonString(s_plain);
    }

    public static string Text(this MappingResult result)
    {
        Assert.Empty(result.Issues.Select(issue => issue.ToString()));
        return Encoding.UTF8.GetString(result.Json.Span);
    }

    public static MappingIssue Issue(this MappingResult result) => Assert.Single(result.Issues);

    public static string Indented(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
