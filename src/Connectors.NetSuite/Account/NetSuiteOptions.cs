using System.ComponentModel.DataAnnotations;

using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>How to reach one NetSuite account and how its records correspond to canonical objects. Filled in once; not thread-safe.</summary>
public sealed class NetSuiteOptions
{
    /// <summary>Calls at once by default: 4, one below what the smallest account takes, since other integrations share the limit.</summary>
    public const int DefaultMaxConcurrency = 4;

    /// <summary>Records on a page by default: 1000, the most that NetSuite gives. Small pages lose rows of large collections.</summary>
    public const int DefaultPageSize = 1000;

    /// <summary>The scope of REST web services.</summary>
    public const string RestScope = "rest_webservices";

    /// <summary>How long an assertion lives by default: 5 minutes. NetSuite allows at most 60.</summary>
    public static readonly TimeSpan DefaultAssertionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long currencies and terms are remembered by default: one hour.</summary>
    public static readonly TimeSpan DefaultAccountListLifetime = TimeSpan.FromHours(1);

    /// <summary>Creates options with the defaults. Calls are slower than elsewhere, because scripts of the account run in them: one try may take 60 seconds, a call 180.</summary>
    public NetSuiteOptions()
    {
        Resilience.AttemptTimeout = TimeSpan.FromSeconds(60);
        Resilience.TotalTimeout = TimeSpan.FromSeconds(180);
        Resilience.CircuitSamplingDuration = TimeSpan.FromSeconds(120);
    }

    /// <summary>The account id, in any spelling. Required.</summary>
    [Required]
    public string AccountId { get; set; } = "";

    /// <summary>Another address for tests, such as a sandbox's. Only loopback is taken; null for the account's own address.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Gives the certificate for OAuth 2.0, whenever a token is needed: about once an hour. Either this or <see cref="Token"/> is required.</summary>
    public Func<CancellationToken, ValueTask<NetSuiteCertificateCredential>>? Certificate { get; set; }

    /// <summary>Gives the keys for token-based authentication, at each call. Either this or <see cref="Certificate"/> is required.</summary>
    public Func<CancellationToken, ValueTask<NetSuiteTokenCredential>>? Token { get; set; }

    /// <summary>The scopes to ask for; <see cref="RestScope"/> alone by default.</summary>
    public IList<string> Scopes { get; } = [RestScope];

    /// <summary>True to send the scopes as one text divided by commas instead of an array. Default false.</summary>
    public bool ScopesAsText { get; set; }

    /// <summary>How long an assertion lives, from 1 to 55 minutes; <see cref="DefaultAssertionLifetime"/> unless set.</summary>
    public TimeSpan AssertionLifetime { get; set; } = DefaultAssertionLifetime;

    /// <summary>Calls at once to the account from this process; further ones wait. From 1 to 100; <see cref="DefaultMaxConcurrency"/> unless set. NetSuite counts all integrations of the account together.</summary>
    [Range(1, 100)]
    public int MaxConcurrency { get; set; } = DefaultMaxConcurrency;

    /// <summary>Time-outs, retries and circuit.</summary>
    public ResilienceOptions Resilience { get; } = new();

    /// <summary>Records on a page. From 1 to 1000; <see cref="DefaultPageSize"/> unless set.</summary>
    [Range(1, 1000)]
    public int PageSize { get; set; } = DefaultPageSize;

    /// <summary>The tenant for which canonical ids are derived. Required to read and write canonical objects.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>Turns references into ids of this account and back: legal entities into subsidiaries, resources into employees. Derived ids alone unless set.</summary>
    public IReferenceResolver? References { get; set; }

    /// <summary>The subsidiary (internal id) of new customers that name no legal entity; null for none. An account without subsidiaries needs none.</summary>
    public string? DefaultSubsidiary { get; set; }

    /// <summary>The ISO 4217 code of records without a currency, in an account that has one currency only; null for none.</summary>
    public string? DefaultCurrency { get; set; }

