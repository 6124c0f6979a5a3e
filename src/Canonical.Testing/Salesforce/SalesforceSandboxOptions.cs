using System.Security.Cryptography;

namespace Canonical.Testing;

/// <summary>How a Salesforce sandbox behaves. Set it up before the sandbox is made; later changes have no effect that is promised.</summary>
public sealed class SalesforceSandboxOptions
{
    /// <summary>The consumer key of the one connected app by default.</summary>
    public const string DefaultClientId = "3MVG9sandbox.Canonical.ConnectedApp";

    /// <summary>The consumer secret by default.</summary>
    public const string DefaultClientSecret = "sandbox-client-secret";

    /// <summary>The user name of the integration user by default.</summary>
    public const string DefaultUsername = "integration@canonical.example";

    /// <summary>The refresh token that is good at first by default.</summary>
    public const string DefaultRefreshToken = "5Aep861sandbox.refresh.token";

    /// <summary>Records on a page of a query by default: 2000, as in the product.</summary>
    public const int DefaultPageSize = 2000;

    /// <summary>The least batch size that the product keeps to: 200.</summary>
    public const int ProductMinimumPageSize = 200;

    /// <summary>Calls in 24 hours by default: 15000, as in a developer org.</summary>
    public const int DefaultDailyApiRequests = 15_000;

    /// <summary>Calls of more than 20 seconds that may run at once by default: 25, as in a production org.</summary>
    public const int DefaultConcurrentLongRequests = 25;

    /// <summary>How long deleted records lie in the recycle bin by default: 15 days.</summary>
    public static readonly TimeSpan DefaultRecycleBinTime = TimeSpan.FromDays(15);

    /// <summary>How long a session lives by default, counted from its last use: two hours.</summary>
    public static readonly TimeSpan DefaultSessionLifetime = TimeSpan.FromHours(2);

    /// <summary>The consumer key of the connected app. <see cref="DefaultClientId"/> unless set.</summary>
    public string ClientId { get; set; } = DefaultClientId;

    /// <summary>The consumer secret, for the client credentials flow. <see cref="DefaultClientSecret"/> unless set.</summary>
    public string ClientSecret { get; set; } = DefaultClientSecret;

    /// <summary>The refresh token that is good at first. <see cref="DefaultRefreshToken"/> unless set.</summary>
    public string RefreshToken { get; set; } = DefaultRefreshToken;

    /// <summary>Whether each refresh gives a new refresh token and ends the old one (refresh token rotation). An old one that comes again ends the new one too, and all sessions that came of them. False unless set.</summary>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>The user that may log in. <see cref="DefaultUsername"/> unless set.</summary>
    public string Username { get; set; } = DefaultUsername;

    /// <summary>The public key against which the signature of a JWT bearer assertion (RS256) is checked; null to refuse that flow.</summary>
    public RSAParameters? AssertionKey { get; set; }

    /// <summary>What may stand in the <c>aud</c> claim, beside the sandbox's own address: the two login hosts unless set.</summary>
    public IReadOnlyList<string> Audiences { get; set; } = ["https://login.salesforce.com", "https://test.salesforce.com"];

    /// <summary>Whether the org has several currencies. When false, <c>CurrencyIsoCode</c> does not exist and asking for it is an error, as in the product. True unless set.</summary>
    public bool MultiCurrency { get; set; } = true;

    /// <summary>The org's own currency (ISO 4217). <c>EUR</c> unless set.</summary>
    public string DefaultCurrency { get; set; } = "EUR";

