using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Listens to platform events and maps each to a canonical object by a mapping document: <see cref="SalesforceEventFeed"/> and a mapper. Thread-safe; keep one for each topic.
/// It is no <see cref="IChangeFeed{T}"/>, whose promise is that what was missed is caught up by reading: behind an event there is no record, so a page can tell that events may be lost instead.
/// </summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>
/// The mapping's source names the event, such as <c>Shipped__e</c>; events of other names, on a channel, are passed over. Beside the event's own fields the mapping sees <c>EventUuid</c>, the event's id:
/// the key of a record that the event carries whole, unless a field of the event is one.
/// </remarks>
public sealed class SalesforceMappedEventFeed<T> : IDisposable
    where T : class, ICanonicalObject<T>
{
    private readonly SalesforceEventFeed _feed;
    private readonly SalesforceClient _client;
    private readonly SalesforceReadOptions _org;
    private readonly Mapper<T> _mapper;
    private readonly string _name;

    /// <summary>Creates the feed.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="mapping">How an event becomes a canonical object; its source names the event.</param>
    /// <param name="org">What every mapping of the org needs. Its condition means nothing here.</param>
    /// <param name="topic">The channel that carries the event, such as <c>/event/Logistics__chn</c>; null for the event's own topic.</param>
    /// <param name="options">How events are listened to; null for the defaults.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, its source is no platform event, or an option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceMappedEventFeed(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions org, string? topic = null, SalesforcePlatformEventOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(org);
        (_client, _org, _name) = (client, org, mapping.Source.ObjectType);
        if (!_name.EndsWith("__e", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The mapping '{mapping.Id}' is for {_name}, which is no platform event.", nameof(mapping));
        org.RequireParameters(mapping);
        _mapper = new Mapper<T>(Mapper.Compile(mapping));
        _feed = new SalesforceEventFeed(client, topic ?? _name, options);
    }

    /// <summary>Listens until it is cancelled, as <see cref="SalesforceEventFeed.ListenAsync"/> does.</summary>
    /// <param name="since">The last cursor that was kept; null to begin where the options say. Cursors of <see cref="SalesforceEventFeed"/> of the same topic are good too.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <returns>The events as they come. One that cannot be read or mapped comes with the reasons.</returns>
    /// <exception cref="ConnectorException">As of <see cref="SalesforceEventFeed.ListenAsync"/>.</exception>
    /// <exception cref="MappingDriftException">Nearly all events fail in one way: the event has changed.</exception>
    public async IAsyncEnumerable<SalesforceMappedEventPage<T>> ListenAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var drift = new DriftDetector(_mapper.Untyped.Document);
        await foreach (SalesforceEventPage page in _feed.ListenAsync(since, cancellationToken).ConfigureAwait(false))
        {
            MappingContext context = _org.Context(_mapper.Untyped.Document, _client.Time.GetUtcNow());
            var items = new List<SalesforceEventItem<T>>(page.Items.Count);
            foreach (SalesforceEvent item in page.Items)
            {
                // Of one that cannot be read nothing tells its name.
                if (item.Issue is not null || string.Equals(item.Name, _name, StringComparison.OrdinalIgnoreCase))
                    items.Add(new SalesforceEventItem<T>(item, Map(item, context, drift)));
            }

            yield return new SalesforceMappedEventPage<T>(items, page.Cursor) { Gap = page.Gap };
        }
    }

    /// <summary>Frees the connection. Listenings that are under way break.</summary>
    public void Dispose() => _feed.Dispose();

    private SourceItem<T> Map(SalesforceEvent item, MappingContext context, DriftDetector drift)
    {
        var source = new SourceRef { System = SalesforceClient.SystemName, Instance = _org.Instance, ObjectType = _name, RecordId = item.Id.Length > 0 ? item.Id : item.ReplayId };
        if (item.Issue is not null)
            return new SourceItem<T> { Source = source, Issues = [item.Issue] };
        byte[] record = Record(item);
        MappingResult<T> mapped = _mapper.ToCanonical(record, context);
        drift.Observe(record, mapped.Issues);
        return new SourceItem<T>
        {
            Source = source,
            Value = mapped.Value,
            Issues = mapped.Issues.Count == 0 ? [] : [.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }

    // The fields with the id before them, unless the event has a field of that name.
    private static byte[] Record(SalesforceEvent item)
    {
        const string IdName = "EventUuid";
        ReadOnlySpan<byte> json = item.Json.Span;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        bool hasId = false, isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            hasId |= reader.ValueTextEquals(IdName);
            reader.Skip();
        }

        if (hasId)
            return json.ToArray();
        var buffer = new ArrayBufferWriter<byte>(json.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(IdName, item.Id);
            writer.WriteEndObject();
        }

        // {"EventUuid":"…"} and {…} become {"EventUuid":"…",…}.
        byte[] record = new byte[buffer.WrittenCount + json.Length - (isEmpty ? 2 : 1)];
        buffer.WrittenSpan[..^1].CopyTo(record);
        int at = buffer.WrittenCount - 1;
        if (!isEmpty)
            record[at++] = (byte)',';
        json[1..].CopyTo(record.AsSpan(at));
        return record;
    }
}
