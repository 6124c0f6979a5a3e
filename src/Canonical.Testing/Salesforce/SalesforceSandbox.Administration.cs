namespace Canonical.Testing;

/// <content>What an administrator, other users and the platform itself do to the org.</content>
public sealed partial class SalesforceSandbox
{
    /// <summary>Begins a transaction of somebody else, which is visible only when it is committed and bears the stamp of its start.</summary>
    /// <returns>The transaction; commit or dispose it.</returns>
    public SalesforceSandboxTransaction BeginTransaction() => new(_store, _rows);

    /// <summary>Merges records into another of the same object: their children move to it, and they lie in the recycle bin with <c>MasterRecordId</c>. As over SOAP or in the product's pages; REST has no such call.</summary>
    /// <param name="objectName">The object; it has a field MasterRecordId, as Account and Contact do.</param>
    /// <param name="winnerId">The record that stays.</param>
    /// <param name="loserIds">The records that go.</param>
    /// <exception cref="ArgumentException">There is no such object or record.</exception>
    public void Merge(string objectName, string winnerId, params IReadOnlyList<string> loserIds)
    {
        ArgumentNullException.ThrowIfNull(loserIds);
        lock (_store.Gate)
        {
            SalesforceType type = _store.Required(objectName);
            if (type.IndexOf("MasterRecordId") < 0)
                throw new ArgumentException($"Records of '{type.Name}' cannot be merged.", nameof(objectName));
            foreach (string id in loserIds)
                _store.Merge(Required(type, winnerId), Required(type, id));
            _store.Commit("com/salesforce/api/soap/64.0");
        }
    }

    /// <summary>Brings a record back from the recycle bin.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id.</param>
    /// <exception cref="ArgumentException">There is no such object or record.</exception>
    public void Undelete(string objectName, string id)
    {
        lock (_store.Gate)
        {
            _store.Undelete(Required(_store.Required(objectName), id));
            _store.Commit("com/salesforce/api/soap/64.0");
        }
    }

    /// <summary>
    /// Gives all records of an object a new SystemModstamp and leaves all else as it is, as the platform does when a picklist value is renamed, a roll-up is worked out anew or an org moves: to a reader of changes everything looks new.
    /// </summary>
    /// <param name="objectName">The object.</param>
    /// <returns>How many records there are.</returns>
    /// <exception cref="ArgumentException">There is no such object.</exception>
    public int RestampAll(string objectName)
    {
        lock (_store.Gate)
        {
            SalesforceType type = _store.Required(objectName);
            List<SalesforceRow> rows = [.. _store.Table(type).All().Select(r => r.Row).Where(r => !r.IsDeleted)];
            foreach (SalesforceRow row in rows)
                _store.Restamp(row, [], withStamp: true);
            return rows.Count;
        }
    }

    /// <summary>Changes a record and moves none of its stamps, as the platform does to some fields that follow the time: a reader of changes cannot see it. There is no change event.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id.</param>
    /// <param name="json">The fields as a JSON object.</param>
    /// <exception cref="ArgumentException">There is no such object, record or field, or a value has the wrong type.</exception>
    /// <exception cref="System.Text.Json.JsonException">The text is not JSON.</exception>
    public void ChangeSilently(string objectName, string id, string json)
    {
        using System.Text.Json.JsonDocument record = System.Text.Json.JsonDocument.Parse(json);
        lock (_store.Gate)
        {
            SalesforceType type = _store.Required(objectName);
            _store.Restamp(Required(type, id), SalesforceStore.ReadFields(type, record.RootElement), withStamp: false);
        }
    }

    /// <summary>Empties the recycle bin: what is deleted can no longer be found by queryAll, and what was deleted before now is no longer in <c>deleted/</c> (<c>earliestDateAvailable</c>).</summary>
    public void EmptyRecycleBin()
    {
        lock (_store.Gate)
        {
            foreach (SalesforceType type in _store.Schema.Types)
            {
                foreach (SalesforceRow row in _store.Table(type).Stored.Where(r => r.IsDeleted).ToList())
                    _store.Remove(row);
            }

            _store.Deletions.Clear();
            _store.EarliestDateAvailable = _store.Now();
            _store.Discard();
        }
    }

    /// <summary>Begins a new day of limits.</summary>
    public void ResetLimits() => _limits.Reset();

    internal bool KnowsObject(string objectName) => _store.Schema.TryGet(objectName, out _);

    internal bool KnowsField(string objectName, string fieldName) => _store.Schema.TryGet(objectName, out SalesforceType? type) && type.IndexOf(fieldName) >= 0;

    internal string SeedValues(string objectName, DateTimeOffset stamp, ReadOnlySpan<(string Field, object? Value)> fields)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["CreatedDate"] = stamp, ["SystemModstamp"] = stamp };
        SalesforceType type = _store.Required(objectName);
        foreach ((string field, object? value) in fields)
        {
            // An org with one currency has no field for it.
            if (value is not null && (field != "CurrencyIsoCode" || type.IndexOf(field) >= 0))
                values[type.AllFields[type.IndexOf(field)].Name] = value is int number ? (decimal)number : value;
        }

        lock (_store.Gate)
            return _store.Seed(type, values, stamp);
    }

    private SalesforceRow Required(SalesforceType type, string id) =>
        SalesforceId.TryNormalize(id, out string? full) && _store.Find(type.Name, full) is { } row ? row : throw new ArgumentException($"There is no '{type.Name}' with the id '{id}'.", nameof(id));
}
