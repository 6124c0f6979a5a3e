namespace Canonical.Mapping.Tests;

/// <summary>Files of the repository, found by walking up to the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A file beside the repository that only some machines have; skips the test where it is absent.</summary>
    public static byte[] Shared(params string[] parts)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([Root, "..", "shared", .. parts]));
        if (!File.Exists(path))
            Assert.Skip($"The recorded vendor payload was not found: {string.Join('/', parts)}");
        return File.ReadAllBytes(path);
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The folder of Canonical.Sdk.sln was not found.");
    }
}
