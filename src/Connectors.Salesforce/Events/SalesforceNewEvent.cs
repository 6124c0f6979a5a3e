namespace Connectors.Salesforce;

/// <summary>A platform event to be published. Immutable and thread-safe.</summary>
/// <param name="Id">
/// Its id, by which its outcome is told and which subscribers see: 1 to 255 characters, each event its own. Take one that can be made again from what the event tells, so that subscribers know an event that was published twice.
/// </param>
/// <param name="Utf8Fields">
/// The fields as one JSON object in UTF-8, with the names that Salesforce gives them. Dates, instants and times in ISO 8601, numbers as numbers; absent and null are both empty.
/// <c>CreatedDate</c> and <c>CreatedById</c> are filled when they are not given.
/// </param>
public sealed record SalesforceNewEvent(string Id, ReadOnlyMemory<byte> Utf8Fields)
{
    /// <summary>The longest id: 255 characters.</summary>
    public const int MaxIdLength = 255;

    /// <summary>An event with an id of its own (UUID version 7, RFC 9562).</summary>
    /// <param name="utf8Fields">The fields.</param>
    public SalesforceNewEvent(ReadOnlyMemory<byte> utf8Fields)
        : this(Guid.CreateVersion7().ToString("D"), utf8Fields)
    {
    }
}
