using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>What streams and publishing report, without what events hold.</summary>
public sealed class EventTelemetryTests
{
    [Fact]
    public async Task ListenAndPublish_AreCountedAndTraced()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        // A topic of its own: other tests report at the same time.
        const string Name = "Traced__e";
        var counts = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var spans = new ConcurrentQueue<Activity>();
        using var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => Listen(instrument, listener) };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        meters.Start();
        using var traces = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SalesforceTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem(SalesforceTelemetry.TopicTag) == "/event/" + Name)
                    spans.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(traces);
        await using EventOrg org = await EventOrg.StartAsync(static o => o.CustomObjects.Add(new SalesforceSandboxObject(Name, "e02", [new("Number__c", SalesforceSandboxFieldType.Text)])));
        await org.Publisher().PublishAsync(Name, [EventOrg.New("e-1", """{"Number__c":"secret"}"""), EventOrg.New("e-2", """{"Number__c":7}""")], cancellation);
        org.Sandbox.EventFaults.Add(SalesforceEventFault.ConnectionCut(SalesforceEventCall.Answer));
        Activity? before = Activity.Current;
        await using (var listener = new EventListener(org.Feed(Name).ListenAsync(null, cancellation).GetAsyncEnumerator(cancellation)))
        {
            await org.WhileTimeGoesOnAsync(listener.TakeAsync(1), TimeSpan.FromSeconds(1));
            Assert.Equal(1, counts[SalesforceTelemetry.StreamsInstrument]);
        }

        Assert.Same(before, Activity.Current);
        Assert.Equal(0, counts[SalesforceTelemetry.StreamsInstrument]);
        Assert.Equal(1, counts["canonical.salesforce.events receive ok"]);
        Assert.Equal((1, 1), (counts["canonical.salesforce.events publish created"], counts["canonical.salesforce.events publish rejected"]));
        Assert.Equal(1, counts["canonical.salesforce.stream.breaks grpc 14"]);
        Assert.Equal(["publish /event/Traced__e", "receive /event/Traced__e", "receive /event/Traced__e"], spans.Select(static s => s.DisplayName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(spans, static s => s.TagObjects.Any(static t => t.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true));

        void Count(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var words = new List<string> { name };
            bool isOurs = false;
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                isOurs |= tag.Key == SalesforceTelemetry.TopicTag && (string?)tag.Value == "/event/" + Name;
                if (tag.Key is ConnectorTelemetry.OperationTag or ConnectorTelemetry.OutcomeTag or ConnectorTelemetry.CauseTag)
                    words.Add((string)tag.Value!);
            }

            if (isOurs)
                counts.AddOrUpdate(string.Join(' ', words), value, (_, so) => so + value);
        }
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == SalesforceTelemetry.Name)
            listener.EnableMeasurementEvents(instrument);
    }
}
