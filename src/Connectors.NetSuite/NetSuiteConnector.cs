using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Puts the roles of one account together as a <see cref="Connector"/>, which says as data what it can do. Thread-safe.</summary>
/// <remarks>Customers and projects are read as a set, written and read back. There is no change source, no patch, no deletion and no bulk writing yet.</remarks>
public static class NetSuiteConnector
{
    /// <summary>Makes the connector of an account.</summary>
    /// <param name="client">The account; its options name the tenant and say how records are mapped.</param>
    /// <returns>The connector. It does not own the client.</returns>
    /// <exception cref="ArgumentException">The options name no tenant, or a mapping of the host is for another contract.</exception>
    public static Connector Create(NetSuiteClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Connector.For(RecordObjects<Customer>.SystemName, client.AccountId.Realm)
            .Add<Customer>("customer", new NetSuiteCustomers(client))
            .Add<Project>("job", new NetSuiteProjects(client))
            .Build();
    }
}
