using System.Diagnostics.CodeAnalysis;

namespace Connectors.Abstractions;

/// <summary>
/// One account of one system with all that can be done with it: which types can be read, written or listened to, as data (<see cref="Capabilities"/>), and the roles that do it (<see cref="TryGet"/>).
/// A host and the synchronization can take any connector by this alone. Immutable and thread-safe.
/// </summary>
public sealed class Connector
{
    private readonly IReadOnlyList<(string VendorObject, object Role)> _roles;

    internal Connector(string system, string instance, IReadOnlyList<ObjectCapability> capabilities, IReadOnlyList<(string VendorObject, object Role)> roles)
    {
        System = system;
        Instance = instance;
        Capabilities = capabilities;
        _roles = roles;
    }

    /// <summary>The system, such as <c>salesforce</c>: the <c>system</c> of source references.</summary>
    public string System { get; }

    /// <summary>The account, org or realm: the <c>instance</c> of source references.</summary>
    public string Instance { get; }

    /// <summary>What it can do, one entry for each pair of canonical type and vendor object. Derived from the roles that are there, so it cannot promise another.</summary>
    public IReadOnlyList<ObjectCapability> Capabilities { get; }

    /// <summary>Begins a connector.</summary>
    /// <param name="system">The system, such as <c>salesforce</c>.</param>
    /// <param name="instance">The account, org or realm.</param>
    /// <returns>A builder.</returns>
    public static ConnectorBuilder For(string system, string instance) => new(system, instance);

    /// <summary>Gives a role.</summary>
    /// <typeparam name="TRole">The role with its canonical type, such as <c>ISource&lt;Customer&gt;</c>.</typeparam>
    /// <param name="role">The role.</param>
    /// <param name="vendorObject">The vendor's name of the record, where one canonical type has several; null for the first.</param>
    /// <returns>False when this connector cannot do it.</returns>
    public bool TryGet<TRole>([NotNullWhen(true)] out TRole? role, string? vendorObject = null)
        where TRole : class
    {
        foreach ((string name, object candidate) in _roles)
        {
            if (candidate is TRole found && (vendorObject is null || vendorObject == name))
            {
                role = found;
                return true;
            }
        }

        role = null;
        return false;
    }
}
