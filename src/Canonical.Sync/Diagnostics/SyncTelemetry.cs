using System.Diagnostics;
using System.Diagnostics.Metrics;

using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>The names under which a synchronisation reports traces and metrics (OpenTelemetry). Add <see cref="Name"/> as a source and as a meter to see them.</summary>
public static class SyncTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Canonical.Sync";

    /// <summary>Counter, unit <c>{item}</c>: items of runs by <see cref="ObjectTag"/>, <see cref="TargetTag"/>, <see cref="OutcomeTag"/> and <see cref="ErrorTag"/>.</summary>
    public const string ItemsInstrument = "canonical.sync.items";

    /// <summary>
    /// Histogram, unit <c>s</c>: from the last change in the source to the effect at the target, by <see cref="ObjectTag"/> and <see cref="TargetTag"/>.
    /// Only where the source says when its record changed.
    /// </summary>
    public const string LagInstrument = "canonical.sync.lag";

    /// <summary>Counter, unit <c>{issue}</c>: reasons why records could not be mapped, by <see cref="ObjectTag"/> and <see cref="ErrorTag"/>.</summary>
    public const string MappingFailuresInstrument = "canonical.mapping.failures";

    /// <summary>Counter, unit <c>{call}</c>: calls of which it was not known whether they took effect, by <see cref="ObjectTag"/> and <see cref="TargetTag"/>.</summary>
    public const string UnknownInstrument = "canonical.target.unknown";

    /// <summary>Counter, unit <c>{call}</c>: outcomes that came after their lease was lost, by <see cref="ObjectTag"/> and <see cref="TargetTag"/>. Should be zero.</summary>
    public const string FencedInstrument = "canonical.lease.fenced";

    /// <summary>Tag: the canonical object type, for example <c>customer</c>.</summary>
    public const string ObjectTag = "canonical.object";

    /// <summary>Tag: the target system and instance.</summary>
    public const string TargetTag = "canonical.target";

    /// <summary>Tag: how an item ended, a name of <see cref="SyncOutcome"/>.</summary>
    public const string OutcomeTag = "canonical.outcome";

    /// <summary>Tag: why, a permanent error code.</summary>
    public const string ErrorTag = "canonical.error_class";

    private static readonly string? Version = typeof(SyncTelemetry).Assembly.GetName().Version?.ToString();
    private static readonly ActivitySource Source = new(Name, Version);
    private static readonly Meter Meter = new(Name, Version);
    private static readonly Counter<long> Items = Meter.CreateCounter<long>(ItemsInstrument, "{item}", "Items of runs, by how they ended.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(LagInstrument, "s", "From the last change in the source to the effect at the target.");
    private static readonly Counter<long> MappingFailures = Meter.CreateCounter<long>(MappingFailuresInstrument, "{issue}", "Reasons why records could not be mapped.");
    private static readonly Counter<long> Unknown = Meter.CreateCounter<long>(UnknownInstrument, "{call}", "Calls of which it was not known whether they took effect.");
    private static readonly Counter<long> Fenced = Meter.CreateCounter<long>(FencedInstrument, "{call}", "Outcomes that came after their lease was lost.");

    internal static Activity? StartRun(string objectType, string target) => Start("sync", objectType, target, ActivityKind.Internal);

    internal static Activity? StartPost(string objectType, string target) => Start("post", objectType, target, ActivityKind.Producer);

    internal static void CountItem(string objectType, string target, SyncItemResult result)
    {
        var tags = new TagList { { ObjectTag, objectType }, { TargetTag, target }, { OutcomeTag, result.Outcome.ToString() } };
        if (result.Code is { } code)
            tags.Add(ErrorTag, code);
        Items.Add(1, tags);
    }

    internal static void RecordLag(string objectType, string target, TimeSpan lag) =>
        Lag.Record(lag.TotalSeconds, new KeyValuePair<string, object?>(ObjectTag, objectType), new KeyValuePair<string, object?>(TargetTag, target));

    internal static void CountMappingFailure(string objectType, IReadOnlyList<RecordIssue> issues)
    {
        foreach (RecordIssue issue in issues)
            MappingFailures.Add(1, new KeyValuePair<string, object?>(ObjectTag, objectType), new KeyValuePair<string, object?>(ErrorTag, issue.Code));
    }

    internal static void CountUnknown(string objectType, string target) =>
        Unknown.Add(1, new KeyValuePair<string, object?>(ObjectTag, objectType), new KeyValuePair<string, object?>(TargetTag, target));

    internal static void CountFenced(string objectType, string target) =>
        Fenced.Add(1, new KeyValuePair<string, object?>(ObjectTag, objectType), new KeyValuePair<string, object?>(TargetTag, target));

    private static Activity? Start(string operation, string objectType, string target, ActivityKind kind)
    {
        Activity? activity = Source.StartActivity($"{operation} {objectType}", kind);
        activity?.SetTag(ObjectTag, objectType);
        activity?.SetTag(TargetTag, target);
        return activity;
    }
}
