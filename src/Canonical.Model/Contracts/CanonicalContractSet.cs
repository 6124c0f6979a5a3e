using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>Contracts that belong together: they refer to each other, and nothing outside is ever fetched. Thread-safe: immutable.</summary>
public sealed class CanonicalContractSet
{
    private const string ResourcePrefix = "schemas/";

    private readonly Dictionary<string, CanonicalContract[]> _byName;

    private CanonicalContractSet(IEnumerable<CanonicalContract> contracts)
    {
        All = [.. contracts.OrderBy(c => c.Id.Name, StringComparer.Ordinal).ThenBy(c => c.Id.Version)];
        _byName = All.GroupBy(c => c.Id.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Every contract, by name and version.</summary>
    public IReadOnlyList<CanonicalContract> All { get; }

    /// <summary>Reads the contracts that are embedded in an assembly as <c>schemas/&lt;name&gt;/&lt;version&gt;.json</c>.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The contracts.</returns>
    /// <exception cref="ContractException">A resource with that prefix is not named so, or is not a JSON Schema with an absolute <c>$id</c>.</exception>
    public static CanonicalContractSet FromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var contracts = new List<KeyValuePair<ContractId, ReadOnlyMemory<byte>>>();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            // Windows builds write the folders of a resource with backslashes.
            var path = name.Replace('\\', '/');
            if (!path.StartsWith(ResourcePrefix, StringComparison.Ordinal) || !path.EndsWith(".json", StringComparison.Ordinal)) continue;
            if (!ContractId.TryParse(path[ResourcePrefix.Length..^".json".Length], out var id))
            {
                throw new ContractException(ModelCodes.UnusableContract, $"The resource {path} is not named schemas/<name>/<version>.json.");
            }
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            contracts.Add(new(id, bytes));
        }
        return Create(contracts);
    }

    /// <summary>Makes a set from contracts that were read elsewhere.</summary>
    /// <param name="contracts">The contracts: id, and JSON Schema in UTF-8; the bytes are kept, not copied.</param>
    /// <returns>The contracts.</returns>
    /// <exception cref="ContractException">A contract is not a JSON Schema with an absolute <c>$id</c>.</exception>
    public static CanonicalContractSet Create(IReadOnlyList<KeyValuePair<ContractId, ReadOnlyMemory<byte>>> contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var registry = new JsonSchemaRegistry();
        foreach (var (id, bytes) in contracts)
        {
            try
            {
                registry.Add(bytes.Span);
            }
            catch (JsonSchemaException e)
            {
                throw new ContractException(ModelCodes.UnusableContract, $"The contract {id} is not a usable schema: {e.Message}", e);
            }
        }
        // The writer's view is seldom asked for: it is made when it is.
        var closed = new Lazy<JsonSchemaRegistry>(() =>
        {
            var views = new JsonSchemaRegistry();
            foreach (var (_, bytes) in contracts) views.Add(ContractViews.Close(bytes.Span));
            return views;
        });
        return new(contracts.Select(c => new CanonicalContract(c.Key, c.Value, registry, closed)));
    }

    /// <summary>A contract by its name: the newest version of it.</summary>
    /// <param name="name">The name of the object, such as <c>customer</c>.</param>
    /// <returns>The contract.</returns>
    /// <exception cref="ContractException">There is no such contract.</exception>
    public CanonicalContract Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out var versions) ? versions[^1] : throw Unknown(name);
    }

    /// <summary>A contract by its id.</summary>
    /// <param name="id">Name and version.</param>
    /// <returns>The contract.</returns>
    /// <exception cref="ContractException">There is no such contract.</exception>
    public CanonicalContract Get(ContractId id) => TryGet(id, out var contract) ? contract : throw Unknown(id.ToString());

    /// <summary>A contract by its id, if it is there.</summary>
    /// <param name="id">Name and version.</param>
    /// <param name="contract">The contract.</param>
    /// <returns>True when it is there.</returns>
    public bool TryGet(ContractId id, [NotNullWhen(true)] out CanonicalContract? contract)
    {
        contract = _byName.TryGetValue(id.Name, out var versions) ? Array.Find(versions, c => c.Id == id) : null;
        return contract is not null;
    }

    private ContractException Unknown(string what) =>
        new(ModelCodes.UnknownContract, $"There is no contract {what}; there are {string.Join(", ", All.Select(c => c.Id.ToString()))}.");
}
