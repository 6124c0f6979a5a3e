namespace Canonical.Model;

/// <summary>
/// A reference to an object of one of several types; JSON: <c>{"id":"…","objectType":"time-entry"}</c>. Which types are meant is said by the contract of the member.
/// Thread-safe: an immutable value.
/// </summary>
/// <param name="Id">The canonical id of the object.</param>
/// <param name="ObjectType">The name of its type as contracts write it, such as <c>time-entry</c>.</param>
public readonly record struct ObjectReference(CanonicalId Id, string ObjectType)
{
    /// <summary>The type and the id, such as <c>time-entry f2135b3e-…</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{ObjectType} {Id}";
}
