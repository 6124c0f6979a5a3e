using Canonical.Mapping;

namespace Connectors.Kantata;

/// <summary>The mapping documents of this package (format <c>mapping/1.0.0</c>), as starting points for a host's own.</summary>
public static class KantataMappings
{
    /// <summary>Workspace to <c>project/1.0.0</c>.</summary>
    public static MappingDocument WorkspaceToProject => Load("workspace.project.json");

    /// <summary>Time entry to <c>time-entry/1.0.0</c>.</summary>
    public static MappingDocument TimeEntryToTimeEntry => Load("time-entry.time-entry.json");

    private static MappingDocument Load(string name)
    {
        using Stream stream = typeof(KantataMappings).Assembly.GetManifestResourceStream($"Connectors.Kantata.Mappings.{name}")
            ?? throw new InvalidOperationException($"The package lacks {name}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return MappingDocument.Parse(bytes.ToArray());
    }
}
