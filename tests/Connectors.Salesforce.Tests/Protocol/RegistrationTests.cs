using Canonical.Testing;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Salesforce.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task AddSalesforce_TwoNames_EachHasItsOwnOrgAndOneToken()
    {
        await using SalesforceSandbox first = await SandboxOrg.StartAsync(1);
        await using SalesforceSandbox second = await SandboxOrg.StartAsync(2);
        var services = new ServiceCollection();
        services.AddSalesforce("first", o => Login(o, first));
        services.AddSalesforce("first", o => o.BatchSize = 300);
        services.AddSalesforce("second", o => Login(o, second));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Soql count = SoqlBuilder.From("Opportunity", "Id").BuildCount();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, await provider.GetRequiredKeyedService<SalesforceClient>("first").CountAsync(count, TestContext.Current.CancellationToken));
            Assert.Equal(2, await provider.GetRequiredKeyedService<SalesforceClient>("second").CountAsync(count, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, first.TokensIssued);
        Assert.Equal(1, second.TokensIssued);
        Assert.Equal(300, provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get("first").BatchSize);
    }

    [Fact]
    public async Task AddSalesforce_SecretRotates_TheNextLoginAsksForTheNewOne()
    {
        SalesforceSandboxOptions org = SandboxOrg.Options();
        await using var sandbox = new SalesforceSandbox(org);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        string secret = org.ClientSecret;
        int asked = 0;
        var services = new ServiceCollection();
        services.AddSalesforce("org", o =>
        {
            Login(o, sandbox);
            o.UseClientCredentials(_ =>
            {
                asked++;
                return new(new SalesforceClientCredentials(SalesforceSandboxOptions.DefaultClientId, secret));
            });
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        SalesforceClient client = provider.GetRequiredKeyedService<SalesforceClient>("org");
        Assert.Equal(0, asked);
        await client.GetLimitsAsync(TestContext.Current.CancellationToken);
        await client.GetLimitsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, asked);

        org.ClientSecret = secret = "rotated";
        sandbox.ExpireSessions();
        await client.GetLimitsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, asked);
        Assert.Equal(2, sandbox.TokensIssued);
    }

    [Fact]
    public async Task AddSalesforce_HandlerOfTheHost_SeesEachAttempt()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(1);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/limits", Status = 503 });
        var seen = new CountingHandler();
        var services = new ServiceCollection();
        services.AddSalesforce("org", o => Login(o, sandbox)).AddHttpMessageHandler(() => seen);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<SalesforceClient>("org").GetLimitsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void AddSalesforce_OptionsThatContradict_AreFoundWhenTheHostStarts()
    {
        var services = new ServiceCollection();
        services.AddSalesforce("org", o => o.BatchSize = 1);
        using ServiceProvider provider = services.BuildServiceProvider();
        var failed = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("BatchSize is 1", failed.Message, StringComparison.Ordinal);
        Assert.Contains("No login is chosen", failed.Message, StringComparison.Ordinal);
    }

    private static void Login(SalesforceOptions options, SalesforceSandbox sandbox)
    {
        options.LoginAddress = sandbox.BaseAddress;
        options.Resilience.RetryDelay = TimeSpan.Zero;
        options.UseClientCredentials(new SalesforceClientCredentials(SalesforceSandboxOptions.DefaultClientId, SalesforceSandboxOptions.DefaultClientSecret));
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
