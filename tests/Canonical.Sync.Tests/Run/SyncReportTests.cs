using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

public sealed class SyncReportTests : SyncRunFixture
{
    [Fact]
    public void Close_ItemThatVanished_Throws()
    {
        var counts = new Dictionary<SyncOutcome, long> { [SyncOutcome.Created] = 2, [SyncOutcome.Refused] = 1 };

        SyncException exception = Assert.Throws<SyncException>(() => SyncReport.Close(4, counts, new Dictionary<string, long>(), 2, 0, default, default));

        Assert.Equal(SyncErrorCodes.AccountingBroken, exception.Code);
        Assert.Equal(3, SyncReport.Close(3, counts, new Dictionary<string, long>(), 2, 0, default, default).Read);
    }

    [Fact]
    public async Task Run_EveryOutcome_AddsUp()
    {
        await RunAsync(TestCustomers.Item("U", "Upsilon"), TestCustomers.Item("N", "Nu"));
        Erp.Next("R", FakeErp.Rejected()).Next("D", FakeErp.Retryable()).Next("I", FakeErp.Unknown()).NextAppliesButAnswerIsLost("P");

        SyncReport report = await RunAsync(
            TestCustomers.Item("C", "Chi"),
            TestCustomers.Item("U", "Upsilon 2"),
            TestCustomers.Item("P", "Pi"),
            TestCustomers.Item("N", "Nu"),
            TestCustomers.Unmapped("M"),
            TestCustomers.Item("R", "Rho"),
            TestCustomers.Item("D", "Delta"),
            TestCustomers.Item("I", "Iota"));

        Assert.All(Enum.GetValues<SyncOutcome>(), outcome => Assert.Equal(1, report.Count(outcome)));
        Assert.Equal(8, report.Read);
        Assert.Equal(8, report.Created + report.Updated + report.Applied + report.Unchanged + report.Refused + report.Rejected + report.Deferred + report.InDoubt);
    }

    [Fact]
    public async Task Run_Telemetry_CountsWithoutNamesOfRecords()
    {
        var counted = new List<(string Instrument, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == SyncTelemetry.Name)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            lock (counted)
                counted.Add((instrument.Name, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        });
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            lock (counted)
                counted.Add((instrument.Name, value.ToString(CultureInfo.InvariantCulture)));
        });
        listener.Start();
        using var spans = new ActivityListener { ShouldListenTo = source => source.Name == SyncTelemetry.Name, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(spans);

        SourceItem<TestCustomer> item = TestCustomers.Item("A", "Alpha");
        item = item with { Value = item.Value! with { SourceUpdatedAt = Clock.GetUtcNow() - TimeSpan.FromSeconds(4711) } };
        await RunAsync(item, TestCustomers.Unmapped("B", TestCustomers.Issue("TEL2001", IssueKind.Validation)));

        // Other tests run beside this one and are counted too.
        lock (counted)
        {
            Assert.Contains((SyncTelemetry.ItemsInstrument, "canonical.object=customer canonical.target=fakeerp/1 canonical.outcome=Created"), counted);
            Assert.Contains((SyncTelemetry.MappingFailuresInstrument, "canonical.object=customer canonical.error_class=TEL2001"), counted);
            Assert.Contains((SyncTelemetry.LagInstrument, "4711"), counted);
            Assert.DoesNotContain(counted, count => count.Tags.Contains("Alpha", StringComparison.Ordinal));
        }

        Assert.NotNull(Assert.Single(await LettersAsync()).Entry.TraceParent);
    }
}
