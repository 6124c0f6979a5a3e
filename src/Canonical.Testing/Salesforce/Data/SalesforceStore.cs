using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The records of the org. Callers hold <see cref="Gate"/> while they read or write.</summary>
internal sealed class SalesforceStore
{
    private readonly Dictionary<string, Dictionary<string, SalesforceRow>> _rows = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly string _defaultCurrency;
    private long _number;

    public SalesforceStore(SalesforceSandboxOptions options, TimeProvider time)
    {
        Schema = new SalesforceSchema(options);
        _time = time;
        _defaultCurrency = options.DefaultCurrency;
        foreach (SalesforceType type in Schema.Types)
            _rows.Add(type.Name, new Dictionary<string, SalesforceRow>(StringComparer.Ordinal));
        UserId = "";
        OrganizationId = Insert(Required("Organization"), Values(("Name", "Canonical Sandbox"), ("InstanceName", "EU99"), ("IsSandbox", true), ("DefaultCurrencyIsoCode", options.DefaultCurrency)), keepGiven: true).Id;
        UserId = Insert(Required("User"), Values(("Username", options.Username), ("Name", "Integration User"), ("Email", "integration@canonical.example"), ("IsActive", true)), keepGiven: true).Id;
        int order = 0;
        foreach ((string name, bool isClosed, bool isWon, int probability) in StandardObjects.Stages)
        {
            order++;
            Insert(Required("OpportunityStage"), Values(("MasterLabel", name), ("ApiName", name), ("IsActive", true), ("IsClosed", isClosed), ("IsWon", isWon), ("DefaultProbability", (decimal)probability), ("SortOrder", (decimal)order)), keepGiven: true);
        }

        static Dictionary<string, object?> Values(params ReadOnlySpan<(string Name, object? Value)> given)
        {
            var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach ((string name, object? value) in given)
                values.Add(name, value);
            return values;
        }
    }

    public Lock Gate { get; } = new();

    public SalesforceSchema Schema { get; }

    public string OrganizationId { get; }

    public string UserId { get; }

    public IEnumerable<SalesforceRow> All(SalesforceType type) => _rows[type.Name].Values;

    public SalesforceRow? Find(string typeName, string id) =>
        _rows.TryGetValue(typeName, out Dictionary<string, SalesforceRow>? rows) && rows.TryGetValue(id, out SalesforceRow? row) ? row : null;

    /// <summary>Stores a record as it is given: unknown fields and wrong types are refused, rules for writers are not applied, so that bad data can be laid out.</summary>
    public SalesforceRow Seed(string typeName, JsonElement record)
    {
        SalesforceType type = Required(typeName);
        if (record.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("A record is a JSON object.", nameof(record));
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in record.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            if (!type.TryGetField(member.Name, out SalesforceSandboxField? field))
                throw new ArgumentException($"The object '{type.Name}' has no field '{member.Name}' in the sandbox. Add it with CustomFields.", nameof(record));
            try
            {
                values[field.Name] = SalesforceValue.FromJson(field, member.Value);
            }
            catch (SalesforceApiException e)
            {
                throw new ArgumentException($"'{type.Name}.{field.Name}': {e.Message}", nameof(record), e);
            }
        }

        return Insert(type, values, keepGiven: true);
    }

    public SalesforceRow Create(SalesforceType type, Dictionary<string, object?> values)
    {
        CheckReferences(type, values);
        CheckUnique(type, values, null);
        return Insert(type, values, keepGiven: false);
    }

    public SalesforceRow Update(SalesforceRow row, Dictionary<string, object?> changes)
    {
        CheckReferences(row.Type, changes);
        CheckUnique(row.Type, changes, row.Id);
        Dictionary<string, object?> values = row.CopyValues();
        foreach ((string name, object? value) in changes)
            values[name] = value;
        values["LastModifiedDate"] = values["SystemModstamp"] = Now();
        return Put(row.Type, row.Id, values, changes);
    }

