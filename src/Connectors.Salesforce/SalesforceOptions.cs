using System.ComponentModel.DataAnnotations;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>How one Salesforce org is reached. Set it up before the client is made; it is read once. Not thread-safe while it is set up.</summary>
public sealed class SalesforceOptions
{
    /// <summary>The API version by default: 64 (Summer '25). One version is pinned, never the latest.</summary>
    public const int DefaultApiVersion = 64;

    /// <summary>The lowest API version that is taken: 46, the first whose upsert tells whether it created.</summary>
    public const int MinimumApiVersion = 46;

    /// <summary>Records on a page of a query by default: 2000, the most that Salesforce gives.</summary>
    public const int DefaultBatchSize = 2000;

    /// <summary>The name by default under which the org sees this client: <c>CanonicalSdk</c>.</summary>
    public const string DefaultClientName = "CanonicalSdk";

    /// <summary>The audience of a JWT by default: <c>https://login.salesforce.com</c>.</summary>
    public const string DefaultJwtAudience = "https://login.salesforce.com";

    /// <summary>The login address by default: <c>https://login.salesforce.com/</c>.</summary>
    public static readonly Uri DefaultLoginAddress = new("https://login.salesforce.com/");

    /// <summary>
    /// The domains by default on which an org's <c>instance_url</c> may lie, with all their subdomains: those of Salesforce Help, "Allow Network Access for News, Custom Time Zones, and More" and "Salesforce Domains",
    /// among them Government Cloud (<c>salesforce.mil</c>), Hyperforce (<c>cloudforce.com</c>) and Salesforce on Alibaba Cloud (<c>sfcrmproducts.cn</c>).
    /// </summary>
    public static readonly IReadOnlyList<string> DefaultInstanceDomains =
        ["salesforce.com", "force.com", "cloudforce.com", "salesforce.mil", "database.com", "sfcrmproducts.cn", "sfcrmapps.cn"];

    internal Func<HttpClient, SalesforceOptions, TimeProvider, IAccessTokenSource>? Flow { get; private set; }

    /// <summary>Where tokens are asked for. The org's My Domain for client credentials; plain http on loopback only. <see cref="DefaultLoginAddress"/> unless set.</summary>
    public Uri LoginAddress { get; set; } = DefaultLoginAddress;

    /// <summary>
    /// Further domains on which the org's <c>instance_url</c> may lie, with all their subdomains, such as that of a proxy; beside <see cref="DefaultInstanceDomains"/> and the host of <see cref="LoginAddress"/>.
    /// A token answer that names another host is refused: the token would be sent there. Loopback is taken when <see cref="LoginAddress"/> is on loopback too, for tests. Empty unless set.
    /// </summary>
    public IList<string> InstanceDomains { get; } = [];

    /// <summary>The <c>aud</c> claim of a JWT: <c>https://login.salesforce.com</c>, <c>https://test.salesforce.com</c> for a sandbox org, or an Experience site. <see cref="DefaultJwtAudience"/> unless set.</summary>
    public string JwtAudience { get; set; } = DefaultJwtAudience;

    /// <summary>The API version without the point, from <see cref="MinimumApiVersion"/> to 999. <see cref="DefaultApiVersion"/> unless set.</summary>
    [Range(MinimumApiVersion, 999)]
    public int ApiVersion { get; set; } = DefaultApiVersion;

    /// <summary>The org's id, 15 or 18 characters, beginning with 00D. When it is given, a token for another org is refused. Null unless set.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>The name that is sent as <c>Sforce-Call-Options: client=…</c>, by which change events tell who made a change. Letters, digits, dots, hyphens and underscores. <see cref="DefaultClientName"/> unless set.</summary>
    public string ClientName { get; set; } = DefaultClientName;

    /// <summary>Records on a page of a query, from 200 to 2000; a hint, wide records give fewer. <see cref="DefaultBatchSize"/> unless set.</summary>
    [Range(200, 2000)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>The largest answer in bytes, after decompression. <see cref="ResponseBody.DefaultMaxBytes"/> unless set.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxResponseBytes { get; set; } = ResponseBody.DefaultMaxBytes;

    /// <summary>
    /// How calls are guarded. Salesforce ends a query after 2 minutes, and one that we gave up earlier would go on in the org beside its repetition: a try may take a little longer than that, and a call 10 minutes;
    /// the rest are the defaults of <see cref="ResilienceOptions"/>.
    /// </summary>
    public ResilienceOptions Resilience { get; set; } = new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(130),
        TotalTimeout = TimeSpan.FromMinutes(10),
        CircuitSamplingDuration = TimeSpan.FromMinutes(5),
    };

