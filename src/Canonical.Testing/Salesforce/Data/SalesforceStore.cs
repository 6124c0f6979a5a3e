using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The records of the org. Callers hold <see cref="Gate"/> while they read or write, and end a piece of work with <see cref="Commit"/> or <see cref="RollBack"/>.</summary>
internal sealed partial class SalesforceStore
{
    private readonly Dictionary<string, SalesforceTable> _tables = new(StringComparer.Ordinal);
    private readonly List<SalesforceChange> _journal = [];
    private readonly Dictionary<string, object> _locks = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _openSince = [];
    private readonly TimeProvider _time;
    private readonly string _defaultCurrency;
    private readonly IDictionary<string, decimal> _rates;
    private DateTimeOffset? _stamp;
    private object? _owner;
    private long _number;
    private long _commits = 11_657_372_702_432;

    public SalesforceStore(SalesforceSandboxOptions options, TimeProvider time)
    {
        Schema = new SalesforceSchema(options);
        _time = time;
        _defaultCurrency = options.DefaultCurrency;
        _rates = options.ConversionRates;
        IsMultiCurrency = options.MultiCurrency;
        _binTime = options.RecycleBinTime;
        foreach (SalesforceType type in Schema.Types)
        {
            _tables.Add(type.Name, new SalesforceTable(type));
            type.BindFormulas(this);
            type.ChangedAt = Now();
        }

        UserId = "";
        OrganizationId = Insert(Required("Organization"), Values(("Name", "Canonical Sandbox"), ("InstanceName", "EU99"), ("IsSandbox", true), ("DefaultCurrencyIsoCode", options.DefaultCurrency)), seeding: true).Id;
        UserId = Insert(Required("User"), Values(("Username", options.Username), ("Name", "Integration User"), ("Email", "integration@canonical.example"), ("IsActive", true)), seeding: true).Id;
        // Their ids have numbers of their own, so that those of all other records do not depend on what the org has of these.
        int own = 0;
        foreach (SalesforceType type in Schema.Types)
        {
            type.RecordTypes = [.. type.RecordTypes.Select(r => (Insert(Required("RecordType"), Values(("Id", SalesforceId.Create("012", ++own)), ("Name", r.Definition.Name), ("DeveloperName", r.Definition.DeveloperName), ("SobjectType", type.Name), ("IsActive", r.Definition.IsActive), ("IsPersonType", r.Definition.IsPersonType)), seeding: true).Id, r.Definition))];
        }

        if (options.MultiCurrency)
        {
            foreach ((string code, decimal rate) in _rates.Where(r => !r.Key.Equals(_defaultCurrency, StringComparison.OrdinalIgnoreCase)).Prepend(new(_defaultCurrency, 1m)))
                Insert(Required("CurrencyType"), Values(("Id", SalesforceId.Create("01L", ++own)), ("IsoCode", code), ("ConversionRate", rate), ("DecimalPlaces", 2m), ("IsActive", true), ("IsCorporate", code == _defaultCurrency)), seeding: true);
        }

        int order = 0;
        foreach ((string name, bool isClosed, bool isWon, int probability) in StandardObjects.Stages)
        {
            order++;
            Insert(Required("OpportunityStage"), Values(("MasterLabel", name), ("ApiName", name), ("IsActive", true), ("IsClosed", isClosed), ("IsWon", isWon), ("DefaultProbability", (decimal)probability), ("SortOrder", (decimal)order)), seeding: true);
        }

        EarliestDateAvailable = Now();
        _journal.Clear();
    }

    public Lock Gate { get; } = new();

    public SalesforceSchema Schema { get; }

    public string OrganizationId { get; }

    public string UserId { get; }

    /// <summary>What was deleted, until it is purged, with the time of the deletion.</summary>
    public List<(string Type, string Id, DateTimeOffset At)> Deletions { get; } = [];

    /// <summary>From when on <see cref="Deletions"/> is complete.</summary>
    public DateTimeOffset EarliestDateAvailable { get; set; }

    /// <summary>Up to when everything is visible: the start of the oldest open transaction, or now.</summary>
    public DateTimeOffset CoveredUntil => _openSince.Count > 0 ? _openSince.Min() : Now();

