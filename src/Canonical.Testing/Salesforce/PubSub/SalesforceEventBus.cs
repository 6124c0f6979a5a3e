using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Canonical.Testing;

/// <summary>One event on the bus.</summary>
internal sealed record SalesforceEvent(long Sequence, string Id, string Topic, string SchemaId, byte[] Payload, DateTimeOffset At);

/// <summary>The events of the org, kept for 72 hours. Thread-safe; schemas are made inside of the store's gate.</summary>
internal sealed class SalesforceEventBus(SalesforceStore store, SalesforceSandboxOptions options, TimeProvider time)
{
    public const string AllChanges = "/data/ChangeEvents";

    public static readonly TimeSpan Retention = TimeSpan.FromHours(72);

    private readonly Lock _gate = new();
    private readonly List<SalesforceEvent> _events = [];
    private readonly Dictionary<string, ChangeEventSchema> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<SalesforceType, (int Revision, ChangeEventSchema Schema)> _current = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last = 18_098_167;
    private long _expiredUpTo;
    private int _breaks;
    private int _gapsLeft;
    private int _generation;

    /// <summary>How often streams were told to break.</summary>
    public int Breaks => Volatile.Read(ref _breaks);

    /// <summary>The newest sequence number.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>Ends when something was published, or streams shall break.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    public static string TopicOf(SalesforceType type) => type.Name switch
    {
        _ when type.IsEvent => "/event/" + type.Name,
        _ when type.IsCustom => $"/data/{type.Name[..^1]}ChangeEvent",
        _ => $"/data/{type.Name}ChangeEvent",
    };

