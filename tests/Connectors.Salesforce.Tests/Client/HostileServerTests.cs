using System.IO.Compression;
using System.Net;
using System.Text;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Servers that never come to an end, or that are larger than they look.</summary>
public sealed class HostileServerTests
{
    private const string Query = "GET /services/data/v64.0/query?q=SELECT%20Id%20FROM%20Account";
    private const string Next = "/services/data/v64.0/query/";
    private static readonly Soql Accounts = SoqlBuilder.From("Account", "Id").Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Query_PagesGoRoundInACircle_Ends(int length)
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, Page(Next + "c-0"));
        for (int i = 0; i < length; i++)
            routes.On($"GET {Next}c-{i}", 200, Page($"{Next}c-{(i + 1) % length}"));
        Assert.True(await CountPagesUntilUnexpectedAsync(routes) <= 4 * length + 4);
    }

    [Fact]
    public async Task Query_PagesGoRoundAfterABeginning_Ends()
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, Page(Next + "0"));
        for (int i = 0; i < 20; i++)
            routes.On($"GET {Next}{i}", 200, Page($"{Next}{(i == 19 ? 15 : i + 1)}"));
        Assert.InRange(await CountPagesUntilUnexpectedAsync(routes), 20, 100);
    }

    [Theory]
    [InlineData("https://evil.example/services/data/v64.0/query/1")]
    [InlineData("//evil.example/1")]
    [InlineData("/services/data/v64.0/../apexrest/x")]
    public async Task Query_NextPageIsSomewhereElse_IsTheServersFaultAndNotTheCallers(string next)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, Page(next)));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Query_ConnectionBreaksWithinARefusal_IsAFaultThatPasses(HttpStatusCode status)
    {
        using SalesforceClient client = Client(request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
                return Json(Token);
            var content = new StreamContent(new BrokenStream());
            content.Headers.ContentType = new("application/json");
            return new HttpResponseMessage(status) { Content = content };
        });
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal((SalesforceErrorCodes.AnswerBrokeOff, true, status), (failed.Code, failed.IsTransient, failed.StatusCode));
    }

    [Fact]
    public async Task Query_ContinuationThatLeadsBackToItself_Ends()
    {
        RouteTable routes = new RouteTable().Token().On($"GET {Next}a", 200, Page(Next + "b")).On($"GET {Next}b", 200, Page(Next + "a"));
        using SalesforceClient client = TestClients.Over(routes);
        await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, continuation: Next + "a", cancellationToken: Cancellation).ToListAsync());
    }

    [Fact]
    public async Task Query_EmptyPagesWithoutEnd_Ends()
    {
        int asked = 0;
        using var client = Client(request => Json(request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal) ? Token : Page($"{Next}n-{++asked}", "")));
        await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.InRange(asked, 1000, 1010);
    }

    [Fact]
    public async Task Query_ChildPagesGoRoundInACircle_Ends()
    {
        const string children = """{"totalSize":9,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/c-1","records":[{}]}""";
        RouteTable routes = new RouteTable().Token()
            .On(Query, 200, $$"""{"totalSize":1,"done":true,"records":[{"Contacts":{{children}}}]}""")
            .On($"GET {Next}c-1", 200, children.Replace("c-1", "c-2", StringComparison.Ordinal))
            .On($"GET {Next}c-2", 200, children);
        await CountPagesUntilUnexpectedAsync(routes);
    }

    [Fact]
    public async Task Query_ChildrenWithinChildrenWithoutEnd_Ends()
    {
        int asked = 0;
        using var client = Client(request => Json(request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)
            ? Token
            : $$$"""{"totalSize":1,"done":true,"records":[{"Kids":{"totalSize":1,"done":false,"nextRecordsUrl":"{{{Next}}}n-{{{++asked}}}","records":[]}}]}"""));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
        Assert.InRange(asked, 5, 10);
    }

    [Theory]
    [InlineData("https://evil.example/services/data/v64.0/query/x")]
    [InlineData("//evil.example/services/data/v64.0/query/x")]
    [InlineData("/services/data/v64.0/query/../../../oauth2/revoke")]
    [InlineData("/services/data/v64.0/query/x?y#z")]
    [InlineData(@"/services/data/v64.0\\..\\x")]
    public async Task Query_NextPageElsewhere_TheTokenIsNotCarriedThere(string next)
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, Page(next));
        using SalesforceClient client = TestClients.Over(routes);
        await Assert.ThrowsAnyAsync<Exception>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal(2, routes.Seen.Count);
    }

    [Theory]
    [InlineData("""{"totalSize":1e400,"done":true,"records":[]}""")]
    [InlineData("""{"totalSize":99999999999999999999,"done":true,"records":[]}""")]
    [InlineData("""{"totalSize":1,"done":"true","records":[]}""")]
    [InlineData("""{"totalSize":1,"done":true,"records":{}}""")]
    [InlineData("""{"totalSize":1,"done":false,"nextRecordsUrl":7,"records":[]}""")]
    [InlineData("""{"totalSize":1,"done":true,"records":[]}{}""")]
    [InlineData("null")]
    public async Task Query_AnswerOfOddKinds_IsUnexpected(string body)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, body));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Fact]
    public async Task Query_NestedBeyondMeasure_IsUnexpectedAndNoOverflow()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, $$"""{"totalSize":1,"done":true,"records":[{{deep}}]}"""));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Fact]
    public async Task Query_MemberTwice_TheLastCountsAndTheRecordIsWhole()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, """{"done":false,"totalSize":1,"done":true,"records":[{"Id":"001i000002C8QTI","Id":"001i000002C8QTIAA3"}]}"""));
        SalesforceRecord record = Assert.Single(Assert.Single(await client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync()).Items);
        Assert.Equal("001i000002C8QTIAA3", record.Id);
    }

    [Fact]
    public async Task Query_CompressedBomb_IsCutAtTheLimitOfWhatItUnpacksTo()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (int i = 0; i < 64; i++)
                gzip.Write(zeros);
        }

        Assert.InRange(packed.Length, 1, 1 << 20);
        // As the socket handler gives it: the length is that of the packed form, or unknown.
        using var client = Client(
            request =>
            {
                if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
                    return Json(Token);
                var content = new StreamContent(new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress));
                content.Headers.ContentType = new("application/json");
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
            },
            o => o.MaxResponseBytes = 1 << 20);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.ResponseTooLarge, failed.Code);
    }

    [Fact]
    public async Task Query_OrgMovesWhileChildPagesAreRead_TheyAreFollowedAtTheNewInstance()
    {
        const string children = """{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/c-1","records":[{"Name":"a"}]}""";
        RouteTable routes = new RouteTable().Token().Token("https://na2.salesforce.com", "token-2")
            .On(Query, 200, $$"""{"totalSize":1,"done":true,"records":[{"Contacts":{{children}}}]}""")
            .On($"GET {Next}c-1", 401, """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""")
            .On($"GET {Next}c-1", 200, """{"totalSize":2,"done":true,"records":[{"Name":"b"}]}""");
        using SalesforceClient client = TestClients.Over(routes);
        SalesforceRecord record = Assert.Single(Assert.Single(await client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync()).Items);
        Assert.Equal(2, record.Json.GetProperty("Contacts").GetProperty("records").GetArrayLength());
        Assert.Equal("na2.salesforce.com", routes.Seen[^1].Request.RequestUri!.Host);
        Assert.Equal("token-2", routes.Seen[^1].Request.Headers.Authorization!.Parameter);
    }

    private const string Token = """{"access_token":"t","instance_url":"https://na1.salesforce.com","id":"https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9P"}""";

    private static string Page(string next, string records = "{}") => $$"""{"totalSize":9,"done":false,"nextRecordsUrl":{{System.Text.Json.Nodes.JsonValue.Create(next)!.ToJsonString()}},"records":[{{records}}]}""";

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static SalesforceClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer, Action<SalesforceOptions>? change = null) =>
        SalesforceClient.Create(TestClients.Options(change), primaryHandler: () => new Handler(answer));

    private static async Task<int> CountPagesUntilUnexpectedAsync(RouteTable routes)
    {
        using SalesforceClient client = TestClients.Over(routes);
        int pages = 0;
        var failed = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (Page<SalesforceRecord> _ in client.QueryAsync(Accounts, cancellationToken: Cancellation))
                Assert.InRange(++pages, 1, 1000);
        });
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
        return pages;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection broke.");
    }

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = answer(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }
}
