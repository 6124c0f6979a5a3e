using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.Workday.Tests;

public sealed class WorkdayRegistrationTests
{
    [Fact]
    public async Task AddWorkday_WithACredential_ReadsAndDoesNotRepeatAWrongPassword()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 2);
        var services = new ServiceCollection();
        Register(services, tenant, "good").AddKeyedSingleton<IWorkdayCredentialSource>("good", new TestTenant.FixedCredential(new WorkdayCredential(TestTenant.User, TestTenant.Password)));
        Register(services, tenant, "bad").AddKeyedSingleton<IWorkdayCredentialSource>("bad", new TestTenant.FixedCredential(new WorkdayCredential(TestTenant.User, "wrong")));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(2, Assert.Single(await TestTenant.ReadAsync(provider.GetRequiredKeyedService<WorkdayClient>("good"))).Workers.Count);
        int before = tenant.Sandbox.Requests.Count;
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => TestTenant.ReadAsync(provider.GetRequiredKeyedService<WorkdayClient>("bad")));
        Assert.Equal(1, tenant.Sandbox.Requests.Count - before);
    }

    [Fact]
    public async Task AddWorkday_WithAToken_SendsIt()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.BearerToken = "good";
        var services = new ServiceCollection();
        Register(services, tenant, "hcm").AddKeyedSingleton<IAccessTokenSource>("hcm", new TestTenant.TokenSequence("good"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Single(Assert.Single(await TestTenant.ReadAsync(provider.GetRequiredKeyedService<WorkdayClient>("hcm"))).Workers);
    }

    [Fact]
    public async Task AddWorkday_Twice_AddsToTheOptionsAndRetriesNoMore()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        var services = new ServiceCollection();
        Register(services, tenant, "hcm").AddKeyedSingleton<IWorkdayCredentialSource>("hcm", new TestTenant.FixedCredential(new WorkdayCredential(TestTenant.User, TestTenant.Password)));
        services.AddWorkday("hcm", options => options.Resilience.MaxRetries = 1);
        await using ServiceProvider provider = services.BuildServiceProvider();
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 503, Times = 100 });

        await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(provider.GetRequiredKeyedService<WorkdayClient>("hcm")));

        Assert.Equal(2, tenant.Sandbox.Requests.Count);
    }

    [Fact]
    public void AddWorkday_WithoutCredentials_SaysWhatToRegister()
    {
        var services = new ServiceCollection();
        services.AddWorkday("hcm", options =>
        {
            options.Host = new Uri("https://wd2-impl-services1.workday.com/");
            options.Tenant = "acme";
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredKeyedService<WorkdayClient>("hcm"));

        Assert.Contains("IWorkdayCredentialSource", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddWorkday_UnusableOptions_AreRefusedWithTheTenantsName()
    {
        var services = new ServiceCollection();
        services.AddWorkday("hcm", options => options.Tenant = "a/b");
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<WorkdayOptions>>().Get("hcm"));

        Assert.Contains("Workday tenant 'hcm': Tenant is 'a/b'", failure.Message, StringComparison.Ordinal);
    }

    private static ServiceCollection Register(ServiceCollection services, TestTenant tenant, string name)
    {
        services.AddWorkday(name, options =>
        {
            options.Host = tenant.Sandbox.BaseAddress;
            options.Tenant = TestTenant.Tenant;
            options.Resilience.RetryDelay = TimeSpan.FromMilliseconds(1);
        });
        return services;
    }
}