    /// <summary>
    /// How many units of each currency make one of the org's own, by ISO 4217 code. SUM and AVG over amounts are in the org's currency then, whatever the records' own are, as in the product;
    /// a currency that is not listed counts as the org's own. Empty unless set.
    /// </summary>
    public IDictionary<string, decimal> ConversionRates { get; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The newest API version, which is the highest that <c>/services/data</c> lists; the lowest is 31. 66 unless set.</summary>
    public int NewestApiVersion { get; set; } = 66;

    /// <summary>Records on a page of a query when the caller does not ask for a batch size. <see cref="DefaultPageSize"/> unless set.</summary>
    public int PageSize { get; set; } = DefaultPageSize;

    /// <summary>
    /// The least batch size that is kept to. <see cref="ProductMinimumPageSize"/> unless set; the product never goes below that, so lower it only to see paging with few records.
    /// </summary>
    public int MinimumPageSize { get; set; } = ProductMinimumPageSize;

    /// <summary>
    /// Whether pages of a query have fewer records than they could, as the product's may: after a whole one comes half of one, then an empty one, and so on, all with <c>done: false</c> while there is more.
    /// A reader that stops at such a page loses records. False unless set.
    /// </summary>
    public bool PagesRunShort { get; set; }

    /// <summary>How many children of one record a query brings at once; the rest comes by a cursor of its own. <see cref="DefaultPageSize"/> unless set.</summary>
    public int ChildPageSize { get; set; } = DefaultPageSize;

    /// <summary>
    /// Whether <c>attributes</c> has to be the first member of each record of a collections call. False unless set, since the product was recorded to take them in any place: a collections upsert whose records end with them created all 16,
    /// and clients such as jsforce put them behind the external id. The recorded refusal (JSON_PARSER_ERROR, "must have an attributes field before any other fields") was of records that have none at all, and that is refused here in any case,
    /// as are nested objects of polymorphic references that do not begin with them. The documentation shows them first: set this to make sure that your own writer keeps to that, which is safe everywhere.
    /// </summary>
    public bool AttributesFirst { get; set; }

    /// <summary>How long a deleted record lies in the recycle bin, by the sandbox's clock; then queryAll finds it no more. <see cref="DefaultRecycleBinTime"/> unless set.</summary>
    public TimeSpan RecycleBinTime { get; set; } = DefaultRecycleBinTime;

    /// <summary>How long a session lives after its last use, by the sandbox's clock. <see cref="DefaultSessionLifetime"/> unless set.</summary>
    public TimeSpan SessionLifetime { get; set; } = DefaultSessionLifetime;

    /// <summary>How many calls may run for longer than 20 seconds at once, by the sandbox's clock, before further ones are <c>REQUEST_LIMIT_EXCEEDED</c>. <see cref="DefaultConcurrentLongRequests"/> unless set; 5 in a developer org.</summary>
    public int ConcurrentLongRequests { get; set; } = DefaultConcurrentLongRequests;

    /// <summary>How many calls are allowed before <c>REQUEST_LIMIT_EXCEEDED</c>. <see cref="DefaultDailyApiRequests"/> unless set.</summary>
    public int DailyApiRequests { get; set; } = DefaultDailyApiRequests;

    /// <summary>Whether a person can be an account (person accounts): Account has the person's fields, and each such account a contact of its own. False unless set.</summary>
    public bool PersonAccounts { get; set; }

    /// <summary>The record types by the object's name. An object that has some has a field <c>RecordTypeId</c>.</summary>
    public IDictionary<string, IReadOnlyList<SalesforceSandboxRecordType>> RecordTypes { get; } = new Dictionary<string, IReadOnlyList<SalesforceSandboxRecordType>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the org has Certinia PSA (the <c>pse__</c> objects, and the fields of a resource on Contact). False unless set.</summary>
    public bool CertiniaPsa { get; set; }

    /// <summary>How often a bulk job that was asked after still answers that it is in progress; the next time it is done. 1 unless set.</summary>
    public int BulkPolls { get; set; } = 1;

    /// <summary>Rows on a page of a bulk query's result when the caller does not ask for <c>maxRecords</c>. 100,000 unless set.</summary>
    public int BulkPageSize { get; set; } = 100_000;

    /// <summary>Rows in one internal batch of a bulk write. 10,000 unless set, as in the product; lower it to reach <see cref="DailyBulkBatches"/> with few rows.</summary>
    public int BulkBatchRows { get; set; } = 10_000;

    /// <summary>How many internal batches of bulk writes are allowed. The rows of those beyond it are in no result file, as in the product. 15,000 unless set.</summary>
    public int DailyBulkBatches { get; set; } = 15_000;

    /// <summary>Whether the user has the permission Bulk API Hard Delete, without which a job that deletes for good is refused. False unless set, as in the product, where administrators lack it too.</summary>
    public bool BulkHardDelete { get; set; }

    /// <summary>The objects that Bulk API does not know: a job of theirs is refused with INVALIDENTITY, and REST is what is left. Empty unless set.</summary>
    public IReadOnlyList<string> ObjectsNotInBulk { get; set; } = [];

    /// <summary>The objects whose changes make change events; null for all. Null unless set.</summary>
    public IReadOnlyList<string>? ChangeEventObjects { get; set; }

    /// <summary>
    /// Channels of events, by their name such as <c>Sales__chn</c>: the objects whose changes are on it (topic <c>/data/Sales__chn</c>), or the platform events (topic <c>/event/Logistics__chn</c>). Empty unless set; <c>/data/ChangeEvents</c>, which carries all changes, is always there.
    /// </summary>
    public IDictionary<string, IReadOnlyList<string>> EventChannels { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Managed subscriptions (ManagedEventSubscription of the Tooling API), by their developer name: the topic that each is for. They begin with what is published after the sandbox was started. Empty unless set.</summary>
    public IDictionary<string, string> ManagedEventSubscriptions { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Objects beside the standard ones, such as <c>Legal_Entity__c</c>.</summary>
    public IList<SalesforceSandboxObject> CustomObjects { get; } = [];

    /// <summary>Fields that are added to standard objects, by the object's name. One that the sandbox has by that name is replaced, so that yours stays what it is when the sandbox learns a new field.</summary>
    public IDictionary<string, IReadOnlyList<SalesforceSandboxField>> CustomFields { get; } = new Dictionary<string, IReadOnlyList<SalesforceSandboxField>>(StringComparer.OrdinalIgnoreCase);
}
