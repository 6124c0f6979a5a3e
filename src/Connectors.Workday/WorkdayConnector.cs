using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Puts the roles of one tenant together as a <see cref="Connector"/>, which says as data what it can do. Thread-safe.</summary>
/// <remarks>Workers are read as a set. There is no change source and no writing yet.</remarks>
public static class WorkdayConnector
{
    /// <summary>Makes the connector of a tenant.</summary>
    /// <param name="client">The tenant.</param>
    /// <param name="workers">How workers are mapped.</param>
    /// <param name="query">Which workers; null for all.</param>
    /// <param name="timeProvider">The clock for when a page was read; null for the system's.</param>
    /// <returns>The connector. It does not own the client.</returns>
    /// <exception cref="ArgumentException">The mapping document is for another contract.</exception>
    public static Connector Create(WorkdayClient client, WorkdaySourceOptions workers, WorkersQuery? query = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Connector.For(WorkdayResourceSource.System, client.Tenant)
            .Add<Resource>(WorkdayResourceSource.ObjectType, new WorkdayResourceSource(client, workers, query, timeProvider))
            .Build();
    }
}
