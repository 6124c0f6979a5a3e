using Microsoft.AspNetCore.Http;

namespace Canonical.Testing.Tests;

public sealed class SandboxServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_EncodedSlashInPath_ReachesTheSandboxAsSent()
    {
        await using var server = new CountingServer();
        await server.StartAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = server.BaseAddress };

        string answer = await client.GetStringAsync(new Uri("a%2Fb?q=1%2B2", UriKind.Relative), Cancellation);

        Assert.Equal("/a%2Fb?q=1%2B2", answer);
        Assert.Equal([new SandboxRequest("GET", "/a%2Fb?q=1%2B2", 200)], server.Requests);
    }

    [Fact]
    public async Task Fault_SkipAndTimes_HitsOnlyThoseRequests()
    {
        await using var server = new CountingServer();
        await server.StartAsync(Cancellation);
        server.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 429, PathContains = "x", Skip = 1, Times = 2, Headers = new Dictionary<string, string> { ["Retry-After"] = "7" } });
        using var client = new HttpClient { BaseAddress = server.BaseAddress };

        var statuses = new List<int>();
        foreach (string path in (string[])["x", "y", "x", "x", "x"])
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            statuses.Add((int)response.StatusCode);
            if (response.StatusCode == (System.Net.HttpStatusCode)429)
                Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        }

        Assert.Equal([200, 200, 429, 429, 200], statuses);
        Assert.Equal(2, server.Faults.Hits);
        Assert.Equal(3, server.Handled);
    }

    [Theory]
    [InlineData(SandboxFaultKind.CutBefore, 0)]
    [InlineData(SandboxFaultKind.CutAfter, 1)]
    public async Task Fault_CutConnection_CallerSeesNoAnswerAndTheWorkIsDoneOnlyAfter(SandboxFaultKind kind, int handled)
    {
        await using var server = new CountingServer();
        await server.StartAsync(Cancellation);
        server.Faults.Add(new SandboxFault { Kind = kind });
        using var client = new HttpClient { BaseAddress = server.BaseAddress };

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri("x", UriKind.Relative), new StringContent("body"), Cancellation));

        Assert.Equal(handled, server.Handled);
        Assert.Equal([new SandboxRequest("POST", "/x", 0)], server.Requests);
    }

    private sealed class CountingServer : SandboxServer
    {
        public int Handled { get; private set; }

        protected override Task HandleAsync(HttpContext context)
        {
            Handled++;
            return context.Response.WriteAsync(RawTarget(context), context.RequestAborted);
        }
    }
}
