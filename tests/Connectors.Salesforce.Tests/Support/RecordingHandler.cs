using System.Collections.Concurrent;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Keeps the bodies of the requests that go to a sandbox.</summary>
internal sealed class RecordingHandler() : DelegatingHandler(ConnectorHttp.CreatePrimaryHandler())
{
    public ConcurrentQueue<(string Method, string Path, string Body)> Sent { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Sent.Enqueue((request.Method.Method, request.RequestUri!.PathAndQuery, body));
        return await base.SendAsync(request, cancellationToken);
    }
}
