using System.Collections.Concurrent;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>The Pub/Sub API (<c>eventbus.v1.PubSub</c>): GetTopic, GetSchema, Subscribe, Publish and ManagedSubscribe. PublishStream is not there. Thread-safe.</summary>
internal sealed class SalesforcePubSub(SalesforceStore store, SalesforceEventBus bus, SalesforceSessions sessions, SalesforceSandboxOptions options, Func<Uri> instance, TimeProvider time)
{
    // The product takes the calls of one client in 3 MB, and events of 1 MB.
    private const int MaxEventBytes = 1024 * 1024;

    private readonly ConcurrentDictionary<string, long> _committed = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _startedAt = bus.Last;
    private int _subscriptions;
    private int _commits;

    /// <summary>Whether each event is delivered twice.</summary>
    public bool Twice { get; set; }

    public FaultPlan Faults { get; } = new();

    public int Subscriptions => Volatile.Read(ref _subscriptions);

    public int Commits => Volatile.Read(ref _commits);

    /// <summary>A place was to be kept, and was or was not.</summary>
    public void CountCommit() => Interlocked.Increment(ref _commits);

    public async Task HandleAsync(HttpContext context)
    {
        var channel = new GrpcChannel(context);
        GrpcStatus status = GrpcStatus.Ok;
        SandboxFault? fault = Faults.Take("POST", context.Request.Path.Value ?? "");
        try
        {
            if (await StopAsync(context, fault).ConfigureAwait(false))
                return;
            Authorize(context);
            switch (context.Request.Path.Value)
            {
                case "/eventbus.v1.PubSub/GetTopic":
                    await channel.WriteAsync(GetTopic(await OneAsync(channel, context).ConfigureAwait(false))).ConfigureAwait(false);
                    break;
                case "/eventbus.v1.PubSub/GetSchema":
                    await channel.WriteAsync(GetSchema(await OneAsync(channel, context).ConfigureAwait(false))).ConfigureAwait(false);
                    break;
                case "/eventbus.v1.PubSub/Publish":
                    ReadOnlyMemory<byte> answer = Publish(await OneAsync(channel, context).ConfigureAwait(false));
                    if (fault?.Kind == SandboxFaultKind.HangAfter)
                        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (fault is not null)
                    {
                        context.Abort();
                        return;
                    }

                    await channel.WriteAsync(answer).ConfigureAwait(false);
                    break;
                case "/eventbus.v1.PubSub/Subscribe":
                    Interlocked.Increment(ref _subscriptions);
                    await new SalesforceSubscription(this, channel, bus, time, isManaged: false, context.RequestAborted).RunAsync().ConfigureAwait(false);
                    break;
                case "/eventbus.v1.PubSub/ManagedSubscribe":
                    Interlocked.Increment(ref _subscriptions);
                    await new SalesforceSubscription(this, channel, bus, time, isManaged: true, context.RequestAborted).RunAsync().ConfigureAwait(false);
                    break;
                default:
                    status = new GrpcStatus(12, "The sandbox does not know this call");
                    break;
            }
        }
        catch (GrpcException e)
        {
            status = e.Status;
        }
        catch (InvalidDataException e)
        {
            status = new GrpcStatus(3, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException || context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more, or the connection was cut on purpose.
            return;
        }

        await channel.EndAsync(status).ConfigureAwait(false);
    }

    /// <summary>Refuses a topic that is not there.</summary>
    public void RequireTopic(string topic)
    {
        if (topic == SalesforceEventBus.AllChanges)
            return;
        string name = topic[(topic.LastIndexOf('/') + 1)..];
        if (options.EventChannels.TryGetValue(name, out IReadOnlyList<string>? members))
        {
            bool ofEvents = members.Count > 0 && members[0].EndsWith("__e", StringComparison.OrdinalIgnoreCase);
            if (topic == (ofEvents ? "/event/" : "/data/") + name)
                return;
        }

        TypeOf(topic);
    }

    /// <summary>The topic of a managed subscription, by its developer name, and the place that was kept last.</summary>
    public (string Topic, long Position) Managed(string name)
    {
        if (!options.ManagedEventSubscriptions.TryGetValue(name, out string? topic))
            throw new GrpcException(new GrpcStatus(5, $"The managed subscription {name} was not found.", SalesforceEventFault.CodePrefix + "managed.subscription.not.found"));
        return (topic, _committed.GetValueOrDefault(name, _startedAt));
    }

    public void Commit(string name, long position) => _committed[name] = position;

    public static GrpcException Refused(string what, string message) => new(new GrpcStatus(3, message, SalesforceEventFault.CodePrefix + what));

    private static async Task<byte[]> OneAsync(GrpcChannel channel, HttpContext context) =>
        await channel.ReadAsync(context.RequestAborted).ConfigureAwait(false) ?? throw new GrpcException(new GrpcStatus(3, "The call has no message"));

    // A fault that hits before anything is done.
    private static async Task<bool> StopAsync(HttpContext context, SandboxFault? fault)
    {
        switch (fault?.Kind)
        {
            case SandboxFaultKind.CutBefore:
                context.Abort();
                return true;
            case SandboxFaultKind.Answer:
                context.Response.StatusCode = fault.Status;
                context.Response.ContentType = fault.ContentType;
                foreach ((string name, string value) in fault.Headers)
                    context.Response.Headers[name] = value;
                if (fault.Body.Length > 0)
                    await context.Response.WriteAsync(fault.Body, context.RequestAborted).ConfigureAwait(false);
                await context.Response.CompleteAsync().ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private SalesforceType TypeOf(string topic) =>
        store.Schema.Types.FirstOrDefault(t => string.Equals(SalesforceEventBus.TopicOf(t), topic, StringComparison.OrdinalIgnoreCase))
            ?? throw new GrpcException(new GrpcStatus(5, $"The topic {topic} was not found.", SalesforceEventFault.CodePrefix + "topic.not.found"));

    private void Authorize(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string tenant = headers["tenantid"].ToString();
        bool known = sessions.Use(headers["accesstoken"].ToString())
            && (tenant == store.OrganizationId || tenant == store.OrganizationId[..15])
            && Uri.TryCreate(headers["instanceurl"].ToString(), UriKind.Absolute, out Uri? url) && url.Host == instance().Host && url.Port == instance().Port;
        if (!known)
            throw new GrpcException(new GrpcStatus(16, "Authentication exception occurred. Please check that the auth metadata is valid.", SalesforceEventFault.CodePrefix + "service.auth.error"));
    }

    private ReadOnlyMemory<byte> GetTopic(byte[] request)
    {
        string topic = Text(request, 1);
        RequireTopic(topic);
        bool isChannel = topic == SalesforceEventBus.AllChanges || topic.EndsWith("__chn", StringComparison.OrdinalIgnoreCase);
        string schema = "";
        if (!isChannel)
        {
            lock (store.Gate)
                schema = bus.Schema(TypeOf(topic)).Id;
        }

        return new ProtoWriter().Text(1, topic).Text(2, store.OrganizationId).Number(3, IsEvent(topic) && !isChannel ? 1 : 0).Number(4, 1).Text(5, schema).Text(6, "rpc-topic").Written;
    }

    private ReadOnlyMemory<byte> GetSchema(byte[] request)
    {
        string id = Text(request, 1);
        ChangeEventSchema schema = bus.FindSchema(id) ?? throw new GrpcException(new GrpcStatus(5, $"The schema {id} was not found.", SalesforceEventFault.CodePrefix + "schema.not.found"));
        return new ProtoWriter().Text(1, schema.Json).Text(2, schema.Id).Text(3, "rpc-schema").Written;
    }

    // Each event has a result of its own: one that does not fit its schema does not stop the others.
    private ReadOnlyMemory<byte> Publish(byte[] request)
    {
        string topic = Text(request, 1);
        RequireTopic(topic);
        if (!IsEvent(topic) || topic.EndsWith("__chn", StringComparison.OrdinalIgnoreCase))
            throw new GrpcException(new GrpcStatus(7, $"Events cannot be published to {topic}.", SalesforceEventFault.CodePrefix + "publish.permission.denied"));
        SalesforceType type = TypeOf(topic);
        ChangeEventSchema current;
        lock (store.Gate)
            current = bus.Schema(type);
        var events = new List<(string Key, byte[] Payload)>();
        var reader = new ProtoReader(request);
        while (reader.Read())
        {
            if (reader.Field != 2)
                continue;
            (string key, string id, byte[] payload) = ReadEvent(reader.Bytes);
            if (id != current.Id)
                throw new GrpcException(new GrpcStatus(3, $"The schema {id} is not the one of the topic.", SalesforceEventFault.CodePrefix + "publish.schema.invalid"));
            events.Add((key, payload));
        }

        if (events.Count == 0)
            throw new GrpcException(new GrpcStatus(3, "The request has no events.", SalesforceEventFault.CodePrefix + "publish.events.empty"));
        var answer = new ProtoWriter();
        foreach ((string key, byte[] payload) in events)
        {
            SandboxFault? fault = Faults.Take("POST", SalesforceEventFault.Path(SalesforceEventCall.Event));
            string? wrong = fault?.Kind == SandboxFaultKind.Answer ? "The event could not be published"
                : payload.Length > MaxEventBytes ? "The event is larger than 1 MB"
                : current.FindFault(payload);
            if (wrong is not null)
            {
                answer.Message(1, new ProtoWriter().Message(2, new ProtoWriter().Number(1, 1).Text(2, wrong).Written.Span).Text(3, key).Written.Span);
                continue;
            }

            byte[] replayId = SalesforceEventBus.ReplayId(bus.Add(SalesforceEventBus.TopicOf(type), current.Id, payload, key));
            if (fault is null)
                answer.Message(1, new ProtoWriter().Bytes(1, replayId).Text(3, key).Written.Span);
        }

        return answer.Text(2, current.Id).Text(3, "rpc-publish").Written;
    }

    private static (string Key, string Schema, byte[] Payload) ReadEvent(ReadOnlySpan<byte> message)
    {
        string key = "";
        string schema = "";
        byte[] payload = [];
        var item = new ProtoReader(message);
        while (item.Read())
        {
            switch (item.Field)
            {
                case 1:
                    key = item.Text;
                    break;
                case 2:
                    schema = item.Text;
                    break;
                case 3:
                    payload = item.Bytes.ToArray();
                    break;
            }
        }

        return (key, schema, payload);
    }

    private static bool IsEvent(string topic) => topic.StartsWith("/event/", StringComparison.Ordinal);

    private static string Text(byte[] message, int field)
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
