using System.Text.Json;

namespace Connectors.NetSuite;

/// <summary>The account's own lists that codes depend on: currencies by ISO code, terms by days. Read once and remembered for a while. Thread-safe.</summary>
internal sealed class AccountLists(TimeSpan lifetime, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestReload = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Entry> _lists = new(StringComparer.Ordinal);

    /// <summary>The values of one field by internal id, for example <c>symbol</c> of <c>currency</c>.</summary>
    /// <param name="client">Reads the records.</param>
    /// <param name="recordType">The record type of the list.</param>
    /// <param name="field">The field that holds the code.</param>
    /// <param name="wanted">A code that must be there; when it is not, the list is read again, unless it is fresh. Null when any will do.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Raw JSON texts by id, such as <c>"EUR"</c> with its quotes, or <c>30</c>. Empty when the account has no such list or the role may not see it.</returns>
    public async ValueTask<IReadOnlyDictionary<string, string>> GetAsync(NetSuiteClient client, string recordType, string field, string? wanted, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_lists.TryGetValue(recordType, out Entry? known))
            {
                TimeSpan age = now - known.ReadAt;
                bool suffices = wanted is null || known.Values.Values.Contains(wanted, StringComparer.Ordinal);
                if (age < lifetime && (suffices || age < ShortestReload))
                    return known.Values;
            }

            var entry = new Entry(await ReadAsync(client, recordType, field, cancellationToken).ConfigureAwait(false), now);
            _lists[recordType] = entry;
            return entry.Values;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static async Task<Dictionary<string, string>> ReadAsync(NetSuiteClient client, string recordType, string field, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await foreach (NetSuiteRecordPage page in client.ListAsync(recordType, null, cancellationToken).ConfigureAwait(false))
            {
                foreach (string id in page.Ids)
                {
                    NetSuiteRecord? record = await client.FindAsync(recordType, NetSuiteRecordKey.Internal(id), [field], cancellationToken).ConfigureAwait(false);
                    if (record is null)
                        continue;
                    using JsonDocument document = JsonDocument.Parse(record.Utf8Json);
                    if (document.RootElement.TryGetProperty(field, out JsonElement value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                        values[id] = value.GetRawText();
                }
            }
        }
        catch (NetSuiteException e) when (e.Code is NetSuiteErrorCodes.UnknownRecordType or NetSuiteErrorCodes.NotPermitted)
        {
            // An account with one currency has no currency records. What then needs a code says so itself.
        }

        return values;
    }

    private sealed record Entry(IReadOnlyDictionary<string, string> Values, DateTimeOffset ReadAt);
}
