namespace Connectors.NetSuite;

/// <summary>A record as NetSuite gave it. A member that is not there is null in NetSuite. Immutable and thread-safe, as long as nobody writes to its bytes.</summary>
/// <param name="RecordType">The record type, as it was asked for.</param>
/// <param name="Id">The internal id.</param>
/// <param name="Utf8Json">The document, UTF-8 JSON.</param>
public sealed record NetSuiteRecord(string RecordType, string Id, ReadOnlyMemory<byte> Utf8Json)
{
    /// <summary>Names the record and leaves its content out.</summary>
    /// <returns>A text without values.</returns>
    public override string ToString() => $"{RecordType} {Id}";
}
