using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The vendor's recorded payloads, which lie beside the repository for its developers.</summary>
internal static class SalesforceFixture
{
    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    public static string ReadText(string name) => File.ReadAllText(PathOf(name));

    /// <summary>The names of all recordings.</summary>
    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Path.GetDirectoryName(PathOf("README.md"))!).Select(f => Path.GetFileName(f)!);

    private static string PathOf(string name)
    {
        string path = Path.Combine(Repository.Root(), "..", "shared", "fixtures", "salesforce", name);
        Assert.SkipUnless(File.Exists(path), $"The recorded payload was not found: {name}");
        return path;
    }

    /// <summary>The paths of all members with the kinds of their values, array items folded: two payloads of one shape give the same list.</summary>
    public static SortedSet<string> Shape(JsonElement json)
    {
        var shape = new SortedSet<string>(StringComparer.Ordinal);
        Walk(json, "");
        return shape;

        void Walk(JsonElement value, string path)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty member in value.EnumerateObject())
                        Walk(member.Value, $"{path}/{member.Name}");
                    break;
                case JsonValueKind.Array:
                    shape.Add(path + "[]");
                    foreach (JsonElement item in value.EnumerateArray())
                        Walk(item, path + "[]");
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    shape.Add(path + ":bool");
                    break;
                default:
                    shape.Add($"{path}:{value.ValueKind}");
                    break;
            }
        }
    }

    /// <summary>The names of an object's members in their order.</summary>
    public static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(m => m.Name)];
}
