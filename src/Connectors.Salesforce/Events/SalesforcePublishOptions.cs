namespace Connectors.Salesforce;

/// <summary>How platform events are published. Immutable and thread-safe.</summary>
public sealed record SalesforcePublishOptions
{
    /// <summary>How long an answer may take by default: 60 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The address of the Pub/Sub API: https, or plain http on loopback, where HTTP/2 is spoken without TLS. <see cref="SalesforcePubSubOptions.DefaultAddress"/> unless set.</summary>
    public Uri Address { get; init; } = SalesforcePubSubOptions.DefaultAddress;

    /// <summary>The id of the org; null to take the client's, or to ask for it. Null unless set.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The id of the user that events name as their maker (<c>CreatedById</c>) when they do not name one; null to ask the org for the client's own user. Null unless set.</summary>
    public string? UserId { get; init; }

    /// <summary>How long an answer may take, from 1 second to 1 hour; after that it is not known whether the events were published. <see cref="DefaultTimeout"/> unless set.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    internal SalesforcePlatformEventOptions Connection => new() { Address = Address, OrganizationId = OrganizationId, Silence = Timeout };

    internal string? FindFault() => this switch
    {
        _ when Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromHours(1) => $"Timeout is {Timeout}; it must be from one second to one hour.",
        _ when UserId is not null && !SalesforceRecordId.IsValid(UserId) => "UserId is not the 15 or 18 character id of a user.",
        _ => Connection.FindFault(),
    };
}
