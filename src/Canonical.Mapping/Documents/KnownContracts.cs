using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The contracts that `Canonical.Model` carries.</summary>
internal static class KnownContracts
{
    public static ReadOnlyMemory<byte>? Find(string id) =>
        ContractId.TryParse(id, out var contract) && CanonicalContracts.TryGet(contract, out var known) ? known.Utf8Json : default(ReadOnlyMemory<byte>?);
}
