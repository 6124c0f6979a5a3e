namespace Canonical.Model;

/// <summary>Where an event comes from, and what it belongs to: what an object cannot say about its own change. Thread-safe: immutable.</summary>
public sealed record EventContext
{
    /// <summary>Makes a context.</summary>
    /// <param name="tenant">Whose data it is: the tenant of the host.</param>
    /// <param name="system">The product in which the change happened, such as <c>salesforce</c>.</param>
    /// <param name="instance">Which installation of the product.</param>
    /// <exception cref="ArgumentException">A part is empty, or has characters that CloudEvents does not allow.</exception>
    public EventContext(string tenant, string system, string instance)
    {
        Tenant = EventText.CheckNotEmpty(tenant, nameof(tenant));
        System = EventText.CheckNotEmpty(system, nameof(system));
        Instance = EventText.CheckNotEmpty(instance, nameof(instance));
    }

    /// <summary>Whose data it is.</summary>
    public string Tenant { get; }

    /// <summary>The product in which the change happened.</summary>
    public string System { get; }

    /// <summary>Which installation of the product.</summary>
    public string Instance { get; }

    /// <summary>The source of the event: <c>/tenant/system/instance</c>, each part percent-encoded (RFC 3986).</summary>
    public string Source => $"/{Uri.EscapeDataString(Tenant)}/{Uri.EscapeDataString(System)}/{Uri.EscapeDataString(Instance)}";

    /// <summary>
    /// The place of the change in the ledger of the one who detects changes, from 1; it becomes part of the id and the attribute <c>sequence</c>. Give it wherever there is one: a record
    /// that goes from A to B and back to A has two changes with one content, and only the sequence, or a version of the source, tells them apart.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long? Sequence
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>When the change happened; without it, when the record was changed in its source, or else when it was read.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The start of the trace, a W3C <c>traceparent</c>: <c>00-…</c>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The W3C <c>tracestate</c> beside it.</summary>
    public string? TraceState { get; init; }

    /// <summary>One id for everything that belongs to one business flow.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The id of the event that caused this one.</summary>
    public string? CausationId { get; init; }
}
