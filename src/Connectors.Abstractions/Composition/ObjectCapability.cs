using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>What a connector can do with one canonical type, as data. Immutable and thread-safe.</summary>
/// <param name="Contract">The contract of the objects, such as <c>customer/1.0.0</c>.</param>
/// <param name="VendorObject">The vendor's name of the record, such as <c>Account</c>.</param>
/// <param name="Roles">What it can do.</param>
public sealed record ObjectCapability(ContractId Contract, string VendorObject, ConnectorRoles Roles);
