namespace Canonical.Testing;

/// <summary>A record type of an object in the Salesforce sandbox. Immutable and thread-safe.</summary>
/// <param name="DeveloperName">The name for programs, such as <c>Household</c>.</param>
public sealed record SalesforceSandboxRecordType(string DeveloperName)
{
    /// <summary>The name for people; the developer name with spaces in place of underscores unless set.</summary>
    public string Name { get; init; } = DeveloperName.Replace('_', ' ');

    /// <summary>Whether it can be given to records. True unless set.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether new records have it when they name none. False unless set; where no type is the default, new records have none (the master type).</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether accounts of it are persons; for Account, with <see cref="SalesforceSandboxOptions.PersonAccounts"/>. False unless set.</summary>
    public bool IsPersonType { get; init; }
}
