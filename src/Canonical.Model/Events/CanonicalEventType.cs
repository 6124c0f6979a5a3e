namespace Canonical.Model;

/// <summary>A type of event: which object it is about, and which changes raise it. Thread-safe: immutable.</summary>
public sealed record CanonicalEventType
{
    /// <summary>What comes before the object in the names of our types: <c>org.canonical-sdk.</c></summary>
    public const string Prefix = "org.canonical-sdk.";

    /// <summary>Makes a type.</summary>
    /// <param name="objectName">The object, such as <c>time-entry</c>.</param>
    /// <param name="change">What happened to it, in the past tense, such as <c>approved</c>.</param>
    /// <param name="description">What it means, in one sentence.</param>
    /// <param name="triggers">The changes that raise it: any one of them.</param>
    /// <exception cref="ArgumentException">A text is empty, or there is no trigger.</exception>
    public CanonicalEventType(string objectName, string change, string description, params IReadOnlyList<EventTrigger> triggers)
    {
        ArgumentException.ThrowIfNullOrEmpty(objectName);
        ArgumentException.ThrowIfNullOrEmpty(change);
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentNullException.ThrowIfNull(triggers);
        if (triggers.Count == 0) throw new ArgumentException("A type of event needs a change that raises it.", nameof(triggers));
        Name = $"{Prefix}{objectName}.{change}.v1";
        ObjectName = objectName;
        Change = change;
        Description = description;
        Triggers = triggers;
    }

    /// <summary>The name, the attribute <c>type</c>: <c>org.canonical-sdk.time-entry.approved.v1</c>. The last part is the version of what the event means, not of its data's contract.</summary>
    public string Name { get; }

    /// <summary>The object, such as <c>time-entry</c>.</summary>
    public string ObjectName { get; }

    /// <summary>What happened to it, such as <c>approved</c>.</summary>
    public string Change { get; }

    /// <summary>What it means.</summary>
    public string Description { get; }

    /// <summary>The changes that raise it: any one of them.</summary>
    public IReadOnlyList<EventTrigger> Triggers { get; }

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
