using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>
/// A static site of a folder of contracts: one page a version of each contract with its members, rules, examples, laws, versions and changes, a picture of the references, and a search.
/// Plain files without outside assets: they work from a folder, and on any web server. The same contracts give the same bytes. Thread-safe: immutable.
/// </summary>
public sealed class ContractSite
{
    private ContractSite(IReadOnlyList<GeneratedFile> files, IReadOnlyList<ContractFinding> findings)
    {
        Files = files;
        Findings = findings;
    }

    /// <summary>The files by name: pages, a style sheet and two scripts.</summary>
    public IReadOnlyList<GeneratedFile> Files { get; }

    /// <summary>What has no page: contracts that could not be read or are no usable schemas, and files that the catalog does not list. Empty when every file of the folder has its page.</summary>
    public IReadOnlyList<ContractFinding> Findings { get; }

    /// <summary>Makes the site.</summary>
    /// <param name="catalog">The contracts; what cannot be used has no page and is one of <see cref="Findings"/>.</param>
    /// <param name="title">The title of the site, such as <c>Acme contracts</c>.</param>
    /// <returns>The site.</returns>
    /// <exception cref="IOException">An example that is there cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">An example that is there may not be read.</exception>
    public static ContractSite Create(ContractCatalog catalog, string title)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        var findings = new List<ContractFinding>(catalog.LoadFindings);
        catalog = Usable(catalog, findings);
        var byName = catalog.Contracts.GroupBy(c => c.Name, StringComparer.Ordinal).ToList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in byName)
        {
            foreach (var contract in group) names[contract.Id] = $"{contract.Name}-{contract.Version}.html";
            names[group.Last().Id] = names[group.Key] = $"{group.Key}.html";
        }
        var reader = new SiteReader(catalog, names);
        var contracts = byName.ConvertAll(group => group.Select(reader.Read).ToList());
        var newest = contracts.ConvertAll(versions => versions[^1]);
        var relations = newest.SelectMany(c => c.Relations).ToList();
        var page = new ObjectPage(catalog.Folder, title, relations, name => names[name]);

        var files = new List<GeneratedFile>
        {
            new("index.html", IndexPage.Write(title, newest, relations, name => names[name])),
            new("search.js", SearchIndex.Write(newest)),
            new("site.css", Asset("site.css")),
            new("site.js", Asset("site.js")),
        };
        foreach (var versions in contracts) files.AddRange(versions.Select(contract => new GeneratedFile(contract.FileName, page.Write(contract, versions))));
        return new([.. files.OrderBy(f => f.Name, StringComparer.Ordinal)], findings);
    }

    // A contract that does not compile would make a page of what nobody can use, or none at all.
    private static ContractCatalog Usable(ContractCatalog catalog, List<ContractFinding> findings)
    {
        var usable = new List<ContractDocument>();
        foreach (var contract in catalog.Contracts)
        {
            try
            {
                contract.Compile();
                usable.Add(contract);
            }
            catch (JsonSchemaException e)
            {
                findings.Add(new(ContractCodes.UnusableSchema, contract.Path, "", $"The contract has no page: {e.Message}"));
            }
        }
        return usable.Count == catalog.Contracts.Count ? catalog : catalog.Only(usable);
    }

    /// <summary>Writes the files; other files of the folder are left alone.</summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void WriteTo(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        foreach (var file in Files) File.WriteAllText(Path.Combine(folder, file.Name), file.Content);
    }

    private static string Asset(string name)
    {
        using var stream = typeof(ContractSite).Assembly.GetManifestResourceStream("site/" + name) ?? throw new InvalidOperationException($"The package lacks its resource {name}.");
        using var text = new StreamReader(stream);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }
}
