namespace Canonical.Model;

/// <summary>A reference to another canonical object of one type; JSON: <c>{"id":"…"}</c>. Thread-safe: an immutable value.</summary>
/// <typeparam name="T">The object that is meant.</typeparam>
/// <param name="Id">The canonical id of the object.</param>
public readonly record struct Reference<T>(CanonicalId Id)
    where T : class, ICanonicalObject<T>
{
    /// <summary>The name of the type of the object as contracts write it, such as <c>time-entry</c>.</summary>
    public string ObjectType => T.Contract.Id.Name;

    /// <summary>The same reference, for a member that takes several types.</summary>
    /// <returns>The reference with the name of its type.</returns>
    public ObjectReference ToObjectReference() => new(Id, ObjectType);

    /// <summary>The id as text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id.ToString();
}
