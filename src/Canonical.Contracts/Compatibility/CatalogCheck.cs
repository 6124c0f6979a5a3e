using System.Security.Cryptography;
using System.Text;
using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>Checks a catalog against the one before it: what CI runs on a change of contracts. Thread-safe: pure functions.</summary>
public static class CatalogCheck
{
    /// <summary>Checks a catalog. A catalog or a baseline that could not be read whole gets no verdict: every fault is a finding (CS-GOV-012) that no waiver excuses, and nothing is compared.</summary>
    /// <param name="baseline">The catalog as it was; null to check the lineage inside of <paramref name="current"/> only.</param>
    /// <param name="current">The catalog as it is.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonSchemaException">A contract is not a usable schema.</exception>
    /// <exception cref="IOException">An example or a generated file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CatalogReport Run(ContractCatalog? baseline, ContractCatalog current, CatalogCheckOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        options ??= new CatalogCheckOptions();
        List<CompatibilityFinding> unreadable = [.. Unreadable(current, "The catalog"), .. baseline is null ? [] : Unreadable(baseline, "The baseline")];
        if (unreadable.Count > 0) return new([], unreadable);
        var findings = new List<CompatibilityFinding>();
        var comparisons = new List<CompatibilityReport>();
        var gone = Published(baseline, current, findings).Where(p => !current.Contracts.Any(c => c.Id == p.Id)).ToList();
        var unchanged = current.Contracts.Where(c => IsUnchanged(baseline, current, c)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var compared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var contract in current.Contracts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Lineage(current, contract, options, findings);
            Migrations(current, contract, options, findings, cancellationToken);
            Drafts(current, contract, findings);
            // A draft that is edited is compared with what it must fit: the earlier versions, not its own earlier text. And the later versions with it, whether or not they changed themselves.
            var bundle = ContractBundle.Of(current, contract);
            var earlier = ContractComparison.Earlier(
                [.. current.Contracts.Where(c => c.Name == contract.Name).Select(c => ContractBundle.Of(current, c)), .. gone.Where(p => p.Name == contract.Name).Select(p => ContractBundle.Of(baseline!, p))], bundle);
            foreach (var before in options.IsTransitive ? earlier : earlier.Take(1))
            {
                if (unchanged.Contains(contract.Id) && (unchanged.Contains(before.ToString()) || gone.Exists(g => g.Id == before.ToString()))) continue;
                compared.Add(contract.Id);
                compared.Add(before.ToString());
                comparisons.Add(ContractComparison.Compare(before, bundle, options.Comparison, cancellationToken));
            }
        }
        if (baseline is not null) findings.AddRange(SourceSurface.Compare(baseline, current).Select(f => Finding("CS-SRC-001", f.Contract, f.Message, FindingSeverity.Warning, f.Subject)));
        if (options.GeneratedCode is { } generated) findings.AddRange(GeneratedHeaders.Compare(current, generated).Select(f => Finding("CS-SRC-002", f.Contract, f.Message, subject: f.Subject)));
        var all = comparisons.SelectMany(c => c.Findings).Concat(findings).ToList();
        var own = WaiverList.Apply(findings, options.Comparison);
        return new(comparisons, [.. own, .. WaiverList.Check(all, options.Comparison)])
        {
            Unchanged = [.. current.Contracts.Select(c => c.Id).Where(unchanged.Contains)],
            Uncompared = [.. current.Contracts.Select(c => c.Id).Where(id => !unchanged.Contains(id) && !compared.Contains(id))],
            Removed = [.. baseline?.Contracts.Select(c => c.Id).Where(id => !current.Contracts.Any(c => c.Id == id)) ?? []],
        };
    }

    // What could not be read is a contract that would silently not be there. Files that the catalog does not list are no contracts of it.
    private static IEnumerable<CompatibilityFinding> Unreadable(ContractCatalog catalog, string which) =>
        catalog.LoadFindings.Where(f => f.Code != ContractCodes.NotInCatalog).Select(f => Finding("CS-GOV-012", f.File.EndsWith(".json", StringComparison.Ordinal) && f.File.Contains('/', StringComparison.Ordinal) ? f.File[..^5] : "", $"{which} cannot be read whole: {f}"));

    private static bool IsUnchanged(ContractCatalog? baseline, ContractCatalog current, ContractDocument contract) =>
        baseline?.Contracts.FirstOrDefault(c => c.Id == contract.Id) is { } before && before.Sha256 == contract.Sha256
            && ContractBundle.Of(baseline, before).HashOfAll() == ContractBundle.Of(current, contract).HashOfAll();

    // Versions that were published before: they are there, unchanged.
    private static List<ContractDocument> Published(ContractCatalog? baseline, ContractCatalog current, List<CompatibilityFinding> findings)
    {
        List<ContractDocument> published = [.. baseline?.Contracts.Where(c => c.Status != ContractStatus.Draft) ?? []];
        foreach (var before in published)
        {
            var now = current.Contracts.FirstOrDefault(c => c.Id == before.Id);
            if (now is null) findings.Add(Finding("CS-GOV-003", before.Id, "The published version is gone: retire it in the catalog, and keep its file."));
            else if (now.Sha256 != before.Sha256) findings.Add(Finding("CS-GOV-003", before.Id, "The text of the published version changed."));
            else if (now.Status == ContractStatus.Draft) findings.Add(Finding("CS-GOV-003", before.Id, "The published version became a draft again."));
        }
        return published;
    }

    // Every version but the first of a contract follows another: the patch before, the minor before, or the major before.
    private static void Lineage(ContractCatalog catalog, ContractDocument contract, CatalogCheckOptions options, List<CompatibilityFinding> findings)
    {
        if (!ContractVersionNumber.TryParse(contract.Version, out var version)) return;
        var others = catalog.Contracts.Where(c => c.Name == contract.Name).Select(c => ContractVersionNumber.TryParse(c.Version, out var number) ? number : default).ToList();
        var hasAncestor = version switch
        {
            { Patch: > 0 } => others.Exists(o => (o.Major, o.Minor, o.Patch) == (version.Major, version.Minor, version.Patch - 1)),
            { Minor: > 0 } => others.Exists(o => (o.Major, o.Minor) == (version.Major, version.Minor - 1)),
            { Major: > 1 } => others.Exists(o => o.Major == version.Major - 1),
            _ => true,
        };
        if (!hasAncestor) findings.Add(Finding("CS-GOV-005", contract.Id, "The catalog has no version that this one follows."));
        if (version is not { Major: > 1, Minor: 0, Patch: 0 } || contract.Kind != ContractKind.BusinessObject || options.MigratedInCode.Contains(contract.Id) || options.Migrations.ContainsKey(contract.Id)) return;
        var folder = Path.Combine(catalog.Folder, contract.Name, contract.Version + ".migrations");
        if (!File.Exists(Path.Combine(folder, "up.json")) || !File.Exists(Path.Combine(folder, "down.json")))
        {
            findings.Add(Finding("CS-GOV-009", contract.Id, "The new major version has no migrations up and down."));
        }
    }

    private static void Migrations(ContractCatalog catalog, ContractDocument contract, CatalogCheckOptions options, List<CompatibilityFinding> findings, CancellationToken cancellationToken)
    {
        if (!options.Migrations.TryGetValue(contract.Id, out var migration)) return;
        var major = System.Version.Parse(contract.Version).Major;
        var before = catalog.Contracts.LastOrDefault(c => c.Name == contract.Name && System.Version.Parse(c.Version).Major == major - 1);
        // Without it the lineage is broken, and said to be.
        if (before is null) return;
        findings.AddRange(MigrationRun.Check(catalog, before, contract, migration, cancellationToken).Select(m => Finding("CS-GOV-010", contract.Id, m.Message, m.Severity, m.Subject)));
    }

    private static void Drafts(ContractCatalog catalog, ContractDocument contract, List<CompatibilityFinding> findings)
    {
        if (contract.Status == ContractStatus.Draft) return;
        var documents = ContractBundle.Of(catalog, contract).Documents();
        foreach (var (uri, _) in documents.Documents)
        {
            var other = catalog.Contracts.FirstOrDefault(c => uri.EndsWith("/" + c.Id, StringComparison.Ordinal));
            if (other is { Status: ContractStatus.Draft }) findings.Add(Finding("CS-GOV-006", contract.Id, $"It refers to {other.Id}, which is a draft."));
        }
    }

    private static CompatibilityFinding Finding(string rule, string contract, string message, FindingSeverity severity = FindingSeverity.Error, string subject = "") => new()
    {
        Rule = rule,
        Severity = severity,
        Contract = contract,
        Path = "",
        Message = message,
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject.Length == 0 ? $"{rule}\n{contract}" : $"{rule}\n{contract}\n{subject}"))[..8]),
    };
}
