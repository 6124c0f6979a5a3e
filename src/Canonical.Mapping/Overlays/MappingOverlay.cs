using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>
/// What a region, a legal entity, a tenant or its custom fields change of a mapping document (format <c>mapping-overlay/1.0.0</c>): an acquired company's coding is
/// configuration, not code. Applied by <see cref="MappingDocument.With"/>. Immutable and safe to share between threads.
/// </summary>
public sealed class MappingOverlay
{
    private MappingOverlay(JsonElement json, VersionRange range)
    {
        Json = json;
        Range = range;
        Id = json.GetProperty("overlay").GetString()!;
        Version = json.GetProperty("version").GetString()!;
        Title = json.TryGetProperty("title", out var title) ? title.GetString() : null;
        BaseId = json.GetProperty("base").GetString()!;
        BaseVersion = json.GetProperty("baseVersion").GetString()!;
        Scope = Enum.Parse<MappingOverlayScope>(json.GetProperty("scope").GetString()!, ignoreCase: true);
    }

    /// <summary>The id, such as <c>acme.emea-accounts</c>.</summary>
    public string Id { get; }

    /// <summary>The semantic version of the overlay.</summary>
    public string Version { get; }

    /// <summary>The title for people, or null.</summary>
    public string? Title { get; }

    /// <summary>The id of the mapping that it changes.</summary>
    public string BaseId { get; }

    /// <summary>The versions of that mapping that it is for, such as <c>^1.2.0</c> or <c>&gt;=1.2.0 &lt;2.0.0</c>.</summary>
    public string BaseVersion { get; }

    /// <summary>Whose change it is.</summary>
    public MappingOverlayScope Scope { get; }

    internal JsonElement Json { get; }

    internal VersionRange Range { get; }

    /// <summary>Reads an overlay. Whether it fits a mapping is told by <see cref="MappingDocument.With"/>.</summary>
    /// <param name="utf8Json">The overlay, UTF-8.</param>
    /// <exception cref="MappingDocumentException">It is not JSON, or breaks the schema of overlays; the exception holds every finding.</exception>
    public static MappingOverlay Parse(ReadOnlySpan<byte> utf8Json)
    {
        var root = DocumentJson.Read(utf8Json, "overlay");
        var report = DocumentSchema.Overlay.Validate(utf8Json);
        if (!report.IsValid)
        {
            throw new MappingDocumentException([.. report.Errors.Select(error => new MappingDocumentFinding(
                MappingCodes.DocumentSchema, error.InstancePath, null, string.Create(CultureInfo.InvariantCulture, $"line {error.Line}: {error.Message}")))]);
        }

        if (!VersionRange.TryParse(root.GetProperty("baseVersion").GetString()!, out var range))
            throw new MappingDocumentException([new MappingDocumentFinding(MappingCodes.OverlayOfOtherMapping, "/baseVersion", null, "The range of versions cannot be read; a number in it is too large.")]);
        return new MappingOverlay(root, range);
    }

    /// <summary>Id and version, such as <c>acme.emea-accounts/1.0.0</c>.</summary>
    public override string ToString() => $"{Id}/{Version}";
}
