using System.Xml.Linq;

namespace Conventions.Tests;

/// <summary>Where the repository lies and which packages it holds.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The packages with the floor of the design on which each stands.</summary>
    public static IReadOnlyDictionary<string, int> Floors { get; } = new Dictionary<string, int>
    {
        ["Canonical.Schema"] = 1,
        ["Canonical.Model"] = 2,
        ["Canonical.Contracts"] = 2,
        ["Canonical.Mapping"] = 3,
        ["Connectors.Abstractions"] = 4,
        ["Connectors.Salesforce"] = 5,
        ["Connectors.NetSuite"] = 5,
        ["Connectors.Workday"] = 5,
        ["Connectors.Kantata"] = 5,
        ["Canonical.Sync"] = 5,
        ["Canonical.Sync.Sqlite"] = 6,
        ["Canonical.Testing"] = 6,
        ["Canonical.Cli"] = 7,
    };

    public static TheoryData<string> Packages()
    {
        var data = new TheoryData<string>();
        foreach (string directory in Directory.GetDirectories(Path.Combine(Root, "src")).Order(StringComparer.Ordinal))
            data.Add(Path.GetFileName(directory));
        return data;
    }

    public static string ProjectFile(string package) => Path.Combine(Root, "src", package, package + ".csproj");

    public static IEnumerable<string> References(string package) =>
        from reference in XDocument.Load(ProjectFile(package)).Descendants("ProjectReference")
        select Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));

    public static IEnumerable<string> SourceFiles(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Canonical.Sdk.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Canonical.Sdk.sln was not found above the test's folder.");
    }
}
