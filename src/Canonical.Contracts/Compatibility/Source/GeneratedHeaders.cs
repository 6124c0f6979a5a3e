namespace Canonical.Contracts;

// Generated files say which version of which contract they were made from, and its hash.
internal static class GeneratedHeaders
{
    private const string Contract = "// Contract: ";
    private const string Hash = "// SHA-256 of the contract: ";

    public static IEnumerable<(string Contract, string Subject, string Message)> Compare(ContractCatalog catalog, string folder)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.g.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            var head = File.ReadLines(file).Take(4).ToList();
            if (head.Find(l => l.StartsWith(Contract, StringComparison.Ordinal)) is not { } said) continue;
            var id = said[Contract.Length..].Trim();
            found.Add(id);
            var hash = head.Find(l => l.StartsWith(Hash, StringComparison.Ordinal))?[Hash.Length..].Trim();
            if (catalog.Contracts.FirstOrDefault(c => c.Id == id) is not { } contract) yield return (id, name, $"{name} was made from {id}, which the catalog does not have.");
            else if (hash != contract.Sha256) yield return (id, name, $"{name} was made from another text of {id}.");
        }
        // The newest version of each object, and of each older major.
        foreach (var newest in catalog.Contracts.Where(c => c.Kind == ContractKind.BusinessObject).GroupBy(c => (c.Name, System.Version.Parse(c.Version).Major)).Select(g => g.Last()))
        {
            if (!found.Contains(newest.Id)) yield return (newest.Id, "", $"No generated file was made from {newest.Id}.");
        }
    }
}
