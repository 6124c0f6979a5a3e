namespace Connectors.NetSuite;

/// <summary>
/// A select whose meaning depends on the account. On reading, the connector adds <see cref="Member"/> to the select, so that a mapping can use a code that means the same in every account
/// (<c>currency.symbol</c> is <c>EUR</c>, whichever internal id the euro has here). On writing, it turns the code back into the internal id.
/// </summary>
/// <param name="Select">The field, such as <c>currency</c>.</param>
/// <param name="Member">The member that is added, such as <c>symbol</c>.</param>
/// <param name="Pointer">The canonical member, for messages.</param>
internal sealed record CodeMember(string Select, string Member, string Pointer)
{
    /// <summary>The record type of the account's list; null when the codes come from the options.</summary>
    public string? ListType { get; init; }

    /// <summary>Codes by internal id from the options, as raw JSON; used when there is no list.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True when a code without a record here stops the write; false when the field is then left out.</summary>
    public bool IsRequired { get; init; }
}
