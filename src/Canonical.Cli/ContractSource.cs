using System.Text.Json;
using Canonical.Contracts;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

// The contracts of a run: those of a folder, or those that are built in.
internal sealed class ContractSource
{
    public const string DefaultFolder = "schemas";

    private readonly Dictionary<string, Entry> _byId;

    private readonly Lazy<EventReadOptions> _events;

    private readonly bool _isBuiltIn;

    private ContractSource(IEnumerable<Entry> entries, Lazy<CanonicalContractSet> set, bool isBuiltIn = false)
    {
        _isBuiltIn = isBuiltIn;
        Entries = [.. entries];
        _byId = Entries.ToDictionary(e => e.Text, StringComparer.Ordinal);
        Set = set;
        _events = new(() => new() { Contracts = Set.Value, SchemaBase = SchemaBase() });
    }

    public sealed record Entry(ContractId Id, string Status, string Steward, string? SystemOfRecord, bool IsObject, ReadOnlyMemory<byte> Utf8Json, Lazy<JsonSchema> Schema)
    {
        public string Text { get; } = Id.ToString();
    }

    public IReadOnlyList<Entry> Entries { get; }

    // The same contracts for the model.
    public Lazy<CanonicalContractSet> Set { get; }

    // How the model reads events whose data follows these contracts.
    public EventReadOptions Events => _events.Value;

    // For messages.
    public string Names => string.Join(", ", Entries.Select(e => e.Text));

    // The writer's view refuses members that the version does not know; the reader's, which is the contract as it is written, lets them be.
    public static ContractSource Open(string? folder, bool isWriter = false)
    {
        // Status and steward are in catalog.json, which is not built in.
        if (folder is null)
        {
            return new(CanonicalContracts.All.Select(c => new Entry(c.Id, "", "", null, c.Id.Name != "common", c.Utf8Json, new(() => isWriter ? c.WriterSchema : c.Schema))), new(() => CanonicalContracts.Set), isBuiltIn: true);
        }

        var catalog = OpenWhole(folder);
        var set = new Lazy<CanonicalContractSet>(() => CanonicalContractSet.Create([.. catalog.Contracts.Select(c => KeyValuePair.Create(ContractId.Parse(c.Id), c.Utf8Json))]));
        return new(catalog.Contracts.Select(c =>
        {
            var id = ContractId.Parse(c.Id);
            return new Entry(id, c.Status.ToString().ToLowerInvariant(), c.Steward, c.SystemOfRecord, c.Kind == ContractKind.BusinessObject, c.Utf8Json, new(() => isWriter ? set.Value.Get(id).WriterSchema : Compile(c)));
        }), set);
    }

    public static void RequireCatalog(string folder)
    {
        if (!Directory.Exists(folder)) throw CliException.Unreadable($"The folder {folder} does not exist.");
        if (!File.Exists(Path.Combine(folder, ContractCatalog.FileName))) throw CliException.Unreadable($"The folder {folder} has no {ContractCatalog.FileName}, which lists the contracts.");
    }

    // For commands that work on a folder: the one that was named, that of canonical.json, or schemas.
    public static ContractCatalog OpenCatalog(string? folder, CliContext context, string? configuration = null) =>
        OpenCatalog(folder ?? CliConfiguration.Find(configuration, context.Folder)?.Schemas ?? DefaultFolder);

    // For commands whose verdict is about all contracts. A contract outside the catalog is not used; anything else would be a contract that is silently not there.
    public static ContractCatalog OpenWhole(string folder, string? name = null)
    {
        var catalog = OpenCatalog(folder);
        return catalog.LoadFindings.FirstOrDefault(f => f.Code != ContractCodes.NotInCatalog) is { } finding
            ? throw CliException.Unreadable($"{name ?? folder} is not in order: {finding}{(name is null ? $" \"canonical lint --schemas {folder}\" says all of it." : "")}")
            : catalog;
    }

    public static ContractCatalog OpenCatalog(string folder)
    {
        RequireCatalog(folder);
        var catalog = ContractCatalog.Load(folder);
        // Told by itself, since there is a command that mends it.
        return catalog.LoadFindings.FirstOrDefault(f => f.Code == ContractCodes.ByteOrderMark) is { } marked
            ? throw CliException.Unreadable($"{Path.Combine(folder, marked.File).Replace('\\', '/')} begins with a byte order mark. Save it without one; \"canonical lint --fix --schemas {folder}\" does, while it is a draft.")
            : catalog;
    }

    public Entry? Find(string nameOrId) => _byId.TryGetValue(nameOrId, out var exact) ? exact : Entries.LastOrDefault(e => e.Id.Name == nameOrId);

    // What the user named must be there.
    public Entry Get(string nameOrId) => Find(nameOrId)
        ?? throw CliException.Usage($"There is no contract {nameOrId}; there are {Names}.{(_isBuiltIn ? " --schemas names the folder of others." : "")}");

    // The contract to read a payload with that says which one it follows: the newest minor of that major.
    public Entry? FindReader(ContractId declared) => Entries.LastOrDefault(e => e.Id.Name == declared.Name && e.Id.Version.Major == declared.Version.Major);

    // The host of the contracts, as the first one has it.
    private string SchemaBase()
    {
        if (Entries.Count == 0) return EventReadOptions.DefaultSchemaBase;
        using var json = JsonDocument.Parse(Entries[0].Utf8Json);
        var id = json.RootElement.TryGetProperty("$id", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return id.EndsWith("/" + Entries[0].Text, StringComparison.Ordinal) ? id[..^Entries[0].Text.Length] : EventReadOptions.DefaultSchemaBase;
    }

    private static JsonSchema Compile(ContractDocument contract)
    {
        try
        {
            return contract.Compile();
        }
        catch (JsonSchemaException e)
        {
            throw CliException.Unreadable($"The contract {contract.Id} is not a usable schema: {e.Message}");
        }
    }
}
