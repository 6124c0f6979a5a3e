using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Does something else before the first request to a path goes out.</summary>
internal sealed class MeanwhileHandler(string path, Func<Task> meanwhile) : DelegatingHandler(ConnectorHttp.CreatePrimaryHandler())
{
    private int _done;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal) && Interlocked.Exchange(ref _done, 1) == 0)
            await meanwhile();
        return await base.SendAsync(request, cancellationToken);
    }
}
