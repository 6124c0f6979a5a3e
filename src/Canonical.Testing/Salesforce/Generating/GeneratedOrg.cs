namespace Canonical.Testing;

/// <summary>Takes generated records, gives them stamps in groups, and remembers their ids.</summary>
internal sealed class GeneratedOrg(SalesforceSandbox sandbox, DateOnly today, int recordsPerStamp, int accounts)
{
    private readonly Dictionary<string, List<string>> _ids = new(StringComparer.Ordinal);
    private int _count;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Ids => _ids.ToDictionary(e => e.Key, IReadOnlyList<string> (e) => e.Value, StringComparer.Ordinal);

    public bool Knows(string objectName) => sandbox.KnowsObject(objectName);

    public bool KnowsField(string objectName, string fieldName) => sandbox.KnowsField(objectName, fieldName);

    public IReadOnlyList<string> Of(string objectName) => _ids.TryGetValue(objectName, out List<string>? ids) ? ids : [];

    public string Add(string objectName, params ReadOnlySpan<(string Field, object? Value)> fields)
    {
        // A year of records, some fifteen of an account, with one stamp for each load.
        double share = Math.Min(1, _count++ / recordsPerStamp * recordsPerStamp / (15.0 * accounts));
        DateTimeOffset stamp = new DateTimeOffset(today.AddDays(-365).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddSeconds((long)(share * 364 * 86_400));
        string id = sandbox.SeedValues(objectName, stamp, fields);
        if (!_ids.TryGetValue(objectName, out List<string>? ids))
            _ids.Add(objectName, ids = []);
        ids.Add(id);
        return id;
    }
}