    /// <summary>Logs in with the JWT bearer flow.</summary>
    /// <param name="credentials">Asked at each login, so that the key can rotate.</param>
    /// <returns>The same options.</returns>
    public SalesforceOptions UseJwtBearer(Func<CancellationToken, ValueTask<SalesforceJwtCredentials>> credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Flow = (http, options, time) => new SalesforceJwtBearerFlow(http, options, credentials, time);
        return this;
    }

    /// <summary>Logs in with the JWT bearer flow and credentials that do not change.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <returns>The same options.</returns>
    public SalesforceOptions UseJwtBearer(SalesforceJwtCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return UseJwtBearer(_ => ValueTask.FromResult(credentials));
    }

    /// <summary>Logs in with the client credentials flow.</summary>
    /// <param name="credentials">Asked at each login, so that the secret can rotate.</param>
    /// <returns>The same options.</returns>
    public SalesforceOptions UseClientCredentials(Func<CancellationToken, ValueTask<SalesforceClientCredentials>> credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Flow = (http, options, _) => new SalesforceClientCredentialsFlow(http, options, credentials);
        return this;
    }

    /// <summary>Logs in with the client credentials flow and credentials that do not change.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <returns>The same options.</returns>
    public SalesforceOptions UseClientCredentials(SalesforceClientCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return UseClientCredentials(_ => ValueTask.FromResult(credentials));
    }

    /// <summary>
    /// Logs in with a refresh token that a person's consent gave. In an app with refresh token rotation each answer brings a new refresh token and ends the old one;
    /// it is handed to <paramref name="keep"/> before the session is used.
    /// </summary>
    /// <param name="credentials">Asked at each login; gives what was kept last.</param>
    /// <param name="keep">Keeps a new refresh token for good. It is called again before the next login when it failed; until it has succeeded no session is used.</param>
    /// <returns>The same options.</returns>
    public SalesforceOptions UseRefreshToken(Func<CancellationToken, ValueTask<SalesforceRefreshCredentials>> credentials, Func<string, CancellationToken, ValueTask> keep)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(keep);
        Flow = (http, options, _) => new SalesforceRefreshTokenFlow(http, options, credentials, keep);
        return this;
    }

    /// <summary>Whether a token may be sent to a host that a token answer names.</summary>
    internal bool MayBeInstance(Uri address) =>
        string.Equals(address.IdnHost, LoginAddress.IdnHost, StringComparison.OrdinalIgnoreCase)
        || (address.IsLoopback && LoginAddress.IsLoopback)
        || DefaultInstanceDomains.Concat(InstanceDomains).Any(domain => IsWithin(address.IdnHost, domain));

    /// <summary>Checks the values alone and against each other.</summary>
    /// <returns>One sentence for each fault, with the value that is wrong; empty when all is well.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        var faults = new List<string>();
        Require(Flow is not null, "No login is chosen; call UseJwtBearer, UseClientCredentials or UseRefreshToken.");
        Require(ApiVersion is >= MinimumApiVersion and <= 999, $"ApiVersion is {ApiVersion}; it must be from {MinimumApiVersion} to 999.");
        Require(BatchSize is >= 200 and <= 2000, $"BatchSize is {BatchSize}; it must be from 200 to 2000.");
        Require(MaxResponseBytes >= 1024, $"MaxResponseBytes is {MaxResponseBytes}; it must be at least 1024.");
        Require(!string.IsNullOrWhiteSpace(JwtAudience), "JwtAudience is empty.");
        Require(
            ClientName.Length is > 0 and <= 80 && ClientName.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'),
            $"ClientName is '{ClientName}'; it must have 1 to 80 letters, digits, dots, hyphens and underscores.");
        Require(
            OrganizationId is null || (OrganizationId.StartsWith("00D", StringComparison.Ordinal) && SalesforceRecordId.IsValid(OrganizationId)),
            $"OrganizationId is '{OrganizationId}'; it must be the 15 or 18 character id of an org, which begins with 00D.");
        foreach (string domain in InstanceDomains)
        {
            Require(
                domain.Contains('.', StringComparison.Ordinal) && !domain.StartsWith('.') && Uri.CheckHostName(domain) == UriHostNameType.Dns,
                $"InstanceDomains has '{domain}'; it must be a domain such as proxy.example.com, without a scheme, a path or a star.");
        }

        try
        {
            BaseAddress.Require(LoginAddress);
        }
        catch (ConnectorException e)
        {
            faults.Add($"LoginAddress: {e.Message}");
        }

        faults.AddRange(Resilience.FindFaults());
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }

    // Whole labels only: evilsalesforce.com is not salesforce.com. A trailing dot is the same host for DNS.
    private static bool IsWithin(string host, string domain)
    {
        ReadOnlySpan<char> name = host.AsSpan().TrimEnd('.');
        return name.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (name.Length == domain.Length || name[^(domain.Length + 1)] == '.');
    }
}
