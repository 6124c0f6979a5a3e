using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Contracts;

namespace Canonical.Cli;

// catalog.lock.json: the hash of every version that was published, so that an edit is found without a baseline.
internal sealed class LockFile
{
    public const string FileName = "catalog.lock.json";

    private readonly SortedDictionary<string, JsonObject> _published = new(StringComparer.Ordinal);

    public static LockFile Open(string folder)
    {
        var locked = new LockFile();
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return locked;
        try
        {
            foreach (var (id, entry) in JsonNode.Parse(File.ReadAllBytes(path))!["published"]!.AsObject())
            {
                locked._published[id] = entry!.DeepClone().AsObject();
                _ = locked._published[id]["sha256"]!.GetValue<string>();
            }
            return locked;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw CliException.Unreadable($"{path} is not a lock file: {{\"published\": {{\"customer/1.0.0\": {{\"sha256\": …}}}}}}.");
        }
    }

    // What was published, and is not to be touched.
    public IReadOnlySet<string> Ids => _published.Keys.ToHashSet(StringComparer.Ordinal);

    public void Add(ContractDocument contract, string date) => _published[contract.Id] = new JsonObject { ["sha256"] = contract.Sha256, ["publishedOn"] = date };

    // Published versions whose text is no longer what was published, or that are gone.
    public IEnumerable<Finding> FindEdits(ContractCatalog catalog)
    {
        foreach (var (id, entry) in _published)
        {
            var path = Path.Combine(catalog.Folder, id + ".json").Replace('\\', '/');
            var contract = catalog.Contracts.FirstOrDefault(c => c.Id == id);
            if (contract is null) yield return new(path, 1, 1, CliCodes.PublishedVersionEdited, $"{id} was published and is gone: bring it back, and retire it in the catalog if nobody uses it.");
            else if (contract.Sha256 != entry["sha256"]!.GetValue<string>()) yield return new(path, 1, 1, CliCodes.PublishedVersionEdited, $"{id} was published and has changed since: undo the change, and make a new version for it (canonical new version {contract.Name}).");
        }
    }

    public void Save(string folder)
    {
        var published = new JsonObject();
        foreach (var (id, entry) in _published) published[id] = entry.DeepClone();
        CatalogFile.WriteJson(Path.Combine(folder, FileName), new JsonObject { ["published"] = published });
    }
}
