namespace Connectors.Salesforce.Tests;

/// <summary>Recorded answers, which stand beside the repository on machines that have them.</summary>
internal static class SharedFiles
{
    public static byte[] Fixture(string name)
    {
        string path = Path.GetFullPath(Path.Combine(Root(), "..", "shared", "fixtures", "salesforce", name));
        Assert.SkipUnless(File.Exists(path), $"../shared/fixtures/salesforce not found: {name}");
        return File.ReadAllBytes(path);
    }

    public static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
