using System.Net;

namespace Connectors.NetSuite.Tests;

/// <summary>Answers from a list, and throws when the list is used up.</summary>
internal sealed class StubHandler(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new(answers);

    public List<(string Method, string Uri, string? Authorization, string? Body)> Requests { get; } = [];

    public static Func<HttpRequestMessage, HttpResponseMessage> Status(HttpStatusCode status, Action<HttpResponseMessage>? change = null) => request =>
    {
        var response = new HttpResponseMessage(status) { RequestMessage = request };
        change?.Invoke(response);
        return response;
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString(), body));
        if (!_answers.TryDequeue(out Func<HttpRequestMessage, HttpResponseMessage>? answer))
            throw new InvalidOperationException($"No answer is left for {request.Method} {request.RequestUri}.");
        return answer(request);
    }
}
