using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

using Canonical.Testing;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Abstractions.Tests;

/// <summary>Nothing of a failing call is seen in logs at the level Trace, in traces, in metrics or in the exception: no token, header value, query, path, or body of either side.</summary>
public sealed class PrivacyTests : IDisposable
{
    private const string Secret = "s3cr3t";
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private int _spans;
    private int _measurements;

    public PrivacyTests()
    {
        _activities = new ActivityListener
        {
            // The sandbox's own side of the calls lies in this process too, and is not ours.
            ShouldListenTo = static source => !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.Start();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SandboxFaultKind.Answer, 500)]
    [InlineData(SandboxFaultKind.Answer, 503)]
    [InlineData(SandboxFaultKind.Answer, 401)]
    [InlineData(SandboxFaultKind.Answer, 400)]
    [InlineData(SandboxFaultKind.CutBefore, 0)]
    [InlineData(SandboxFaultKind.CutAfter, 0)]
    [InlineData(SandboxFaultKind.Truncate, 0)]
    public async Task FailingCall_LogsTracesAndMetrics_HoldNothingOfIt(SandboxFaultKind fault, int status)
    {
        await using var server = new EchoServer();
        await server.StartAsync(Cancellation);
        server.Faults.Add(new SandboxFault
        {
            Kind = fault,
            Status = status == 0 ? 200 : status,
            Times = int.MaxValue,
            Body = $$"""[{"message":"{{Secret}}-answer"}]""",
            Headers = new Dictionary<string, string> { ["X-Answer"] = Secret + "-answer-header", ["Set-Cookie"] = Secret + "-cookie" },
        });
        await using ServiceProvider services = Services();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseAddress, $"people/{Secret}-path@example.com?email={Secret}-query"))
        {
            Content = new StringContent($$"""{"name":"{{Secret}}-body"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Key", Secret + "-header");
        request.WithOperation("person.upsert").MarkIdempotent();

        string told = "";
        try
        {
            using HttpResponseMessage response = await services.GetRequiredService<IHttpClientFactory>().CreateClient("crm").SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await ResponseBody.ReadAsync(response.Content, cancellationToken: Cancellation);
        }
        catch (Exception e) when (e is ConnectorException or HttpRequestException)
        {
            told = e.ToString();
        }

        Assert.DoesNotContain(Secret, told, StringComparison.OrdinalIgnoreCase);
        Assert.True(_spans > 0 && _measurements > 0, "Nothing was traced or measured.");
        Assert.Contains(_seen, line => line.Contains("person.upsert", StringComparison.Ordinal));
        // The path stands in url.full of .NET's own span for each try, as the semantic conventions ask; keep keys out of paths, or drop that source. Everything else holds nothing.
        IEnumerable<string> lines = _seen.Select(static line => line.StartsWith("url.full=", StringComparison.Ordinal) ? line.Replace(Secret + "-path@example.com", "", StringComparison.Ordinal) : line);
        Assert.DoesNotContain(lines, static line => line.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task FailingCall_SpanAndDuration_FollowTheSemanticConventions()
    {
        await using var server = new EchoServer();
        await server.StartAsync(Cancellation);
        server.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 503, Times = int.MaxValue });
        await using ServiceProvider services = Services();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.BaseAddress);
        request.WithOperation("person.semantic").WithCorrelationId("run-8");

        using HttpResponseMessage response = await services.GetRequiredService<IHttpClientFactory>().CreateClient("crm").SendAsync(request, Cancellation);

        string span = Assert.Single(_seen, line => line.StartsWith("span crm person.semantic:", StringComparison.Ordinal));
        string port = server.BaseAddress.Port.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(
            $"span crm person.semantic: canonical.connector=crm canonical.correlation_id=run-8 canonical.operation=person.semantic error.type=503 http.request.method=GET http.request.resend_count=1 http.response.status_code=503 server.address=127.0.0.1 server.port={port}",
            span);
        Assert.Contains(
            "canonical.target.request.duration: canonical.connector=crm canonical.operation=person.semantic error.type=503 http.request.method=GET http.response.status_code=503 server.address=127.0.0.1",
            _seen);
        Assert.Contains("canonical.target.requests: canonical.connector=crm canonical.operation=person.semantic canonical.outcome=503", _seen);
        Assert.Contains(_seen, line => line.StartsWith("log crm person.semantic: answered 503 after 1 retries in ", StringComparison.Ordinal) && line.EndsWith("correlation run-8.", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Collector(_seen)));
        services.AddSingleton<ResilienceRegistry>();
        services.AddHttpClient("crm").AddConnectorPipeline(
            static provider => provider.GetRequiredService<ResilienceRegistry>().GetOrAdd("crm", "acme", new ResilienceOptions { MaxRetries = 1, RetryDelay = TimeSpan.Zero }),
            static _ => new BearerTokenHandler(new AccessTokenCache(new SecretToken())));
        return services.BuildServiceProvider();
    }

    private void Keep(Activity activity)
    {
        if (activity.Source.Name is ConnectorTelemetry.Name)
            _spans++;
        if (activity.Source.Name is ConnectorTelemetry.Name)
            _seen.Enqueue($"span {activity.DisplayName}: {string.Join(' ', activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))}");
        foreach ((string key, object? value) in activity.TagObjects)
            _seen.Enqueue($"{key}={value}");
        _seen.Enqueue($"span {activity.StatusDescription} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events.Select(static e => e.Name + string.Join(' ', e.Tags)))}");
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Interlocked.Increment(ref _measurements);
        _seen.Enqueue($"{instrument.Name}: {string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))}");
    }

    private sealed class SecretToken : IAccessTokenSource
    {
        public ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(new AccessToken(Secret + "-token"));
    }

    private sealed class EchoServer : SandboxServer
    {
        protected override Task HandleAsync(HttpContext context) => context.Response.WriteAsync($$"""{"echo":"{{Secret}}-echo"}""", context.RequestAborted);
    }

    private sealed class Collector(ConcurrentQueue<string> seen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            seen.Enqueue("scope " + Show(state));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            seen.Enqueue("log " + formatter(state, exception));
            seen.Enqueue("state " + Show(state) + exception);
        }

        public void Dispose()
        {
        }

        private static string Show<TState>(TState state) => state is IEnumerable<KeyValuePair<string, object?>> values ? state + string.Join(' ', values) : state?.ToString() ?? "";
    }
}
