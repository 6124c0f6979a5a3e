using System.Net;
using System.Net.Http.Headers;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class GrpcCallTests
{
    // What the framework throws when the server cuts the connection while the request's side of the call is still open.
    [Fact]
    public async Task Read_CancellationThatNobodyAskedFor_IsABrokenConnection()
    {
        using var http = new HttpClient(new Cut(), disposeHandler: true);
        using GrpcCall call = NewCall();

        var fault = await Assert.ThrowsAsync<GrpcFault>(() => call.ReadAsync(http, TestContext.Current.CancellationToken));

        Assert.Equal(GrpcFault.Unavailable, fault.Status);
    }

    [Fact]
    public async Task Read_CancelledByTheCaller_StaysACancellation()
    {
        using var http = new HttpClient(new Cut(), disposeHandler: true);
        using GrpcCall call = NewCall();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.ReadAsync(http, cancelled.Token));
    }

    [Fact]
    public async Task Read_StatusInTheHeadersAlone_IsTheFault()
    {
        using var http = new HttpClient(new Answer(() =>
        {
            HttpResponseMessage answer = Grpc([]);
            answer.Headers.TryAddWithoutValidation("grpc-status", "7");
            answer.Headers.TryAddWithoutValidation("error-code", "sfdc.platform.eventbus.grpc.x");
            answer.Headers.TryAddWithoutValidation("rpc-id", "rpc-1");
            return answer;
        }));
        using GrpcCall call = NewCall();

        var fault = await Assert.ThrowsAsync<GrpcFault>(() => call.ReadAsync(http, TestContext.Current.CancellationToken));
        Assert.Equal((GrpcFault.PermissionDenied, "sfdc.platform.eventbus.grpc.x", "rpc-1"), (fault.Status, fault.VendorCode, fault.RpcId));
    }

    [Fact]
    public async Task Read_MessageThenTrailers_GivesTheMessageAndTheEnd()
    {
        using var http = new HttpClient(new Answer(() =>
        {
            HttpResponseMessage answer = Grpc([0, 0, 0, 0, 2, 8, 1]);
            answer.TrailingHeaders.TryAddWithoutValidation("grpc-status", "0");
            return answer;
        }));
        using GrpcCall call = NewCall();

        Assert.Equal([8, 1], await call.ReadAsync(http, TestContext.Current.CancellationToken));
        Assert.Null(await call.ReadAsync(http, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[0])]
    public async Task Read_CutOff_IsABrokenConnection(byte[] body)
    {
        using var http = new HttpClient(new Answer(() => Grpc(body)));
        using GrpcCall call = NewCall();

        var fault = await Assert.ThrowsAsync<GrpcFault>(() => call.ReadAsync(http, TestContext.Current.CancellationToken));
        Assert.Equal(GrpcFault.Unavailable, fault.Status);
        Assert.False(fault.IsNotSent);
    }

    [Fact]
    public async Task Read_MessageThatIsTooLong_IsFinal()
    {
        using var http = new HttpClient(new Answer(static () => Grpc([0, 0x7F, 0xFF, 0xFF, 0xFF])));
        using GrpcCall call = NewCall();

        var refused = await Assert.ThrowsAsync<ConnectorException>(() => call.ReadAsync(http, TestContext.Current.CancellationToken));
        Assert.Equal((ConnectorErrorCodes.ResponseTooLarge, false), (refused.Code, refused.IsTransient));
    }

    [Fact]
    public async Task Read_CompressedMessage_IsUnreadable()
    {
        using var http = new HttpClient(new Answer(static () => Grpc([1, 0, 0, 0, 0])));
        using GrpcCall call = NewCall();

        await Assert.ThrowsAsync<InvalidDataException>(() => call.ReadAsync(http, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, GrpcFault.Unauthenticated)]
    [InlineData(HttpStatusCode.Forbidden, GrpcFault.PermissionDenied)]
    [InlineData(HttpStatusCode.NotFound, GrpcFault.Unimplemented)]
    [InlineData(HttpStatusCode.TooManyRequests, GrpcFault.Unavailable)]
    [InlineData(HttpStatusCode.BadGateway, GrpcFault.Unavailable)]
    public async Task Read_HttpStatus_IsTheGrpcStatusThatStandsForIt(HttpStatusCode http, int status)
    {
        using var client = new HttpClient(new Answer(() => new HttpResponseMessage(http)));
        using GrpcCall call = NewCall();

        Assert.Equal(status, (await Assert.ThrowsAsync<GrpcFault>(() => call.ReadAsync(client, TestContext.Current.CancellationToken))).Status);
    }

    [Fact]
    public async Task Read_NoConnection_WasNotSent()
    {
        using var http = new HttpClient(new Answer(static () => throw new HttpRequestException(HttpRequestError.ConnectionError)));
        using GrpcCall call = NewCall();

        Assert.True((await Assert.ThrowsAsync<GrpcFault>(() => call.ReadAsync(http, TestContext.Current.CancellationToken))).IsNotSent);
    }

    [Theory]
    [InlineData(1, null, "transient")]
    [InlineData(2, null, "transient")]
    [InlineData(3, null, "final")]
    [InlineData(3, "subscription.fetch.replayid.corrupted", "final replay")]
    [InlineData(3, "subscription.fetch.replayid.validation.failed", "final replay")]
    [InlineData(3, "concurrent.client.limit.exceeded", "throttled")]
    [InlineData(4, null, "transient")]
    [InlineData(5, null, "final")]
    [InlineData(6, null, "final")]
    [InlineData(7, null, "final")]
    [InlineData(7, "service.auth.error", "login")]
    [InlineData(8, null, "throttled")]
    [InlineData(9, null, "final")]
    [InlineData(9, "service.unavailable", "transient")]
    [InlineData(10, null, "transient")]
    [InlineData(11, null, "final")]
    [InlineData(12, null, "final")]
    [InlineData(13, null, "transient")]
    [InlineData(14, null, "transient")]
    [InlineData(14, "subscription.limit.exceeded", "throttled")]
    [InlineData(15, null, "transient")]
    [InlineData(16, null, "login")]
    public void Fault_OfEachStatus_IsOfItsKind(int status, string? code, string expected)
    {
        var fault = new GrpcFault(status, code is null ? null : "sfdc.platform.eventbus.grpc." + code);
        ConnectorException seen = fault.ToException("/event/Shipped__e");
        string kind = seen switch
        {
            AuthenticationFailedException => "login",
            ThrottledException => "throttled",
            { IsTransient: true } => "transient",
            _ => "final",
        };

        Assert.Equal(expected, fault.IsReplayLost ? kind + " replay" : kind);
        Assert.Equal(kind == "final", fault.IsFinal);
        Assert.Equal(fault.VendorCode, seen.VendorCode);
    }

    private static HttpResponseMessage Grpc(byte[] body) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } } };

    private static GrpcCall NewCall() => GrpcCall.Create(new Uri("https://api.example/"), "GetTopic", new ByteArrayContent([]), new PubSubSession("token", "https://org.example", "00Dx0000000BV7zEAG", default, 0));

    private sealed class Cut : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new OperationCanceledException();
    }

    private sealed class Answer(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // As HttpClient does: a handler's exception comes through the task.
            try
            {
                return Task.FromResult(answer());
            }
            catch (HttpRequestException e)
            {
                return Task.FromException<HttpResponseMessage>(e);
            }
        }
    }
}
