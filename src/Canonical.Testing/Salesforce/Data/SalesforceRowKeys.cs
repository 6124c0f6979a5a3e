namespace Canonical.Testing;

/// <summary>A list of row keys in which the generated rows of a whole object take no room.</summary>
internal sealed class SalesforceRowKeys(int generated = 0)
{
    private readonly List<SalesforceRowKey> _keys = [];
    private int _skip;
    private int _take = int.MaxValue;

    public int Count => Math.Min(Math.Max(_keys.Count + generated - _skip, 0), _take);

    public SalesforceRowKey this[int index]
    {
        get
        {
            int at = index + _skip;
            return at < _keys.Count ? _keys[at] : new SalesforceRowKey(null, at - _keys.Count);
        }
    }

    public void Add(SalesforceRowKey key) => _keys.Add(key);

    public SalesforceRowKeys Cut(int offset, int? limit)
    {
        _skip = offset;
        _take = limit ?? int.MaxValue;
        return this;
    }
}
