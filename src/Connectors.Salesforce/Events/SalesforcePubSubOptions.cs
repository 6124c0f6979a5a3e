namespace Connectors.Salesforce;

/// <summary>How the Pub/Sub API is reached and listened to: what all feeds share. Immutable and thread-safe.</summary>
public abstract record SalesforcePubSubOptions
{
    /// <summary>The most events that are asked for at once by default: 100, which is also the most that Salesforce gives.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>How long nothing may come before the subscription is made again: 300 seconds. Salesforce sends a sign of life at least every 270.</summary>
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromSeconds(300);

    /// <summary>The address of the Pub/Sub API by default.</summary>
    public static readonly Uri DefaultAddress = new("https://api.pubsub.salesforce.com:7443/");

    /// <summary>The address of the Pub/Sub API: https, or plain http on loopback, where HTTP/2 is spoken without TLS. <see cref="DefaultAddress"/> unless set.</summary>
    public Uri Address { get; init; } = DefaultAddress;

    /// <summary>The id of the org; null to take the client's, or to ask for it. Null unless set.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The most events that are asked for at once, from 1 to 100; no more than these wait in memory. <see cref="DefaultPageSize"/> unless set.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>How long nothing may come before the subscription is made again, from 1 second to 1 hour. <see cref="DefaultSilence"/> unless set.</summary>
    public TimeSpan Silence { get; init; } = DefaultSilence;

    internal virtual string? FindFault() => this switch
    {
        { PageSize: < 1 or > DefaultPageSize } => $"PageSize is {PageSize}; it must be from 1 to {DefaultPageSize}.",
        _ when Silence < TimeSpan.FromSeconds(1) || Silence > TimeSpan.FromHours(1) => $"Silence is {Silence}; it must be from one second to one hour.",
        _ when OrganizationId is not null && !SalesforceRecordId.IsValid(OrganizationId) => "OrganizationId is not the 15 or 18 character id of an org.",
        _ => null,
    };
}
