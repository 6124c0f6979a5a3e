namespace Canonical.Contracts;

/// <summary>What a generator made, or why it made nothing. Thread-safe: immutable.</summary>
public sealed class GenerationResult
{
    internal GenerationResult(IReadOnlyList<GeneratedFile> files, IReadOnlyList<ContractFinding> findings)
    {
        Files = files;
        Findings = findings;
    }

    /// <summary>True when every contract could be generated.</summary>
    public bool Succeeded => Findings.Count == 0;

    /// <summary>The files by name; empty when something is wrong with a contract.</summary>
    public IReadOnlyList<GeneratedFile> Files { get; }

    /// <summary>What is wrong: contracts that could not be read, and every place that the generator has no form for.</summary>
    public IReadOnlyList<ContractFinding> Findings { get; }

    /// <summary>Compares with what lies in a folder.</summary>
    /// <param name="folder">The folder of the generated files.</param>
    /// <returns>The names of files that are missing, differ, or are generated (<c>*.g.cs</c>, in folders below too) but no longer made; empty when the folder is fresh.</returns>
    /// <exception cref="IOException">A file that is there cannot be read.</exception>
    public IReadOnlyList<string> FindStale(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var names = Files.ToDictionary(f => f.Name, f => f.Content, StringComparer.Ordinal);
        var existing = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.g.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal) : [];
        // A checkout may have put carriage returns in.
        return [.. existing.Except(names.Keys, StringComparer.Ordinal)
            .Concat(names.Where(f => !existing.Contains(f.Key) || !string.Equals(File.ReadAllText(Path.Combine(folder, f.Key)).ReplaceLineEndings("\n"), f.Value, StringComparison.Ordinal)).Select(f => f.Key))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Writes the files, and removes generated files (<c>*.g.cs</c>) of the folder that are no longer made.</summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    /// <returns>The names of the files that changed.</returns>
    /// <exception cref="InvalidOperationException">The generation did not succeed.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<string> WriteTo(string folder)
    {
        if (!Succeeded) throw new InvalidOperationException("There is nothing to write: the findings say what is wrong.");
        var stale = FindStale(folder);
        foreach (var name in stale)
        {
            var file = Files.FirstOrDefault(f => f.Name == name);
            var path = Path.Combine(folder, name);
            if (file is null)
            {
                File.Delete(path);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Content);
        }
        return stale;
    }
}
