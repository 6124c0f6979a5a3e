namespace Canonical.Testing;

/// <summary>One kind of record (an sObject) in the Salesforce sandbox. Immutable and thread-safe.</summary>
/// <param name="Name">The API name, such as <c>Account</c> or <c>Legal_Entity__c</c>.</param>
/// <param name="KeyPrefix">The three characters with which its ids begin, such as <c>001</c>.</param>
/// <param name="Fields">Its own fields. Id, IsDeleted, CreatedDate, LastModifiedDate and SystemModstamp are there without being listed.</param>
public sealed record SalesforceSandboxObject(string Name, string KeyPrefix, IReadOnlyList<SalesforceSandboxField> Fields)
{
    /// <summary>Whether records may be created, changed and deleted over the API.</summary>
    public bool Writable { get; init; } = true;
}
