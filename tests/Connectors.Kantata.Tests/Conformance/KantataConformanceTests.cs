using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Kantata.Tests;

/// <summary>The promises of every connector, kept by this one.</summary>
public sealed class KantataConformanceTests
{
    private static readonly KantataSourceOptions Options = new()
    {
        Tenant = "acme",
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { [KantataSourceOptions.LegalEntityParameter] = CanonicalId.Derive("acme", "legal-entity", "erp", "main", "1").ToString() },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Projects_Source_KeepsItsPromises()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        for (int id = 1; id <= 12; id++)
            account.AddWorkspace(id, id == 7 ? """{"currency":"dollars"}""" : "{}");

        await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Project>
            {
                Open = () => new KantataProjectSource(account.Client(pageSize: 5), Options),
                Records = [.. Enumerable.Range(1, 12).Select(static id => $"{id}")],
                BadRecords = ["7"],
                Calls = () => account.Sandbox.Requests.Count,
            },
            Cancellation);
    }

    [Fact]
    public async Task TimeEntries_Source_KeepsItsPromises()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1);
        for (int id = 1; id <= 12; id++)
            account.AddTimeEntry(id, more: id == 7 ? """{"date_performed":"yesterday"}""" : "{}");

        await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<TimeEntry>
            {
                Open = () => new KantataTimeEntrySource(account.Client(pageSize: 5), Options),
                Records = [.. Enumerable.Range(1, 12).Select(static id => $"{id}")],
                BadRecords = ["7"],
                Calls = () => account.Sandbox.Requests.Count,
            },
            Cancellation);
    }

    [Fact]
    public async Task Connector_Registered_SaysWhatItCanAndDoesIt()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1).AddTimeEntry(1);
        var services = new ServiceCollection();
        services.AddKantata("psa", options => (options.BaseAddress, options.Account) = (account.Sandbox.ApiAddress, TestAccount.Account));
        services.AddKeyedSingleton<IAccessTokenSource>("psa", new TestAccount.FixedToken(TestAccount.Token));
        services.AddConnector("psa", static provider => KantataConnector.Create(provider.GetRequiredKeyedService<KantataClient>("psa"), Options));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Connector connector = provider.GetRequiredKeyedService<Connector>("psa");

        Assert.Equal(("kantata", TestAccount.Account), (connector.System, connector.Instance));
        Assert.Equal([("workspace", ConnectorRoles.ReadAll), ("time_entry", ConnectorRoles.ReadAll)], connector.Capabilities.Select(can => (can.VendorObject, can.Roles)));
        Assert.True(connector.TryGet(out ISource<Project>? projects));
        Assert.True(connector.TryGet(out ISource<TimeEntry>? entries));
        Assert.All(await projects.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync(Cancellation), item => Assert.Equal(connector.Instance, item.Source.Instance));
        Assert.True(Assert.Single(await entries.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync(Cancellation)).IsMapped);
    }
}
