using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Queries and their cursors. A locator is opaque, good for one use and for two days, and the records behind it are read when the page is asked for.</summary>
internal sealed class SalesforceQueries(SalesforceStore store, SalesforceSandboxOptions options, TimeProvider time)
{
    private static readonly TimeSpan CursorLifetime = TimeSpan.FromDays(2);

    private readonly Dictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Runs a query; the caller holds the store's gate.</summary>
    public Action<Utf8JsonWriter> Start(string soql, bool all, int? batchSize, string version)
    {
        SoqlPlan plan = SoqlPlan.Compile(store, soql, time.GetUtcNow());
        List<SalesforceRow> rows = plan.Run(all);
        if (plan.CountOnly)
        {
            return writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("totalSize", rows.Count);
                writer.WriteBoolean("done", true);
                writer.WriteStartArray("records");
                writer.WriteEndArray();
                writer.WriteEndObject();
            };
        }

        int pageSize = batchSize is { } asked ? Math.Clamp(asked, options.MinimumPageSize, SalesforceSandboxOptions.DefaultPageSize) : options.PageSize;
        _number++;
        // Looks like the product's, says nothing, and differs from query to query.
        byte[] hash = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(_number.ToString(CultureInfo.InvariantCulture)));
        string name = "0r8" + Convert.ToHexString(hash)[..15];
        var cursor = new Cursor(plan, [.. rows.Select(r => r.Id)], pageSize, all, time.GetUtcNow() + CursorLifetime);
        if (rows.Count > pageSize)
            _cursors.Add(name, cursor);
        return Page(name, cursor, 0, version);
    }

    /// <summary>Gives the next page; the caller holds the store's gate.</summary>
    public Action<Utf8JsonWriter> Next(string locator, string version)
    {
        int dash = locator.LastIndexOf('-');
        if (dash < 0
            || !int.TryParse(locator.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            || !_cursors.TryGetValue(locator[..dash], out Cursor? cursor)
            || cursor.Next != offset
            || cursor.EndsAt <= time.GetUtcNow())
        {
            throw new SalesforceApiException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }

        return Page(locator[..dash], cursor, offset, version);
    }

    /// <summary>Forgets all cursors, as a restart of the instance may.</summary>
    public void Forget() => _cursors.Clear();

    private Action<Utf8JsonWriter> Page(string name, Cursor cursor, int offset, string version)
    {
        int end = Math.Min(offset + cursor.PageSize, cursor.Ids.Count);
        var rows = new List<SalesforceRow>(end - offset);
        for (int i = offset; i < end; i++)
        {
            // What was deleted in between is no longer there, which makes a page shorter than it should be.
            if (store.Find(cursor.Plan.Type.Name, cursor.Ids[i]) is { } row && (cursor.WithDeleted || !row.IsDeleted))
                rows.Add(row);
        }

        bool done = end == cursor.Ids.Count;
        cursor.Next = end;
        if (done)
            _cursors.Remove(name);
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalSize", cursor.Ids.Count);
            writer.WriteBoolean("done", done);
            if (!done)
                writer.WriteString("nextRecordsUrl", string.Create(CultureInfo.InvariantCulture, $"/services/data/{version}/query/{name}-{end}"));
            writer.WriteStartArray("records");
            foreach (SalesforceRow row in rows)
                cursor.Plan.Write(writer, row, version);
            writer.WriteEndArray();
            writer.WriteEndObject();
        };
    }

    private sealed class Cursor(SoqlPlan plan, List<string> ids, int pageSize, bool withDeleted, DateTimeOffset endsAt)
    {
        public SoqlPlan Plan { get; } = plan;

        public List<string> Ids { get; } = ids;

        public int PageSize { get; } = pageSize;

        public bool WithDeleted { get; } = withDeleted;

        public DateTimeOffset EndsAt { get; } = endsAt;

        public int Next { get; set; }
    }
}
