using System.Collections.Concurrent;
using System.Net;
using System.Text;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce;

/// <summary>What the Pub/Sub API says of a topic.</summary>
internal sealed record PubSubTopic(string SchemaId, bool CanPublish, bool CanSubscribe);

/// <summary>
/// The way to the Pub/Sub API that the streams and calls of one feed share: one HTTP/2 connection, one session, the schemas that were seen. The session is asked for anew only when it was refused, not with each stream.
/// Thread-safe.
/// </summary>
internal sealed class PubSubConnection : IDisposable
{
    /// <summary>How many schemas are kept; each change of an event's fields makes another one.</summary>
    public const int MostSchemas = 64;

    private readonly ConcurrentDictionary<string, AvroType> _schemas = new(StringComparer.Ordinal);
    private readonly SalesforceClient _client;
    private readonly SalesforcePubSubOptions _options;
    private readonly string? _organization;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private PubSubSession? _session;

    public PubSubConnection(SalesforceClient client, SalesforcePubSubOptions options, string? instance = null)
    {
        (_client, _options) = (client, options);
        _address = BaseAddress.Require(options.Address);
        _organization = options.OrganizationId ?? (instance is not null && instance.StartsWith("00D", StringComparison.Ordinal) && SalesforceRecordId.IsValid(instance) ? instance : null);
        SocketsHttpHandler handler = ConnectorHttp.CreatePrimaryHandler();
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.EnableMultipleHttp2Connections = true;
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public TimeProvider Time => _client.Time;

    public ILogger Logger => _client.Logger;

    public TimeSpan Silence => _options.Silence;

    public int PageSize => _options.PageSize;

    /// <summary>The session that was used last, or a new one. Two callers may ask at once; the last one stays.</summary>
    public async Task<PubSubSession> SessionAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _session) ?? (_session = await _client.OpenSessionAsync(_organization, cancellationToken).ConfigureAwait(false));

    /// <summary>The session was refused: the next caller gets another one.</summary>
    public void Forget(PubSubSession session) => Interlocked.CompareExchange(ref _session, null, session);

    /// <summary>The org's clock, as far as ours goes on like it.</summary>
    public DateTimeOffset Now(PubSubSession session) => session.ServerTime + _client.Time.GetElapsedTime(session.Timestamp);

    /// <summary>The org's clock, asked for.</summary>
    public Task<DateTimeOffset> AskTimeAsync(CancellationToken cancellationToken) => _client.GetServerTimeAsync(cancellationToken);

    public PubSubStream Subscribe(PubSubSession session, PubSubStart start) => new(_http, _address, session, start, _options.PageSize);

    /// <summary>The schema with an id.</summary>
    /// <exception cref="GrpcFault">There is none, or it is not to be had now.</exception>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public async Task<AvroType> SchemaAsync(string id, PubSubSession session, CancellationToken cancellationToken)
    {
        if (_schemas.TryGetValue(id, out AvroType? schema))
            return schema;
        byte[] answer = await CallAsync("GetSchema", new ProtoWriter().Text(1, id).Written, session, cancellationToken).ConfigureAwait(false);
        schema = AvroSchema.Parse(Encoding.UTF8.GetBytes(ReadText(answer, 1)));
        if (_schemas.Count >= MostSchemas)
            _schemas.Clear();
        return _schemas[id] = schema;
    }

    /// <summary>What a topic is now.</summary>
    /// <exception cref="GrpcFault">There is none, or it is not visible.</exception>
    public async Task<PubSubTopic> TopicAsync(string topic, PubSubSession session, CancellationToken cancellationToken)
    {
        byte[] answer = await CallAsync("GetTopic", new ProtoWriter().Text(1, topic).Written, session, cancellationToken).ConfigureAwait(false);
        bool canPublish = false, canSubscribe = false;
        var reader = new ProtoReader(answer);
        while (reader.Read())
        {
            if (reader.Field == 3)
                canPublish = reader.Number != 0;
            else if (reader.Field == 4)
                canSubscribe = reader.Number != 0;
        }

        return new PubSubTopic(ReadText(answer, 5), canPublish, canSubscribe);
    }

    /// <summary>One call with one answer. Nothing within <see cref="Silence"/> is <see cref="GrpcFault.Unavailable"/>.</summary>
    public async Task<byte[]> CallAsync(string method, ReadOnlyMemory<byte> message, PubSubSession session, CancellationToken cancellationToken)
    {
        using GrpcCall call = GrpcCall.Create(_address, method, new ByteArrayContent(GrpcRequestStream.Frame(message.Span)), session);
        return await WithinSilenceAsync(
            async token =>
            {
                byte[] answer = await call.ReadAsync(_http, token).ConfigureAwait(false) ?? throw new GrpcFault(GrpcFault.Unavailable, null);
                // To its end, where the status stands.
                await call.ReadAsync(_http, token).ConfigureAwait(false);
                return answer;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next answer of a stream; null when the server has ended it in good order.</summary>
    public Task<PubSubBatch?> NextAsync(PubSubStream stream, CancellationToken cancellationToken) => WithinSilenceAsync(stream.NextAsync, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> WithinSilenceAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(_options.Silence, _client.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not GrpcFault && silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GrpcFault(GrpcFault.Unavailable, null, e);
        }
    }

    private static string ReadText(byte[] message, int field)
    {
        string text = "";
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
                text = reader.Text;
        }

        return text;
    }
}
