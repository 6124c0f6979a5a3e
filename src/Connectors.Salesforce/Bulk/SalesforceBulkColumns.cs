using System.Text;

namespace Connectors.Salesforce;

/// <summary>The header of a bulk result, shared by its rows. Immutable and thread-safe.</summary>
internal sealed class SalesforceBulkColumns
{
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);

    public SalesforceBulkColumns(byte[] bytes, int[] ends)
    {
        var names = new string[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            int start = i == 0 ? 0 : ends[i - 1];
            names[i] = Encoding.UTF8.GetString(bytes, start, ends[i] - start);
            _places.TryAdd(names[i], i);
        }

        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    public bool TryGet(string name, out int place) => _places.TryGetValue(name, out place);
}
