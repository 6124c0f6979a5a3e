using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>The schema of mapping documents, compiled once.</summary>
internal static class DocumentSchema
{
    public const string Id = "https://schemas.canonical-sdk.org/mapping/1.0.0";

    private static readonly Lazy<JsonSchema> s_schema = new(Load);

    public static JsonSchema Instance => s_schema.Value;

    private static JsonSchema Load()
    {
        using var stream = typeof(DocumentSchema).Assembly.GetManifestResourceStream("schemas/mapping/1.0.0.json")
            ?? throw new InvalidOperationException("The schema of mapping documents is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return JsonSchema.Parse(bytes.ToArray());
    }
}
