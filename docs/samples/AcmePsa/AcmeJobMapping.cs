using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace AcmePsa;

/// <summary>Jobs as projects and back, by the document. One for all roles; thread-safe.</summary>
public sealed class AcmeJobMapping
{
    public const string System = "acme-psa";
    public const string ObjectType = "Job";

    private readonly Mapper<Project> _mapper = new(Mapper.Compile(Load()));
    private readonly AcmeClient _client;
    private readonly string _tenant;
    private readonly IReferenceResolver _references;

    public AcmeJobMapping(AcmeClient client, string tenant, IReferenceResolver references) => (_client, _tenant, _references) = (client, tenant, references);

    internal DriftDetector Watch() => new(_mapper.Untyped.Document);

    /// <summary>A record that cannot be mapped is an item with its reasons, never an exception.</summary>
    internal SourceItem<Project> ToItem(JsonElement job, DriftDetector? drift = null)
    {
        byte[] utf8 = JsonSerializer.SerializeToUtf8Bytes(job);
        MappingResult<Project> mapped = _mapper.ToCanonical(utf8, Context());
        drift?.Observe(utf8, mapped.Issues);
        return new SourceItem<Project>
        {
            Source = new SourceRef { System = System, Instance = _client.Options.Account, ObjectType = ObjectType, RecordId = job.GetProperty("id").GetString()! },
            Value = mapped.Value,
            Issues = [.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }

    internal MappingResult ToJob(Project project) => _mapper.ToVendor(project, Context());

    /// <summary>The canonical members that differ between a job as it is and as it was written.</summary>
    internal IReadOnlyList<string> Differences(JsonElement job, ReadOnlyMemory<byte> written)
    {
        using JsonDocument sent = JsonDocument.Parse(written);
        var merged = job.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal);
        foreach (JsonProperty member in sent.RootElement.EnumerateObject())
            merged[member.Name] = member.Value;
        using JsonDocument expected = JsonDocument.Parse(_mapper.Untyped.ToCanonical(JsonSerializer.SerializeToUtf8Bytes(merged), Context()).Json);
        using JsonDocument actual = JsonDocument.Parse(_mapper.Untyped.ToCanonical(JsonSerializer.SerializeToUtf8Bytes(job), Context()).Json);
        return [.. expected.RootElement.EnumerateObject()
            .Where(member => member.Name != "observedAt" && !(actual.RootElement.TryGetProperty(member.Name, out JsonElement other) && JsonElement.DeepEquals(member.Value, other)))
            .Select(static member => "/" + member.Name)];
    }

    private MappingContext Context() => new() { Tenant = _tenant, Instance = _client.Options.Account, ObservedAt = _client.Time.GetUtcNow(), References = _references };

    private static MappingDocument Load()
    {
        using Stream stream = typeof(AcmeJobMapping).Assembly.GetManifestResourceStream("job.project.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return MappingDocument.Parse(bytes.ToArray());
    }
}
