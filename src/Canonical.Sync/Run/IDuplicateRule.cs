namespace Canonical.Sync;

/// <summary>
/// Says when two source records mean the same entity. Whoever is seen first keeps the key, also over later runs; others are refused until
/// somebody merges them or the holder's key changes. Implementations are thread-safe and give the same key for the same object always.
/// </summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface IDuplicateRule<in T>
{
    /// <summary>A permanent name with a version, for example <c>customer-legal-name-1</c>. A rule that computes its key otherwise needs a new name.</summary>
    string Name { get; }

    /// <summary>What the rule compares, for the reason of a refusal: <c>the same legal name</c>.</summary>
    string Description { get; }

    /// <summary>Gives what is equal in records that mean the same. Only its hash is stored.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The key; null when the rule has nothing to say about this object.</returns>
    string? KeyOf(T value);
}
