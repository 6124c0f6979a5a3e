using System.Net.Http.Headers;

namespace Connectors.Salesforce;

/// <summary>
/// What the org's own automation shall do with writes over REST (REST API Developer Guide, Headers). For a client of its own: <see cref="SalesforceClient.With"/>.
/// Jobs of Bulk API 2.0 know neither of them. Immutable and thread-safe.
/// </summary>
public sealed record SalesforceWriteHeaders
{
    /// <summary>True to write records although a duplicate rule that only warns finds others like them (<c>Sforce-Duplicate-Rule-Header: allowSave=true</c>); without it they are refused with DUPLICATES_DETECTED. Rules that block, block all the same. False unless set.</summary>
    public bool AllowDuplicates { get; init; }

    /// <summary>Whether the org's active assignment rule gives new accounts, cases and leads their owners (<c>Sforce-Auto-Assign</c>); null for Salesforce's own default, which is that it does. Null unless set.</summary>
    public bool? AutoAssign { get; init; }

    internal void Apply(HttpRequestHeaders headers)
    {
        if (AllowDuplicates)
            headers.TryAddWithoutValidation("Sforce-Duplicate-Rule-Header", "allowSave=true");
        if (AutoAssign is { } assign)
            headers.TryAddWithoutValidation("Sforce-Auto-Assign", assign ? "TRUE" : "FALSE");
    }
}
