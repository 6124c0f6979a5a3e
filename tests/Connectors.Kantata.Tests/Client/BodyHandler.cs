using System.Net;
using System.Text;

namespace Connectors.Kantata.Tests;

/// <summary>Answers with bodies that break off, stall, or are whole.</summary>
internal sealed class BodyHandler(int broken, string whole) : HttpMessageHandler
{
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody waits for a body that stalls.</summary>
    public Task Reading => _reading.Task;

    public int Calls { get; private set; }

    /// <summary>True for a body that never comes.</summary>
    public bool Stalls { get; init; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Stream body = Stalls || ++Calls <= broken ? new FailingStream(Stalls ? _reading : null) : new MemoryStream(Encoding.UTF8.GetBytes(whole));
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });
    }

    private sealed class FailingStream(TaskCompletionSource? reading) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (reading is null)
                throw new IOException("The connection was reset.");
            reading.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
