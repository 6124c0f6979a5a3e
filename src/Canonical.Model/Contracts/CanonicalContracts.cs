using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

/// <summary>The contracts of this package, embedded from <c>schemas/</c>. Thread-safe: immutable.</summary>
public static class CanonicalContracts
{
    private static readonly Lazy<CanonicalContractSet> Embedded = new(() => CanonicalContractSet.FromAssembly(typeof(CanonicalContracts).Assembly));

    /// <summary>Every contract as one set.</summary>
    public static CanonicalContractSet Set => Embedded.Value;

    /// <summary>Every contract, by name and version; among them <c>common</c>, which holds the definitions that the others share.</summary>
    public static IReadOnlyList<CanonicalContract> All => Set.All;

    /// <summary>A contract by its name: the newest version of it.</summary>
    /// <param name="name">The name of the object, such as <c>customer</c>.</param>
    /// <returns>The contract.</returns>
    /// <exception cref="ContractException">There is no such contract.</exception>
    public static CanonicalContract Get(string name) => Set.Get(name);

    /// <summary>A contract by its id.</summary>
    /// <param name="id">Name and version.</param>
    /// <returns>The contract.</returns>
    /// <exception cref="ContractException">There is no such contract.</exception>
    public static CanonicalContract Get(ContractId id) => Set.Get(id);

    /// <summary>A contract by its id, if it is there.</summary>
    /// <param name="id">Name and version.</param>
    /// <param name="contract">The contract.</param>
    /// <returns>True when it is there.</returns>
    public static bool TryGet(ContractId id, [NotNullWhen(true)] out CanonicalContract? contract) => Set.TryGet(id, out contract);
}
