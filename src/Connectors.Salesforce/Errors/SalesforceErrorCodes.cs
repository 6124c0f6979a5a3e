namespace Connectors.Salesforce;

/// <summary>The permanent codes of this connector, listed in <c>docs/errors/salesforce.md</c>. Codes of the pipeline are in <c>ConnectorErrorCodes</c>.</summary>
public static class SalesforceErrorCodes
{
    /// <summary>Salesforce answered with a fault of its own that may pass.</summary>
    public const string ServerFault = "SFC1001";

    /// <summary>An object, field, permission, query or API version is not as the connector is configured.</summary>
    public const string Misconfigured = "SFC1002";

    /// <summary>The cursor of a query is gone: it was used already, is older than two days, or was lost.</summary>
    public const string CursorGone = "SFC1003";

    /// <summary>The query does not fit into an address.</summary>
    public const string QueryTooLong = "SFC1004";

    /// <summary>A record has more child records than a query gives whole.</summary>
    public const string ChildrenCutOff = "SFC1005";

    /// <summary>Several records have the external id.</summary>
    public const string ExternalIdNotUnique = "SFC1006";

    /// <summary>The external id cannot be put into an address.</summary>
    public const string ExternalIdNotAddressable = "SFC1007";

    /// <summary>The record was refused.</summary>
    public const string RecordRefused = "SFC1008";

    /// <summary>Another org answered than the one that is configured.</summary>
    public const string OtherOrganization = "SFC1009";

    /// <summary>The record is not there.</summary>
    public const string RecordNotFound = "SFC1010";

    /// <summary>It is not known whether a write took effect.</summary>
    public const string UnknownOutcome = "SFC1011";

    /// <summary>The connection broke in the middle of an answer.</summary>
    public const string AnswerBrokeOff = "SFC1012";

    /// <summary>The time for which Salesforce tells deletions has passed since the last reading.</summary>
    public const string DeletionsMissed = "SFC1013";

    /// <summary>A new refresh token could not be kept.</summary>
    public const string RefreshTokenNotKept = "SFC1014";

    /// <summary>A bulk job failed as a whole, or was ended.</summary>
    public const string BulkJobFailed = "SFC1015";

    /// <summary>A value cannot be written by Bulk API: the text <c>#N/A</c>, which stands for null there, or an array.</summary>
    public const string NotForBulk = "SFC1016";

    /// <summary>A mapping does not fit the object in this org.</summary>
    public const string PreflightFailed = "SFC1017";

    /// <summary>The field of the external id is not one, or not unique.</summary>
    public const string KeyUnfit = "SFC1018";

    /// <summary>The Pub/Sub API refuses a subscription.</summary>
    public const string SubscriptionRefused = "SFC1019";

    /// <summary>The mapping takes the org for one with another number of currencies than it has.</summary>
    public const string CurrencyUnfit = "SFC1025";

    /// <summary>A header differs in more lines than one call takes.</summary>
    public const string TooManyLines = "SFC1026";

    /// <summary>A line cannot be written: it has no id of its own, shares it with another, or a field of it cannot be changed any more.</summary>
    public const string LineUnfit = "SFC1027";

    /// <summary>A timecard is approved and therefore locked.</summary>
    public const string TimecardLocked = "SFC1028";

    /// <summary>A time entry does not fit into a timecard: another one has its day, the hours have more digits than a column, or it came from this org's timecards itself.</summary>
    public const string TimecardUnfit = "SFC1029";

    /// <summary>Platform events may be lost: Salesforce no longer has the place from which to go on.</summary>
    public const string EventsLost = "SFC1030";

    /// <summary>A platform event does not follow its schema, or its schema is not to be had.</summary>
    public const string EventUnreadable = "SFC1031";

    /// <summary>An event was not published: it does not fit its schema, is too large, or Salesforce refused it.</summary>
    public const string EventRefused = "SFC1032";

    /// <summary>The Pub/Sub API refuses publishing to a topic.</summary>
    public const string PublishingRefused = "SFC1033";

    /// <summary>Bulk API does not give the object, or a field of it.</summary>
    public const string NotInBulk = "SFC1034";
}
