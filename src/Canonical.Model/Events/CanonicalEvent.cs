using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>
/// A CloudEvent (CloudEvents 1.0.2): the envelope of one state change, and the object as it is after it. <c>source</c> and <c>id</c> together name one change: a consumer that has seen the
/// pair may drop the event. Valid by construction. Thread-safe: immutable.
/// </summary>
public sealed partial record CanonicalEvent
{
    /// <summary>The version of CloudEvents: <c>1.0</c>.</summary>
    public const string SpecVersion = "1.0";

    /// <summary>The namespace of the ids of events: the version 8 UUID (RFC 9562) of <c>events.canonical-sdk.org</c> in the DNS namespace.</summary>
    public static readonly Guid Namespace = NameBasedUuid.Create(NameBasedUuid.Dns, "events.canonical-sdk.org"u8);

    /// <summary>The id; unique within <see cref="Source"/>.</summary>
    /// <exception cref="ArgumentException">The text is empty, or has characters that CloudEvents does not allow.</exception>
    public required string Id { get; init => field = EventText.CheckNotEmpty(value, nameof(Id)); }

    /// <summary>Where the change happened, a URI reference (RFC 3986): of ours <c>/tenant/system/instance</c>.</summary>
    /// <exception cref="ArgumentException">The text is not a URI reference.</exception>
    public required string Source
    {
        get;
        init => field = EventText.IsUriReference(value) ? value : throw new ArgumentException("The source of an event is a URI reference (RFC 3986).", nameof(value));
    }

    /// <summary>What happened: of ours a name such as <c>org.canonical-sdk.opportunity.won.v1</c>.</summary>
    /// <exception cref="ArgumentException">The text is empty, or has characters that CloudEvents does not allow.</exception>
    public required string Type { get; init => field = EventText.CheckNotEmpty(value, nameof(Type)); }

    /// <summary>Which object it happened to: of ours <c>object/id</c>, such as <c>customer/f2135b3e-c0c1-85bf-9ec5-0edde33136ae</c>.</summary>
    /// <exception cref="ArgumentException">The text is empty, or has characters that CloudEvents does not allow.</exception>
    public string? Subject { get; init => field = value is null ? null : EventText.CheckNotEmpty(value, nameof(Subject)); }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset? Time { get; init => field = value?.ToUniversalTime(); }

    /// <summary>The contract of the data, an absolute URI: of ours the <c>$id</c> of the contract version.</summary>
    /// <exception cref="ArgumentException">The text is not an absolute URI.</exception>
    public string? DataSchema
    {
        get;
        init => field = value is null || EventText.IsAbsoluteUri(value) ? value : throw new ArgumentException("The schema of the data is an absolute URI (RFC 3986).", nameof(value));
    }

    /// <summary>The extension attributes, those of <see cref="EventAttributes"/> among them.</summary>
    public EventExtensions Extensions { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = EventExtensions.Empty;

    /// <summary>The data with its media type: of ours the object as it is after the change. An event without data has no <c>datacontenttype</c>.</summary>
    public EventData? Data { get; init; }

    /// <summary>The event of a state change.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="type">What happened.</param>
    /// <param name="after">The object as it is after the change; it becomes the data.</param>
    /// <param name="context">Where it happened.</param>
    /// <returns>The event; the same change gives the same event in any process.</returns>
    /// <exception cref="ArgumentException">The type is one of another object.</exception>
    public static CanonicalEvent Create<T>(CanonicalEventType type, T after, EventContext context) where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(context);
        if (type.ObjectName != T.Contract.Id.Name) throw new ArgumentException($"{type.Name} is an event of {type.ObjectName}, not of {T.Contract.Id.Name}.", nameof(type));

        var subject = $"{type.ObjectName}/{after.Id}";
        var fingerprint = after.ComputeFingerprint().ToString();
        return new()
        {
            Id = DeriveId(context.Source, type.Name, subject, fingerprint, Revision(after.SourceRefs, after.SourceUpdatedAt, context.Sequence)).ToString("D"),
            Source = context.Source,
            Type = type.Name,
            Subject = subject,
            Time = context.Time ?? after.SourceUpdatedAt ?? after.ObservedAt,
            DataSchema = EventReadOptions.DefaultSchemaBase + after.ContractId,
            Extensions = EventExtensions.Empty
                .With(EventAttributes.PartitionKey, subject)
                .With(EventAttributes.Fingerprint, fingerprint)
                .With(EventAttributes.Sequence, context.Sequence?.ToString("D19", CultureInfo.InvariantCulture))
                .With(EventAttributes.TraceParent, context.TraceParent)
                .With(EventAttributes.TraceState, context.TraceState)
                .With(EventAttributes.CorrelationId, context.CorrelationId)
                .With(EventAttributes.CausationId, context.CausationId),
            Data = EventData.FromCheckedJson(after.ToUtf8Bytes(), EventData.JsonMediaType),
        };
    }

