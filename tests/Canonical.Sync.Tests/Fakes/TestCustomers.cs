using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>Customers as a CRM would give them.</summary>
public static class TestCustomers
{
    public const string Tenant = "acme";

    public static CanonicalId Id(string recordId) => CanonicalId.Derive(Tenant, "customer", "salesforce", "00D01", recordId);

    public static SourceRef Source(string recordId) => new() { System = "salesforce", Instance = "00D01", ObjectType = "Account", RecordId = recordId };

    public static SourceItem<TestCustomer> Item(string recordId, string name, CanonicalId? id = null) => new()
    {
        Source = Source(recordId),
        Value = new TestCustomer
        {
            Id = id ?? Id(recordId),
            SourceRefs = [Source(recordId)],
            Name = name,
        },
    };

    public static SourceItem<TestCustomer> Unmapped(string recordId, params RecordIssue[] issues) => new() { Source = Source(recordId), Issues = issues };

    public static RecordIssue Issue(string code, IssueKind kind, string message = "it is not as it should be") => new() { Code = code, Kind = kind, Message = message };
}
