using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>The Pub/Sub API (<c>eventbus.v1.PubSub</c>): GetTopic, GetSchema, Subscribe and Publish. PublishStream and ManagedSubscribe are not there. Thread-safe.</summary>
internal sealed class SalesforcePubSub(SalesforceStore store, SalesforceEventBus bus, SalesforceSessions sessions, Func<Uri> instance, TimeProvider time)
{
    private const string Codes = "sfdc.platform.eventbus.grpc.";

    /// <summary>Whether each event is delivered twice.</summary>
    public bool Twice { get; set; }

    public async Task HandleAsync(HttpContext context)
    {
        var channel = new GrpcChannel(context);
        GrpcStatus status = GrpcStatus.Ok;
        try
        {
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
                    await channel.WriteAsync(Publish(await OneAsync(channel, context).ConfigureAwait(false))).ConfigureAwait(false);
                    break;
                case "/eventbus.v1.PubSub/Subscribe":
                    await new SalesforceSubscription(this, channel, bus, time, context.RequestAborted).RunAsync().ConfigureAwait(false);
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
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        await channel.EndAsync(status).ConfigureAwait(false);
    }

    /// <summary>The object of a topic; null for the topic of all changes.</summary>
    public SalesforceType? TypeOf(string topic)
    {
        if (topic == "/data/ChangeEvents")
            return null;
        return store.Schema.Types.FirstOrDefault(t => string.Equals(SalesforceEventBus.TopicOf(t), topic, StringComparison.OrdinalIgnoreCase))
            ?? throw new GrpcException(new GrpcStatus(5, $"The topic {topic} was not found.", Codes + "topic.not.found"));
    }

    public static GrpcException Refused(string what, string message) => new(new GrpcStatus(3, message, Codes + what));

    private static async Task<byte[]> OneAsync(GrpcChannel channel, HttpContext context) =>
        await channel.ReadAsync(context.RequestAborted).ConfigureAwait(false) ?? throw new GrpcException(new GrpcStatus(3, "The call has no message"));

    private void Authorize(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string tenant = headers["tenantid"].ToString();
        bool known = sessions.Use(headers["accesstoken"].ToString())
            && (tenant == store.OrganizationId || tenant == store.OrganizationId[..15])
            && Uri.TryCreate(headers["instanceurl"].ToString(), UriKind.Absolute, out Uri? url) && url.Host == instance().Host && url.Port == instance().Port;
        if (!known)
            throw new GrpcException(new GrpcStatus(16, "Authentication exception occurred. Please check that the auth metadata is valid.", Codes + "service.auth.error"));
    }

    private ReadOnlyMemory<byte> GetTopic(byte[] request)
    {
        string topic = Text(request, 1);
        SalesforceType? type = TypeOf(topic);
        string schema;
        lock (store.Gate)
            schema = type is null ? "" : bus.Schema(type).Id;
        return new ProtoWriter().Text(1, topic).Text(2, store.OrganizationId).Number(3, IsEvent(topic) ? 1 : 0).Number(4, 1).Text(5, schema).Text(6, "rpc-topic").Written;
    }

    private ReadOnlyMemory<byte> GetSchema(byte[] request)
    {
        string id = Text(request, 1);
        ChangeEventSchema schema = bus.FindSchema(id) ?? throw new GrpcException(new GrpcStatus(5, $"The schema {id} was not found.", Codes + "schema.not.found"));
        return new ProtoWriter().Text(1, schema.Json).Text(2, schema.Id).Text(3, "rpc-schema").Written;
    }

    private ReadOnlyMemory<byte> Publish(byte[] request)
    {
        string topic = Text(request, 1);
        TypeOf(topic);
        if (!IsEvent(topic))
            throw new GrpcException(new GrpcStatus(7, $"Events cannot be published to {topic}.", Codes + "publish.permission.denied"));
        var answer = new ProtoWriter();
        var reader = new ProtoReader(request);
        while (reader.Read())
        {
            if (reader.Field != 2)
                continue;
            string key = "";
            string schema = "";
            byte[] payload = [];
            var item = new ProtoReader(reader.Bytes);
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

            if (bus.FindSchema(schema) is null)
                throw new GrpcException(new GrpcStatus(3, $"The schema {schema} was not found.", Codes + "schema.not.found"));
            answer.Message(1, new ProtoWriter().Bytes(1, SalesforceEventBus.ReplayId(bus.Add(topic, schema, payload))).Text(3, key).Written.Span);
        }

        return answer.Text(3, "rpc-publish").Written;
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
