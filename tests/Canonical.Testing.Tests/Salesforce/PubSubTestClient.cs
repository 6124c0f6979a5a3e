using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>A small gRPC client for the Pub/Sub API, by hand: messages are built from their fields, and Avro is decoded by the schema that the server gives.</summary>
internal sealed class PubSubTestClient(SalesforceSandbox sandbox, string token) : IDisposable
{
    private readonly HttpClient _http = new();

    public async Task<(byte[]? Message, int Status, string? ErrorCode)> CallAsync(string method, byte[] message)
    {
        using HttpRequestMessage request = Request(method, new ByteArrayContent(Frame(message)));
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        (int status, string? code) = Status(response);
        return (body.Length == 0 ? null : body[5..], status, code);
    }

    public async Task<Subscription> SubscribeAsync(byte[] first)
    {
        var content = new DuplexContent();
        await content.SendAsync(Frame(first));
        HttpResponseMessage response = await _http.SendAsync(Request("Subscribe", content), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new Subscription(response, content);
    }

    public static byte[] Fetch(string topic, int count, int preset = 0, byte[]? replayId = null) =>
        [.. Field(1, Encoding.UTF8.GetBytes(topic)), .. preset == 0 ? [] : Number(2, preset), .. replayId is null ? [] : Field(3, replayId), .. Number(4, count)];

    public static byte[] Field(int field, byte[] value) => [(byte)(field << 3 | 2), .. Varint(value.Length), .. value];

    public static byte[] Number(int field, int value) => [(byte)(field << 3), .. Varint(value)];

    public static List<(int Field, byte[] Value, long Number)> Parse(byte[] message)
    {
        var fields = new List<(int, byte[], long)>();
        for (int at = 0; at < message.Length;)
        {
            long tag = Read(message, ref at);
            long value = Read(message, ref at);
            if ((tag & 7) == 0)
            {
                fields.Add(((int)(tag >> 3), [], value));
                continue;
            }

            fields.Add(((int)(tag >> 3), message[at..(at + (int)value)], 0));
            at += (int)value;
        }

        return fields;
    }

    /// <summary>Decodes Avro into JSON by its schema.</summary>
    public static JsonElement Decode(string schema, byte[] payload)
    {
        using JsonDocument document = JsonDocument.Parse(schema);
        using var stream = new MemoryStream();
        int at = 0;
        var named = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        using (var writer = new Utf8JsonWriter(stream))
            Value(document.RootElement, payload, ref at, writer, named);
        Assert.Equal(payload.Length, at);
        return JsonDocument.Parse(stream.ToArray()).RootElement.Clone();
    }

    public void Dispose() => _http.Dispose();

    private static void Value(JsonElement type, byte[] bytes, ref int at, Utf8JsonWriter writer, Dictionary<string, JsonElement> named)
    {
        if (type.ValueKind == JsonValueKind.Array)
        {
            Value(type[(int)ZigZag(bytes, ref at)], bytes, ref at, writer, named);
            return;
        }

        string name = type.ValueKind == JsonValueKind.String ? type.GetString()! : type.GetProperty("type").GetString()!;
        if (named.TryGetValue(name, out JsonElement known))
        {
            Value(known, bytes, ref at, writer, named);
            return;
        }

        switch (name)
        {
            case "null":
                writer.WriteNullValue();
                break;
            case "boolean":
                writer.WriteBooleanValue(bytes[at++] == 1);
                break;
            case "int" or "long":
                writer.WriteNumberValue(ZigZag(bytes, ref at));
                break;
            case "double":
                writer.WriteNumberValue(BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at)));
                at += 8;
                break;
            case "string":
                int length = (int)ZigZag(bytes, ref at);
                writer.WriteStringValue(bytes.AsSpan(at, length));
                at += length;
                break;
            case "enum":
                writer.WriteStringValue(type.GetProperty("symbols")[(int)ZigZag(bytes, ref at)].GetString());
                break;
            case "array":
                writer.WriteStartArray();
                for (long count; (count = ZigZag(bytes, ref at)) != 0;)
                {
                    for (long i = 0; i < count; i++)
                        Value(type.GetProperty("items"), bytes, ref at, writer, named);
                }

                writer.WriteEndArray();
                break;
            default:
                named.TryAdd(type.GetProperty("name").GetString()!, type);
                writer.WriteStartObject();
                foreach (JsonElement field in type.GetProperty("fields").EnumerateArray())
                {
                    writer.WritePropertyName(field.GetProperty("name").GetString()!);
                    JsonElement fieldType = field.GetProperty("type");
                    Value(fieldType, bytes, ref at, writer, named);
                }

                writer.WriteEndObject();
                break;
        }
    }

    private static long ZigZag(byte[] bytes, ref int at)
    {
        ulong value = (ulong)Read(bytes, ref at);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static long Read(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return (long)value;
        }
    }

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    private static byte[] Frame(byte[] message)
    {
        byte[] frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static (int Status, string? ErrorCode) Status(HttpResponseMessage response)
    {
        var headers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        return (int.Parse(headers.GetValues("grpc-status").Single(), System.Globalization.CultureInfo.InvariantCulture), headers.TryGetValues("error-code", out var code) ? code.Single() : null);
    }

    private HttpRequestMessage Request(string method, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.PubSubAddress, "eventbus.v1.PubSub/" + method)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("accesstoken", token);
        request.Headers.TryAddWithoutValidation("instanceurl", sandbox.BaseAddress.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("tenantid", sandbox.OrganizationId);
        return request;
    }

    public sealed class Subscription(HttpResponseMessage response, DuplexContent content) : IAsyncDisposable
    {
        private Stream? _body;

        public ValueTask SendAsync(byte[] message) => content.SendAsync(Frame(message));

        public void Complete() => content.Complete();

        /// <summary>The next answer: its events, its newest replay id and how many events are still asked for; null at the end.</summary>
        public async Task<(List<(string SchemaId, byte[] Payload, byte[] ReplayId)> Events, byte[] Latest, long Pending)?> NextAsync()
        {
            _body ??= await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            byte[] prefix = new byte[5];
            if (await _body.ReadAtLeastAsync(prefix, 5, throwOnEndOfStream: false, TestContext.Current.CancellationToken) < 5)
                return null;
            byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
            await _body.ReadExactlyAsync(message, TestContext.Current.CancellationToken);
            var fields = Parse(message);
            var events = fields.Where(f => f.Field == 1).Select(f =>
            {
                var consumer = Parse(f.Value);
                var producer = Parse(consumer.Single(c => c.Field == 1).Value);
                return (Encoding.UTF8.GetString(producer.Single(p => p.Field == 2).Value), producer.Single(p => p.Field == 3).Value, consumer.Single(c => c.Field == 2).Value);
            }).ToList();
            return (events, fields.Single(f => f.Field == 2).Value, fields.SingleOrDefault(f => f.Field == 4).Number);
        }

        public async Task<(int Status, string? ErrorCode)> EndAsync()
        {
            while (await NextAsync() is not null)
            {
                // What is left is not looked at.
            }

            return Status(response);
        }

        public ValueTask DisposeAsync()
        {
            content.Complete();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    public sealed class DuplexContent : HttpContent
    {
        private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>();

        public ValueTask SendAsync(byte[] frame) => _frames.Writer.WriteAsync(frame, TestContext.Current.CancellationToken);

        public void Complete() => _frames.Writer.TryComplete();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            await foreach (byte[] frame in _frames.Reader.ReadAllAsync(cancellation))
            {
                await stream.WriteAsync(frame, cancellation);
                await stream.FlushAsync(cancellation);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
