using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads the records that events name, as the change source reads them, so that both give the same. Thread-safe.</summary>
internal sealed class ChangedRecords<T>
    where T : class, ICanonicalObject<T>
{
    private const int MostIds = 200;

    private readonly SalesforceClient _client;
    private readonly SalesforceMappedRecords<T> _records;
    private readonly SalesforceReadOptions _read;
    private readonly SoqlBuilder _query;

    public ChangedRecords(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions read)
    {
        _client = client;
        _read = read;
        _records = new SalesforceMappedRecords<T>(mapping, mapping.Source.ObjectType, read);
        _query = _records.QueryOfOptions("SystemModstamp", "IsDeleted");
    }

    public DriftDetector Watch() => _records.Watch();

    /// <summary>Reads the records of changes: a place for each, with the record as it is now. One that is gone comes as deleted when its change says so; of one that does not fit the condition the place stays empty.</summary>
    public async Task<RecordChange<T>?[]> ReadAsync(IReadOnlyList<(string Id, ChangeEvent Change)> changes, DriftDetector drift, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, SalesforceRecord>(StringComparer.Ordinal);
        foreach (string[] ids in changes.Select(static c => c.Id).Distinct(StringComparer.Ordinal).Chunk(MostIds))
            await FindAsync(ids, found, cancellationToken).ConfigureAwait(false);
        DateTimeOffset observedAt = _client.Time.GetUtcNow();
        var read = new RecordChange<T>?[changes.Count];
        for (int i = 0; i < read.Length; i++)
        {
            (string id, ChangeEvent change) = changes[i];
            if (found.TryGetValue(id, out SalesforceRecord? record))
            {
                read[i] = new RecordChange<T>
                {
                    Kind = record.IsTrue("IsDeleted"u8) ? ChangeKind.Deleted : ChangeKind.Upserted,
                    Item = _records.Map(record, observedAt, drift),
                    ChangedAt = record.Instant("SystemModstamp"u8) ?? throw SalesforceAnswers.Unexpected("query", "a record has no SystemModstamp"),
                };
            }
            else if (change.IsDelete)
            {
                read[i] = new RecordChange<T>
                {
                    Kind = ChangeKind.Deleted,
                    Item = new SourceItem<T> { Source = new SourceRef { System = SalesforceClient.SystemName, Instance = _read.Instance, ObjectType = _records.ObjectName, RecordId = id } },
                    ChangedAt = change.CommittedAt,
                };
            }
        }

        return read;
    }

    private async Task FindAsync(string[] ids, Dictionary<string, SalesforceRecord> found, CancellationToken cancellationToken)
    {
        try
        {
            Soql query = _query.Where(SoqlCondition.In("Id", ids.Select(static id => (SoqlValue)id))).Build();
            await foreach (Page<SalesforceRecord> page in _client.QueryAsync(query, includeDeleted: true, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                foreach (SalesforceRecord record in page.Items)
                    found[record.Id ?? throw SalesforceAnswers.Unexpected("query", "a record has no Id")] = record;
            }
        }
        catch (ConnectorException e) when (e.Code == SalesforceErrorCodes.QueryTooLong && ids.Length > 1)
        {
            // A mapping with very many fields leaves less room for ids.
            await FindAsync(ids[..(ids.Length / 2)], found, cancellationToken).ConfigureAwait(false);
            await FindAsync(ids[(ids.Length / 2)..], found, cancellationToken).ConfigureAwait(false);
        }
    }
}
