using System.Net;

namespace Connectors.Abstractions.Tests;

/// <summary>Answers from a queue, at once, and remembers what it was asked. An unexpected request is an error, not an empty answer.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new();

    public List<(HttpMethod Method, Uri Uri, string? Authorization, string? Body)> Requests { get; } = [];

    public StubHandler Answer(HttpStatusCode status, string? retryAfter = null, string? date = null, string body = "", (string Name, string Value)? header = null)
    {
        _answers.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
            if (retryAfter is not null)
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            if (date is not null)
                response.Headers.TryAddWithoutValidation("Date", date);
            if (header is { } own)
                response.Headers.TryAddWithoutValidation(own.Name, own.Value);
            return response;
        });
        return this;
    }

    public StubHandler Fail(Exception exception)
    {
        _answers.Enqueue(_ => throw exception);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), body));
        return _answers.TryDequeue(out Func<HttpRequestMessage, HttpResponseMessage>? answer)
            ? answer(request)
            : throw new InvalidOperationException($"No answer is left for {request.Method} {request.RequestUri}.");
    }
}
