namespace Connectors.NetSuite;

/// <summary>One entry of <c>o:errorDetails</c>. The vendor's text is left out, because it repeats values of the record. Immutable and thread-safe.</summary>
/// <param name="Code">The vendor's code, such as <c>INVALID_CONTENT</c>; null when it gave none.</param>
/// <param name="Path">The place in the body that was sent (<c>o:errorPath</c>), such as <c>item.items[0].item</c>; null when it gave none.</param>
/// <param name="QueryParameter">The query parameter at fault (<c>o:errorQueryParam</c>); null when it gave none.</param>
/// <param name="Header">The header at fault (<c>o:errorHeader</c>); null when it gave none.</param>
public sealed record NetSuiteErrorDetail(string? Code, string? Path, string? QueryParameter, string? Header)
{
    // The text helps to choose between the meanings of USER_ERROR; it never leaves the connector.
    internal string Text { get; init; } = "";

    internal bool HasUrl { get; init; }

    /// <summary>The codes and places, without the vendor's text.</summary>
    /// <returns>A text without values of the record.</returns>
    public override string ToString() => $"{Code ?? "no code"}{(Path is null ? "" : " at " + Path)}";
}
