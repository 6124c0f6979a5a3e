using Canonical.Mapping;

namespace Connectors.Workday;

/// <summary>The mapping documents of this package (format <c>mapping/1.0.0</c>), as starting points for a host's own.</summary>
public static class WorkdayMappings
{
    /// <summary>Worker to <c>resource/1.0.0</c>.</summary>
    public static MappingDocument WorkerToResource => Load("worker.resource.json");

    private static MappingDocument Load(string name)
    {
        using Stream stream = typeof(WorkdayMappings).Assembly.GetManifestResourceStream($"Connectors.Workday.Mappings.{name}")
            ?? throw new InvalidOperationException($"The package lacks {name}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return MappingDocument.Parse(bytes.ToArray());
    }
}
