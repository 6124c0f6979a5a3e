namespace Canonical.Testing.Tests;

/// <summary>Finds files of the repository from the test's own folder.</summary>
internal static class Repository
{
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
