using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Where a page of records is written to.</summary>
/// <param name="Writer">The answer.</param>
/// <param name="Version">The version in the addresses, such as <c>v64.0</c>.</param>
/// <param name="Store">The org.</param>
/// <param name="WithDeleted">Whether children in the recycle bin are shown too.</param>
/// <param name="PageSize">How many children of one record come at once.</param>
/// <param name="OpenChildren">Makes a cursor over children and names it.</param>
internal sealed record SoqlWriting(Utf8JsonWriter Writer, string Version, SalesforceStore Store, bool WithDeleted, int PageSize, Func<SoqlPlan, SalesforceRowKeys, string> OpenChildren)
{
    public void WriteChildren(SoqlPlan plan, SalesforceRowKeys keys)
    {
        // Not an empty list: the product answers null.
        if (keys.Count == 0)
        {
            Writer.WriteNullValue();
            return;
        }

        string? cursor = keys.Count > PageSize ? OpenChildren(plan, keys) : null;
        WritePage(plan, keys, 0, PageSize, cursor);
    }

    /// <summary>Writes a page; what was deleted after the query ran is left out, which makes a page shorter than it should be.</summary>
    public void WritePage(SoqlPlan plan, SalesforceRowKeys keys, int offset, int pageSize, string? cursor)
    {
        int end = Math.Min(offset + pageSize, keys.Count);
        Writer.WriteStartObject();
        Writer.WriteNumber("totalSize", keys.Count);
        Writer.WriteBoolean("done", end == keys.Count);
        if (end < keys.Count)
            Writer.WriteString("nextRecordsUrl", string.Create(CultureInfo.InvariantCulture, $"/services/data/{Version}/query/{cursor}-{end}"));
        Writer.WriteStartArray("records");
        SalesforceTable table = Store.Table(plan.Type);
        for (int i = offset; i < end; i++)
        {
            if (table.Find(keys[i]) is { } row && (WithDeleted || !row.IsDeleted))
                plan.Write(this, row);
        }

        Writer.WriteEndArray();
        Writer.WriteEndObject();
    }
}
