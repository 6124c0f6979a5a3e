using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <content>The Pub/Sub API, on a port of its own that speaks HTTP/2 without TLS (prior knowledge).</content>
public sealed partial class SalesforceSandbox
{
    /// <summary>The address of the Pub/Sub API, such as <c>http://127.0.0.1:43522/</c>. It speaks HTTP/2 in clear text only: a caller asks for version 2.0 exactly.</summary>
    /// <exception cref="InvalidOperationException">The sandbox was not started.</exception>
    public Uri PubSubAddress => Http2Address;

    /// <summary>The faults in store for the Pub/Sub API; <see cref="SalesforceEventFault"/> makes them. <see cref="SandboxServer.Faults"/> are not about it.</summary>
    public FaultPlan EventFaults => _pubSub.Faults;

    /// <summary>How many subscriptions were begun, whether they are still open or not.</summary>
    public int EventSubscriptions => _pubSub.Subscriptions;

    /// <summary>How often managed subscriptions were told to keep a place, whether they did or not.</summary>
    public int EventCommits => _pubSub.Commits;

    /// <summary>Whether each event is delivered twice, with one replay id. False at first.</summary>
    public bool DeliverEventsTwice
    {
        get => _pubSub.Twice;
        set => _pubSub.Twice = value;
    }

    /// <inheritdoc/>
    protected override bool HasHttp2 => true;

    /// <summary>Publishes a gap event: something changed, and the event does not say what.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="kind">What kind of change it stands for.</param>
    /// <param name="recordIds">The records; none for <see cref="SalesforceGapKind.Overflow"/>.</param>
    /// <exception cref="ArgumentException">The object is unknown.</exception>
    public void PublishGap(string objectName, SalesforceGapKind kind, params IReadOnlyList<string> recordIds)
    {
        ArgumentNullException.ThrowIfNull(recordIds);
        string changeType = kind switch
        {
            SalesforceGapKind.Create => "GAP_CREATE",
            SalesforceGapKind.Update => "GAP_UPDATE",
            SalesforceGapKind.Delete => "GAP_DELETE",
            SalesforceGapKind.Undelete => "GAP_UNDELETE",
            _ => "GAP_OVERFLOW",
        };
        lock (_store.Gate)
            _bus.PublishGap(_store.Required(objectName), changeType, recordIds.Count > 0 ? recordIds : ["000000000000000AAA"]);
    }

    /// <summary>Turns the events of the next changes into gap events, as the product does when it cannot make them.</summary>
    /// <param name="events">How many.</param>
    public void TurnChangesIntoGaps(int events) => _bus.Gap(events);

    /// <summary>Shows the events of a topic that are kept, oldest first, as their publishers' ids.</summary>
    /// <param name="topic">The topic, such as <c>/event/Shipped__e</c>.</param>
    /// <returns>The ids.</returns>
    public IReadOnlyList<string> EventIds(string topic)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        return [.. _bus.Read(topic, 0, int.MaxValue).Select(static e => e.Id)];
    }

    /// <summary>Makes the schemas so far unknown, as when an administrator has changed the events: what is encoded by them is refused.</summary>
    public void RetireEventSchemas() => _bus.RetireSchemas();

    /// <summary>Forgets all events so far, as after 72 hours: replay ids from before are refused (<c>replayid.validation.failed</c>).</summary>
    public void ExpireEvents() => _bus.Expire();

    /// <summary>Breaks all event streams that are open (gRPC status 14, UNAVAILABLE).</summary>
    public void BreakEventStreams() => _bus.BreakStreams();

    /// <inheritdoc/>
    protected override Task HandleHttp2Async(HttpContext context) => _pubSub.HandleAsync(context);
}
