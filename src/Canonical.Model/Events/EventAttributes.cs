namespace Canonical.Model;

/// <summary>
/// The names of context attributes: those of CloudEvents 1.0.2, its documented extensions, and ours. A name is lower-case letters and digits, at most 20 by CloudEvents' advice.
/// Thread-safe: constants.
/// </summary>
public static class EventAttributes
{
    /// <summary>The version of CloudEvents, <c>specversion</c>.</summary>
    public const string SpecVersion = "specversion";

    /// <summary>The id, <c>id</c>.</summary>
    public const string Id = "id";

    /// <summary>Where the event happened, <c>source</c>.</summary>
    public const string Source = "source";

    /// <summary>What happened, <c>type</c>.</summary>
    public const string Type = "type";

    /// <summary>Which object it happened to, <c>subject</c>.</summary>
    public const string Subject = "subject";

    /// <summary>When it happened, <c>time</c>.</summary>
    public const string Time = "time";

    /// <summary>The media type of the data, <c>datacontenttype</c>.</summary>
    public const string DataContentType = "datacontenttype";

    /// <summary>The contract of the data, <c>dataschema</c>.</summary>
    public const string DataSchema = "dataschema";

    /// <summary>W3C Trace Context: where the trace started (CloudEvents extension Distributed Tracing), <c>traceparent</c>.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>W3C Trace Context: vendors' state (CloudEvents extension Distributed Tracing), <c>tracestate</c>.</summary>
    public const string TraceState = "tracestate";

    /// <summary>Events with one key stay in order (CloudEvents extension Partitioning), <c>partitionkey</c>.</summary>
    public const string PartitionKey = "partitionkey";

    /// <summary>One id for everything that belongs to one business flow (CloudEvents extension Correlation), <c>correlationid</c>.</summary>
    public const string CorrelationId = "correlationid";

    /// <summary>The id of the event that caused this one (CloudEvents extension Correlation), <c>causationid</c>.</summary>
    public const string CausationId = "causationid";

    /// <summary>The place among the events of one source, 19 digits so that text sorts as numbers do (CloudEvents extension Sequence), <c>sequence</c>.</summary>
    public const string Sequence = "sequence";

    /// <summary>When the event was written down (CloudEvents extension Recorded Time), <c>recordedtime</c>.</summary>
    public const string RecordedTime = "recordedtime";

    /// <summary>Ours: the fingerprint of the object's state, so that a consumer sees whether anything that matters changed, <c>fingerprint</c>.</summary>
    public const string Fingerprint = "fingerprint";

    /// <summary>The prefix of the HTTP headers of the binary form, <c>ce-</c>.</summary>
    public const string HeaderPrefix = "ce-";

    internal const string Data = "data";

    internal const string DataBase64 = "data_base64";

    /// <summary>The greatest length of a name that is written: 20.</summary>
    public const int MaxNameLength = 20;

    /// <summary>Whether a text is the name of an extension attribute: lower-case letters and digits, at most <see cref="MaxNameLength"/>, and no name of CloudEvents itself.</summary>
    /// <param name="name">The text.</param>
    /// <returns>True when it is.</returns>
    public static bool IsExtensionName(string? name) => name is { Length: > 0 and <= MaxNameLength } && HasNameForm(name) && !IsContextName(name);

    // Names longer than 20 are against advice, not against the rule: they are read, and never written by us.
    internal static bool HasNameForm(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c)) return false;
        }
        return true;
    }

    internal static bool IsContextName(string name) => name is SpecVersion or Id or Source or Type or Subject or Time or DataContentType or DataSchema or Data;
}
