using System.Text.Json;

namespace Canonical.Testing;

/// <summary>A bulk query: its result is what the org held when the job ran. Generated records are made anew when their page is asked for, so that a million of them need no room.</summary>
internal sealed class SalesforceQueryJob : SalesforceBulkJob
{
    private const int Chunk = 500;

    private readonly SalesforceStore _store;
    private readonly SoqlPlan _plan;
    private SalesforceRowKeys _keys = new();
    private SalesforceRow?[]? _stored;

    public SalesforceQueryJob(string id, string operation, SalesforceStore store, SoqlPlan plan, DateTimeOffset createdAt, int version, string lineEnding, string columnDelimiter)
        : base(id, operation, store.UserId, createdAt, version, lineEnding, columnDelimiter)
    {
        _store = store;
        _plan = plan;
        // Nothing is uploaded to a query.
        State = "UploadComplete";
    }

    public override string Object => _plan.Type.Name;

    public int Count => _keys.Count;

    public override string JobType => "V2Query";

    /// <summary>Refuses what a query in bulk cannot have.</summary>
    public static void Check(SoqlPlan plan)
    {
        SoqlQuery query = plan.Query;
        if (query.IsAggregate || query.CountOnly)
            throw Refused("Aggregate Relationships not supported in Bulk Query");
        if (query.Offset > 0)
            throw Refused("OFFSET is not supported in Bulk Query");
        if (query.Items.Any(i => i.Children is not null))
            throw Refused("Nested queries are not supported in Bulk Query");
        if (query.Items.Any(i => i.TypeOf is not null))
            throw Refused("TYPEOF is not supported in Bulk Query");
        if (query.Items.Any(i => i.Path?.Function == "FIELDS"))
            throw Refused("FIELDS is not supported in Bulk Query");
        if (plan.Flat.FirstOrDefault(c => c.Field!.Type is SalesforceSandboxFieldType.Address) is { } compound)
            throw Refused($"Selecting compound data not supported in Bulk Query: {compound.Path}");
    }

    public void WriteHeader(SalesforceCsvWriter csv)
    {
        foreach (SoqlColumn column in _plan.Flat)
            csv.Value(column.Path);
        csv.EndRow();
    }

    /// <summary>Writes some rows and gives the place behind them. The caller holds the store's gate.</summary>
    public int WriteRows(SalesforceCsvWriter csv, int from, int end)
    {
        SalesforceTable table = _store.Table(_plan.Type);
        int to = Math.Min(from + Chunk, end);
        for (int i = from; i < to; i++)
        {
            SalesforceRow row = _stored?[i] ?? table.FindKept(_keys[i])!;
            foreach (SoqlColumn column in _plan.Flat)
                csv.Value(column.Read!.Field, column.Read.Read(row));
            csv.EndRow();
        }

        return to;
    }

    protected override bool Work()
    {
        _keys = _plan.Run(withDeleted: Operation == "queryAll");
        SalesforceTable table = _store.Table(_plan.Type);
        // What is stored is kept as it is now; rows never change once they are stored.
        if (table.Stored.Any())
        {
            _stored = new SalesforceRow?[_keys.Count];
            for (int i = 0; i < _stored.Length; i++)
                _stored[i] = _keys[i].Id is { } id ? table.Find(id) : null;
        }

        return true;
    }

    protected override void WriteProgress(Utf8JsonWriter writer) => writer.WriteNumber("numberRecordsProcessed", Count);

    private static SalesforceApiException Refused(string message) => new(400, "API_ERROR", message);
}
