using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Cli;

// canonical.json: what a repository wants of every run. Found in the folder of the run or the nearest above it. Its rules are docs/cli-schemas/canonical.schema.json.
internal sealed class CliConfiguration
{
    public const string FileName = "canonical.json";

    private CliConfiguration(string file, JsonElement json)
    {
        File = file;
        Folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Schemas = Text(json, "schemas") is { } schemas ? InputFile.Shorten(schemas, Folder, Environment.CurrentDirectory) : null;
        Output = Text(json, "output");
        MaxErrors = json.TryGetProperty("maxErrors", out var max) ? max.GetInt32() : null;
        Rules = json.TryGetProperty("rules", out var rules)
            ? [.. rules.EnumerateArray().Select(r => new FolderRule(r.GetProperty("files").GetString()!, r.GetProperty("contract").GetString()!))]
            : [];
    }

    // As it is named in messages.
    public string File { get; }

    public string Folder { get; }

    // The folder of the contracts, as seen from the current folder.
    public string? Schemas { get; }

    public string? Output { get; }

    public int? MaxErrors { get; }

    public IReadOnlyList<FolderRule> Rules { get; }

    // The file that was named, or the nearest one upwards; null when there is none.
    public static CliConfiguration? Find(string? named, string folder)
    {
        if (named is not null) return Read(named);
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, FileName);
            if (System.IO.File.Exists(file)) return Read(InputFile.Shorten(file, Environment.CurrentDirectory));
        }
        return null;
    }

    // The contract of the last rule that matches, so that a later rule can make an exception.
    public string? FindContract(string file)
    {
        if (Rules.Count == 0 || file == CommonOptions.StandardInput) return null;
        var relative = Path.GetRelativePath(Folder, Path.GetFullPath(file)).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) ? null : Rules.LastOrDefault(r => Glob.IsMatch(r.Files, relative))?.Contract;
    }

    // The files of all rules, as seen from the current folder.
    public IEnumerable<string> RuleFiles() =>
        Rules.SelectMany(r => Glob.Expand(r.Files, Folder)).Distinct(StringComparer.Ordinal).Select(f => InputFile.Shorten(f, Folder, Environment.CurrentDirectory)).Order(StringComparer.Ordinal);

    private static CliConfiguration Read(string file)
    {
        byte[] bytes;
        try
        {
            bytes = System.IO.File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"The configuration {file} cannot be read: {e.Message}");
        }
        var schema = JsonSchema.Parse(EmbeddedFile.Read("cli-schemas/canonical.schema.json"));
        if (schema.Validate(bytes).Errors is [var error, ..]) throw CliException.Usage($"The configuration {file} is not in order: {error}");
        using var json = JsonDocument.Parse(bytes);
        return new(file, json.RootElement);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
