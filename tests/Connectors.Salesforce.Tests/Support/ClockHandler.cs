using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>The web server writes the machine's time into its answers; here the org's clock is the test's.</summary>
internal sealed class ClockHandler(TimeProvider time) : DelegatingHandler(ConnectorHttp.CreatePrimaryHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        response.Headers.Date = time.GetUtcNow();
        return response;
    }
}
