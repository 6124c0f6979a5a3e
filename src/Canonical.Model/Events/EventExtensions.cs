using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

/// <summary>The extension attributes of an event, by name in ordinal order. Equality is by value. Thread-safe: immutable.</summary>
public sealed class EventExtensions : IReadOnlyList<KeyValuePair<string, EventAttributeValue>>, IEquatable<EventExtensions>
{
    /// <summary>No extension attributes.</summary>
    public static readonly EventExtensions Empty = new([]);

    private readonly KeyValuePair<string, EventAttributeValue>[] _attributes;

    private EventExtensions(KeyValuePair<string, EventAttributeValue>[] attributes) => _attributes = attributes;

    /// <summary>How many there are.</summary>
    public int Count => _attributes.Length;

    /// <summary>An attribute by its place.</summary>
    /// <param name="index">The place, from 0.</param>
    public KeyValuePair<string, EventAttributeValue> this[int index] => _attributes[index];

    /// <summary>The text of an attribute, or null when it is not there.</summary>
    /// <param name="name">Its name.</param>
    public string? this[string name] => TryGetValue(name, out var value) ? value.Text : null;

    /// <summary>The value of an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <returns>True when it is there.</returns>
    public bool TryGetValue(string name, out EventAttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var attribute in _attributes)
        {
            if (attribute.Key == name)
            {
                value = attribute.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The same attributes with one added or replaced.</summary>
    /// <param name="name">Its name: lower-case letters and digits, at most 20.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The attributes.</returns>
    /// <exception cref="ArgumentException">The name is not one of an extension attribute.</exception>
    public EventExtensions With(string name, EventAttributeValue value) => EventAttributes.IsExtensionName(name)
        ? Create([.. _attributes.Where(a => a.Key != name), new(name, value)])
        : throw new ArgumentException("The name of an extension attribute is lower-case letters and digits, at most 20, and is not an attribute of CloudEvents itself.", nameof(name));

    /// <summary>The same attributes with a text added or replaced.</summary>
    /// <param name="name">Its name: lower-case letters and digits, at most 20.</param>
    /// <param name="text">Its text; null leaves the attributes as they are.</param>
    /// <returns>The attributes.</returns>
    /// <exception cref="ArgumentException">The name is not one of an extension attribute, or the text has characters that CloudEvents does not allow.</exception>
    public EventExtensions With(string name, string? text) => text is null ? this : With(name, EventAttributeValue.FromText(text));

    /// <summary>The same attributes without one.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The attributes.</returns>
    public EventExtensions Without(string name) => Create([.. _attributes.Where(a => a.Key != name)]);

    /// <summary>Whether both have the same attributes with the same values.</summary>
    /// <param name="other">The other attributes.</param>
    /// <returns>True when they have.</returns>
    public bool Equals([NotNullWhen(true)] EventExtensions? other) => other is not null && _attributes.AsSpan().SequenceEqual(other._attributes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as EventExtensions);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (name, value) in _attributes) hash.Add(HashCode.Combine(name, value));
        return hash.ToHashCode();
    }

    /// <summary>The attributes in their order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<KeyValuePair<string, EventAttributeValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, EventAttributeValue>>)_attributes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The caller has checked the names, and that none comes twice.
    internal static EventExtensions Create(KeyValuePair<string, EventAttributeValue>[] attributes)
    {
        if (attributes.Length == 0) return Empty;
        Array.Sort(attributes, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new(attributes);
    }
}
