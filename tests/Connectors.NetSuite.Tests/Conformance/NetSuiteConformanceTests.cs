using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;

namespace Connectors.NetSuite.Tests;

/// <summary>The promises of every connector, kept by this one.</summary>
public sealed class NetSuiteConformanceTests
{
    private const string CurrencyEuro = ""","currency":"4" """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Customers_Source_KeepsItsPromises()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(Cancellation);
        List<string> ids = [.. Enumerable.Range(0, 12).Select(i => sandbox.AddRecord("customer", $$"""{"companyName":"Acme {{i}}","subsidiary":"2"{{(i == 7 ? "" : CurrencyEuro)}}}"""))];
        using var clients = new Clients();

        await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Customer>
            {
                Open = () => new NetSuiteCustomers(clients.Of(sandbox, static options => options.PageSize = 5)),
                Records = ids,
                BadRecords = [ids[7]],
                Calls = () => sandbox.Requests.Count,
            },
            Cancellation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Customers_Sink_KeepsItsPromises(bool compare)
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(Cancellation);
        using var clients = new Clients();

        await ConnectorConformance.CheckSinkAsync(
            new SinkConformance<Customer>
            {
                Open = () => new NetSuiteCustomers(clients.Of(sandbox, options => options.CompareBeforeWrite = compare)),
                Make = static number => TestObjects.Request(TestObjects.Customer($"00{number}")),
                CountRecords = _ => Task.FromResult(sandbox.GetRecords("customer").Count),
                LoseAnswers = () => sandbox.Faults.During(NetSuiteSandboxFaults.LostAnswer() with { Method = "PUT", Times = int.MaxValue }),
                TurnAway = () => sandbox.Faults.During(NetSuiteSandboxFaults.ConcurrencyLimit() with { Method = "PUT", Times = int.MaxValue }),
                Refused = TestObjects.Request(TestObjects.Customer("00X", currency: "XXX")),
            },
            Cancellation);
    }

    [Fact]
    public async Task Projects_Sink_KeepsItsPromises()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(Cancellation);
        using var clients = new Clients();
        Customer customer = TestObjects.Customer();
        Assert.True((await new NetSuiteCustomers(clients.Of(sandbox)).UpsertAsync(TestObjects.Request(customer), Cancellation)).TookEffect);

        await ConnectorConformance.CheckSinkAsync(
            new SinkConformance<Project>
            {
                Open = () => new NetSuiteProjects(clients.Of(sandbox)),
                Make = number => TestObjects.Request(TestObjects.Project(customer, $"00{number}")),
                CountRecords = _ => Task.FromResult(sandbox.GetRecords("job").Count),
                LoseAnswers = () => sandbox.Faults.During(NetSuiteSandboxFaults.LostAnswer() with { Method = "PUT", Times = int.MaxValue }),
                TurnAway = () => sandbox.Faults.During(NetSuiteSandboxFaults.ConcurrencyLimit() with { Method = "PUT", Times = int.MaxValue }),
                Refused = TestObjects.Request(TestObjects.Project(TestObjects.Customer("nobody"), "00X")),
            },
            Cancellation);
    }

    [Fact]
    public async Task Connector_Registered_SaysWhatItCanAndDoesIt()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(Cancellation);
        var services = new ServiceCollection();
        services.AddNetSuite("erp", options => TestAccount.Fill(options, sandbox));
        services.AddConnector("erp", static provider => NetSuiteConnector.Create(provider.GetRequiredKeyedService<NetSuiteClient>("erp")));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Connector connector = provider.GetRequiredKeyedService<Connector>("erp");

        Assert.Equal(("netsuite", sandbox.AccountId), (connector.System, connector.Instance));
        Assert.Equal(
            [("customer", ConnectorRoles.ReadAll | ConnectorRoles.Upsert), ("job", ConnectorRoles.ReadAll | ConnectorRoles.Upsert)],
            connector.Capabilities.Select(can => (can.VendorObject, can.Roles)));
        Assert.True(connector.TryGet(out ISink<Customer>? sink));
        Assert.True(connector.TryGet(out ISource<Customer>? source));
        Assert.True((await sink.UpsertAsync(TestObjects.Request(TestObjects.Customer()), Cancellation)).TookEffect);
        Assert.True(Assert.Single(await source.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync(Cancellation)).IsMapped);
    }

    private sealed class Clients : IDisposable
    {
        private readonly List<NetSuiteClient> _clients = [];

        public NetSuiteClient Of(NetSuiteSandbox sandbox, Action<NetSuiteOptions>? configure = null)
        {
            NetSuiteOptions options = TestAccount.Options(sandbox);
            configure?.Invoke(options);
            NetSuiteClient client = NetSuiteClient.Create(options);
            _clients.Add(client);
            return client;
        }

        public void Dispose() => _clients.ForEach(static client => client.Dispose());
    }
}
