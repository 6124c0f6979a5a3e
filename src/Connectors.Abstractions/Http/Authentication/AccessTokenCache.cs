namespace Connectors.Abstractions;

/// <summary>
/// Keeps one token for all callers of one account and renews it once, however many callers find it expired at the same moment; when the credentials are refused, they are tried once for all of them. Thread-safe.
/// Keep one cache for each account as long as the process lives.
/// </summary>
public sealed class AccessTokenCache : IDisposable
{
    /// <summary>How long before its end a token is no longer used, so that it does not end on its way: one minute.</summary>
    public static readonly TimeSpan DefaultSkew = TimeSpan.FromMinutes(1);

    /// <summary>How long refused credentials are not tried again: ten seconds. Callers that waited for their turn come one after the other, and each of them would be refused once more; after that the credentials may have been set right.</summary>
    public static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(10);

    private readonly IAccessTokenSource _source;
    private readonly TimeProvider _time;
    private readonly TimeSpan _skew;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile AccessToken? _current;
    private volatile AuthenticationFailedException? _refusal;
    private int _refusals;
    private long _refusedAt;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="source">Gives new tokens.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="skew">How long before its end a token is no longer used; null for <see cref="DefaultSkew"/>.</param>
    public AccessTokenCache(IAccessTokenSource source, TimeProvider? timeProvider = null, TimeSpan? skew = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _time = timeProvider ?? TimeProvider.System;
        _skew = skew ?? DefaultSkew;
    }

    /// <summary>Gives the token that is in use, or a new one.</summary>
    /// <param name="cancellationToken">Ends the waiting and the call.</param>
    /// <returns>A token that has not ended as far as is known.</returns>
    /// <exception cref="ConnectorException">No token could be had.</exception>
    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken = default) =>
        _current is { } token && IsUsable(token) ? new ValueTask<AccessToken>(token) : RenewAsync(null, cancellationToken);

    /// <summary>Replaces a token that the system has just refused. When another caller has replaced it already, that newer one is given.</summary>
    /// <param name="refused">The token that was refused; null when there was none.</param>
    /// <param name="cancellationToken">Ends the waiting and the call.</param>
    /// <returns>A token other than the refused one.</returns>
    /// <exception cref="ConnectorException">No token could be had.</exception>
    public async ValueTask<AccessToken> RenewAsync(AccessToken? refused, CancellationToken cancellationToken = default)
    {
        int before = Volatile.Read(ref _refusals);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } token && !ReferenceEquals(token, refused) && IsUsable(token))
                return token;
            // Refused while this caller waited, here or for its turn to call: the same credentials again would be refused again, and many refusals lock the account.
            if (_refusal is { } refusal && (_refusals > before || _time.GetElapsedTime(_refusedAt) < RefusalPause))
                throw new AuthenticationFailedException(refusal.Message, refusal) { StatusCode = refusal.StatusCode, VendorCode = refusal.VendorCode, VendorRequestId = refusal.VendorRequestId };
            // Forget the old one first: when the renewal fails, nobody goes on with a token that is known to be dead.
            _current = null;
            try
            {
                AccessToken renewed = await _source.RequestTokenAsync(cancellationToken).ConfigureAwait(false);
                _current = renewed;
                _refusal = null;
                return renewed;
            }
            catch (AuthenticationFailedException e)
            {
                _refusal = e;
                _refusedAt = _time.GetTimestamp();
                Interlocked.Increment(ref _refusals);
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Frees the cache.</summary>
    public void Dispose() => _gate.Dispose();

    private bool IsUsable(AccessToken token) => token.ExpiresAt is not { } end || end - _skew > _time.GetUtcNow();
}
