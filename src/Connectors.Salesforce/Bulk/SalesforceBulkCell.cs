namespace Connectors.Salesforce;

/// <summary>How the text of a cell stands in JSON.</summary>
internal enum SalesforceBulkCell
{
    /// <summary>As a string.</summary>
    Text,

    /// <summary>As the number that it is, digit by digit.</summary>
    Number,

    /// <summary>As true or false.</summary>
    Boolean,

    /// <summary>As a string; Bulk API writes Z where REST writes +0000.</summary>
    Instant,
}