    /// <summary>Told of each commit, inside the gate.</summary>
    public Action<SalesforceCommit>? Committed { get; set; }

    public SalesforceTable Table(SalesforceType type) => _tables[type.Name];

    public SalesforceRow? Find(string typeName, string id) => _tables.TryGetValue(typeName, out SalesforceTable? table) ? table.Find(id) : null;

    /// <summary>The record that a reference points to; null when there is none, or it is of an object to which the field cannot point.</summary>
    public SalesforceRow? Referenced(SalesforceSandboxField field, string id)
    {
        if (!field.IsPolymorphic)
            return Find(field.ReferenceTo!, id);
        return Schema.OfId(id) is { } type && field.RefersTo(type.Name) ? Find(type.Name, id) : null;
    }

    /// <summary>The stamp of what is written now.</summary>
    public DateTimeOffset WriteTime => _stamp ?? Now();

    public DateTimeOffset Now() => SalesforceValue.WholeSeconds(_time.GetUtcNow());

    public string DefaultCurrency => _defaultCurrency;

    public bool IsMultiCurrency { get; }

    /// <summary>An amount of a record in the org's own currency.</summary>
    public decimal ToOrgCurrency(SalesforceRow row, decimal amount) => row["CurrencyIsoCode"] is string code ? ToOrgCurrency(code, amount) : amount;

    public decimal ToOrgCurrency(string code, decimal amount) => _rates.TryGetValue(code, out decimal rate) && rate != 0 ? amount / rate : amount;

