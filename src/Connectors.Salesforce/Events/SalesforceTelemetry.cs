using System.Diagnostics;
using System.Diagnostics.Metrics;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// The names under which event streams and publishing report traces and metrics (OpenTelemetry), beside what <see cref="ConnectorTelemetry"/> says of every call. Add <see cref="Name"/> as a source and as a meter to see them.
/// Topics, counts and causes alone: never what an event holds.
/// </summary>
public static class SalesforceTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Connectors.Salesforce";

    /// <summary>Counter, unit <c>{event}</c>: events that were received or published, by <see cref="TopicTag"/>, <see cref="ConnectorTelemetry.OperationTag"/> (<c>receive</c>, <c>publish</c>) and <see cref="ConnectorTelemetry.OutcomeTag"/>.</summary>
    public const string EventsInstrument = "canonical.salesforce.events";

    /// <summary>Up-down counter, unit <c>{stream}</c>: subscriptions that are open, by <see cref="TopicTag"/>.</summary>
    public const string StreamsInstrument = "canonical.salesforce.streams";

    /// <summary>Counter, unit <c>{break}</c>: subscriptions that broke, by <see cref="TopicTag"/> and <see cref="ConnectorTelemetry.CauseTag"/>.</summary>
    public const string BreaksInstrument = "canonical.salesforce.stream.breaks";

    /// <summary>Tag: the topic, such as <c>/data/AccountChangeEvent</c>.</summary>
    public const string TopicTag = "messaging.destination.name";

    private static readonly string? Version = typeof(SalesforceTelemetry).Assembly.GetName().Version?.ToString();
    private static readonly ActivitySource Source = new(Name, Version);
    private static readonly Meter Meter = new(Name, Version);
    private static readonly Counter<long> Events = Meter.CreateCounter<long>(EventsInstrument, "{event}", "Events that were received or published.");
    private static readonly UpDownCounter<int> Streams = Meter.CreateUpDownCounter<int>(StreamsInstrument, "{stream}", "Subscriptions that are open.");
    private static readonly Counter<long> Breaks = Meter.CreateCounter<long>(BreaksInstrument, "{break}", "Subscriptions that broke.");

    internal static string Cause(Exception? broken) => broken switch
    {
        null => "ended",
        GrpcFault fault => fault.Cause,
        ConnectorException known => known.Code,
        _ => broken.GetType().Name,
    };

    internal static Activity? StartPublish(string topic, int events)
    {
        Activity? activity = Source.StartActivity("publish " + topic, ActivityKind.Producer);
        activity?.SetTag("messaging.system", SalesforceClient.SystemName);
        activity?.SetTag(TopicTag, topic);
        activity?.SetTag("messaging.batch.message_count", events);
        return activity;
    }

    internal static void Published(string topic, string outcome, int events) => Count(topic, "publish", outcome, events);

    private static void Count(string topic, string operation, string outcome, int events)
    {
        if (events > 0)
        {
            Events.Add(
                events,
                new KeyValuePair<string, object?>(TopicTag, topic),
                new KeyValuePair<string, object?>(ConnectorTelemetry.OperationTag, operation),
                new KeyValuePair<string, object?>(ConnectorTelemetry.OutcomeTag, outcome));
        }
    }

    /// <summary>One subscription from its beginning to its end: a span that lives as long, and the number of those that are open.</summary>
    internal sealed class Stream
    {
        private readonly string _topic;
        private readonly Activity? _activity;
        private long _events;

        public Stream(string topic)
        {
            _topic = topic;
            // It must not become the parent of what the caller does between two pages.
            Activity? current = Activity.Current;
            _activity = Source.StartActivity("receive " + topic, ActivityKind.Consumer);
            Activity.Current = current;
            _activity?.SetTag("messaging.system", SalesforceClient.SystemName);
            _activity?.SetTag(TopicTag, topic);
            Streams.Add(1, new KeyValuePair<string, object?>(TopicTag, topic));
        }

        public void Receive(int events)
        {
            _events += events;
            Count(_topic, "receive", "ok", events);
        }

        public void End(Exception? broken)
        {
            Streams.Add(-1, new KeyValuePair<string, object?>(TopicTag, _topic));
            if (broken is not null)
            {
                string cause = Cause(broken);
                Breaks.Add(1, new KeyValuePair<string, object?>(TopicTag, _topic), new KeyValuePair<string, object?>(ConnectorTelemetry.CauseTag, cause));
                _activity?.SetTag("error.type", cause);
                _activity?.SetStatus(ActivityStatusCode.Error);
            }

            _activity?.SetTag("messaging.batch.message_count", _events);
            Activity? current = Activity.Current;
            _activity?.Dispose();
            Activity.Current = current;
        }
    }
}
