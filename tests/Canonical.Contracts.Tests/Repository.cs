namespace Canonical.Contracts.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Schemas => Path.Combine(Root, "schemas");

    public static string Golden => Path.Combine(Root, "tests", "Canonical.Contracts.Tests", "Golden");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
