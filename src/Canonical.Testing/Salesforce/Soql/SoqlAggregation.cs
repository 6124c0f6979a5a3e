using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>A query with GROUP BY or with aggregate functions: groups of records, each shown as an AggregateResult.</summary>
internal sealed class SoqlAggregation
{
    private const int MaxGroups = 2000;

    private readonly SoqlQuery _query;
    private readonly BoundField[] _keys;
    private readonly List<Cell> _cells = [];
    private readonly Func<object?[], bool>? _having;
    private readonly (int Cell, SoqlOrder Order)[] _order;

    private readonly SalesforceStore _store;

    public SoqlAggregation(SalesforceStore store, SoqlQuery query, DateTimeOffset now, Func<SoqlPath, BoundField> bind)
    {
        _store = store;
        _query = query;
        _keys = [.. query.GroupBy.Select(bind)];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int unnamed = 0;
        foreach (SoqlItem item in query.Items)
        {
            if (item.Path is not { } path)
                throw SoqlError.Malformed(query.Text, query.From.Position, "Grouped query cannot include child aggregate relationships");
            int cell = CellOf(path, bind);
            string name = item.Alias
                ?? (path.Function is null ? _cells[cell].Value!.Source.Name : string.Create(CultureInfo.InvariantCulture, $"expr{unnamed++}"));
            if (!names.Add(name))
                throw SoqlError.Malformed(query.Text, path.Position, $"duplicate alias: {name}");
            _cells[cell].Names.Add(name);
        }

        _having = query.Having is null
            ? null
            : new SoqlFilter<object?[]>(query.Text, now, path => Read(path, bind), static q => throw SoqlError.Malformed(q.Text, q.From.Position, "a semi-join is not allowed in HAVING")).Build(query.Having);
        _order = [.. query.OrderBy.Select(o => (CellOf(o.Path, bind), o))];
    }

