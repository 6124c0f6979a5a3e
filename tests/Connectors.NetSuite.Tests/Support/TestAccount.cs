using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

namespace Connectors.NetSuite.Tests;

/// <summary>A sandbox and a client that is signed up to it, for protocol tests.</summary>
internal sealed class TestAccount : IAsyncDisposable
{
    public const string Tenant = "acme";
    public static readonly CanonicalId EuropeId = CanonicalId.Derive(Tenant, "legal-entity", "erp", "main", "EU");
    public static readonly CanonicalId UnknownEntityId = CanonicalId.Derive(Tenant, "legal-entity", "erp", "main", "nowhere");

    private TestAccount(NetSuiteSandbox sandbox, NetSuiteClient client)
    {
        Sandbox = sandbox;
        Client = client;
    }

    public NetSuiteSandbox Sandbox { get; }

    public NetSuiteClient Client { get; }

    public NetSuiteCustomers Customers => new(Client);

    public NetSuiteProjects Projects => new(Client);

    /// <summary>The requests for records so far, as "METHOD path" without the address of the service.</summary>
    public IReadOnlyList<string> Calls => [.. Sandbox.Requests
        .Where(r => r.PathAndQuery.Contains("/record/v1/", StringComparison.Ordinal))
        .Select(r => $"{r.Method} {r.PathAndQuery.Split("/record/v1/")[1]}")];

    public static async Task<TestAccount> StartAsync(bool tokens = false, Action<NetSuiteOptions>? configure = null, NetSuiteSandboxOptions? sandboxOptions = null, TimeProvider? time = null)
    {
        var sandbox = new NetSuiteSandbox(sandboxOptions, time);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        NetSuiteOptions options = Options(sandbox, tokens);
        configure?.Invoke(options);
        return new TestAccount(sandbox, NetSuiteClient.Create(options, time));
    }

    public static NetSuiteOptions Options(NetSuiteSandbox sandbox, bool tokens = false)
    {
        var options = new NetSuiteOptions();
        Fill(options, sandbox, tokens);
        return options;
    }

    public static void Fill(NetSuiteOptions options, NetSuiteSandbox sandbox, bool tokens = false)
    {
        options.AccountId = sandbox.AccountId;
        options.BaseAddress = sandbox.BaseAddress;
        options.Tenant = Tenant;
        options.Resilience.RetryDelay = TimeSpan.Zero;
        options.References = new DictionaryReferenceResolver(DerivedReferenceResolver.Instance)
            .Add(new VendorReference(Tenant, "legal-entity", "netsuite", sandbox.AccountId, "2"), EuropeId);
        options.ProjectStages["2"] = "inProgress";
        options.ProjectStages["5"] = "planned";
        options.ProjectBillingTypes["1"] = "timeAndMaterials";
        options.ProjectBillingTypes["2"] = "fixedFee";
        if (tokens)
            options.Token = _ => new ValueTask<NetSuiteTokenCredential>(new NetSuiteTokenCredential(sandbox.Token.ConsumerKey, sandbox.Token.ConsumerSecret, sandbox.Token.TokenId, sandbox.Token.TokenSecret));
        else
            options.Certificate = _ => new ValueTask<NetSuiteCertificateCredential>(new NetSuiteCertificateCredential(sandbox.OAuth2Client.ClientId, sandbox.OAuth2Client.CertificateId, sandbox.OAuth2Client.PrivateKeyPem));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}
