namespace Canonical.Mapping;

/// <summary>The vendor's side of a mapping: which record it is and where its header facts stand. Paths are member paths of the document format. Immutable and safe to share between threads.</summary>
/// <param name="System">The vendor's system, such as <c>salesforce</c>.</param>
/// <param name="ObjectType">The vendor's name of the record type, such as <c>Account</c>.</param>
/// <param name="KeyPath">Path of the record's key.</param>
/// <param name="ExternalIdPath">Path of an id that another system gave the record, or null.</param>
/// <param name="VersionPath">Path of the record's version or etag, or null.</param>
/// <param name="CreatedPath">Path of the instant the record was created, or null.</param>
/// <param name="ModifiedPath">Path of the instant the record was last changed, or null.</param>
/// <param name="UrlPath">Path of the record's address for people, or null.</param>
public sealed record MappingSource(
    string System,
    string ObjectType,
    string KeyPath,
    string? ExternalIdPath,
    string? VersionPath,
    string? CreatedPath,
    string? ModifiedPath,
    string? UrlPath)
{
    /// <summary>Fields that the connector adds to the vendor's record before it is mapped, such as <c>computed</c>: a description of the vendor's record does not have them. Empty when there are none.</summary>
    public IReadOnlyList<string> AddedPaths { get; init; } = [];

    /// <summary>Whether both sides are the same, the added fields one by one.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(MappingSource? other) =>
        other is not null && (System, ObjectType, KeyPath, ExternalIdPath, VersionPath, CreatedPath, ModifiedPath).Equals((other.System, other.ObjectType, other.KeyPath, other.ExternalIdPath, other.VersionPath, other.CreatedPath, other.ModifiedPath))
        && UrlPath == other.UrlPath && AddedPaths.SequenceEqual(other.AddedPaths);

    /// <summary>A hash that equal sources share.</summary>
    public override int GetHashCode() => HashCode.Combine(System, ObjectType, KeyPath, ExternalIdPath, VersionPath, CreatedPath, ModifiedPath);
}
