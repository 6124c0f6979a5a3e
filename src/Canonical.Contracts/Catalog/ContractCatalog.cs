using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>
/// A folder of contracts: <c>catalog.json</c>, <c>&lt;object&gt;/&lt;version&gt;.json</c> and the examples beside each. Loading finds what is missing; <see cref="Verify"/> finds the rest.
/// Thread-safe: immutable.
/// </summary>
public sealed class ContractCatalog
{
    /// <summary>The name of the file that lists the contracts.</summary>
    public const string FileName = "catalog.json";

    private readonly Dictionary<string, ContractDocument> _byId;

    private ContractCatalog(string folder, IReadOnlyList<ContractDocument> contracts, IReadOnlyList<ContractFinding> findings)
    {
        Folder = folder;
        Contracts = contracts;
        LoadFindings = findings;
        _byId = contracts.ToDictionary(c => c.Id, StringComparer.Ordinal);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The contracts whose files could be read, by object and version.</summary>
    public IReadOnlyList<ContractDocument> Contracts { get; }

    /// <summary>What was wrong while the files were read.</summary>
    public IReadOnlyList<ContractFinding> LoadFindings { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The catalog; its <see cref="LoadFindings"/> say what could not be read.</returns>
    /// <exception cref="IOException">A file that is there cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file that is there may not be read.</exception>
    public static ContractCatalog Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var findings = new List<ContractFinding>();
        var entries = ReadEntries(folder, findings);
        var registry = new JsonSchemaRegistry();
        var contracts = new List<ContractDocument>();
        foreach (var entry in entries.OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => System.Version.Parse(e.Version)))
        {
            var path = $"{entry.Name}/{entry.Version}.json";
            var file = Path.Combine(folder, entry.Name, entry.Version + ".json");
            if (!File.Exists(file))
            {
                findings.Add(new(ContractCodes.MissingFile, path, "", "The catalog lists this contract, but the file is missing: add it, or take it out of the catalog."));
                continue;
            }
            var bytes = File.ReadAllBytes(file);
            if (bytes.AsSpan().StartsWith("\uFEFF"u8))
            {
                // Half of all readers of JSON refuse it (RFC 8259 section 8.1), and a hash would be of it too.
                findings.Add(new(ContractCodes.ByteOrderMark, path, "", "The file begins with a byte order mark, which JSON must not: save it as UTF-8 without."));
                continue;
            }
            try
            {
                registry.Add(bytes);
            }
            catch (JsonSchemaException e)
            {
                findings.Add(new(ContractCodes.UnusableSchema, path, "", e.Message));
                continue;
            }
            contracts.Add(new(entry, path, bytes, registry));
        }
        FindFilesOutside(folder, entries, findings);
        return new(folder, contracts, findings);
    }

    /// <summary>A contract by name, or by name and version.</summary>
    /// <param name="nameOrId"><c>customer</c> for the newest version, or <c>customer/1.0.0</c>.</param>
    /// <returns>The contract; null when there is none.</returns>
    public ContractDocument? Find(string nameOrId)
    {
        ArgumentNullException.ThrowIfNull(nameOrId);
        return _byId.TryGetValue(nameOrId, out var exact) ? exact : Contracts.LastOrDefault(c => string.Equals(c.Name, nameOrId, StringComparison.Ordinal));
    }

    /// <summary>The same catalog with another status of some contracts, to check what is about to be published. Nothing is written.</summary>
    /// <param name="ids">Their ids, such as <c>customer/1.1.0</c>.</param>
    /// <param name="status">The status.</param>
    /// <returns>The catalog.</returns>
    public ContractCatalog WithStatus(IReadOnlySet<string> ids, ContractStatus status)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new(Folder, [.. Contracts.Select(c => ids.Contains(c.Id) ? c.WithStatus(status) : c)], LoadFindings);
    }

    // The same catalog with some of its contracts.
    internal ContractCatalog Only(IReadOnlyList<ContractDocument> contracts) => new(Folder, contracts, LoadFindings);

    /// <summary>Checks everything: what <see cref="Load"/> found, each contract against the metaschema and the contract profile, descriptions, and the verdict of every example.</summary>
    /// <returns>The findings, by file and place; empty when all is well.</returns>
    /// <exception cref="IOException">A file that is there cannot be read.</exception>
    public IReadOnlyList<ContractFinding> Verify() => ContractVerifier.Verify(this);

    private static List<CatalogEntry> ReadEntries(string folder, List<ContractFinding> findings)
    {
        var entries = new List<CatalogEntry>();
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            findings.Add(new(ContractCodes.Catalog, FileName, "", "The file is missing: it lists every contract with its status and steward."));
            return entries;
        }
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("contracts", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                findings.Add(new(ContractCodes.Catalog, FileName, "", "The file is an object with an array \"contracts\"."));
                return entries;
            }
            var index = 0;
            foreach (var item in list.EnumerateArray())
            {
                var pointer = $"/contracts/{index++}";
                if (!CatalogEntry.TryRead(item, out var entry, out var problem)) findings.Add(new(ContractCodes.Catalog, FileName, pointer, problem));
                else if (entries.Any(e => e.Name == entry!.Name && e.Version == entry.Version)) findings.Add(new(ContractCodes.Catalog, FileName, pointer, "The contract is listed twice."));
                else entries.Add(entry!);
            }
        }
        catch (JsonException e)
        {
            findings.Add(new(ContractCodes.Catalog, FileName, "", $"The file is not JSON (line {(e.LineNumber ?? 0) + 1})."));
        }
        return entries;
    }

    private static void FindFilesOutside(string folder, List<CatalogEntry> entries, List<ContractFinding> findings)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var directory in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
            {
                var (name, version) = (Path.GetFileName(directory), Path.GetFileNameWithoutExtension(file));
                if (entries.Any(e => e.Name == name && e.Version == version)) continue;
                findings.Add(new(ContractCodes.NotInCatalog, $"{name}/{version}.json", "", $"The contract is not in {FileName}: list it there, or remove the file."));
            }
        }
    }
}
