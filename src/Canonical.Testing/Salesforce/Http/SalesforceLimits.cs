using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>What the org may use in a day and what it used. Thread-safe.</summary>
internal sealed class SalesforceLimits(SalesforceSandboxOptions options)
{
    private const int QueryJobs = 10_000;

    // What the recording has and integrations look at; nothing here uses them up.
    private static readonly (string Name, int Max)[] Others =
    [
        ("ConcurrentAsyncGetReportInstances", 200), ("DailyAsyncApexExecutions", 250_000), ("DailyBulkV2QueryFileStorageMB", 976_562), ("DailyDeliveredPlatformEvents", 10_000), ("DailyGenericStreamingApiEvents", 10_000),
        ("DailyStandardVolumePlatformEvents", 10_000), ("DailyStreamingApiEvents", 10_000), ("DataStorageMB", 5), ("FileStorageMB", 20), ("HourlyAsyncReportRuns", 1200), ("HourlyPublishedPlatformEvents", 50_000), ("SingleEmail", 15),
        ("StreamingApiConcurrentClients", 20),
    ];

    private readonly ConcurrentDictionary<string, int> _used = new(StringComparer.Ordinal);

    /// <summary>Counts a call, and gives what the header Sforce-Limit-Info says.</summary>
    public string Spend()
    {
        int used = _used.AddOrUpdate("DailyApiRequests", 1, static (_, n) => n + 1);
        if (used > options.DailyApiRequests)
            throw new SalesforceApiException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        return string.Create(CultureInfo.InvariantCulture, $"api-usage={used}/{options.DailyApiRequests}");
    }

    public void SpendQueryJob() => _used.AddOrUpdate("DailyBulkV2QueryJobs", 1, static (_, n) => n + 1);

    /// <summary>Counts a batch of a bulk write; false when the day's allowance is used up.</summary>
    public bool TrySpendBatch() => _used.AddOrUpdate("DailyBulkApiBatches", 1, static (_, n) => n + 1) <= options.DailyBulkBatches;

    /// <summary>Begins a new day.</summary>
    public void Reset() => _used.Clear();

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Limit("DailyApiRequests", options.DailyApiRequests);
        Limit("DailyBulkApiBatches", options.DailyBulkBatches);
        Limit("DailyBulkV2QueryJobs", QueryJobs);
        foreach ((string name, int max) in Others)
            Limit(name, max);
        writer.WriteEndObject();

        void Limit(string name, int max)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("Max", max);
            writer.WriteNumber("Remaining", Math.Max(0, max - _used.GetValueOrDefault(name)));
            writer.WriteEndObject();
        }
    }
}
