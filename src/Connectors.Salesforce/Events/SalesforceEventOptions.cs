namespace Connectors.Salesforce;

/// <summary>How the change events of an object are listened to. Immutable and thread-safe.</summary>
public sealed record SalesforceEventOptions
{
    /// <summary>The most events that are asked for at once by default: 100, which is also the most that Salesforce gives.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>How long nothing may come before the subscription is made again: 300 seconds. Salesforce sends a sign of life at least every 270.</summary>
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromSeconds(300);

    /// <summary>The address of the Pub/Sub API by default.</summary>
    public static readonly Uri DefaultAddress = new("https://api.pubsub.salesforce.com:7443/");

    /// <summary>The address of the Pub/Sub API: https, or plain http on loopback, where HTTP/2 is spoken without TLS. <see cref="DefaultAddress"/> unless set.</summary>
    public Uri Address { get; init; } = DefaultAddress;

    /// <summary>The channel, such as <c>/data/Sales__chn</c>; null for the object's own, such as <c>/data/AccountChangeEvent</c>. Events of other objects are passed over. Null unless set.</summary>
    public string? Topic { get; init; }

    /// <summary>The id of the org; null to take the client's, or to ask for it. Null unless set.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The most events that are asked for at once, from 1 to 100; no more than these wait in memory. <see cref="DefaultPageSize"/> unless set.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>How long nothing may come before the subscription is made again, from 1 second to 1 hour. <see cref="DefaultSilence"/> unless set.</summary>
    public TimeSpan Silence { get; init; } = DefaultSilence;

    /// <summary>
    /// The id of the user as which this host writes: changes by that user and under the client's <see cref="SalesforceOptions.ClientName"/> are left out, so that a write does not come back. Null to take all. Null unless set.
    /// What a catch-up reads is not left out, since nothing tells there who made the change.
    /// </summary>
    public string? OwnUserId { get; init; }

    /// <summary>An update that changed none of these fields is left out. Names as events tell them: parts of a compound as <c>BillingAddress.City</c>. Empty for all, which is what is set. What a catch-up reads is not left out.</summary>
    public IReadOnlyList<string> OnlyWhenChanged { get; init; } = [];

    /// <summary>How far a catch-up reaches back behind the last event, and whether it asks for deletions. Its <see cref="SalesforceChangeOptions.Safety"/> and <see cref="SalesforceChangeOptions.FullRefreshEvery"/> mean nothing here. The defaults unless set.</summary>
    public SalesforceChangeOptions CatchUp { get; init; } = new();

    internal string? FindFault() => this switch
    {
        { PageSize: < 1 or > DefaultPageSize } => $"PageSize is {PageSize}; it must be from 1 to {DefaultPageSize}.",
        _ when Silence < TimeSpan.FromSeconds(1) || Silence > TimeSpan.FromHours(1) => $"Silence is {Silence}; it must be from one second to one hour.",
        _ when OwnUserId is not null && !SalesforceRecordId.IsValid(OwnUserId) => "OwnUserId is not the 15 or 18 character id of a user.",
        _ when OrganizationId is not null && !SalesforceRecordId.IsValid(OrganizationId) => "OrganizationId is not the 15 or 18 character id of an org.",
        _ when Topic is not null && !Topic.StartsWith("/data/", StringComparison.Ordinal) => $"Topic is '{Topic}'; a channel of change events begins with /data/.",
        _ => CatchUp.FindFault(),
    };
}
