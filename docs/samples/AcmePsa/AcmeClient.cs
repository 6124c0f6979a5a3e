using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

using Connectors.Abstractions;

namespace AcmePsa;

/// <summary>The calls of Acme's REST API. Thread-safe; remembers nothing.</summary>
public sealed class AcmeClient
{
    private readonly HttpClient _http;
    private readonly QuotaBudget _quota;
    private readonly Uri _base;

    public AcmeClient(HttpClient http, AcmeOptions options, ResilienceState state, TimeProvider? time = null)
    {
        if (options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        (_http, _quota, Options, Time) = (http, state.Quota, options, time ?? TimeProvider.System);
        _base = BaseAddress.Require(options.BaseAddress);
    }

    internal AcmeOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <summary>A client with a pipeline of its own, for hosts without dependency injection.</summary>
    public static AcmeClient Create(AcmeOptions options, ResilienceRegistry registry, TimeProvider? time = null)
    {
        ResilienceState state = registry.GetOrAdd("acme-psa", options.Account, options.Resilience);
        HttpClient tokenHttp = ConnectorHttp.CreateClient(null, new ResilienceHandler(registry.GetOrAdd("acme-psa.token", options.Account)));
        var tokens = new AccessTokenCache(new AcmeTokenSource(tokenHttp, options, time ?? TimeProvider.System), time);
        return new AcmeClient(ConnectorHttp.CreateClient(null, new ResilienceHandler(state), new BearerTokenHandler(tokens)), options, state, time);
    }

    internal HttpRequestMessage Request(HttpMethod method, string path, string operation, ReadOnlyMemory<byte>? body = null)
    {
        var request = new HttpRequestMessage(method, new Uri(_base, path));
        if (body is { } bytes)
            request.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request.WithOperation(operation);
    }

    /// <summary>Sends, and gives the body of a success; anything else is an exception that says who has to act.</summary>
    internal async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.Headers.TryGetValues("X-Quota", out IEnumerable<string>? values) && values.First().Split('/') is [var used, var granted])
            _quota.Report(long.Parse(used, CultureInfo.InvariantCulture), long.Parse(granted, CultureInfo.InvariantCulture));
        try
        {
            byte[] body = await ResponseBody.ReadAsync(response.Content, cancellationToken: cancellationToken);
            if (response.IsSuccessStatusCode)
                return AcmeErrors.Parse(body);
            string? code = body.Length > 0 && response.Content.Headers.ContentType?.MediaType == "application/json" && AcmeErrors.Parse(body).RootElement.TryGetProperty("code", out JsonElement found) ? found.GetString() : null;
            throw new ConnectorException("ACM1001", AcmeErrors.KindOf(response.StatusCode, code), $"Acme answered {(int)response.StatusCode}{(code is null ? "" : $" ({code})")}.") { StatusCode = response.StatusCode, VendorCode = code };
        }
        catch (HttpRequestException e)
        {
            throw new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, "The connection to Acme broke in the middle of an answer.", e);
        }
    }
}