    public void Write(Utf8JsonWriter writer, IEnumerable<SalesforceRow> rows)
    {
        List<object?[]> groups = Group(rows);
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", groups.Count);
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        foreach (object?[] group in groups)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("attributes");
            writer.WriteString("type", "AggregateResult");
            writer.WriteEndObject();
            // In the order of the select list.
            foreach ((string name, int cell) in Shown())
            {
                writer.WritePropertyName(name);
                SalesforceValue.Write(writer, _cells[cell].Field, group[cell]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private List<object?[]> Group(IEnumerable<SalesforceRow> rows)
    {
        var groups = new Dictionary<object, (object?[] Key, List<Accumulator> Sums)>(SalesforceValueComparer.Instance);
        foreach (SalesforceRow row in rows)
        {
            object?[] whole = Array.ConvertAll(_keys, k => k.Read(row));
            foreach (int left in Levels())
            {
                object?[] key = [.. whole.Select((k, i) => (left & (1 << i)) == 0 ? k : null)];
                string name = left.ToString(CultureInfo.InvariantCulture) + ":" + string.Join('\u001f', key.Select(k => k is null ? "\u0000" : Convert.ToString(k, CultureInfo.InvariantCulture)));
                if (!groups.TryGetValue(name, out (object?[] Key, List<Accumulator> Sums) group))
                    groups.Add(name, group = (key, [.. _cells.Select(c => new Accumulator(c, _store, left))]));
                foreach (Accumulator sum in group.Sums)
                    sum.Add(row);
            }
        }

        // Without GROUP BY there is one group even when nothing was found.
        if (groups.Count == 0 && _keys.Length == 0)
            groups.Add("", ([], [.. _cells.Select(c => new Accumulator(c, _store, 0))]));
        List<object?[]> all = [.. groups.Values.Select(g => g.Sums.ConvertAll(s => s.Result(g.Key)).ToArray()).Where(g => _having is null || _having(g))];
        if (_order.Length > 0)
            all = [.. all.Order(Comparer<object?[]>.Create(Order))];
        all = [.. all.Skip(_query.Offset).Take(_query.Limit ?? int.MaxValue)];
        return all.Count <= MaxGroups ? all : throw new SalesforceApiException(400, "EXCEEDED_ID_LIMIT", "This query does not support queryMore(), use LIMIT to restrict the results to a single batch");
    }

    // Which keys are left out, one bit each: none in the groups themselves, and more in the subtotals of ROLLUP (from the last) and CUBE (any).
    private IEnumerable<int> Levels() => _query.Subtotals switch
    {
        SoqlSubtotals.Rollup => Enumerable.Range(0, _keys.Length + 1).Select(n => ((1 << n) - 1) << (_keys.Length - n)),
        SoqlSubtotals.Cube => Enumerable.Range(0, 1 << _keys.Length),
        _ => [0],
    };

    private IEnumerable<(string Name, int Cell)> Shown()
    {
        var at = new Dictionary<int, int>();
        foreach (SoqlItem item in _query.Items)
        {
            int cell = _cells.FindIndex(c => c.Path.IsSame(item.Path!));
            int nth = at.GetValueOrDefault(cell);
            at[cell] = nth + 1;
            yield return (_cells[cell].Names[nth], cell);
        }
    }

    private (SalesforceSandboxField, Func<object?[], object?>) Read(SoqlPath path, Func<SoqlPath, BoundField> bind)
    {
        int cell = CellOf(path, bind);
        return (_cells[cell].Field, group => group[cell]);
    }

    private int CellOf(SoqlPath path, Func<SoqlPath, BoundField> bind)
    {
        int at = _cells.FindIndex(c => c.Path.IsSame(path) || (path.Function is null && c.Names.Contains(path.Text, StringComparer.OrdinalIgnoreCase)));
        if (at >= 0)
            return at;
        int key = -1;
        BoundField? value = path.Text.Length == 0 ? null : bind(path.Function == "GROUPING" ? path with { Function = null } : path);
        if (!path.IsAggregate)
        {
            for (int i = 0; i < _query.GroupBy.Count; i++)
            {
                if (_query.GroupBy[i].IsSame(path.Function == "GROUPING" ? path with { Function = null } : path))
                    key = i;
            }

            if (key < 0)
                throw SoqlError.Malformed(_query.Text, path.Position, $"Field must be grouped or aggregated: {path.Text}");
        }

        _cells.Add(new Cell(path, value, key));
        return _cells.Count - 1;
    }

    private int Order(object?[]? a, object?[]? b)
    {
        foreach ((int cell, SoqlOrder order) in _order)
        {
            int result = SoqlOrdering.Compare(a![cell], b![cell], _cells[cell].Field, order.Descending, order.NullsLast);
            if (result != 0)
                return result;
        }

        return 0;
    }

    private sealed class Cell(SoqlPath path, BoundField? value, int key)
    {
        public SoqlPath Path { get; } = path;

        public BoundField? Value { get; } = value;

        public int Key { get; } = key;

        public List<string> Names { get; } = [];

        public SalesforceSandboxField Field { get; } = path.Function switch
        {
            "COUNT" or "COUNT_DISTINCT" or "GROUPING" => new SalesforceSandboxField("count", SalesforceSandboxFieldType.WholeNumber),
            "SUM" or "AVG" => new SalesforceSandboxField("sum", SalesforceSandboxFieldType.Number),
            _ => value!.Field,
        };
    }

    private sealed class Accumulator(Cell cell, SalesforceStore store, int left)
    {
        private readonly HashSet<object>? _distinct = cell.Path.Function == "COUNT_DISTINCT" ? new HashSet<object>(SalesforceValueComparer.Instance) : null;
        private object? _best;
        private decimal _sum;
        private int _count;

        public void Add(SalesforceRow row)
        {
            if (!cell.Path.IsAggregate)
                return;
            if (cell.Value is null)
            {
                _count++;
                return;
            }

            if (cell.Value.Read(row) is not { } value)
                return;
            _count++;
            _distinct?.Add(value);
            // Amounts are summed up in the org's currency.
            if (value is decimal number)
                _sum += cell.Value.IsOwn && cell.Value.Field.Type is SalesforceSandboxFieldType.Currency ? store.ToOrgCurrency(row, number) : number;
            int order = _best is null ? 0 : SoqlOrdering.Compare(value, _best, cell.Field);
            if (_best is null || (cell.Path.Function == "MAX" ? order > 0 : order < 0))
                _best = value;
        }

        public object? Result(object?[] key) => cell.Path.Function switch
        {
            "COUNT" => (decimal)_count,
            "COUNT_DISTINCT" => (decimal)_distinct!.Count,
            "SUM" => _count == 0 ? null : _sum,
            "AVG" => _count == 0 ? null : _sum / _count,
            "MIN" or "MAX" => _best,
            // 1 where the key is left out, which tells a subtotal from a group without a value.
            "GROUPING" => (left & (1 << cell.Key)) == 0 ? 0m : 1m,
            _ => key[cell.Key],
        };
    }
}
