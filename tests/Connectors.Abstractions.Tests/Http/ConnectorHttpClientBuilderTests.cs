using System.Net;

using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Abstractions.Tests;

public sealed class ConnectorHttpClientBuilderTests
{
    private static readonly Uri Address = new("https://erp.example/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddConnectorPipeline_Call_IsRetriedAndAuthenticatedEachTime()
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.ServiceUnavailable, "0").Answer(HttpStatusCode.OK);
        var authentication = new List<CountingHandler>();
        using ServiceProvider services = Services(stub, authentication, _ => { });

        using HttpResponseMessage response = await Get(services);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, Assert.Single(authentication).Count);
    }

    [Fact]
    public async Task RemoveConnectorResilience_HostsOwnHandler_TakesItsPlaceOutsideAuthentication()
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.ServiceUnavailable, "0").Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.OK);
        var authentication = new List<CountingHandler>();
        using ServiceProvider services = Services(stub, authentication, builder => builder
            .AddHttpMessageHandler(() => new RepeatingHandler(times: 3))
            .RemoveConnectorResilience());

        using HttpResponseMessage response = await Get(services);

        // Three tries of the host's handler and none of ours; authentication saw each, so it stands inside.
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, Assert.Single(authentication).Count);
        Assert.Equal(3, stub.Requests.Count);
    }

    private static ServiceProvider Services(StubHandler stub, List<CountingHandler> authentication, Action<IHttpClientBuilder> host)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ResilienceRegistry>(_ => new ResilienceRegistry());
        IHttpClientBuilder builder = services.AddHttpClient("erp").AddConnectorPipeline(
            provider => provider.GetRequiredService<ResilienceRegistry>().GetOrAdd("erp", "acme"),
            _ =>
            {
                var handler = new CountingHandler();
                authentication.Add(handler);
                return handler;
            });
        builder.ConfigurePrimaryHttpMessageHandler(() => stub);
        host(builder);
        return services.BuildServiceProvider();
    }

    private static Task<HttpResponseMessage> Get(ServiceProvider services) =>
        services.GetRequiredService<IHttpClientFactory>().CreateClient("erp").GetAsync(Address, Cancellation);

    private sealed class CountingHandler : DelegatingHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class RepeatingHandler(int times) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            for (int i = 1; i < times && !response.IsSuccessStatusCode; i++)
                response = await base.SendAsync(request, cancellationToken);
            return response;
        }
    }
}
