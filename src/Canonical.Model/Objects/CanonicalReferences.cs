namespace Canonical.Model;

/// <summary>References to objects that are at hand. Thread-safe: static and without state.</summary>
public static class CanonicalReferences
{
    /// <summary>A reference to the object, for a member that takes its type: <c>project with { Customer = customer.ToReference() }</c>.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <returns>The reference.</returns>
    public static Reference<T> ToReference<T>(this T value) where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value.Id);
    }

    /// <summary>A reference to the object with the name of its type, for a member that takes several types.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <returns>The reference.</returns>
    public static ObjectReference ToObjectReference<T>(this T value) where T : class, ICanonicalObject<T> => value.ToReference().ToObjectReference();
}
