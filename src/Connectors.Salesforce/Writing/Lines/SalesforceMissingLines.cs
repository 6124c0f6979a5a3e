namespace Connectors.Salesforce;

/// <summary>What becomes of lines in the org that the object does not have, or no longer.</summary>
public enum SalesforceMissingLines
{
    /// <summary>
    /// Those whose value in <see cref="SalesforceLineOptions.ExternalIdField"/> a sink gave them are deleted: it begins with the header's external id and a hyphen, or is any value at all with keys of your own
    /// (<see cref="SalesforceLineOptions.ExternalId"/>). Lines that people or apps added in Salesforce stay. The default: the record comes to the state of
    /// the object, and what others made is not destroyed; deleted lines of an opportunity are in no recycle bin.
    /// </summary>
    DeleteWritten,

    /// <summary>None is deleted.</summary>
    Keep,

    /// <summary>All of them are deleted, whoever made them.</summary>
    DeleteAll,
}