    /// <summary>The expense type (internal id) of new projects, which accounts with Job Costing ask for; null for none. Without <see cref="CompareBeforeWrite"/> both go along with every write.</summary>
    public string? ProjectExpenseType { get; set; }

    /// <summary>What the account's project statuses mean: internal id of <c>entityStatus</c> to canonical stage, such as <c>"2" → "inProgress"</c>. Every account has its own list, so there is no default.</summary>
    public IDictionary<string, string> ProjectStages { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the ids of <c>jobBillingType</c> mean: id to canonical billing type, such as <c>"1" → "timeAndMaterials"</c>. Oracle does not document the ids, so there is no default.</summary>
    public IDictionary<string, string> ProjectBillingTypes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The stage of projects whose status has no entry in <see cref="ProjectStages"/>. Default <c>inProgress</c>.</summary>
    public string DefaultStage { get; set; } = "inProgress";

    /// <summary>The billing type of projects whose type has no entry in <see cref="ProjectBillingTypes"/>. Default <c>timeAndMaterials</c>.</summary>
    public string DefaultBillingType { get; set; } = "timeAndMaterials";

    /// <summary>
    /// True to read a record before writing it: the outcome then says created, updated or unchanged, and an equal record is not written at all. False saves that call, and every write that took effect
    /// is reported as applied, because NetSuite's answer does not tell a creation from a change. Default true.
    /// </summary>
    public bool CompareBeforeWrite { get; set; } = true;

    /// <summary>How long currencies and terms of the account are remembered, from 1 second to 1 day; <see cref="DefaultAccountListLifetime"/> unless set.</summary>
    public TimeSpan AccountListLifetime { get; set; } = DefaultAccountListLifetime;

    /// <summary>A mapping of your own for customers; null for the one that comes with the package.</summary>
    public MappingDocument? CustomerMapping { get; set; }

    /// <summary>A mapping of your own for projects; null for the one that comes with the package.</summary>
    public MappingDocument? ProjectMapping { get; set; }

    /// <summary>Checks the values alone and against each other.</summary>
    /// <returns>One sentence for each fault; empty when all is well.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        List<string> faults = [];
        Require(NetSuiteAccountId.TryParse(AccountId, out _), "AccountId is not an account id such as 1234567 or 1234567_SB1.");
        Require(BaseAddress is null || IsLoopback(BaseAddress), $"BaseAddress is {BaseAddress}; it must be an http or https address on loopback, and is for tests only.");
        Require((Certificate is null) != (Token is null), "Exactly one of Certificate (OAuth 2.0) and Token (token-based authentication) must be given.");
        Require(Scopes.Count > 0, "Scopes is empty; it needs at least rest_webservices.");
        Require(AssertionLifetime >= TimeSpan.FromMinutes(1) && AssertionLifetime <= TimeSpan.FromMinutes(55), $"AssertionLifetime is {AssertionLifetime}; it must be from 1 to 55 minutes.");
        Require(MaxConcurrency is >= 1 and <= 100, $"MaxConcurrency is {MaxConcurrency}; it must be from 1 to 100.");
        Require(PageSize is >= 1 and <= 1000, $"PageSize is {PageSize}; it must be from 1 to 1000.");
        Require(AccountListLifetime >= TimeSpan.FromSeconds(1) && AccountListLifetime <= TimeSpan.FromDays(1), $"AccountListLifetime is {AccountListLifetime}; it must be from 1 second to 1 day.");
        Require(Resilience.MaxConcurrency >= MaxConcurrency, $"Resilience.MaxConcurrency is {Resilience.MaxConcurrency}; it must be at least MaxConcurrency, which is {MaxConcurrency}.");
        faults.AddRange(Resilience.FindFaults());
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }

    private static bool IsLoopback(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
        && (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (System.Net.IPAddress.TryParse(address.Host.Trim('[', ']'), out System.Net.IPAddress? ip) && System.Net.IPAddress.IsLoopback(ip)));
}
