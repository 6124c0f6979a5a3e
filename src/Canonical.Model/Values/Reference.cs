namespace Canonical.Model;

/// <summary>A reference to another canonical object; JSON: <c>{"id":"…"}</c>. Which object it may name is said by the contract of the member. Thread-safe: an immutable value.</summary>
/// <param name="Id">The canonical id of the object.</param>
public readonly record struct Reference(CanonicalId Id)
{
    /// <summary>The id as text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id.ToString();
}
