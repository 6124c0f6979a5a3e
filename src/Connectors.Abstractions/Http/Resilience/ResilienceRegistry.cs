using System.Collections.Concurrent;

namespace Connectors.Abstractions;

/// <summary>Keeps one <see cref="ResilienceState"/> for each account of each system as long as the process lives. Register it as a singleton. Thread-safe.</summary>
public sealed class ResilienceRegistry : IDisposable
{
    private readonly ConcurrentDictionary<(string Connector, string Account), ResilienceState> _states = new();
    private readonly TimeProvider _time;

    /// <summary>Creates an empty registry.</summary>
    /// <param name="timeProvider">The clock of all states; null for the system's.</param>
    public ResilienceRegistry(TimeProvider? timeProvider = null) => _time = timeProvider ?? TimeProvider.System;

    /// <summary>Gives the state of an account, made with these options when it is asked for the first time.</summary>
    /// <param name="connector">The system, for example <c>netsuite</c>.</param>
    /// <param name="account">The account or tenant within it.</param>
    /// <param name="options">The limits; null for the defaults. Ignored when the state exists already.</param>
    /// <returns>The one state of this account.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves. Nothing is kept then: the next call with better ones makes the state.</exception>
    public ResilienceState GetOrAdd(string connector, string account, ResilienceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connector);
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        if (_states.TryGetValue((connector, account), out ResilienceState? known))
            return known;
        // Made before it is kept: a Lazy would keep the exception of wrong options as well, and give it to everybody for ever.
        var made = new ResilienceState(connector, options, _time);
        ResilienceState kept = _states.GetOrAdd((connector, account), made);
        if (!ReferenceEquals(kept, made))
            made.Dispose();
        return kept;
    }

    /// <summary>Frees all states.</summary>
    public void Dispose()
    {
        foreach (ResilienceState state in _states.Values)
            state.Dispose();
    }
}
