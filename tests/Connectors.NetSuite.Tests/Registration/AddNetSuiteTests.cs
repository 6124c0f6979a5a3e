using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.NetSuite.Tests;

public sealed class AddNetSuiteTests
{
    [Fact]
    public async Task AddNetSuite_TwoAccounts_AreApart()
    {
        await using var first = new NetSuiteSandbox(new NetSuiteSandboxOptions { AccountId = "1000001" });
        await using var second = new NetSuiteSandbox(new NetSuiteSandboxOptions { AccountId = "2000002_SB1" });
        await first.StartAsync(TestContext.Current.CancellationToken);
        await second.StartAsync(TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        services.AddNetSuite("one", o => TestAccount.Fill(o, first));
        services.AddNetSuite("two", o => TestAccount.Fill(o, second, tokens: true));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal("netsuite/1000001", provider.GetRequiredKeyedService<ISink<Customer>>("one").Target);
        Assert.Equal("netsuite/2000002_SB1", provider.GetRequiredKeyedService<ISink<Project>>("two").Target);
        foreach (string name in (string[])["one", "two"])
        {
            WriteOutcome outcome = await provider.GetRequiredKeyedService<ISink<Customer>>(name).UpsertAsync(TestObjects.Request(TestObjects.Customer()), TestContext.Current.CancellationToken);
            Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        }

        Assert.Single(first.GetRecords("customer"));
        Assert.Single(second.GetRecords("customer"));
        Assert.Equal(1, first.Requests.Count(r => r.PathAndQuery.EndsWith("/token", StringComparison.Ordinal)));
        Assert.DoesNotContain(second.Requests, r => r.PathAndQuery.EndsWith("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddNetSuite_TwiceWithTheSameName_AddsThePipelineOnce()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        services.AddNetSuite("erp", o => TestAccount.Fill(o, sandbox));
        services.AddNetSuite("erp", o => o.Resilience.MaxRetries = 1);
        await using ServiceProvider provider = services.BuildServiceProvider();
        sandbox.Faults.Add(NetSuiteSandboxFaults.MaintenancePage() with { PathContains = "/record/", Times = 50 });
        await Assert.ThrowsAsync<NetSuiteException>(() => provider.GetRequiredKeyedService<NetSuiteClient>("erp").GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(2, sandbox.Requests.Count(r => r.PathAndQuery.Contains("/record/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AddNetSuite_HandlerOfTheHost_SeesEachAttempt()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        var counter = new CountingHandler();
        var services = new ServiceCollection();
        services.AddNetSuite("erp", o => TestAccount.Fill(o, sandbox)).AddHttpMessageHandler(() => counter);
        await using ServiceProvider provider = services.BuildServiceProvider();
        sandbox.Faults.Add(NetSuiteSandboxFaults.UnexpectedError() with { PathContains = "/record/" });
        await provider.GetRequiredKeyedService<NetSuiteClient>("erp").GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken);

        Assert.Equal(2, counter.Count);
    }

    [Fact]
    public async Task AddNetSuite_BadOptions_FailWithTheNameOfTheAccount()
    {
        var services = new ServiceCollection();
        services.AddNetSuite("erp", o => o.AccountId = "evil.com/");
        await using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<NetSuiteClient>("erp"));

        Assert.Contains("'erp'", e.Message, StringComparison.Ordinal);
        Assert.Contains("AccountId", e.Message, StringComparison.Ordinal);
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            Assert.NotNull(request.Headers.Authorization);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
