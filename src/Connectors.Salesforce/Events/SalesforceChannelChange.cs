using System.Diagnostics.CodeAnalysis;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One change of one record among those of several objects. <see cref="TryGet{T}"/> gives it with its own type. Immutable and thread-safe.</summary>
public sealed class SalesforceChannelChange
{
    private readonly object _change;

    private SalesforceChannelChange(string objectName, ChangeKind kind, SourceRef source, DateTimeOffset? changedAt, object change) =>
        (ObjectName, Kind, Source, ChangedAt, _change) = (objectName, kind, source, changedAt, change);

    /// <summary>The object, such as <c>Account</c>.</summary>
    public string ObjectName { get; }

    /// <summary>What happened.</summary>
    public ChangeKind Kind { get; }

    /// <summary>Which record of which system it is.</summary>
    public SourceRef Source { get; }

    /// <summary>When it changed by the org's clock; null when Salesforce does not say.</summary>
    public DateTimeOffset? ChangedAt { get; }

    /// <summary>Gives the change with its canonical type.</summary>
    /// <typeparam name="T">The canonical type that the object was added with.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>False when the object is mapped to another type.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out RecordChange<T>? change)
        where T : class, ICanonicalObject<T>
    {
        change = _change as RecordChange<T>;
        return change is not null;
    }

    internal static SalesforceChannelChange Of<T>(string objectName, RecordChange<T> change)
        where T : class, ICanonicalObject<T> => new(objectName, change.Kind, change.Item.Source, change.ChangedAt, change);
}
