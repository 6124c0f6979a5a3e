using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Puts the roles of one account together as a <see cref="Connector"/>, which says as data what it can do. Thread-safe.</summary>
/// <remarks>Workspaces and time entries are read as a set. There is no change source and no writing yet.</remarks>
public static class KantataConnector
{
    /// <summary>Makes the connector of an account.</summary>
    /// <param name="client">The account.</param>
    /// <param name="workspaces">How workspaces are mapped; the parameter <see cref="KantataSourceOptions.LegalEntityParameter"/> must be there.</param>
    /// <param name="timeEntries">How time entries are mapped; null for the tenant and the references of <paramref name="workspaces"/> with the document of the package.</param>
    /// <param name="timeProvider">The clock for when a page was read; null for the system's.</param>
    /// <returns>The connector. It does not own the client.</returns>
    /// <exception cref="ArgumentException">A mapping document is for another contract.</exception>
    public static Connector Create(KantataClient client, KantataSourceOptions workspaces, KantataSourceOptions? timeEntries = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(workspaces);
        timeEntries ??= new KantataSourceOptions { Tenant = workspaces.Tenant, References = workspaces.References };
        return Connector.For(KantataProjectSource.System, client.Account)
            .Add<Project>(KantataProjectSource.ObjectType, new KantataProjectSource(client, workspaces, timeProvider: timeProvider))
            .Add<TimeEntry>(KantataTimeEntrySource.ObjectType, new KantataTimeEntrySource(client, timeEntries, timeProvider: timeProvider))
            .Build();
    }
}
