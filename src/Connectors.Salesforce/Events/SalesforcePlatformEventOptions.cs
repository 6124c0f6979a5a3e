namespace Connectors.Salesforce;

/// <summary>How platform events are listened to. Immutable and thread-safe.</summary>
public sealed record SalesforcePlatformEventOptions : SalesforcePubSubOptions
{
    /// <summary>Where a listening without a cursor begins. <see cref="SalesforceEventStart.Latest"/> unless set.</summary>
    public SalesforceEventStart Start { get; init; }

    /// <summary>
    /// Whether the listening ends with <see cref="SalesforceErrorCodes.EventsLost"/> when events may be lost. False, which is what is set: the next page tells it (<see cref="SalesforceEventPage.Gap"/>), and the listening goes on with the oldest event that is kept.
    /// </summary>
    public bool ThrowOnGap { get; init; }
}
