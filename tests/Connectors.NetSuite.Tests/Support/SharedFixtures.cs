using System.Text.Json;

namespace Connectors.NetSuite.Tests;

/// <summary>Reads the recorded payloads that stand beside the repository on machines that have them.</summary>
internal static class SharedFixtures
{
    public static string PathOf(params string[] parts)
    {
        string path = Path.Combine([Root(), "..", "shared", "fixtures", "netsuite", .. parts]);
        Assert.SkipUnless(File.Exists(path), $"The recorded payload was not found: shared/fixtures/netsuite/{string.Join('/', parts)}");
        return path;
    }

    public static JsonElement Json(params string[] parts)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(parts)));
        return document.RootElement.Clone();
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
