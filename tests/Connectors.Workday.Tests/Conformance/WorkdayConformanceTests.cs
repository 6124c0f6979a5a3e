using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Workday.Tests;

/// <summary>The promises of every connector, kept by this one.</summary>
public sealed class WorkdayConformanceTests
{
    private static readonly WorkdaySourceOptions Options = new() { Tenant = "acme" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resources_Source_KeepsItsPromises()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        for (int i = 1; i <= 12; i++)
            tenant.Sandbox.Add(i == 7 ? TestTenant.Worker(i) with { Company = null } : TestTenant.Worker(i));

        await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Resource>
            {
                Open = () => new WorkdayResourceSource(tenant.Client(), Options, new WorkersQuery { PageSize = 5 }),
                Records = [.. Enumerable.Range(1, 12).Select(TestTenant.Wid)],
                BadRecords = [TestTenant.Wid(7)],
                Calls = () => tenant.Sandbox.Requests.Count,
            },
            Cancellation);
    }

    [Fact]
    public async Task Connector_Registered_SaysWhatItCanAndDoesIt()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        var services = new ServiceCollection();
        services.AddWorkday("hcm", options => (options.Host, options.Tenant) = (tenant.Sandbox.BaseAddress, TestTenant.Tenant));
        services.AddKeyedSingleton<IWorkdayCredentialSource>("hcm", new TestTenant.FixedCredential(new WorkdayCredential(TestTenant.User, TestTenant.Password)));
        services.AddConnector("hcm", static provider => WorkdayConnector.Create(provider.GetRequiredKeyedService<WorkdayClient>("hcm"), Options));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Connector connector = provider.GetRequiredKeyedService<Connector>("hcm");

        Assert.Equal(("workday", TestTenant.Tenant), (connector.System, connector.Instance));
        Assert.Equal(("Worker", ConnectorRoles.ReadAll), Assert.Single(connector.Capabilities.Select(can => (can.VendorObject, can.Roles))));
        Assert.True(connector.TryGet(out ISource<Resource>? resources));
        Assert.True(Assert.Single(await resources.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync(Cancellation)).IsMapped);
    }
}
