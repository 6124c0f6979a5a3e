using System.Collections.Concurrent;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Canonical.Testing;

/// <summary>
/// A web server on a free loopback port inside this process: the base of every vendor's sandbox. It counts requests, keeps a log of them and applies the fault plan before the sandbox sees a request.
/// Thread-safe once started.
/// </summary>
public abstract class SandboxServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<SandboxRequest> _requests = new();
    private WebApplication? _app;
    private Uri? _baseAddress;
    private Uri? _http2Address;

    /// <summary>Creates the sandbox; <see cref="StartAsync"/> opens its port.</summary>
    /// <param name="timeProvider">The sandbox's clock, by which it judges tokens and stamps records; null for the system's.</param>
    protected SandboxServer(TimeProvider? timeProvider = null) => Time = timeProvider ?? TimeProvider.System;

    /// <summary>The address of the sandbox, such as <c>http://127.0.0.1:43521/</c>.</summary>
    /// <exception cref="InvalidOperationException">The sandbox was not started.</exception>
    public Uri BaseAddress => _baseAddress ?? throw new InvalidOperationException("Start the sandbox first: await StartAsync().");

    /// <summary>The address of the port that speaks HTTP/2 in clear text, when <see cref="HasHttp2"/>.</summary>
    /// <exception cref="InvalidOperationException">The sandbox was not started, or has no such port.</exception>
    protected Uri Http2Address => _http2Address ?? throw new InvalidOperationException("Start the sandbox first: await StartAsync().");

    /// <summary>Whether there is a second port that speaks HTTP/2 in clear text. Without TLS one port cannot speak both versions.</summary>
    protected virtual bool HasHttp2 => false;

    /// <summary>The faults in store.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>The requests so far, in the order in which their answers were finished.</summary>
    public IReadOnlyCollection<SandboxRequest> Requests => _requests;

    /// <summary>The sandbox's clock.</summary>
    protected TimeProvider Time { get; }

    /// <summary>Opens a free port on 127.0.0.1 and begins to answer.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when the port is open.</returns>
    /// <exception cref="InvalidOperationException">The sandbox was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_app is not null)
            throw new InvalidOperationException("The sandbox is already started.");
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Vendors take more than Kestrel does by default: NetSuite bodies of 104 MB, Salesforce 16 KiB for the address and headers. The sandbox itself refuses what is beyond.
            kestrel.Limits.MaxRequestBodySize = 110L * 1024 * 1024;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            // A subscription sends little and waits long, and a busy machine is slow: Kestrel would cut both off after five seconds.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, static port => port.Protocols = HttpProtocols.Http1);
            if (HasHttp2)
                kestrel.Listen(System.Net.IPAddress.Loopback, 0, static port => port.Protocols = HttpProtocols.Http2);
        });
        // Callers that still wait for an answer are not waited for.
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Use(next => context =>
        {
            SetDate(context);
            return next(context);
        });
        app.Use(next => context => HttpProtocol.IsHttp2(context.Request.Protocol) ? HandleHttp2Async(context) : ServeAsync(context));
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        _app = app;
        Uri[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(a => new Uri(a.EndsWith('/') ? a : a + "/"))];
        _baseAddress = addresses[0];
        _http2Address = HasHttp2 ? addresses[1] : null;
    }

    /// <summary>Closes the port.</summary>
    /// <returns>A task that ends when the server has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins a request, before a fault may hold it up.</summary>
    /// <param name="context">The request and its answer.</param>
    /// <returns>What is disposed of when the request is over; null for nothing.</returns>
    internal virtual IDisposable? Enter(HttpContext context) => null;

    /// <summary>Answers one request as the vendor's server would.</summary>
    /// <param name="context">The request and its answer.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    protected abstract Task HandleAsync(HttpContext context);

    /// <summary>Answers one request that came over the HTTP/2 port. Faults of the plan and the log of requests are not about these.</summary>
    /// <param name="context">The request and its answer.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    protected virtual Task HandleHttp2Async(HttpContext context) => HandleAsync(context);

    /// <summary>The path and query as they came over the wire. ASP.NET's own path is decoded, and so cannot tell <c>%2F</c> from <c>/</c>.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The raw target, beginning with <c>/</c>.</returns>
    protected static string RawTarget(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
    }

    private async Task ServeAsync(HttpContext context)
    {
        string method = context.Request.Method;
        string target = RawTarget(context);
        using IDisposable? entered = Enter(context);
        SandboxFault? fault = Faults.Take(method, target);
        switch (fault?.Kind)
        {
            case SandboxFaultKind.Answer:
                context.Response.StatusCode = fault.Status;
                foreach ((string name, string value) in fault.Headers)
                    context.Response.Headers[name] = value;
                if (fault.Body.Length > 0)
                {
                    context.Response.ContentType = fault.ContentType;
                    await context.Response.WriteAsync(fault.Body, context.RequestAborted).ConfigureAwait(false);
                }

                break;
            case SandboxFaultKind.CutBefore:
                Abort();
                return;
            case SandboxFaultKind.CutAfter:
                // The work is done against a body that goes nowhere, so that nothing of the answer reaches the wire.
                context.Response.Body = Stream.Null;
                await HandleAsync(context).ConfigureAwait(false);
                Abort();
                return;
            case SandboxFaultKind.HangAfter:
                context.Response.Body = Stream.Null;
                await HandleAsync(context).ConfigureAwait(false);
                await UntilAbortedAsync(context).ConfigureAwait(false);
                Abort();
                return;
            case SandboxFaultKind.Slow:
                await Task.Delay(fault.Delay, Time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await HandleAsync(context).ConfigureAwait(false);
                break;
            case SandboxFaultKind.Truncate or SandboxFaultKind.TruncateQuietly:
                await TruncateAsync(context).ConfigureAwait(false);
                if (fault.Kind == SandboxFaultKind.TruncateQuietly)
                    break;
                Abort();
                return;
            case SandboxFaultKind.Twice:
                await TwiceAsync(context).ConfigureAwait(false);
                break;
            default:
                await HandleAsync(context).ConfigureAwait(false);
                break;
        }

        _requests.Enqueue(new SandboxRequest(method, target, context.Response.StatusCode));

        void Abort()
        {
            _requests.Enqueue(new SandboxRequest(method, target, 0));
            context.Abort();
        }
    }

    private async Task TruncateAsync(HttpContext context)
    {
        Stream wire = context.Response.Body;
        var half = new HalfStream(wire);
        await using (half.ConfigureAwait(false))
        {
            context.Response.Body = half;
            await HandleAsync(context).ConfigureAwait(false);
            context.Response.Body = wire;
            await half.SendHalfAsync(context.RequestAborted).ConfigureAwait(false);
        }

        await wire.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private async Task TwiceAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        Stream wire = context.Response.Body;
        body.Position = 0;
        context.Request.Body = body;
        context.Response.Body = Stream.Null;
        await HandleAsync(context).ConfigureAwait(false);
        context.Response.Clear();
        SetDate(context);
        // A form that was read is remembered, and would not be read anew.
        context.Features.Set<IFormFeature>(null);
        body.Position = 0;
        context.Response.Body = wire;
        await HandleAsync(context).ConfigureAwait(false);
    }

    // Callers that go by the server's clock go by the sandbox's, not by the machine's.
    private void SetDate(HttpContext context) => context.Response.Headers.Date = Time.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration = context.RequestAborted.Register(aborted.SetResult);
        await using (registration.ConfigureAwait(false))
            await aborted.Task.ConfigureAwait(false);
    }
}