    public void Delete(SalesforceRow row)
    {
        Dictionary<string, object?> values = row.CopyValues();
        values["IsDeleted"] = true;
        values["LastModifiedDate"] = values["SystemModstamp"] = Now();
        Put(row.Type, row.Id, values, []);
    }

    private SalesforceRow Insert(SalesforceType type, Dictionary<string, object?> values, bool keepGiven)
    {
        string id = keepGiven && values.TryGetValue("Id", out object? given) && given is string text ? text : SalesforceId.Create(type.KeyPrefix, ++_number);
        if (_rows[type.Name].ContainsKey(id))
            throw new ArgumentException($"A record with the id '{id}' is already there.", nameof(values));
        DateTimeOffset now = Now();
        values["Id"] = id;
        values.TryAdd("CreatedDate", now);
        values.TryAdd("SystemModstamp", now);
        values.TryAdd("LastModifiedDate", values["SystemModstamp"]);
        foreach (SalesforceSandboxField field in type.Fields)
        {
            if (field.Type is SalesforceSandboxFieldType.Boolean)
                values.TryAdd(field.Name, false);
            else if (field.Name == "OwnerId")
                values.TryAdd("OwnerId", UserId);
            // A seed leaves the currency empty when it is not given, which the product would not: it is how a record without a currency is laid out.
            else if (field.Name == "CurrencyIsoCode" && !keepGiven)
                values.TryAdd("CurrencyIsoCode", _defaultCurrency);
        }

        return Put(type, id, values, values);
    }

    private SalesforceRow Put(SalesforceType type, string id, Dictionary<string, object?> values, Dictionary<string, object?> given)
    {
        if (type.Name == "Opportunity" && values.GetValueOrDefault("StageName") is string stage)
        {
            foreach ((string name, bool isClosed, bool isWon, int probability) in StandardObjects.Stages)
            {
                if (!string.Equals(name, stage, StringComparison.OrdinalIgnoreCase))
                    continue;
                values["IsClosed"] = isClosed;
                values["IsWon"] = isWon;
                if (given.ContainsKey("StageName") && !given.ContainsKey("Probability"))
                    values["Probability"] = (decimal)probability;
            }

            values["ExpectedRevenue"] = values.GetValueOrDefault("Amount") is decimal amount && values.GetValueOrDefault("Probability") is decimal share ? amount * share / 100 : null;
        }

        var row = new SalesforceRow(type, id, values);
        _rows[type.Name][id] = row;
        return row;
    }

    private void CheckReferences(SalesforceType type, Dictionary<string, object?> values)
    {
        foreach ((string name, object? value) in values)
        {
            if (value is string id && type.TryGetField(name, out SalesforceSandboxField? field) && field is { Type: SalesforceSandboxFieldType.Reference, ReferenceTo: { } target } && Find(target, id) is null)
                throw new SalesforceApiException(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.Name);
        }
    }

    private void CheckUnique(SalesforceType type, Dictionary<string, object?> values, string? self)
    {
        foreach ((string name, object? value) in values)
        {
            if (value is null || !type.TryGetField(name, out SalesforceSandboxField? field) || !field.Unique)
                continue;
            foreach (SalesforceRow other in All(type))
            {
                if (other.Id != self && !other.IsDeleted && SameValue(other[field.Name], value))
                    throw new SalesforceApiException(400, "DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {other.Id[..15]}", field.Name);
            }
        }
    }

    public static bool SameValue(object? a, object? b) =>
        a is string x && b is string y ? string.Equals(x, y, StringComparison.OrdinalIgnoreCase) : Equals(a, b);

    private SalesforceType Required(string typeName) => Schema.TryGet(typeName, out SalesforceType? type)
        ? type
        : throw new ArgumentException($"The sandbox does not know the object '{typeName}'. Add it with CustomObjects.", nameof(typeName));

    private DateTimeOffset Now() => SalesforceValue.WholeSeconds(_time.GetUtcNow());
}
