namespace Connectors.Salesforce;

/// <summary>Where a job of Bulk API 2.0 stands.</summary>
public enum SalesforceBulkJobState
{
    /// <summary>A state that this version does not know; the job goes on.</summary>
    Unknown,

    /// <summary>It waits for its rows.</summary>
    Open,

    /// <summary>It has its rows, or is a query, and waits for its turn.</summary>
    UploadComplete,

    /// <summary>It is at work.</summary>
    InProgress,

    /// <summary>It is over. Rows may have failed all the same.</summary>
    JobComplete,

    /// <summary>It failed as a whole. Rows may have been written before that.</summary>
    Failed,

    /// <summary>Somebody ended it. Rows may have been written before that.</summary>
    Aborted,
}
