using System.Text;
using System.Text.Json;

namespace Canonical.Contracts;

// The examples beside a contract: valid ones, invalid ones with the rule they break, and those that break a law.
internal sealed record SiteExample(string Kind, string Name, string Why, string Breaks, string Json);

internal static class SiteExamples
{
    private static readonly string[] Kinds = ["valid", "invalid", "unlawful"];

    public static IReadOnlyList<SiteExample> Read(string folder, ContractDocument contract)
    {
        var examples = new List<SiteExample>();
        var beside = Path.Combine(folder, contract.Name, contract.Version + ".examples");
        foreach (var kind in Kinds.Where(k => Directory.Exists(Path.Combine(beside, k))))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(beside, kind), "*.json").Order(StringComparer.Ordinal)) examples.Add(Read(kind, file));
        }
        return examples;
    }

    private static SiteExample Read(string kind, string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var text = File.ReadAllText(file, Encoding.UTF8);
        if (kind == "valid") return new(kind, name, "", "", text);
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.TryGetProperty("instance", out var instance) && json.RootElement.TryGetProperty("breaks", out var breaks))
            {
                return new(kind, name, Text(json.RootElement, "why"), $"{Text(breaks, "keyword")}{Text(breaks, "law")} at \"{Text(breaks, "instancePath")}\"", instance.GetRawText());
            }
        }
        catch (JsonException)
        {
            // Lint says what is wrong with the file; its text is shown as it is.
        }
        return new(kind, name, "", "", text);
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
