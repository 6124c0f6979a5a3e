using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests;

// A copy of the golden contracts in a folder of its own, to be spoiled.
internal sealed class ContractFolder : IDisposable
{
    private ContractFolder(string path) => Path = path;

    public string Path { get; }

    public static ContractFolder Create()
    {
        var target = Directory.CreateTempSubdirectory("canonical-contracts-").FullName;
        var source = System.IO.Path.Combine(Repository.Golden, "schemas");
        foreach (var file in Directory.EnumerateFiles(source, "*.json", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return new(target);
    }

    public string Full(string path) => System.IO.Path.Combine(Path, path);

    public void Edit(string path, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Full(path)))!.AsObject();
        edit(json);
        File.WriteAllText(Full(path), json.ToJsonString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    public IReadOnlyList<ContractFinding> Verify() => ContractCatalog.Load(Path).Verify();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
