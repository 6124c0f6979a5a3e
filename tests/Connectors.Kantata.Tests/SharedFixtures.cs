namespace Connectors.Kantata.Tests;

/// <summary>The verbatim vendor payloads that stand beside the repository, where they are there.</summary>
internal static class SharedFixtures
{
    public static string Path(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
                continue;
            string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "fixtures", relative));
            if (!File.Exists(path))
                Assert.Skip($"fixture not found: ../shared/fixtures/{relative}");
            return path;
        }

        Assert.Skip("the repository's root was not found above the test's folder");
        return "";
    }
}