    public static Dictionary<string, object?> Values(params ReadOnlySpan<(string Name, object? Value)> given)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in given)
            values.Add(name, value);
        return values;
    }

    /// <summary>Stores a record as it is given: unknown fields and wrong types are refused, rules for writers are not applied, so that bad data can be laid out.</summary>
    public SalesforceRow Seed(string typeName, JsonElement record)
    {
        SalesforceType type = Required(typeName);
        Dictionary<string, object?> values = ReadFields(type, record);
        SalesforceRow row = Insert(type, values, seeding: true);
        _journal.Clear();
        return row;
    }

    /// <summary>Stores a record as of an earlier moment.</summary>
    public string Seed(SalesforceType type, Dictionary<string, object?> values, DateTimeOffset stamp)
    {
        string id = "";
        At(stamp, this, () => id = Insert(type, values, seeding: true).Id);
        _journal.Clear();
        return id;
    }

    public void Generate(string typeName, int count, SalesforceRowGenerator generator)
    {
        SalesforceType type = Required(typeName);
        long first = _number + 1;
        _number += count;
        DateTimeOffset now = Now();
        Table(type).Generate(count, first, (index, id) =>
        {
            var row = new SalesforceGeneratedRow(type, index);
            generator(index, row);
            return Complete(type, id, row.Values, now);
        });
    }

    public SalesforceRow Create(SalesforceType type, Dictionary<string, object?> values)
    {
        CheckReferences(type, values, null);
        CheckUnique(type, values, null);
        return Insert(type, values, seeding: false);
    }

    public SalesforceRow Update(SalesforceRow row, Dictionary<string, object?> changes)
    {
        CheckLock(row.Id);
        CheckReferences(row.Type, changes, row.Id);
        CheckUnique(row.Type, changes, row.Id);
        object?[] values = row.CopyValues();
        foreach ((string name, object? value) in changes)
            values[row.Type.IndexOf(name)] = value;
        return Touch(row, values, changes);
    }

    public void Delete(SalesforceRow row)
    {
        CheckLock(row.Id);
        object?[] values = row.CopyValues();
        values[SalesforceRow.IsDeletedColumn] = true;
        Touch(row, values, null);
        AddDeletion(row);
        foreach (SalesforceType type in Schema.Types)
        {
            foreach (SalesforceSandboxField field in type.AllFields)
            {
                if (!field.CascadeDelete || !field.RefersTo(row.Type.Name))
                    continue;
                foreach (SalesforceRow child in Table(type).FindBy(type.IndexOf(field.Name), row.Id).Where(c => !c.IsDeleted).ToList())
                    Delete(child);
            }
        }
    }

    /// <summary>Reads the fields of a record that is laid out: unknown ones and values of the wrong type are refused.</summary>
    public static Dictionary<string, object?> ReadFields(SalesforceType type, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("A record is a JSON object.", nameof(record));
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in record.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            int column = type.IndexOf(member.Name);
            if (column < 0)
                throw new ArgumentException($"The object '{type.Name}' has no field '{member.Name}' in the sandbox. Add it with CustomFields.", nameof(record));
            SalesforceSandboxField field = type.AllFields[column];
            try
            {
                values[field.Name] = SalesforceValue.FromJson(field, member.Value);
            }
            catch (SalesforceApiException e)
            {
                throw new ArgumentException($"'{type.Name}.{field.Name}': {e.Message}", nameof(record), e);
            }
        }

        return values;
    }

    public int Mark() => _journal.Count;

    public void RollBack(int mark)
    {
        for (int i = _journal.Count - 1; i >= mark; i--)
        {
            SalesforceChange change = _journal[i];
            Table(change.Type).Put(change.Id, change.Old);
            if (change is { New.IsDeleted: true, Old.IsDeleted: false })
                Deletions.RemoveAll(d => d.Id == change.Id);
        }

        _journal.RemoveRange(mark, _journal.Count - mark);
    }

    /// <summary>Ends a piece of work. What changed is told to listeners as one transaction.</summary>
    public void Commit(string origin)
    {
        if (_journal.Count == 0)
            return;
        SalesforceChange[] changes = [.. _journal];
        _journal.Clear();
        Committed?.Invoke(new SalesforceCommit(changes, ++_commits, _time.GetUtcNow(), origin));
    }

    /// <summary>Ends a piece of work that nobody is told of.</summary>
    public void Discard() => _journal.Clear();

    /// <summary>Opens a transaction that commits later: until then what it touches is locked, and what is covered stops at its start.</summary>
    public DateTimeOffset Open()
    {
        DateTimeOffset at = Now();
        _openSince.Add(at);
        return at;
    }

    public void Close(DateTimeOffset openedAt, object owner)
    {
        _openSince.Remove(openedAt);
        foreach (string id in _locks.Where(l => l.Value == owner).Select(l => l.Key).ToList())
            _locks.Remove(id);
    }

    public void LockRow(string id, object owner)
    {
        if (!_locks.TryAdd(id, owner) && _locks[id] != owner)
            throw LockedRow(id);
    }

    /// <summary>Does work that bears the stamp of an earlier moment.</summary>
    public void At(DateTimeOffset stamp, object owner, Action work)
    {
        _stamp = stamp;
        _owner = owner;
        try
        {
            work();
        }
        finally
        {
            _stamp = null;
            _owner = null;
        }
    }

    public SalesforceType Required(string typeName) => Schema.TryGet(typeName, out SalesforceType? type)
        ? type
        : throw new ArgumentException($"The sandbox does not know the object '{typeName}'. Add it with CustomObjects.", nameof(typeName));

    private static SalesforceApiException LockedRow(string id) =>
        new(400, "UNABLE_TO_LOCK_ROW", $"unable to obtain exclusive access to this record or 1 records: {id}");

    private SalesforceRow Insert(SalesforceType type, Dictionary<string, object?> given, bool seeding)
    {
        string id = seeding && given.TryGetValue("Id", out object? own) && own is string text ? text : SalesforceId.Create(type.KeyPrefix, ++_number);
        if (Table(type).Find(id) is not null)
            throw new ArgumentException($"A record with the id '{id}' is already there.", nameof(given));
        var values = new object?[type.AllFields.Count];
        foreach ((string name, object? value) in given)
            values[type.IndexOf(name)] = value;
        // A seed leaves the currency empty when it is not given, which the product would not: it is how a record without a currency is laid out.
        int currency = type.IndexOf("CurrencyIsoCode");
        if (!seeding && currency >= 0)
            values[currency] ??= _defaultCurrency;
        Complete(type, id, values, _stamp ?? Now());
        SalesforceRules.Apply(this, type, id, values, given, creating: true);
        if (type.RecordTypes.FirstOrDefault(r => r.Definition.IsDefault && !r.Definition.IsPersonType) is { Id: { } defaultType })
            values[type.IndexOf("RecordTypeId")] ??= defaultType;
        var row = new SalesforceRow(type, id, values);
        Put(type, id, row);
        SalesforceRules.AfterWrite(this, row);
        return Find(type.Name, id)!;
    }

    // What every record has.
    private object?[] Complete(SalesforceType type, string id, object?[] values, DateTimeOffset now)
    {
        values[SalesforceRow.IdColumn] = id;
        int stamp = type.IndexOf("SystemModstamp");
        values[stamp] ??= now;
        values[type.IndexOf("CreatedDate")] ??= now;
        values[type.IndexOf("LastModifiedDate")] ??= values[stamp];
        values[type.IndexOf("CreatedById")] ??= UserId;
        values[type.IndexOf("LastModifiedById")] ??= UserId;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] is not null)
                continue;
            if (type.AllFields[i].Type is SalesforceSandboxFieldType.Boolean)
                values[i] = SalesforceValue.False;
            else if (type.AllFields[i].Name == "OwnerId")
                values[i] = UserId;
        }

        return values;
    }

    private SalesforceRow Touch(SalesforceRow row, object?[] values, Dictionary<string, object?>? changes)
    {
        SalesforceType type = row.Type;
        values[type.IndexOf("LastModifiedDate")] = values[type.IndexOf("SystemModstamp")] = _stamp ?? Now();
        values[type.IndexOf("LastModifiedById")] = UserId;
        SalesforceRules.Apply(this, type, row.Id, values, changes ?? [], creating: false);
        var changed = new SalesforceRow(type, row.Id, values);
        Put(type, row.Id, changed);
        SalesforceRules.AfterWrite(this, changed);
        return Find(type.Name, row.Id)!;
    }

    private void Put(SalesforceType type, string id, SalesforceRow? row)
    {
        SalesforceTable table = Table(type);
        SalesforceRow? before = table.Find(id);
        table.Put(id, row);
        _journal.Add(new SalesforceChange(type, id, before, row));
    }

    private void CheckLock(string id)
    {
        if (_locks.TryGetValue(id, out object? owner) && owner != _owner)
            throw LockedRow(id);
    }

    private void CheckReferences(SalesforceType type, Dictionary<string, object?> values, string? self)
    {
        foreach ((string name, object? value) in values)
        {
            if (value is not string id || type.AllFields[type.IndexOf(name)] is not { Type: SalesforceSandboxFieldType.Reference, ReferenceTo: not null } field)
                continue;
            if (name == "RecordTypeId" && !type.RecordTypes.Any(r => r.Id == id && r.Definition.IsActive))
                throw new SalesforceApiException(400, "INVALID_CROSS_REFERENCE_KEY", $"Record Type ID: this ID value isn't valid for the user: {id}", field.Name);
            if (Referenced(field, id) is not { } row)
                throw new SalesforceApiException(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.Name);
            if (row.IsDeleted)
                throw new SalesforceApiException(400, "ENTITY_IS_DELETED", "entity is deleted", field.Name);
            // Only the direct loop is seen.
            if (id == self)
                throw new SalesforceApiException(400, "CIRCULAR_DEPENDENCY", "attempt to violate hierarchy constraints", field.Name);
        }
    }

    private void CheckUnique(SalesforceType type, Dictionary<string, object?> values, string? self)
    {
        foreach ((string name, object? value) in values)
        {
            int column = type.IndexOf(name);
            if (value is null || !type.AllFields[column].Unique)
                continue;
            foreach (SalesforceRow other in Table(type).FindBy(column, value))
            {
                if (other.Id != self && !other.IsDeleted && SalesforceTable.IsSame(type.AllFields[column], other[column], value))
                    throw new SalesforceApiException(400, "DUPLICATE_VALUE", $"duplicate value found: {name} duplicates value on record with id: {other.Id[..15]}", type.AllFields[column].Name);
            }
        }
    }
}
