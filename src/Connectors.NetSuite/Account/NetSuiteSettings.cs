using System.Collections.Frozen;

using Canonical.Mapping;

namespace Connectors.NetSuite;

/// <summary>The options of one account as they were when its client was made. Immutable and thread-safe.</summary>
internal sealed class NetSuiteSettings
{
    public NetSuiteSettings(NetSuiteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        Account = NetSuiteAccountId.Parse(options.AccountId);
        BaseAddress = Connectors.Abstractions.BaseAddress.Require(options.BaseAddress ?? Account.BaseAddress).AbsoluteUri;
        TokenEndpoint = new Uri(BaseAddress + "services/rest/auth/oauth2/v1/token");
        Certificate = options.Certificate;
        Token = options.Token;
        Scopes = [.. options.Scopes];
        ScopesAsText = options.ScopesAsText;
        AssertionLifetime = options.AssertionLifetime;
        MaxConcurrency = options.MaxConcurrency;
        BodyTimeout = options.Resilience.AttemptTimeout;
        PageSize = options.PageSize;
        Tenant = options.Tenant;
        References = options.References ?? DerivedReferenceResolver.Instance;
        DefaultSubsidiary = options.DefaultSubsidiary;
        ProjectExpenseType = options.ProjectExpenseType;
        ProjectStages = options.ProjectStages.ToFrozenDictionary(StringComparer.Ordinal);
        ProjectBillingTypes = options.ProjectBillingTypes.ToFrozenDictionary(StringComparer.Ordinal);
        CompareBeforeWrite = options.CompareBeforeWrite;
        AccountListLifetime = options.AccountListLifetime;
        CustomerMapping = options.CustomerMapping;
        ProjectMapping = options.ProjectMapping;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["defaultStage"] = options.DefaultStage,
            ["defaultBillingType"] = options.DefaultBillingType,
        };
        if (options.DefaultCurrency is { } currency)
            parameters["defaultCurrency"] = currency;
        Parameters = parameters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public NetSuiteAccountId Account { get; }

    /// <summary>With a slash at its end; addresses are built by joining texts, because <c>new Uri(base, "eid:x")</c> is an address of the scheme <c>eid</c> and leaves the host.</summary>
    public string BaseAddress { get; }

    public Uri TokenEndpoint { get; }

    public Func<CancellationToken, ValueTask<NetSuiteCertificateCredential>>? Certificate { get; }

    public Func<CancellationToken, ValueTask<NetSuiteTokenCredential>>? Token { get; }

    public IReadOnlyList<string> Scopes { get; }

    public bool ScopesAsText { get; }

    public TimeSpan AssertionLifetime { get; }

    public int MaxConcurrency { get; }

    /// <summary>How long the body of an answer may take after its headers: as long as a try may take until them.</summary>
    public TimeSpan BodyTimeout { get; }

    public int PageSize { get; }

    public string Tenant { get; }

    public IReferenceResolver References { get; }

    public string? DefaultSubsidiary { get; }

    public string? ProjectExpenseType { get; }

    public IReadOnlyDictionary<string, string> ProjectStages { get; }

    public IReadOnlyDictionary<string, string> ProjectBillingTypes { get; }

    public bool CompareBeforeWrite { get; }

    public TimeSpan AccountListLifetime { get; }

    public MappingDocument? CustomerMapping { get; }

    public MappingDocument? ProjectMapping { get; }

    public IReadOnlyDictionary<string, string> Parameters { get; }
}
