namespace Canonical.Testing;

/// <summary>Where a record is: by its id, or by its place among generated ones.</summary>
internal readonly record struct SalesforceRowKey(string? Id, int Index);

/// <summary>
/// The records of one object: stored ones by id, with an index over each column by which they are looked up, and generated ones, which are made anew whenever they are read.
/// A generated record that was written to is stored from then on. Callers hold the store's gate.
/// </summary>
internal sealed class SalesforceTable
{
    private readonly Dictionary<string, SalesforceRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Dictionary<object, HashSet<string>>> _indexes = [];
    private Func<int, string, object?[]>? _generate;
    private long _firstNumber;
    private int _generated;
    private readonly HashSet<int> _gone = [];
    private int _replaced;

    public SalesforceTable(SalesforceType type)
    {
        Type = type;
        foreach (SalesforceSandboxField field in type.AllFields)
        {
            // Who owns, made or changed a record is not looked up, and would be one entry of everything.
            if (field.Unique || field.IdLookup || field is { Type: SalesforceSandboxFieldType.Reference, ReferenceTo: not "User" })
                _indexes.Add(type.IndexOf(field.Name), new Dictionary<object, HashSet<string>>(SalesforceValueComparer.Instance));
        }
    }

    public SalesforceType Type { get; }

    /// <summary>Whether two values are one to a field: of texts the case counts only where the field says so.</summary>
    public static bool IsSame(SalesforceSandboxField field, object? a, object b) => field.CaseSensitive ? Equals(a, b) : SalesforceValueComparer.Instance.Equals(a, b);

    public int Count => _rows.Count - _replaced + _generated - _gone.Count;

    public bool HasGenerated => _generated > 0;

    /// <summary>Whether generated records were taken away for good.</summary>
    public bool HasGone => _gone.Count > 0;

    /// <summary>The stored rows, without generated ones that nobody wrote to.</summary>
    public IEnumerable<SalesforceRow> Stored => _rows.Values;

    public void Generate(int count, long firstNumber, Func<int, string, object?[]> generate)
    {
        if (_generated > 0)
            throw new InvalidOperationException($"'{Type.Name}' already has generated records.");
        _generated = count;
        _firstNumber = firstNumber;
        _generate = generate;
    }

    /// <summary>All rows: what was stored first, then what is generated.</summary>
    public IEnumerable<(SalesforceRowKey Key, SalesforceRow Row)> All()
    {
        foreach (SalesforceRow row in _rows.Values)
        {
            if (_replaced == 0 || !IsGenerated(row.Id, out _))
                yield return (new SalesforceRowKey(row.Id, -1), row);
        }

        for (int i = 0; i < _generated; i++)
        {
            if (!_gone.Contains(i))
                yield return (new SalesforceRowKey(null, i), At(i));
        }
    }

    /// <summary>The keys of all rows, without making the generated ones.</summary>
    public SalesforceRowKeys Keys()
    {
        var keys = new SalesforceRowKeys(_generated);
        foreach (string id in _rows.Keys)
        {
            if (_replaced == 0 || !IsGenerated(id, out _))
                keys.Add(new SalesforceRowKey(id, -1));
        }

        return keys;
    }

    public SalesforceRow? Find(SalesforceRowKey key) => key.Id is not null ? Find(key.Id) : _gone.Contains(key.Index) ? null : At(key.Index);

    /// <summary>The record as a list that was made earlier has it: what was taken away since is made anew.</summary>
    public SalesforceRow? FindKept(SalesforceRowKey key) => key.Id is null ? At(key.Index) : Find(key.Id);

    public SalesforceRow? Find(string id)
    {
        if (_rows.TryGetValue(id, out SalesforceRow? row))
            return row;
        return IsGenerated(id, out int index) && !_gone.Contains(index) ? At(index) : null;
    }

    /// <summary>The rows whose column has a value, deleted ones too.</summary>
    public IEnumerable<SalesforceRow> FindBy(int column, object value)
    {
        if (column == SalesforceRow.IdColumn && value is string id)
        {
            if (Find(id) is { } row)
                yield return row;
            yield break;
        }

        if (_indexes.TryGetValue(column, out Dictionary<object, HashSet<string>>? index))
        {
            if (index.TryGetValue(value, out HashSet<string>? ids))
            {
                // A copy: who reads may write to what it found.
                foreach (string found in ids.ToArray())
                    yield return _rows[found];
            }
        }
        else
        {
            foreach (SalesforceRow row in _rows.Values)
            {
                if (row[column] is { } other && SalesforceValueComparer.Instance.Equals(other, value))
                    yield return row;
            }
        }

        for (int i = 0; i < _generated; i++)
        {
            if (_gone.Contains(i))
                continue;
            SalesforceRow row = At(i);
            if (!(_replaced > 0 && _rows.ContainsKey(row.Id)) && row[column] is { } other && SalesforceValueComparer.Instance.Equals(other, value))
                yield return row;
        }
    }

    /// <summary>Stores a row in place of the one with its id, or takes it away when there is none to put there. Gives the one that was stored.</summary>
    public SalesforceRow? Put(string id, SalesforceRow? row)
    {
        _rows.TryGetValue(id, out SalesforceRow? old);
        Index(id, old, row);
        int index = -1;
        bool generated = _generated > 0 && IsGenerated(id, out index);
        if (row is null)
        {
            if (_rows.Remove(id) && generated)
                _replaced--;
            if (generated)
                _gone.Add(index);
        }
        else
        {
            _gone.Remove(index);
            if (old is null && generated)
                _replaced++;
            _rows[id] = row;
        }

        return old;
    }

    private SalesforceRow At(int index)
    {
        string id = SalesforceId.Create(Type.KeyPrefix, _firstNumber + index);
        if (_replaced > 0 && _rows.TryGetValue(id, out SalesforceRow? stored))
            return stored;
        return new SalesforceRow(Type, id, _generate!(index, id));
    }

    private bool IsGenerated(string id, out int index)
    {
        index = -1;
        if (_generated == 0 || SalesforceId.NumberOf(id, Type.KeyPrefix) is not { } number || number < _firstNumber || number >= _firstNumber + _generated)
            return false;
        index = (int)(number - _firstNumber);
        return true;
    }

    private void Index(string id, SalesforceRow? old, SalesforceRow? now)
    {
        foreach ((int column, Dictionary<object, HashSet<string>> index) in _indexes)
        {
            object? before = old?.Stored(column);
            object? after = now?.Stored(column);
            if (Equals(before, after))
                continue;
            if (before is not null && index.TryGetValue(before, out HashSet<string>? left) && left.Remove(id) && left.Count == 0)
                index.Remove(before);
            if (after is null)
                continue;
            if (!index.TryGetValue(after, out HashSet<string>? ids))
                index.Add(after, ids = new HashSet<string>(StringComparer.Ordinal));
            ids.Add(id);
        }
    }
}
