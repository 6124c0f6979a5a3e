using System.Diagnostics;
using System.Net;

namespace Connectors.Abstractions.Tests;

public sealed class CorrelationTests
{
    private static readonly Uri Address = new("https://erp.example/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_OwnId_IsKept() => Assert.Equal("run-7", await SentAsync(request => request.WithCorrelationId("other").WithCorrelationId("run-7")));

    [Fact]
    public async Task Send_BaggageOfTheActivity_IsTaken()
    {
        using var activity = new Activity("run");
        activity.AddBaggage("correlation.id", "from-baggage");
        activity.Start();

        Assert.Equal("from-baggage", await SentAsync(request => request));
    }

    [Fact]
    public async Task Send_BaggageThatIsNoHeader_IsNotSent()
    {
        using var activity = new Activity("run");
        activity.AddBaggage("correlation.id", "a\r\nX-Evil: 1");
        activity.Start();

        Assert.Equal(activity.TraceId.ToHexString(), await SentAsync(request => request));
    }

    [Fact]
    public async Task Send_NoActivity_GetsAnIdOfItsOwn()
    {
        Activity.Current = null;
        string first = await SentAsync(request => request);
        string second = await SentAsync(request => request);

        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("ü")]
    public void WithCorrelationId_NoHeaderText_Throws(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        Assert.Throws<ArgumentException>(() => request.WithCorrelationId(id));
    }

    private static async Task<string> SentAsync(Func<HttpRequestMessage, HttpRequestMessage> prepare)
    {
        using var state = new ResilienceState("acme");
        using HttpClient client = ConnectorHttp.CreateClient(new StubHandler().Answer(HttpStatusCode.OK), new ResilienceHandler(state));
        using HttpRequestMessage request = prepare(new HttpRequestMessage(HttpMethod.Get, Address));
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        return Assert.Single(request.Headers.GetValues(ConnectorRequest.CorrelationHeader));
    }
}
