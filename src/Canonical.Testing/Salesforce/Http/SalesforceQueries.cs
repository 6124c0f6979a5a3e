using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>
/// Queries and their cursors. A locator is opaque, good for one use and for two days, and the records behind it are read when the page is asked for.
/// The cursors of children die when their parents' query goes on. Callers hold the store's gate.
/// </summary>
internal sealed class SalesforceQueries(SalesforceStore store, SalesforceSandboxOptions options, TimeProvider time)
{
    private static readonly TimeSpan CursorLifetime = TimeSpan.FromDays(2);

    private readonly Dictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Runs a query and writes its first page.</summary>
    public void Start(Utf8JsonWriter writer, string soql, bool all, int? batchSize, string version)
    {
        SoqlPlan plan = SoqlPlan.Compile(store, soql, time.GetUtcNow());
        if (plan.Query.IsViewed && plan.Aggregation is null && !plan.CountOnly)
            store.View(plan.Run(all), plan.Type);
        if (plan.Aggregation is { } aggregation)
        {
            aggregation.Write(writer, plan.Rows(all));
            return;
        }

        SalesforceRowKeys keys = plan.Run(all);
        if (plan.CountOnly)
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalSize", keys.Count);
            writer.WriteBoolean("done", true);
            writer.WriteStartArray("records");
            writer.WriteEndArray();
            writer.WriteEndObject();
            return;
        }

        int pageSize = batchSize is { } asked ? Math.Clamp(asked, options.MinimumPageSize, SalesforceSandboxOptions.DefaultPageSize) : options.PageSize;
        Page(writer, Open(plan, keys, pageSize, all, null), 0, version);
    }

    /// <summary>Writes the next page of a cursor.</summary>
    public void Next(Utf8JsonWriter writer, string locator, string version)
    {
        int dash = locator.LastIndexOf('-');
        if (dash < 0
            || !int.TryParse(locator.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            || !_cursors.TryGetValue(locator[..dash], out Cursor? cursor)
            || cursor.Next != offset
            || cursor.EndsAt <= time.GetUtcNow())
        {
            throw Gone();
        }

        Page(writer, cursor, offset, version);
    }

    /// <summary>Forgets all cursors, as a restart of the instance may.</summary>
    public void Forget() => _cursors.Clear();

    public static SalesforceApiException Gone() => new(400, "INVALID_QUERY_LOCATOR", "invalid query locator");

    private void Page(Utf8JsonWriter writer, Cursor cursor, int offset, string version)
    {
        foreach (string child in _cursors.Where(c => c.Value.Parent == cursor).Select(c => c.Key).ToList())
            _cursors.Remove(child);
        int size = SizeOf(cursor);
        cursor.Next = Math.Min(offset + size, cursor.Keys.Count);
        if (cursor.Next < cursor.Keys.Count)
            _cursors[cursor.Name] = cursor;
        else
            _cursors.Remove(cursor.Name);
        int childPageSize = Math.Min(options.ChildPageSize, cursor.PageSize);
        var writing = new SoqlWriting(writer, version, store, cursor.WithDeleted, childPageSize, (plan, keys) =>
        {
            Cursor child = Open(plan, keys, childPageSize, cursor.WithDeleted, cursor);
            child.Next = childPageSize;
            _cursors.Add(child.Name, child);
            return child.Name;
        });
        writing.WritePage(cursor.Plan, cursor.Keys, offset, size, cursor.Name);
    }

    // Where pages run short the first is whole, the second is half of one, the third is empty, and so on.
    private int SizeOf(Cursor cursor) => !options.PagesRunShort ? cursor.PageSize : (cursor.Pages++ % 3) switch
    {
        0 => cursor.PageSize,
        1 => Math.Max(1, cursor.PageSize / 2),
        _ => 0,
    };

    private Cursor Open(SoqlPlan plan, SalesforceRowKeys keys, int pageSize, bool withDeleted, Cursor? parent)
    {
        _number++;
        // Looks like the product's, says nothing, and differs from query to query.
        byte[] hash = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(_number.ToString(CultureInfo.InvariantCulture)));
        return new Cursor("0r8" + Convert.ToHexString(hash)[..15], plan, keys, pageSize, withDeleted, time.GetUtcNow() + CursorLifetime, parent);
    }

    private sealed record Cursor(string Name, SoqlPlan Plan, SalesforceRowKeys Keys, int PageSize, bool WithDeleted, DateTimeOffset EndsAt, Cursor? Parent)
    {
        public int Next { get; set; }

        public int Pages { get; set; }

        // Cursors are themselves, whatever they hold.
        public bool Equals(Cursor? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }
}
