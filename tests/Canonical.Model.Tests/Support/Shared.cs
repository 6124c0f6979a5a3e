namespace Canonical.Model.Tests;

// Test data that is not part of the repository lies in a folder beside it, on machines that have it.
internal static class Shared
{
    public static string Root { get; } = FindRoot();

    public static string Folder(string path)
    {
        var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        if (!Directory.Exists(folder)) Assert.Skip($"The test data is not here: ../shared/{path}");
        return folder;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
