using Canonical.Mapping;

namespace Connectors.NetSuite;

/// <summary>The mappings that come with the package. Parsed when first used, then kept. Thread-safe.</summary>
public static class NetSuiteMappings
{
    private static readonly Lazy<MappingDocument> LazyCustomer = new(() => Load("customer.customer.json"));
    private static readonly Lazy<MappingDocument> LazyProject = new(() => Load("job.project.json"));

    /// <summary>Record type <c>customer</c> to contract <c>customer</c>, with the code member <c>symbol</c> in <c>currency</c> and <c>daysUntilNetDue</c> in <c>terms</c>.</summary>
    public static MappingDocument Customer => LazyCustomer.Value;

    /// <summary>Record type <c>job</c> to contract <c>project</c>, with the code member <c>symbol</c> in <c>currency</c>, <c>stage</c> in <c>entityStatus</c> and <c>billingType</c> in <c>jobBillingType</c>.</summary>
    public static MappingDocument Project => LazyProject.Value;

    private static MappingDocument Load(string name)
    {
        using Stream stream = typeof(NetSuiteMappings).Assembly.GetManifestResourceStream("Connectors.NetSuite.Mappings." + name)
            ?? throw new InvalidOperationException($"The package holds no mapping {name}.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return MappingDocument.Parse(buffer.ToArray());
    }
}
