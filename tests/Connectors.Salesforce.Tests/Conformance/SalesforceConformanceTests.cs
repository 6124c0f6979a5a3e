using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Faults = Canonical.Testing.SalesforceFault;

namespace Connectors.Salesforce.Tests;

/// <summary>The promises of every connector, kept by this one.</summary>
public sealed class SalesforceConformanceTests : IDisposable
{
    private readonly List<SalesforceClient> _clients = [];
    private readonly SkippingTimeProvider _time = new(TimeSpan.FromSeconds(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Source_Accounts_KeepsItsPromises()
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        List<string> ids = [.. Enumerable.Range(0, 12).Select(i => SandboxOrg.SeedAccount(sandbox, $"Account {i}", i == 7 ? "" : ""","CurrencyIsoCode":"EUR" """))];

        await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Customer>
            {
                // Fetching ahead is what this option is for; PagesAheadTests hold it to its number.
                Open = () => new SalesforceObjectSource<Customer>(Client(sandbox), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox) with { PagesAhead = 0 }),
                Records = ids,
                BadRecords = [ids[7]],
                Calls = () => sandbox.Requests.Count,
            },
            Cancellation);
    }

    [Fact]
    public async Task ChangeSource_Accounts_KeepsItsPromises()
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        List<string> ids = [];

        await ConnectorConformance.CheckChangeSourceAsync(
            new ChangeSourceConformance<Customer>
            {
                Open = () => new SalesforceChangeSource<Customer>(Client(sandbox), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox)),
                Change = (number, _) =>
                {
                    // Several within one second, some of a record that was there, and some by a transaction that began earlier.
                    if (number % 3 == 0)
                        _time.Advance(TimeSpan.FromSeconds(7));
                    string name = $"Name {number}";
                    if (ids.Count > 6 && number % 2 == 0)
                    {
                        string known = ids[number % ids.Count];
                        using SalesforceSandboxTransaction late = sandbox.BeginTransaction();
                        late.Update("Account", known, $$"""{"Name":"{{name}}"}""");
                        _time.Advance(TimeSpan.FromSeconds(number % 4 * 40));
                        late.Commit();
                        return Task.FromResult(new SystemChange(known, name));
                    }

                    ids.Add(SandboxOrg.SeedAccount(sandbox, name));
                    return Task.FromResult(new SystemChange(ids[^1], name));
                },
                Delete = _ =>
                {
                    using SalesforceSandboxTransaction transaction = sandbox.BeginTransaction();
                    transaction.Delete("Account", ids[0]).Commit();
                    return Task.FromResult(ids[0]);
                },
                Settle = _ =>
                {
                    _time.Advance(TimeSpan.FromMinutes(20));
                    return Task.CompletedTask;
                },
                StateOf = static customer => customer.Name,
            },
            Cancellation);
    }

    [Fact]
    public async Task Sink_Accounts_KeepsItsPromises()
    {
        await using SalesforceSandbox sandbox = await StartAsync();

        await ConnectorConformance.CheckSinkAsync(
            new SinkConformance<Customer>
            {
                Open = () => Sink(sandbox),
                Make = Request,
                CountRecords = _ => Task.FromResult(sandbox.Count("Account")),
                LoseAnswers = () => sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
                TurnAway = () => sandbox.Faults.During(Faults.Unavailable(SalesforceOperation.Writes) with { Times = int.MaxValue }),
                Refused = SinkTests.Request(SinkTests.Make("Refused", $", \"Phone\":\"{new string('x', 60)}\"")),
            },
            Cancellation);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(100)]
    public async Task BulkSink_Accounts_KeepsItsPromises(int jobsFrom)
    {
        await using SalesforceSandbox sandbox = await StartAsync();

        await ConnectorConformance.CheckBulkSinkAsync(
            new BulkSinkConformance<Customer>
            {
                Open = () => new SalesforceBulkSink<Customer>(
                    Client(sandbox), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c", BatchSize = 50, BulkThreshold = jobsFrom }),
                Make = Request,
                CountRecords = _ => Task.FromResult(sandbox.Count("Account")),
                Requests = 120,
                Faults = new Dictionary<string, Func<IDisposable>>
                {
                    ["answers of writes lost"] = () => sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
                    ["every second answer lost"] = () => sandbox.Faults.During(Faults.AnswerLost() with { Rate = 0.5, Times = int.MaxValue }),
                    ["calls cut before they arrive"] = () => sandbox.Faults.During(Faults.ConnectionCut(SalesforceOperation.Writes) with { Rate = 0.5, Times = int.MaxValue }),
                    ["503"] = () => sandbox.Faults.During(Faults.Unavailable(SalesforceOperation.Writes) with { Times = int.MaxValue }),
                    ["sessions end"] = () => sandbox.Faults.During(Faults.ExpiredSession() with { Rate = 0.3, Times = int.MaxValue }),
                    ["delivered twice"] = () => sandbox.Faults.During(Faults.DeliveredTwice() with { Times = int.MaxValue }),
                    ["half of the results"] = () => sandbox.Faults.During(Faults.TruncatedBody(SalesforceOperation.BulkIngestResults) with { Times = int.MaxValue }),
                    ["rows locked"] = () =>
                    {
                        sandbox.RowFaults.Add(new SalesforceRowFault { Rate = 0.2, Times = int.MaxValue });
                        return new End(sandbox.RowFaults.Clear);
                    },
                },
            },
            Cancellation);
    }

    [Fact]
    public async Task RecordReader_Accounts_KeepsItsPromises()
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        List<string> ids = [.. Enumerable.Range(0, 7).Select(i => SandboxOrg.SeedAccount(sandbox, $"Account {i}"))];

        await ConnectorConformance.CheckRecordReaderAsync(
            new RecordReaderConformance<Customer>
            {
                Open = () => new SalesforceObjectSource<Customer>(Client(sandbox), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox)),
                Source = () => new SalesforceObjectSource<Customer>(Client(sandbox), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox)),
                Records = ids,
                BadRecord = SandboxOrg.SeedAccount(sandbox, "No currency", ""),
                Missing = "001000000000001AAA",
            },
            Cancellation);
    }

    [Fact]
    public async Task DeleteSink_Accounts_KeepsItsPromises()
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        int made = 0;

        await ConnectorConformance.CheckDeleteSinkAsync(
            new DeleteSinkConformance<Customer>
            {
                Open = () => Sink(sandbox),
                Create = _ => Task.FromResult(SandboxOrg.SeedAccount(sandbox, $"Account {made++}")),
                Exists = (id, _) => Task.FromResult(sandbox.Show("Account", id) is { } json && json.Contains("\"IsDeleted\":false", StringComparison.Ordinal)),
                LoseAnswers = () => sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
            },
            Cancellation);
    }

    [Fact]
    public async Task PatchSink_Accounts_KeepsItsPromises()
    {
        await using SalesforceSandbox sandbox = await StartAsync();

        await ConnectorConformance.CheckPatchSinkAsync(
            new PatchSinkConformance<Customer>
            {
                Open = () => Sink(sandbox),
                Create = _ => Task.FromResult(SandboxOrg.SeedAccount(sandbox, "Acme", ""","CurrencyIsoCode":"EUR","Website":"https://a.example","Industry":"Banking" """)),
                StateOf = (id, _) =>
                {
                    using var record = System.Text.Json.JsonDocument.Parse(sandbox.Show("Account", id)!);
                    return Task.FromResult(string.Join(';', ((string[])["Name", "Website", "Industry"]).Select(name => $"{name}={record.RootElement.GetProperty(name)}")));
                },
                InitialState = "Name=Acme;Website=https://a.example;Industry=Banking",
                Patches =
                [
                    new("""{"industry":"Energy"}""", "Name=Acme;Website=https://a.example;Industry=Energy"),
                    new("""{"website":null}""", "Name=Acme;Website=;Industry=Banking"),
                    new("""{"name":"Acme Group","website":null,"industry":"Energy"}""", "Name=Acme Group;Website=;Industry=Energy"),
                ],
                Missing = "001000000000001AAA",
                LoseAnswers = () => sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
            },
            Cancellation);
    }

    public void Dispose() => _clients.ForEach(static client => client.Dispose());

    private static WriteRequest<Customer> Request(int number)
    {
        Customer customer = SinkTests.Make($"Account {number}");
        return new WriteRequest<Customer>(customer, new IdempotencyKey(customer.Id.Value));
    }

    private SalesforceSink<Customer> Sink(SalesforceSandbox sandbox) =>
        new(Client(sandbox), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c" });

    private async Task<SalesforceSandbox> StartAsync()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.DailyApiRequests = 10_000_000;
        options.MinimumPageSize = 1;
        var sandbox = new SalesforceSandbox(options, _time);
        await sandbox.StartAsync(Cancellation);
        return sandbox;
    }

    private SalesforceClient Client(SalesforceSandbox sandbox)
    {
        SalesforceClient client = SalesforceClient.Create(
            TestClients.Options(options =>
            {
                options.LoginAddress = sandbox.BaseAddress;
                options.Resilience.CircuitMinimumThroughput = 1_000_000;
            }),
            _time,
            primaryHandler: static () => new SmallPages());
        _clients.Add(client);
        return client;
    }

    /// <summary>Asks for smaller pages than the product gives, so that a few records make several.</summary>
    private sealed class SmallPages() : DelegatingHandler(ConnectorHttp.CreatePrimaryHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Remove("Sforce-Query-Options"))
                request.Headers.TryAddWithoutValidation("Sforce-Query-Options", "batchSize=5");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class End(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
