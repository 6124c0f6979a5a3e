namespace Canonical.Sync;

/// <summary>A duplicate rule made of a function. Immutable; thread-safe when the function is.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed class DuplicateRule<T> : IDuplicateRule<T>
{
    private readonly Func<T, string?> _keyOf;

    /// <summary>Creates a rule.</summary>
    /// <param name="name">A permanent name with a version, for example <c>customer-legal-name-1</c>.</param>
    /// <param name="description">What the rule compares, for the reason of a refusal: <c>the same legal name</c>.</param>
    /// <param name="keyOf">Gives what is equal in records that mean the same; null or empty when the rule has nothing to say.</param>
    public DuplicateRule(string name, string description, Func<T, string?> keyOf)
    {
        Name = Identifier.Required(name);
        Description = Identifier.Required(description);
        ArgumentNullException.ThrowIfNull(keyOf);
        _keyOf = keyOf;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public string? KeyOf(T value) => _keyOf(value) is { Length: > 0 } key ? key : null;
}
