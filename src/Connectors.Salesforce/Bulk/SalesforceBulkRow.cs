using System.Text;

namespace Connectors.Salesforce;

/// <summary>One row of a bulk result. Values are texts as Bulk API writes them; an empty one and null are the same there. Immutable and thread-safe.</summary>
public sealed class SalesforceBulkRow
{
    private readonly SalesforceBulkColumns _columns;
    private readonly byte[] _bytes;
    private readonly int[] _ends;

    internal SalesforceBulkRow(SalesforceBulkColumns columns, byte[] bytes, int[] ends) => (_columns, _bytes, _ends) = (columns, bytes, ends);

    /// <summary>The names of the columns, in their order; parents as <c>Account.Name</c>.</summary>
    public IReadOnlyList<string> Columns => _columns.Names;

    /// <summary>The value of a column, null when it is empty.</summary>
    /// <param name="column">The name of the column, whatever its case.</param>
    /// <returns>The value; null also when there is no such column.</returns>
    public string? this[string column] => _columns.TryGet(column, out int index) ? GetString(index) : null;

    /// <summary>The value of a column, null when it is empty.</summary>
    /// <param name="column">The place of the column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public string? GetString(int column)
    {
        ReadOnlySpan<byte> value = GetUtf8(column);
        return value.IsEmpty ? null : Encoding.UTF8.GetString(value);
    }

    /// <summary>The value of a column in UTF-8, without a copy.</summary>
    /// <param name="column">The place of the column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<byte> GetUtf8(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, _ends.Length);
        int start = column == 0 ? 0 : _ends[column - 1];
        return _bytes.AsSpan(start, _ends[column] - start);
    }
}
