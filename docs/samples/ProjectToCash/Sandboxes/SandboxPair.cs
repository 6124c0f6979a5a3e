using System.Security.Cryptography;

using Canonical.Testing;

namespace ProjectToCash;

/// <summary>A Salesforce org and a NetSuite account on loopback, with the data of the sample and the faults that it shows.</summary>
internal sealed class SandboxPair : IAsyncDisposable
{
    public const string LegalEntityField = "Legal_Entity__c";

    private readonly RSA _salesforceKey = RSA.Create(2048);
    private readonly string _netSuiteMemory;

    /// <param name="netSuiteMemory">The file in which the NetSuite sandbox keeps its records from one start of the sample to the next, as the real one would.</param>
    public SandboxPair(string netSuiteMemory)
    {
        _netSuiteMemory = netSuiteMemory;
        Salesforce = new SalesforceSandbox(new SalesforceSandboxOptions
        {
            AssertionKey = _salesforceKey.ExportParameters(includePrivateParameters: false),
            CustomFields = { ["Opportunity"] = [new SalesforceSandboxField(LegalEntityField, SalesforceSandboxFieldType.Text)] },
        });
        NetSuite = new NetSuiteSandbox();
    }

    public SalesforceSandbox Salesforce { get; }

    public NetSuiteSandbox NetSuite { get; }

    public string SalesforceKeyPem => _salesforceKey.ExportPkcs8PrivateKeyPem();

    /// <summary>The subsidiary (internal id in NetSuite) of each legal entity, by the code that the opportunities name.</summary>
    public IReadOnlyDictionary<string, string> Subsidiaries { get; private set; } = new Dictionary<string, string>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Salesforce.SeedAll(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Data", "salesforce.json"), cancellationToken));
        Subsidiaries = new Dictionary<string, string>
        {
            ["US01"] = "1",
            ["DE01"] = "2",
            ["GB01"] = NetSuite.AddRecord("subsidiary", """{"name":"Great Britain","legalName":"Great Britain Ltd","currency":{"id":"2"},"country":{"id":"GB"},"parent":{"id":"1"}}"""),
        };
        if (File.Exists(_netSuiteMemory))
            NetSuite.Restore(await File.ReadAllBytesAsync(_netSuiteMemory, cancellationToken));
        await Salesforce.StartAsync(cancellationToken);
        await NetSuite.StartAsync(cancellationToken);
    }

    /// <summary>Puts faults in store: what a real month brings, in one minute.</summary>
    public void AddFaults()
    {
        // An administrator ends all sessions: the next call is answered with 401 INVALID_SESSION_ID.
        Salesforce.ExpireSessions();
        // The second customer meets the account's limit and is told to wait a second.
        NetSuite.Faults.Add(NetSuiteSandboxFaults.ConcurrencyLimit(TimeSpan.FromSeconds(1)) with { Method = "PUT", PathContains = "/customer/", Skip = 1 });
        // The second project is created, and the answer is lost on its way.
        NetSuite.Faults.Add(NetSuiteSandboxFaults.LostAnswer() with { Method = "PUT", PathContains = "/job/", Skip = 1 });
    }

    public Task SaveAsync(CancellationToken cancellationToken) => File.WriteAllBytesAsync(_netSuiteMemory, NetSuite.Snapshot(), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Salesforce.DisposeAsync();
        await NetSuite.DisposeAsync();
        _salesforceKey.Dispose();
    }
}
