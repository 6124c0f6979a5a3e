using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>
/// An answer of Kantata's API: <c>results</c> says which records and in which order; the maps beside it hold them together with what was included.
/// A map may hold more records of the same type than the results name, and its own order means nothing.
/// </summary>
internal sealed class BrainstemEnvelope : IDisposable
{
    private readonly JsonDocument _document;

    private BrainstemEnvelope(JsonDocument document, long count, BrainstemMeta? meta, IReadOnlyList<BrainstemResult> results)
    {
        _document = document;
        Count = count;
        Meta = meta;
        Results = results;
    }

    /// <summary>Records in the whole list.</summary>
    public long Count { get; }

    /// <summary>The paging block; null in answers that have none.</summary>
    public BrainstemMeta? Meta { get; }

    /// <summary>The records of this page in their order.</summary>
    public IReadOnlyList<BrainstemResult> Results { get; }

    /// <exception cref="ConnectorException">The bytes are not an envelope.</exception>
    public static BrainstemEnvelope Parse(ReadOnlyMemory<byte> utf8Json)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8Json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw NotAnEnvelope("it is not an object");
            if (!root.TryGetProperty("results", out JsonElement results) || results.ValueKind != JsonValueKind.Array)
                throw NotAnEnvelope("it has no results");
            if (!TryInteger(root, "count", out long count))
                throw NotAnEnvelope("it has no count");
            List<BrainstemResult> list = [];
            foreach (JsonElement result in results.EnumerateArray())
            {
                string? id = null;
                if (result.ValueKind != JsonValueKind.Object
                    || !result.TryGetProperty("key", out JsonElement key) || key.ValueKind != JsonValueKind.String
                    || !result.TryGetProperty("id", out JsonElement idElement) || (id = JsonId.Read(idElement)) is null)
                    throw NotAnEnvelope("a result has no key or id");
                list.Add(new BrainstemResult(key.GetString()!, id));
            }

            return new BrainstemEnvelope(document, count, ReadMeta(root), list);
        }
        catch (JsonException)
        {
            document?.Dispose();
            throw NotAnEnvelope("it is not JSON");
        }
        catch
        {
            document?.Dispose();
            throw;
        }
    }

    /// <summary>The record of a result, or one that was included.</summary>
    public bool TryGet(string collection, string id, out JsonElement record)
    {
        JsonElement root = _document.RootElement;
        // The rates of exchange tables answer the key in the singular beside a map in the plural.
        bool found = root.TryGetProperty(collection, out JsonElement map) || root.TryGetProperty(collection + "s", out map);
        record = default;
        return found && map.ValueKind == JsonValueKind.Object && map.TryGetProperty(id, out record) && record.ValueKind == JsonValueKind.Object;
    }

    public void Dispose() => _document.Dispose();

    private static BrainstemMeta? ReadMeta(JsonElement root) =>
        root.TryGetProperty("meta", out JsonElement meta) && meta.ValueKind == JsonValueKind.Object
        && TryInteger(meta, "count", out long count) && TryInteger(meta, "page_count", out long pages)
        && TryInteger(meta, "page_number", out long page) && TryInteger(meta, "page_size", out long size)
            ? new BrainstemMeta(count, pages, page, size)
            : null;

    private static bool TryInteger(JsonElement parent, string name, out long value)
    {
        value = 0;
        return parent.TryGetProperty(name, out JsonElement element) && element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value) && value >= 0;
    }

    private static ConnectorException NotAnEnvelope(string why) => new(
        KantataErrorCodes.NotAnEnvelope,
        IssueKind.Configuration,
        $"Kantata's answer is not a Brainstem envelope: {why}. Check the base address and the path; a few endpoints answer in other forms.");
}
