using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>What of <see cref="NetSuiteOptions"/> a configuration section may set: the plain values. Credentials, resolvers and mappings are code. Each member is that of the options; a test compares the two.</summary>
internal sealed class NetSuiteSection(NetSuiteOptions options)
{
    public string AccountId
    {
        get => options.AccountId;
        set => options.AccountId = value;
    }

    public Uri? BaseAddress
    {
        get => options.BaseAddress;
        set => options.BaseAddress = value;
    }

    public bool ScopesAsText
    {
        get => options.ScopesAsText;
        set => options.ScopesAsText = value;
    }

    public TimeSpan AssertionLifetime
    {
        get => options.AssertionLifetime;
        set => options.AssertionLifetime = value;
    }

    public int MaxConcurrency
    {
        get => options.MaxConcurrency;
        set => options.MaxConcurrency = value;
    }

    public int PageSize
    {
        get => options.PageSize;
        set => options.PageSize = value;
    }

    public string Tenant
    {
        get => options.Tenant;
        set => options.Tenant = value;
    }

    public string? DefaultSubsidiary
    {
        get => options.DefaultSubsidiary;
        set => options.DefaultSubsidiary = value;
    }

    public string? DefaultCurrency
    {
        get => options.DefaultCurrency;
        set => options.DefaultCurrency = value;
    }

    public string? ProjectExpenseType
    {
        get => options.ProjectExpenseType;
        set => options.ProjectExpenseType = value;
    }

    public string DefaultStage
    {
        get => options.DefaultStage;
        set => options.DefaultStage = value;
    }

    public string DefaultBillingType
    {
        get => options.DefaultBillingType;
        set => options.DefaultBillingType = value;
    }

    public bool CompareBeforeWrite
    {
        get => options.CompareBeforeWrite;
        set => options.CompareBeforeWrite = value;
    }

    public TimeSpan AccountListLifetime
    {
        get => options.AccountListLifetime;
        set => options.AccountListLifetime = value;
    }

    /// <summary>Empty at first: the binder adds to a list, and scopes that are configured replace the default.</summary>
    public IList<string> Scopes { get; } = [];

    public ResilienceOptions Resilience => options.Resilience;

    public IDictionary<string, string> ProjectStages => options.ProjectStages;

    public IDictionary<string, string> ProjectBillingTypes => options.ProjectBillingTypes;

    /// <summary>Takes over what could not be bound in place.</summary>
    public void Apply()
    {
        if (Scopes.Count == 0)
            return;
        options.Scopes.Clear();
        foreach (string scope in Scopes)
            options.Scopes.Add(scope);
    }
}
