namespace Connectors.Salesforce;

/// <summary>How the change events of an object, or of a channel, are listened to. Immutable and thread-safe.</summary>
public sealed record SalesforceEventOptions : SalesforcePubSubOptions
{
    /// <summary>The channel, such as <c>/data/Sales__chn</c>; null for the object's own, such as <c>/data/AccountChangeEvent</c>, or <c>/data/ChangeEvents</c> for a feed of several objects. Events of other objects are passed over. Null unless set.</summary>
    public string? Topic { get; init; }

    /// <summary>
    /// The id of the user as which this host writes: changes by that user and under the client's <see cref="SalesforceOptions.ClientName"/> are left out, so that a write does not come back. Null to take all. Null unless set.
    /// What a catch-up reads is not left out, since nothing tells there who made the change.
    /// </summary>
    public string? OwnUserId { get; init; }

    /// <summary>
    /// An update that changed none of these fields is left out. Names as events tell them: parts of a compound as <c>BillingAddress.City</c>. Empty for all, which is what is set. What a catch-up reads is not left out.
    /// A feed of several objects takes them for each object instead (<see cref="SalesforceChannelBuilder.Add"/>).
    /// </summary>
    public IReadOnlyList<string> OnlyWhenChanged { get; init; } = [];

    /// <summary>How far a catch-up reaches back behind the last event, and whether it asks for deletions. Its <see cref="SalesforceChangeOptions.Safety"/> and <see cref="SalesforceChangeOptions.FullRefreshEvery"/> mean nothing here. The defaults unless set.</summary>
    public SalesforceChangeOptions CatchUp { get; init; } = new();

    internal override string? FindFault() => base.FindFault() ?? this switch
    {
        _ when OwnUserId is not null && !SalesforceRecordId.IsValid(OwnUserId) => "OwnUserId is not the 15 or 18 character id of a user.",
        _ when Topic is not null && !Topic.StartsWith("/data/", StringComparison.Ordinal) => $"Topic is '{Topic}'; a channel of change events begins with /data/.",
        _ => CatchUp.FindFault(),
    };
}
