using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>The schemas of mapping documents and overlays, compiled once.</summary>
internal static class DocumentSchema
{
    public const string Id = "https://schemas.canonical-sdk.org/mapping/1.0.0";

    private static readonly Lazy<JsonSchema> s_schema = new(() => JsonSchema.Parse(Resource("schemas/mapping/1.0.0.json")));

    private static readonly Lazy<JsonSchema> s_overlay = new(() =>
    {
        var registry = new JsonSchemaRegistry();
        registry.Add(Resource("schemas/mapping/1.0.0.json"));
        return JsonSchema.Parse(Resource("schemas/mapping-overlay/1.0.0.json"), new JsonSchemaOptions { Registry = registry });
    });

    public static JsonSchema Instance => s_schema.Value;

    /// <summary>The schema of overlays, which refers to that of documents.</summary>
    public static JsonSchema Overlay => s_overlay.Value;

    private static byte[] Resource(string name)
    {
        using var stream = typeof(DocumentSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
