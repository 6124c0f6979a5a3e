using System.Security.Cryptography;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Clients for tests: without waits between tries, over a table or over a sandbox.</summary>
internal static class TestClients
{
    /// <summary>One key for all tests: making one takes a good part of a second.</summary>
    public static readonly RSA Key = RSA.Create(2048);

    public static SalesforceOptions Options(Action<SalesforceOptions>? change = null)
    {
        // The short times of the shared defaults: Salesforce has two minutes for a query, and tests have not.
        var options = new SalesforceOptions { Resilience = new ResilienceOptions { RetryDelay = TimeSpan.Zero } };
        options.UseClientCredentials(new SalesforceClientCredentials(SalesforceSandboxOptions.DefaultClientId, SalesforceSandboxOptions.DefaultClientSecret));
        change?.Invoke(options);
        return options;
    }

    public static SalesforceClient Over(RouteTable routes, Action<SalesforceOptions>? change = null, TimeProvider? time = null) =>
        SalesforceClient.Create(Options(change), time, primaryHandler: () => routes);

    public static SalesforceClient Over(SalesforceSandbox sandbox, Action<SalesforceOptions>? change = null, TimeProvider? time = null) =>
        SalesforceClient.Create(
            Options(o =>
            {
                o.LoginAddress = sandbox.BaseAddress;
                change?.Invoke(o);
            }),
            time);

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items.WithCancellation(TestContext.Current.CancellationToken))
            list.Add(item);
        return list;
    }
}
