using System.Collections.Concurrent;

using Canonical.Mapping;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.NetSuite;

/// <summary>Keeps the state of each registered account for as long as the host lives: the HTTP client factory recycles its handlers, limits and tokens must not go with them. Thread-safe.</summary>
internal sealed class NetSuiteRegistry(IServiceProvider services, IOptionsMonitor<NetSuiteOptions> options, IHttpClientFactory clients) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NetSuiteAccount> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<ResilienceState>> _tokenStates = new(StringComparer.Ordinal);

    public static string ClientName(string name) => "Connectors.NetSuite:" + name;

    public static string TokenClientName(string name) => "Connectors.NetSuite.Token:" + name;

    public NetSuiteAccount Account(string name)
    {
        lock (_gate)
        {
            // Options that are refused leave nothing behind: a Lazy would keep their exception for good.
            if (!_accounts.TryGetValue(name, out NetSuiteAccount? account))
                _accounts.Add(name, account = Create(name));
            return account;
        }
    }

    public ResilienceState TokenResilience(string name) =>
        _tokenStates.GetOrAdd(name, _ => new Lazy<ResilienceState>(() => new ResilienceState("netsuite-token", null, Time))).Value;

    public NetSuiteClient CreateClient(string name) => new(clients.CreateClient(ClientName(name)), Account(name));

    public void Dispose()
    {
        foreach (NetSuiteAccount account in _accounts.Values)
            account.Dispose();
        foreach (Lazy<ResilienceState> state in _tokenStates.Values.Where(s => s.IsValueCreated))
            state.Value.Dispose();
    }

    private TimeProvider Time => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private NetSuiteAccount Create(string name)
    {
        NetSuiteOptions own = options.Get(name);
        // A crosswalk that the host registered serves all accounts that name no resolver of their own.
        own.References ??= services.GetService<IReferenceResolver>();
        return new NetSuiteAccount(own, () => clients.CreateClient(TokenClientName(name)), Time);
    }
}
