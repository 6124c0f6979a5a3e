using Canonical.Model;

namespace Canonical.Sync;

/// <summary>Another object that must have reached the target before this one may be sent. Immutable and thread-safe.</summary>
/// <param name="Role">What it is to this object, in a word for people: <c>customer</c>.</param>
/// <param name="ObjectType">Its canonical object type, for example <c>customer</c>.</param>
/// <param name="Id">Its canonical id.</param>
/// <param name="Path">The place of the reference in this object, as JSON Pointer (RFC 6901); null when there is none.</param>
public sealed record SyncDependency(string Role, string ObjectType, CanonicalId Id, string? Path = null);
