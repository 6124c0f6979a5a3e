using Canonical.Mapping;
using Canonical.Model;
using Canonical.Sync.Sqlite;
using Canonical.Testing;

using Connectors.NetSuite;
using Connectors.Salesforce;

using Microsoft.Extensions.DependencyInjection;

using ProjectToCash;

using Spectre.Console;

// Beside the program, wherever it is started from.
string state = Path.Combine(AppContext.BaseDirectory, "project-to-cash.db");
switch (args)
{
    case []:
        break;
    case ["--state", { Length: > 0 } path]:
        state = path;
        break;
    default:
        Console.Error.WriteLine("usage: ProjectToCash [--state FILE]   FILE remembers what was posted, FILE.netsuite.json is NetSuite; delete both to begin anew");
        return args is ["--help" or "-h"] ? 0 : 64;
}

if (Console.IsOutputRedirected) AnsiConsole.Profile.Capabilities.Ansi = false;   // a log wants no colours

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

try
{
    SQLitePCL.Batteries_V2.Init();
    await using var sandboxes = new SandboxPair(state + ".netsuite.json");
    await sandboxes.StartAsync(cancel.Token);
    await using ServiceProvider services = Compose(sandboxes);
    await using SqliteSyncStore store = await SqliteSyncStore.OpenAsync(state, cancel.Token);
    SalesforceClient salesforce = services.GetRequiredKeyedService<SalesforceClient>("crm");
    NetSuiteClient netSuite = services.GetRequiredKeyedService<NetSuiteClient>("erp");
    await salesforce.GetLimitsAsync(cancel.Token);
    sandboxes.AddFaults();

    var flow = new ProjectToCashFlow(
        new SalesforceOpportunitySource(salesforce, new SalesforceReadOptions
        {
            Tenant = ProjectToCashFlow.Tenant,
            Instance = sandboxes.Salesforce.OrganizationId,
            LegalEntityField = SandboxPair.LegalEntityField,
            References = new LegalEntityResolver(LegalEntities(sandboxes)),
        }),
        new NetSuiteCustomers(netSuite),
        new NetSuiteProjects(netSuite),
        store);
    FlowResult result = await FlowRunner.RunAsync(flow, cancel.Token);
    await sandboxes.SaveAsync(cancel.Token);
    FlowPage.Show(result, sandboxes);
    Console.WriteLine($"Remembered in {state}; to begin anew, delete it and {state}.netsuite.json.");
    return result.Succeeded ? 0 : 1;
}
catch (OperationCanceledException) when (cancel.IsCancellationRequested)
{
    AnsiConsole.MarkupLine("[yellow]Stopped.[/] What was posted is remembered; start again to go on.");
    return 130;
}
catch (CanonicalException e)
{
    AnsiConsole.MarkupLineInterpolated($"[red]The flow failed.[/] {e.Code}: {e.Message}");
    return 1;
}

// What a host writes: names its systems, says how to log in, and gives its own references.
static ServiceProvider Compose(SandboxPair sandboxes)
{
    var services = new ServiceCollection();
    services.AddSalesforce("crm", options =>
    {
        options.LoginAddress = sandboxes.Salesforce.BaseAddress;
        options.Resilience.RetryDelay = TimeSpan.FromMilliseconds(200);
        options.UseJwtBearer(new SalesforceJwtCredentials(SalesforceSandboxOptions.DefaultClientId, SalesforceSandboxOptions.DefaultUsername, sandboxes.SalesforceKeyPem));
    });
    services.AddNetSuite("erp", options =>
    {
        NetSuiteSandboxOAuth2Client client = sandboxes.NetSuite.OAuth2Client;
        options.AccountId = sandboxes.NetSuite.AccountId;
        options.BaseAddress = sandboxes.NetSuite.BaseAddress;
        options.Tenant = ProjectToCashFlow.Tenant;
        options.Resilience.RetryDelay = TimeSpan.FromMilliseconds(200);
        // What this account's statuses and billing types mean; every account has its own list.
        options.ProjectStages["5"] = "planned";
        options.ProjectBillingTypes["1"] = "timeAndMaterials";
        options.Certificate = _ => ValueTask.FromResult(new NetSuiteCertificateCredential(client.ClientId, client.CertificateId, client.PrivateKeyPem));
        var references = new DictionaryReferenceResolver(DerivedReferenceResolver.Instance);
        string instance = NetSuiteAccountId.Parse(sandboxes.NetSuite.AccountId).Realm;
        foreach ((string code, CanonicalId id) in LegalEntities(sandboxes))
            references.Add(new VendorReference(ProjectToCashFlow.Tenant, "legal-entity", "netsuite", instance, sandboxes.Subsidiaries[code]), id);
        options.References = references;
    });
    return services.BuildServiceProvider();
}

// The ERP owns legal entities: their ids are derived from the subsidiary's.
static Dictionary<string, CanonicalId> LegalEntities(SandboxPair sandboxes) => sandboxes.Subsidiaries.ToDictionary(
    entity => entity.Key,
    entity => CanonicalId.Derive(ProjectToCashFlow.Tenant, "legal-entity", "netsuite", sandboxes.NetSuite.AccountId, entity.Value));
