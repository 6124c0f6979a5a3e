namespace Canonical.Mapping;

/// <summary>Which mapping it is: what lineage and logs name. Immutable and safe to share between threads.</summary>
/// <param name="Id">The id, such as <c>salesforce.account-customer</c>.</param>
/// <param name="Version">The semantic version.</param>
public readonly record struct MappingIdentity(string Id, string Version)
{
    /// <summary>Id and version, such as <c>salesforce.account-customer/1.0.0</c>.</summary>
    public override string ToString() => $"{Id}/{Version}";
}
