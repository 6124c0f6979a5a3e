using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One gRPC call over HTTP/2: messages behind a prefix of five bytes, the status in the trailers (gRPC over HTTP2). Used by one caller at a time.</summary>
internal sealed class GrpcCall : IDisposable
{
    /// <summary>The longest message that is taken: 8 MiB. Salesforce's batches have at most 3 MB.</summary>
    public const int MaxMessageBytes = 8 * 1024 * 1024;

    private readonly HttpRequestMessage _request;
    private readonly byte[] _prefix = new byte[5];
    private HttpResponseMessage? _response;
    private Stream? _body;

    private GrpcCall(HttpRequestMessage request) => _request = request;

    /// <summary>Prepares a call; it is sent with the first reading.</summary>
    public static GrpcCall Create(Uri address, string method, HttpContent content, PubSubSession session)
    {
        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "eventbus.v1.PubSub/" + method))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.ParseAdd("trailers");
        request.Headers.TryAddWithoutValidation("accesstoken", session.AccessToken);
        request.Headers.TryAddWithoutValidation("instanceurl", session.InstanceUrl);
        request.Headers.TryAddWithoutValidation("tenantid", session.TenantId);
        return new GrpcCall(request);
    }

    /// <summary>Reads the next message; null when the call has ended well.</summary>
    /// <exception cref="GrpcFault">The call ended otherwise, or the connection broke.</exception>
    /// <exception cref="InvalidDataException">The answer is not of gRPC, or a message is compressed.</exception>
    /// <exception cref="ConnectorException">The message is too long.</exception>
    public async Task<byte[]?> ReadAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            if (_response is null)
            {
                _response = await http.SendAsync(_request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (_response.StatusCode != HttpStatusCode.OK)
                    throw new GrpcFault(OfHttp(_response.StatusCode), null);
                if (_response.Content.Headers.ContentType?.MediaType is not { } type || !type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
                    throw new InvalidDataException("The answer is not one of gRPC: something that stands before the Pub/Sub API gave it.");
            }

            _body ??= await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int read = await _body.ReadAtLeastAsync(_prefix, _prefix.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return End(_response);
            if (read < _prefix.Length)
                throw new GrpcFault(GrpcFault.Unavailable, null);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(_prefix.AsSpan(1));
            if (_prefix[0] != 0)
                throw new InvalidDataException("A gRPC message is compressed, which was not asked for.");
            // It would come again with every other try.
            if (length > MaxMessageBytes)
                throw new ConnectorException(ConnectorErrorCodes.ResponseTooLarge, IssueKind.Configuration, FormattableString.Invariant($"The Pub/Sub API gave {length} bytes at once; at most {MaxMessageBytes} are taken. Lower PageSize."));
            byte[] message = new byte[(int)length];
            await _body.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
            return message;
        }
        // A connection that breaks while our side of the call is still being sent comes as a cancellation that nobody asked for.
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new GrpcFault(GrpcFault.Unavailable, null, e) { IsNotSent = _response is null && IsBeforeSending(e) };
        }
    }

    public void Dispose()
    {
        _request.Dispose();
        _response?.Dispose();
    }

    private static byte[]? End(HttpResponseMessage response)
    {
        // A call that ends without a message has its status among the headers.
        string? status = One(response.TrailingHeaders, "grpc-status") ?? One(response.Headers, "grpc-status");
        if (status is null)
            throw new GrpcFault(GrpcFault.Unavailable, null);
        if (status == "0")
            return null;
        throw new GrpcFault(int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : GrpcFault.Unknown, Given("error-code")) { RpcId = Given("rpc-id") };

        string? Given(string name) => One(response.TrailingHeaders, name) ?? One(response.Headers, name);
    }

    // No connection was there, so nothing went over it.
    private static bool IsBeforeSending(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError,
    };

    private static string? One(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    // HTTP to gRPC Status Code Mapping, for answers of something that is not gRPC, such as a proxy.
    private static int OfHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => GrpcFault.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcFault.PermissionDenied,
        HttpStatusCode.NotFound => GrpcFault.Unimplemented,
        _ => GrpcFault.Unavailable,
    };
}
