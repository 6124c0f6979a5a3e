using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>What all clients of one account share, as long as the process lives: tokens, limits, what was learnt. Thread-safe.</summary>
internal sealed class NetSuiteAccount : IDisposable
{
    private readonly SemaphoreSlim _gate;
    private readonly AccessTokenCache? _tokens;
    private readonly TokenSigningState _signing = new();

    /// <summary>Creates the shared state.</summary>
    /// <param name="options">The options; they are read once.</param>
    /// <param name="tokenClient">Gives the client for token requests, without authentication; asked at each request.</param>
    /// <param name="time">The clock.</param>
    public NetSuiteAccount(NetSuiteOptions options, Func<HttpClient> tokenClient, TimeProvider time)
    {
        Settings = new NetSuiteSettings(options);
        Time = time;
        Resilience = new ResilienceState("netsuite", options.Resilience, time);
        _gate = new SemaphoreSlim(Settings.MaxConcurrency);
        Lists = new AccountLists(Settings.AccountListLifetime, time);
        if (Settings.Certificate is not null)
            _tokens = new AccessTokenCache(new ClientCredentialsTokenSource(tokenClient, Settings, time), time);
    }

    public NetSuiteSettings Settings { get; }

    public TimeProvider Time { get; }

    public ResilienceState Resilience { get; }

    public AccountLists Lists { get; }

    /// <summary>The handler that authenticates each attempt.</summary>
    public DelegatingHandler CreateAuthentication() => _tokens is null
        ? new TokenSigningHandler(Settings.Token!, Settings.Account.Realm, _signing, Time)
        : new BearerTokenHandler(_tokens);

    /// <summary>
    /// Waits for one of the calls that the account may have in flight. The wait is outside the pipeline, so that it does not count against the time of the call; the place is kept through
    /// retries, so that a throttled account is not pressed harder.
    /// </summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Place(_gate);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _tokens?.Dispose();
        Resilience.Dispose();
        Lists.Dispose();
    }

    private sealed class Place(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
