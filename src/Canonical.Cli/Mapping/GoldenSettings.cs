using System.Globalization;
using System.Text.Json;

namespace Canonical.Cli;

// mapping-test.json: which mapping the cases of a folder are for, and what a run of it knows. Its rules are docs/cli-schemas/mapping-test.schema.json.
internal sealed record GoldenSettings(string Mapping, IReadOnlyList<string> Overlays, string Tenant, string Instance, DateTimeOffset ObservedAt, IReadOnlyDictionary<string, string> Parameters)
{
    public const string FileName = "mapping-test.json";

    private static readonly string[] Members = ["$schema", "mapping", "overlays", "tenant", "instance", "observedAt", "parameters"];

    // The nearest one, from the folder of the case up to the folder of the run.
    public static string? Find(string folder, string top)
    {
        for (var at = Path.GetFullPath(folder); ; at = Path.GetDirectoryName(at)!)
        {
            var file = Path.Combine(at, FileName);
            if (File.Exists(file)) return file;
            if (at.Length <= Path.GetFullPath(top).Length) return null;
        }
    }

    public static GoldenSettings Read(string file, CliContext context)
    {
        try
        {
            using var document = JsonDocument.Parse(InputFile.ReadAll(file, context));
            var json = document.RootElement;
            foreach (var member in json.EnumerateObject())
            {
                if (!Members.Contains(member.Name, StringComparer.Ordinal)) throw CliException.Usage($"{file} has a member \"{member.Name}\"; there are {string.Join(", ", Members)}.");
            }
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            return new(
                Path.GetFullPath(json.GetProperty("mapping").GetString()!, folder),
                json.TryGetProperty("overlays", out var overlays) ? [.. overlays.EnumerateArray().Select(overlay => Path.GetFullPath(overlay.GetString()!, folder))] : [],
                NotEmpty(Text(json, "tenant") ?? "test"), NotEmpty(Text(json, "instance") ?? "test"),
                DateTimeOffset.Parse(Text(json, "observedAt") ?? "2026-01-01T00:00:00Z", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) is var at && at != default ? at : throw new FormatException(),
                json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? throw new FormatException(), StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw CliException.Usage($"{file} is not in order: an object with \"mapping\" (a path beside the file) and, where they matter, \"overlays\", \"tenant\", \"instance\", \"observedAt\" and \"parameters\" (texts).");
        }
    }

    private static string NotEmpty(string text) => string.IsNullOrWhiteSpace(text) ? throw new FormatException() : text;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
