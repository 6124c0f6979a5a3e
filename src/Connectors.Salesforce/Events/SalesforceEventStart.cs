namespace Connectors.Salesforce;

/// <summary>Where a listening without a cursor begins.</summary>
public enum SalesforceEventStart
{
    /// <summary>With the first event that is published once the subscription stands.</summary>
    Latest,

    /// <summary>With the oldest event that Salesforce keeps, up to 72 hours ago. Each counts against the org's daily deliveries.</summary>
    Earliest,
}
