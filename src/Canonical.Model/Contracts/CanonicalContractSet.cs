using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>Contracts that belong together: they refer to each other, and nothing outside is ever fetched. Thread-safe: immutable.</summary>
public sealed class CanonicalContractSet
{
    private const string ResourcePrefix = "schemas/";

    private readonly Dictionary<string, CanonicalContract[]> _byName;

    // Start-up is most of a short run: generics over the id, a value, have no compiled code in the framework and would be compiled while the process starts. Hence arrays of classes and no LINQ.
    private CanonicalContractSet(CanonicalContract[] contracts)
    {
        Array.Sort(contracts, Compare);
        All = contracts;
        _byName = new(StringComparer.Ordinal);
        for (var start = 0; start < contracts.Length;)
        {
            var end = start + 1;
            while (end < contracts.Length && contracts[end].Id.Name == contracts[start].Id.Name) end++;
            _byName.Add(contracts[start].Id.Name, contracts[start..end]);
            start = end;
        }
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
        var contracts = new List<Source>();
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
            contracts.Add(new Source(id, bytes));
        }
        return Create(contracts.ToArray());
    }

    /// <summary>Makes a set from contracts that were read elsewhere.</summary>
    /// <param name="contracts">The contracts: id, and JSON Schema in UTF-8; the bytes are kept, not copied.</param>
    /// <returns>The contracts.</returns>
    /// <exception cref="ContractException">A contract is not a JSON Schema with an absolute <c>$id</c>.</exception>
    public static CanonicalContractSet Create(IReadOnlyList<KeyValuePair<ContractId, ReadOnlyMemory<byte>>> contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var sources = new Source[contracts.Count];
        for (var i = 0; i < sources.Length; i++) sources[i] = new(contracts[i].Key, contracts[i].Value);
        return Create(sources);
    }

    private static CanonicalContractSet Create(Source[] sources)
    {
        var registry = new JsonSchemaRegistry();
        foreach (var source in sources)
        {
            try
            {
                registry.Add(source.Utf8Json.Span);
            }
            catch (JsonSchemaException e)
            {
                throw new ContractException(ModelCodes.UnusableContract, $"The contract {source.Id} is not a usable schema: {e.Message}", e);
            }
        }
        // The writer's view is seldom asked for: it is made when it is.
        var closed = new Lazy<JsonSchemaRegistry>(() =>
        {
            var views = new JsonSchemaRegistry();
            foreach (var source in sources) views.Add(ContractViews.Close(source.Utf8Json.Span));
            return views;
        });
        return new(Array.ConvertAll(sources, s => new CanonicalContract(s.Id, s.Utf8Json, registry, closed)));
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

    private static int Compare(CanonicalContract left, CanonicalContract right)
    {
        var order = string.CompareOrdinal(left.Id.Name, right.Id.Name);
        return order != 0 ? order : left.Id.Version.CompareTo(right.Id.Version);
    }

    private sealed class Source(ContractId id, ReadOnlyMemory<byte> utf8Json)
    {
        public ContractId Id => id;

        public ReadOnlyMemory<byte> Utf8Json => utf8Json;
    }

    private ContractException Unknown(string what) =>
        new(ModelCodes.UnknownContract, $"There is no contract {what}; there are {string.Join(", ", All.Select(c => c.Id.ToString()))}.");
}
