using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace AcmePsa;

public static class AcmeConnector
{
    public static Connector Create(AcmeClient client, string tenant, IReferenceResolver references)
    {
        var mapping = new AcmeJobMapping(client, tenant, references);
        return Connector.For(AcmeJobMapping.System, client.Options.Account)
            .Add<Project>(AcmeJobMapping.ObjectType, new AcmeJobSource(client, mapping), new AcmeJobChanges(client, mapping), new AcmeJobSink(client, mapping), new AcmeJobBulkSink(client, mapping))
            .Build();
    }
}
