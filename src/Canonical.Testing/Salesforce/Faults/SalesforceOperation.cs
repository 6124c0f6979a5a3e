namespace Canonical.Testing;

/// <summary>What a call to the Salesforce sandbox is about, for faults that shall hit some calls and not others. Values can be put together.</summary>
[Flags]
public enum SalesforceOperation
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Asking for an access token.</summary>
    Token = 1,

    /// <summary>Beginning a query.</summary>
    Query = 2,

    /// <summary>The next page of a query.</summary>
    QueryMore = 4,

    /// <summary>Reading one record, or several by id.</summary>
    Read = 8,

    /// <summary>Writing one record: create, update, upsert, delete.</summary>
    Write = 16,

    /// <summary>Writing several records in one call: collections, composite, graph, tree, batch.</summary>
    WriteMany = 32,

    /// <summary>Making, changing, watching or deleting a bulk write, and its upload.</summary>
    BulkIngest = 64,

    /// <summary>The result files of a bulk write.</summary>
    BulkIngestResults = 128,

    /// <summary>Making, watching or deleting a bulk query.</summary>
    BulkQuery = 256,

    /// <summary>The result pages of a bulk query.</summary>
    BulkQueryResults = 512,

    /// <summary>What was updated and deleted in a span of time.</summary>
    Replication = 1024,

    /// <summary>Describe and the list of objects.</summary>
    Describe = 2048,

    /// <summary>Limits, versions and everything else.</summary>
    Other = 4096,

    /// <summary>All calls that read.</summary>
    Reads = Query | QueryMore | Read | BulkQuery | BulkQueryResults | Replication | Describe | BulkIngestResults,

    /// <summary>All calls that write.</summary>
    Writes = Write | WriteMany | BulkIngest,

    /// <summary>All calls but those for a token.</summary>
    Data = Reads | Writes | Other,

    /// <summary>All calls.</summary>
    All = Data | Token,
}
