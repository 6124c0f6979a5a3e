using System.Text.Json;
using System.Text.Unicode;

namespace Canonical.Contracts;

/// <summary>
/// Finds what can be mended in drafts without changing what they mean: the same documents are valid before and after, in both views, and the generated code is the same but for the hash of the contract in it.
/// Versions that were published are never touched, nor are their examples. Thread-safe: pure functions.
/// </summary>
public static class ContractFixer
{
    /// <summary>Finds what can be mended. Nothing is written.</summary>
    /// <param name="folder">The folder of the contracts.</param>
    /// <param name="locked">The ids of versions that are not drafts whatever the catalog says, such as <c>customer/1.0.0</c>: those of a lock file.</param>
    /// <returns>The files with something to mend, by path; a file that is not JSON is left to people.</returns>
    /// <exception cref="IOException">A file that is there cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file that is there may not be read.</exception>
    public static IReadOnlyList<ContractFix> Find(string folder, IReadOnlySet<string> locked)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(locked);
        var fixes = new List<ContractFix>();
        Mend(folder, ContractCatalog.FileName, isContract: false, fixes);
        foreach (var entry in Drafts(folder))
        {
            if (locked.Contains($"{entry.Name}/{entry.Version}")) continue;
            Mend(folder, $"{entry.Name}/{entry.Version}.json", isContract: true, fixes);
            var examples = Path.Combine(folder, entry.Name, entry.Version + ".examples");
            if (!Directory.Exists(examples)) continue;
            foreach (var file in Directory.EnumerateFiles(examples, "*.json", SearchOption.AllDirectories)) Mend(folder, Path.GetRelativePath(folder, file).Replace('\\', '/'), isContract: false, fixes);
        }
        return [.. fixes.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>Writes mended files, each in one step.</summary>
    /// <param name="folder">The folder of the contracts.</param>
    /// <param name="fixes">What <see cref="Find"/> found.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static void Write(string folder, IReadOnlyList<ContractFix> fixes)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(fixes);
        foreach (var fix in fixes)
        {
            var path = Path.Combine(folder, fix.Path);
            var temporary = path + ".tmp";
            File.WriteAllBytes(temporary, fix.Utf8Json.Span);
            File.Move(temporary, path, overwrite: true);
        }
    }

    // A catalog that cannot be read says of no version that it is a draft.
    private static IEnumerable<CatalogEntry> Drafts(string folder)
    {
        var file = Path.Combine(folder, ContractCatalog.FileName);
        if (!File.Exists(file) || EditableSchema.Parse(TextForm.Mend(File.ReadAllBytes(file))) is null) return [];
        using var json = JsonDocument.Parse(TextForm.Mend(File.ReadAllBytes(file)));
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("contracts", out var list) || list.ValueKind != JsonValueKind.Array) return [];
        var entries = new List<CatalogEntry>();
        foreach (var item in list.EnumerateArray())
        {
            if (CatalogEntry.TryRead(item, out var entry, out _)) entries.Add(entry!);
        }
        // Listed twice, with two statuses: it is not known to be a draft.
        return entries.GroupBy(e => (e.Name, e.Version)).Where(g => g.All(e => e.Status == ContractStatus.Draft)).Select(g => g.First());
    }

    private static void Mend(string folder, string path, bool isContract, List<ContractFix> fixes)
    {
        var file = Path.Combine(folder, path);
        if (!File.Exists(file)) return;
        var before = File.ReadAllBytes(file);
        if (!Utf8.IsValid(before)) return;
        var findings = new List<ContractFinding>();
        var text = TextForm.Mend(before);
        if (EditableSchema.Parse(text) is null) return;
        if (!text.AsSpan().SequenceEqual(before)) findings.Add(new(ContractFixCodes.TextForm, path, "", "The text has a byte order mark, line ends other than a line feed, blanks at the ends of lines, tabs, or no single line feed at its end."));
        if (isContract) text = SchemaForm.Mend(text, (code, location, message) => findings.Add(new(code, path, location, message)));
        if (findings.Count > 0) fixes.Add(new(path, findings, text));
    }
}
