using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Puts the roles of a connector together. Not thread-safe; used once while a host starts.</summary>
public sealed class ConnectorBuilder
{
    private readonly string _system;
    private readonly string _instance;
    private readonly List<ObjectCapability> _capabilities = [];
    private readonly List<(string VendorObject, object Role)> _roles = [];

    internal ConnectorBuilder(string system, string instance)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(system);
        ArgumentException.ThrowIfNullOrWhiteSpace(instance);
        (_system, _instance) = (system, instance);
    }

    /// <summary>Adds what can be done with one canonical type.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="vendorObject">The vendor's name of the record.</param>
    /// <param name="roles">Objects that implement one or several of the roles for this type.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An object implements no role for this type, a role is given twice, or the pair of type and vendor object was added before.</exception>
    public ConnectorBuilder Add<T>(string vendorObject, params IReadOnlyList<object> roles)
        where T : class, ICanonicalObject<T>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(vendorObject);
        ArgumentNullException.ThrowIfNull(roles);
        ContractId contract = T.Contract.Id;
        if (_capabilities.Exists(c => c.Contract == contract && c.VendorObject == vendorObject))
            throw new ArgumentException($"The roles of {contract} for '{vendorObject}' were added before.", nameof(vendorObject));
        ConnectorRoles all = ConnectorRoles.None;
        foreach (object role in roles)
        {
            ConnectorRoles can = RolesOf<T>(role);
            if (can == ConnectorRoles.None)
                throw new ArgumentException($"{role.GetType().Name} has no role for {contract}.", nameof(roles));
            if ((all & can) != ConnectorRoles.None)
                throw new ArgumentException($"{role.GetType().Name} has a role for {contract} that another has already: {all & can}.", nameof(roles));
            all |= can;
            _roles.Add((vendorObject, role));
        }

        _capabilities.Add(new ObjectCapability(contract, vendorObject, all));
        return this;
    }

    /// <summary>Makes the connector.</summary>
    /// <returns>The connector, which further calls of this builder do not change.</returns>
    public Connector Build() => new(_system, _instance, [.. _capabilities], [.. _roles]);

    private static ConnectorRoles RolesOf<T>(object role)
        where T : class, ICanonicalObject<T> =>
        (role is ISource<T> ? ConnectorRoles.ReadAll : ConnectorRoles.None)
        | (role is IRecordReader<T> ? ConnectorRoles.ReadOne : ConnectorRoles.None)
        | (role is IChangeSource<T> ? ConnectorRoles.ReadChanges : ConnectorRoles.None)
        | (role is IChangeFeed<T> ? ConnectorRoles.Listen : ConnectorRoles.None)
        | (role is ISink<T> ? ConnectorRoles.Upsert : ConnectorRoles.None)
        | (role is IPatchSink<T> ? ConnectorRoles.Patch : ConnectorRoles.None)
        | (role is IDeleteSink<T> ? ConnectorRoles.Delete : ConnectorRoles.None)
        | (role is IBulkSink<T> ? ConnectorRoles.WriteBulk : ConnectorRoles.None);
}