    /// <summary>Opaque, with a check so that a broken one is known.</summary>
    public static byte[] ReplayId(long sequence)
    {
        byte[] id = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(id, sequence);
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(8), (int)(sequence * 2_654_435_761L >> 7));
        return id;
    }

    public static bool TryReadReplayId(ReadOnlySpan<byte> id, out long sequence)
    {
        sequence = id.Length == 12 ? BinaryPrimitives.ReadInt64BigEndian(id) : 0;
        return id.Length == 12 && id.SequenceEqual(ReplayId(sequence));
    }

    public bool IsExpired(long sequence)
    {
        lock (_gate)
        {
            Trim();
            return sequence < _expiredUpTo;
        }
    }

    /// <summary>The oldest place from which one can read.</summary>
    public long Earliest
    {
        get
        {
            lock (_gate)
            {
                Trim();
                return _expiredUpTo;
            }
        }
    }

    public ChangeEventSchema Schema(SalesforceType type)
    {
        lock (_gate)
        {
            if (_current.TryGetValue(type, out (int Revision, ChangeEventSchema Schema) current) && current.Revision == type.Revision)
                return current.Schema;
            var schema = new ChangeEventSchema(type, _generation);
            _schemas[schema.Id] = schema;
            _current[type] = (type.Revision, schema);
            return schema;
        }
    }

    public ChangeEventSchema? FindSchema(string id)
    {
        lock (_gate)
            return _schemas.GetValueOrDefault(id);
    }

    /// <summary>Whether an event of one topic is delivered to those that subscribe to another: the topic itself, a channel that has it, or the channel of all changes.</summary>
    private bool Carries(string subscribed, string topic)
    {
        if (subscribed == AllChanges)
            return topic.StartsWith("/data/", StringComparison.Ordinal);
        if (!subscribed.EndsWith("__chn", StringComparison.OrdinalIgnoreCase))
            return string.Equals(topic, subscribed, StringComparison.OrdinalIgnoreCase);
        return options.EventChannels.TryGetValue(subscribed[(subscribed.LastIndexOf('/') + 1)..], out IReadOnlyList<string>? members)
            && members.Any(m => store.Schema.TryGet(m, out SalesforceType? type) && TopicOf(type) == topic);
    }

    /// <summary>The events of a topic behind a place.</summary>
    public List<SalesforceEvent> Read(string topic, long after, int most)
    {
        lock (_gate)
        {
            Trim();
            int low = 0;
            int high = _events.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_events[middle].Sequence > after)
                    high = middle;
                else
                    low = middle + 1;
            }

            return [.. Enumerable.Range(low, _events.Count - low).Select(i => _events[i]).Where(e => Carries(topic, e.Topic)).Take(most)];
        }
    }

    /// <summary>Makes events of a commit: one for each record, in the order of the changes.</summary>
    public void Publish(SalesforceCommit commit)
    {
        string transaction = Guid(commit.Number);
        int sequence = 0;
        foreach (IGrouping<string, SalesforceChange> changes in commit.Changes.GroupBy(c => c.Id, StringComparer.Ordinal))
        {
            SalesforceChange first = changes.First();
            SalesforceRow? old = first.Old;
            SalesforceRow? now = changes.Last().New;
            string? kind = (old, now) switch
            {
                (_, null) => null,
                (null, { IsDeleted: false }) => "CREATE",
                ({ IsDeleted: true }, { IsDeleted: false }) => "UNDELETE",
                ({ IsDeleted: false }, { IsDeleted: true }) => "DELETE",
                ({ IsDeleted: false }, { IsDeleted: false }) => "UPDATE",
                _ => null,
            };
            if (kind is null || (first.Type.IsEvent && kind != "CREATE") || (!first.Type.IsEvent && options.ChangeEventObjects is { } chosen && !chosen.Contains(first.Type.Name, StringComparer.OrdinalIgnoreCase)))
                continue;
            bool gap = !first.Type.IsEvent && Interlocked.Decrement(ref _gapsLeft) >= 0;
            ChangeEventSchema schema = Schema(first.Type);
            var header = new ChangeEventHeader(first.Type.Name, [first.Id], gap ? "GAP_" + kind : kind, commit.Origin, transaction, ++sequence, commit.At, commit.Number, store.UserId);
            Add(TopicOf(first.Type), schema.Id, schema.Encode(header, gap || kind == "DELETE" ? null : old, gap || kind == "DELETE" ? null : now));
            // A platform event is published and not kept.
            if (first.Type.IsEvent)
            {
                store.Remove(now!);
                store.Discard();
            }
        }
    }

    public void PublishGap(SalesforceType type, string changeType, IReadOnlyList<string> ids)
    {
        ChangeEventSchema schema = Schema(type);
        var header = new ChangeEventHeader(type.Name, ids, changeType, "", Guid(Last), 1, time.GetUtcNow(), Last, store.UserId);
        Add(TopicOf(type), schema.Id, schema.Encode(header, null, null));
    }

    public long Add(string topic, string schemaId, byte[] payload, string? id = null)
    {
        lock (_gate)
        {
            // Not one after the other: the ids of real events have holes.
            _last += 1 + _last % 5;
            _events.Add(new SalesforceEvent(_last, string.IsNullOrEmpty(id) ? Guid(_last) : id, topic, schemaId, payload, time.GetUtcNow()));
            Signal();
            return _last;
        }
    }

    /// <summary>Turns the next changes into gap events.</summary>
    public void Gap(int events) => Interlocked.Exchange(ref _gapsLeft, events);

    /// <summary>Makes the schemas unknown to publishers; what was published by them stays readable under another id.</summary>
    public void RetireSchemas()
    {
        lock (_gate)
        {
            _current.Clear();
            _generation++;
        }
    }

    /// <summary>Forgets all events: places before now can no longer be read from.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            _events.Clear();
            _expiredUpTo = ++_last;
        }
    }

    public void BreakStreams()
    {
        lock (_gate)
        {
            _breaks++;
            Signal();
        }
    }

    private void Signal()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private void Trim()
    {
        DateTimeOffset oldest = time.GetUtcNow() - Retention;
        int expired = _events.TakeWhile(e => e.At <= oldest).Count();
        if (expired == 0)
            return;
        _expiredUpTo = _events[expired - 1].Sequence;
        _events.RemoveRange(0, expired);
    }

    private static string Guid(long number) =>
        new Guid(SHA256.HashData(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))).AsSpan(0, 16)).ToString();
}