    /// <summary>
    /// The id of a state change: UUID version 8 (RFC 9562) of <see cref="Namespace"/> and the canonical JSON (RFC 8785)
    /// <c>{"fingerprint":…,["revision":…,]"source":…,"subject":…,"type":…,"v":1}</c>.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="type">The type.</param>
    /// <param name="subject">The object.</param>
    /// <param name="fingerprint">The fingerprint of the object after the change.</param>
    /// <param name="revision">Which of several changes to one content: <c>seq:…</c>, <c>version:…</c> or <c>time:…</c>; null when nothing tells them apart.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">A text is empty, or has characters that CloudEvents does not allow.</exception>
    public static Guid DeriveId(string source, string type, string subject, string fingerprint, string? revision)
    {
        var json = new Utf8Builder(stackalloc byte[512]);
        try
        {
            json.Append("{\"fingerprint\":"u8);
            json.AppendString(EventText.CheckNotEmpty(fingerprint, nameof(fingerprint)));
            if (revision is not null)
            {
                json.Append(",\"revision\":"u8);
                json.AppendString(EventText.CheckNotEmpty(revision, nameof(revision)));
            }
            json.Append(",\"source\":"u8);
            json.AppendString(EventText.CheckNotEmpty(source, nameof(source)));
            json.Append(",\"subject\":"u8);
            json.AppendString(EventText.CheckNotEmpty(subject, nameof(subject)));
            json.Append(",\"type\":"u8);
            json.AppendString(EventText.CheckNotEmpty(type, nameof(type)));
            json.Append(",\"v\":1}"u8);
            return NameBasedUuid.Create(Namespace, json.Written);
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>The canonical type, when the event is one of <see cref="CanonicalEventTypes.All"/>.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True when it is.</returns>
    public bool TryGetEventType([NotNullWhen(true)] out CanonicalEventType? type) => CanonicalEventTypes.TryGet(Type, out type);

    /// <summary>The contract that <see cref="DataSchema"/> names, when it is one of ours.</summary>
    /// <param name="contract">The contract, whether this package has it or not.</param>
    /// <param name="schemaBase">What comes before <c>object/version</c>; without it <see cref="EventReadOptions.DefaultSchemaBase"/>.</param>
    /// <returns>True when it is.</returns>
    public bool TryGetContract(out ContractId contract, string schemaBase = EventReadOptions.DefaultSchemaBase)
    {
        ArgumentNullException.ThrowIfNull(schemaBase);
        contract = default;
        return DataSchema is not null && DataSchema.StartsWith(schemaBase, StringComparison.Ordinal) && ContractId.TryParse(DataSchema[schemaBase.Length..], out contract);
    }

    /// <summary>Reads the data as an object.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="report">Every violation of the contract of <typeparamref name="T"/>; an event without JSON data breaks it too.</param>
    /// <returns>True when the data is such an object.</returns>
    public bool TryGetData<T>([NotNullWhen(true)] out T? value, out ValidationReport report) where T : class, ICanonicalObject<T> =>
        T.TryRead(Data is { Kind: EventDataKind.Json } data ? data.Bytes.Span : default, out value, out report);

    /// <summary>Type, source and id; the data may be personal.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Type} {Source} {Id}";

    // Evidence of which change it was, the surest first. When a record was read is none: it differs each time.
    private static string? Revision(IReadOnlyList<SourceRef> sources, DateTimeOffset? updatedAt, long? sequence)
    {
        if (sequence is { } number) return string.Create(CultureInfo.InvariantCulture, $"seq:{number}");
        if (sources.Count > 0 && !string.IsNullOrEmpty(sources[0].Version)) return "version:" + sources[0].Version;
        return updatedAt is { } time ? "time:" + EventText.FormatTime(time) : null;
    }
}
