using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Contracts;

namespace Canonical.Cli;

// catalog.json as it is edited: entries and members that the command does not know stay as they are.
internal sealed class CatalogFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly JsonObject _root;
    private readonly JsonArray _contracts;

    private CatalogFile(string path, JsonObject root, JsonArray contracts)
    {
        _path = path;
        _root = root;
        _contracts = contracts;
    }

    // A folder without a catalog gets one when it is saved.
    public static CatalogFile Open(string folder)
    {
        var path = Path.Combine(folder, ContractCatalog.FileName);
        try
        {
            var root = File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject : new JsonObject { ["contracts"] = new JsonArray() };
            if (root?["contracts"] is JsonArray contracts) return new(path, root, contracts);
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw CliException.Unreadable($"{path} is not a catalog; \"canonical lint\" says why.");
    }

    public void Add(string name, string version, string kind, string steward, string? systemOfRecord)
    {
        var entry = new JsonObject { ["object"] = name, ["version"] = version, ["kind"] = kind, ["status"] = "draft", ["steward"] = steward, ["systemOfRecord"] = systemOfRecord };
        var after = _contracts.Select((node, index) => (Node: node!, Index: index)).LastOrDefault(e => IsBefore(e.Node, name, version)).Index;
        var at = _contracts.Count > 0 && IsBefore(_contracts[after]!, name, version) ? after + 1 : 0;
        _contracts.Insert(at, entry);
    }

    public JsonObject Entry(string name, string version) =>
        _contracts.OfType<JsonObject>().First(e => Text(e, "object") == name && Text(e, "version") == version);

    public void Save() => WriteJson(_path, _root);

    public static void WriteJson(string path, JsonNode json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // In one step, so that an interrupted run leaves the old file.
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, json.ToJsonString(Indented) + "\n");
        File.Move(temporary, path, overwrite: true);
    }

    private static bool IsBefore(JsonNode entry, string name, string version)
    {
        var order = string.CompareOrdinal(Text(entry, "object"), name);
        return order < 0 || (order == 0 && Version.TryParse(Text(entry, "version"), out var other) && other < Version.Parse(version));
    }

    private static string? Text(JsonNode entry, string name) => entry is JsonObject o && o[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;
}
