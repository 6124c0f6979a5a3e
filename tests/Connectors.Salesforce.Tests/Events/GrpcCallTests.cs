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

    private static GrpcCall NewCall() => GrpcCall.Create(new Uri("https://api.example/"), "GetTopic", new ByteArrayContent([]), new PubSubSession("token", "https://org.example", "00Dx0000000BV7zEAG", default, 0));

    private sealed class Cut : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new OperationCanceledException();
    }
}
