using System.Net;
using System.Text;

namespace Connectors.Salesforce.Tests;

/// <summary>Answers requests from a table and fails the test on one that is not in it.</summary>
internal sealed class RouteTable : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpRequestMessage, HttpResponseMessage>>> _routes = new(StringComparer.Ordinal);

    /// <summary>What was asked: method, target, and the body when there was one.</summary>
    public List<(string Route, string? Body, HttpRequestMessage Request)> Seen { get; } = [];

    public RouteTable Token(string instance = "https://na1.salesforce.com", string token = "token-1", string org = "00Dx0000000BV7zEAG") =>
        On("POST /services/oauth2/token", 200, $$"""{"access_token":"{{token}}","instance_url":"{{instance}}","id":"https://login.salesforce.com/id/{{org}}/005x00000012Q9P","token_type":"Bearer"}""");

    public RouteTable On(string route, int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        On(route, _ =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
            foreach ((string name, string value) in headers)
                response.Headers.TryAddWithoutValidation(name, value);
            return response;
        });

    public RouteTable On(string route, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        if (!_routes.TryGetValue(route, out Queue<Func<HttpRequestMessage, HttpResponseMessage>>? answers))
            _routes.Add(route, answers = new Queue<Func<HttpRequestMessage, HttpResponseMessage>>());
        answers.Enqueue(answer);
        return this;
    }

    public int Count(string route) => Seen.Count(s => s.Route == route);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string route = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Seen)
        {
            Seen.Add((route, body, request));
            // The last answer stays for further calls.
            if (_routes.TryGetValue(route, out Queue<Func<HttpRequestMessage, HttpResponseMessage>>? answers))
            {
                HttpResponseMessage response = (answers.Count > 1 ? answers.Dequeue() : answers.Peek())(request);
                response.RequestMessage = request;
                return response;
            }
        }

        throw new InvalidOperationException($"The route table has no '{route}'.");
    }
}
