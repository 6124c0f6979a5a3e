using System.Net;
using System.Net.Http.Headers;

namespace Connectors.Workday.Tests;

/// <summary>Answers with headers and a body that never comes.</summary>
internal sealed class StalledHandler : HttpMessageHandler
{
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody waits for the body.</summary>
    public Task Reading => _reading.Task;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new StalledStream(_reading));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    private sealed class StalledStream(TaskCompletionSource reading) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reading.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
