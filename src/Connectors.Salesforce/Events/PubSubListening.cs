using System.Runtime.CompilerServices;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce;

/// <summary>
/// One listening to one topic, whatever its events are: it subscribes again when a subscription breaks, waits longer each time, renews a session that ended once, and gives up what no other try heals.
/// Used by one caller at a time.
/// </summary>
internal abstract class PubSubListening<TPage>(PubSubConnection connection, string topic)
{
    private const int MostUnreadable = 3;
    private const int MostRefusals = 5;

    private PubSubSession? _session;
    private PubSubStream? _stream;
    private SalesforceTelemetry.Stream? _telemetry;
    private bool _isNewSession;
    private int _failures;
    private int _refusals;
    private int _unreadable;
    private string? _refused;

    protected PubSubConnection Connection => connection;

    protected string Topic => topic;

    /// <summary>How the subscription before ended; null when there was none, or it ended in good order.</summary>
    protected Exception? Broken { get; private set; }

    /// <summary>Listens until it is cancelled.</summary>
    public async IAsyncEnumerable<TPage> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Exception? broken = null;
            IAsyncEnumerator<TPage> life = LiveAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                while (true)
                {
                    try
                    {
                        if (!await life.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
                    {
                        // A connection that is cut off by the caller tells it in many ways.
                        throw new OperationCanceledException("The listening was ended.", e, cancellationToken);
                    }
                    catch (Exception e) when (e is GrpcFault or InvalidDataException or ConnectorException { IsTransient: true })
                    {
                        broken = e;
                        break;
                    }

                    yield return life.Current;
                }
            }
            finally
            {
                await life.DisposeAsync().ConfigureAwait(false);
                _stream?.Dispose();
                _stream = null;
                _telemetry?.End(broken);
                _telemetry = null;
            }

            Broken = broken;
            await RecoverAsync(broken, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long to wait before the next try: not at all for the first, then about 1, 2, 4 … 60 seconds; after a limit of the org about 30 seconds to 15 minutes. By up to a half shorter, so that clients that broke together do not come back together.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="throttled">Whether a limit is the reason.</param>
    /// <param name="random">From 0 to 1.</param>
    internal static TimeSpan Backoff(int failures, bool throttled, double random)
    {
        double seconds = throttled ? Math.Min(900, 30 * Math.Pow(2, Math.Min(failures - 1, 10)))
            : failures < 2 ? 0
            : Math.Min(60, Math.Pow(2, Math.Min(failures - 2, 6)));
        return TimeSpan.FromSeconds(seconds * (1 - (random / 2)));
    }

    /// <summary>One subscription, with what has to come before it. It ends or throws when the subscription does.</summary>
    protected abstract IAsyncEnumerable<TPage> LiveAsync(CancellationToken cancellationToken);

    /// <summary>The place to go on from is lost. False when there was none, so that the fault is final.</summary>
    protected abstract bool LoseReplayId(GrpcFault lost);

    protected async Task<PubSubSession> OpenAsync(CancellationToken cancellationToken)
    {
        PubSubSession? before = _session;
        _session = await connection.SessionAsync(cancellationToken).ConfigureAwait(false);
        _isNewSession = _session != before;
        return _session;
    }

    /// <summary>The org's clock, where it decides what is caught up and what is passed over: never guessed from ours.</summary>
    protected async Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken) =>
        _isNewSession && connection.Time.GetElapsedTime(_session!.Timestamp) < TimeSpan.FromSeconds(30) ? _session.ServerTime : await connection.AskTimeAsync(cancellationToken).ConfigureAwait(false);

    protected PubSubStream Subscribe(PubSubSession session, PubSubStart start)
    {
        _telemetry = new SalesforceTelemetry.Stream(topic);
        return _stream = connection.Subscribe(session, start);
    }

    /// <summary>The next answer of the subscription; null when the server has ended it in good order.</summary>
    protected async Task<PubSubBatch?> NextAsync(CancellationToken cancellationToken)
    {
        PubSubBatch? batch = await connection.NextAsync(_stream!, cancellationToken).ConfigureAwait(false);
        _telemetry!.Receive(batch?.Events.Count ?? 0);
        return batch;
    }

    /// <summary>The subscription gave something and it was dealt with. What came before the subscription proves nothing about it.</summary>
    protected void Thrives()
    {
        (_failures, _refusals, _unreadable) = (0, 0, 0);
        _refused = null;
    }

    // What a broken subscription needs before the next; throws what no other try heals.
    private async Task RecoverAsync(Exception? broken, CancellationToken cancellationToken)
    {
        _failures++;
        switch (broken)
        {
            case GrpcFault { IsReplayLost: true } lost when LoseReplayId(lost):
                return;
            // A session that ended is renewed with the next try. When the REST API goes on with the token that is refused here, or one new token after the other is, it never heals.
            case GrpcFault { IsUnauthenticated: true } refused:
                if (_session is not null)
                    connection.Forget(_session);
                if (++_refusals > MostRefusals || (_refused is not null && _refused == _session?.AccessToken))
                    throw refused.ToException(topic);
                _refused = _session?.AccessToken;
                if (_refusals > 1)
                    break;
                // Sessions end by themselves: no reason to wait.
                _failures--;
                return;
            case GrpcFault { IsFinal: true } final:
                throw final.ToException(topic);
            case InvalidDataException when ++_unreadable > MostUnreadable:
                throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Configuration, "The Pub/Sub API gave answers that cannot be read. Check the address, and whether a proxy stands before it.", broken);
        }

        string cause = SalesforceTelemetry.Cause(broken);
        // Streams break now and then. One that breaks again before it gave anything may never come to life, and nobody is told otherwise.
        Log.SubscriptionBroke(connection.Logger, _failures < 2 ? LogLevel.Information : LogLevel.Warning, topic, cause, _failures);
#pragma warning disable CA5394 // Nothing secret hangs on it: it only parts clients that come back at the same time.
        TimeSpan wait = Backoff(_failures, broken is GrpcFault { IsThrottled: true } or ThrottledException, Random.Shared.NextDouble());
#pragma warning restore CA5394
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, connection.Time, cancellationToken).ConfigureAwait(false);
    }
}
