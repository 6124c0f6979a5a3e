using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Puts the roles of one org together as a <see cref="Connector"/>, which says as data what it can do. Thread-safe.</summary>
public static class SalesforceConnector
{
    /// <summary>Makes the connector of an org.</summary>
    /// <param name="client">The org.</param>
    /// <param name="org">What every mapping of the org needs.</param>
    /// <param name="objects">Adds the objects that are read or written.</param>
    /// <returns>The connector. It does not own the client.</returns>
    /// <exception cref="ArgumentException">A mapping does not lead to the type it was added for, an option is outside of its limits, or an object was added twice for one type.</exception>
    public static Connector Create(SalesforceClient client, SalesforceReadOptions org, Action<SalesforceConnectorBuilder> objects)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(org);
        ArgumentNullException.ThrowIfNull(objects);
        var builder = new SalesforceConnectorBuilder(client, org, Connector.For(SalesforceClient.SystemName, org.Instance));
        objects(builder);
        return builder.Build();
    }
}
