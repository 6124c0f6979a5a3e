namespace Canonical.Testing;

/// <summary>A field reached from a record, through parents when there are any, perhaps with a function of dates over it.</summary>
internal sealed class BoundField
{
    private readonly SalesforceStore _store;
    private readonly int[] _parentColumns;
    private readonly int _column;
    private readonly string? _function;

    private BoundField(SalesforceStore store, SalesforceType from, IReadOnlyList<SalesforceSandboxField> parents, SalesforceSandboxField field, SalesforceType owner, string? function)
    {
        _store = store;
        Parents = parents;
        Source = field;
        _parentColumns = new int[parents.Count];
        SalesforceType at = from;
        for (int i = 0; i < parents.Count; i++)
        {
            _parentColumns[i] = at.IndexOf(parents[i].Name);
            store.Schema.TryGet(parents[i].ReferenceTo!, out at!);
        }

        _column = owner.IndexOf(field.Name);
        _function = function;
        Field = function switch
        {
            null => field,
            "DAY_ONLY" => new SalesforceSandboxField(field.Name, SalesforceSandboxFieldType.Date),
            _ => new SalesforceSandboxField(field.Name, SalesforceSandboxFieldType.WholeNumber),
        };
    }

    public IReadOnlyList<SalesforceSandboxField> Parents { get; }

    /// <summary>The field itself.</summary>
    public SalesforceSandboxField Source { get; }

    /// <summary>What its value is like, which a function changes.</summary>
    public SalesforceSandboxField Field { get; }

    public bool IsOwn => _parentColumns.Length == 0 && _function is null;

    public static BoundField Bind(SalesforceStore store, SalesforceType type, SoqlQuery query, SoqlPath path)
    {
        const int MaxParents = 5;
        string[] parts = path.Text.Split('.');
        bool named = parts.Length > 1 && ((parts[0].Equals(type.Name, StringComparison.OrdinalIgnoreCase) && type.FindRelationship(parts[0]) is null) || parts[0].Equals(query.FromAlias, StringComparison.OrdinalIgnoreCase));
        var parents = new List<SalesforceSandboxField>();
        SalesforceType at = type;
        for (int i = named ? 1 : 0; i < parts.Length - 1; i++)
        {
            SalesforceSandboxField? parent = at.FindRelationship(parts[i]);
            if (parent is null || parents.Count == MaxParents || !store.Schema.TryGet(parent.ReferenceTo!, out SalesforceType? next))
                throw SoqlError.InvalidField(query.Text, path.Position, $"Didn't understand relationship '{parts[i]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            parents.Add(parent);
            at = next;
        }

        if (!at.TryGetField(parts[^1], out SalesforceSandboxField? field))
            throw SoqlError.NoSuchColumn(query.Text, path.Position, parts[^1], at.Name);
        string? function = path.IsAggregate ? null : path.Function;
        if (function is not null && field.Type is not (SalesforceSandboxFieldType.Date or SalesforceSandboxFieldType.DateTime))
            throw SoqlError.InvalidField(query.Text, path.Position, $"field '{field.Name}' is not a date or date time field and cannot be used with {function}");
        return new BoundField(store, type, parents, field, at, function);
    }

    public object? Read(SalesforceRow row)
    {
        SalesforceRow? at = row;
        for (int i = 0; i < _parentColumns.Length; i++)
        {
            at = at[_parentColumns[i]] is string id ? _store.Find(Parents[i].ReferenceTo!, id) : null;
            if (at is null)
                return null;
        }

        object? value = at[_column];
        if (_function is null || value is null)
            return value;
        DateOnly day = value is DateTimeOffset instant ? DateOnly.FromDateTime(instant.UtcDateTime) : (DateOnly)value;
        return _function switch
        {
            "CALENDAR_YEAR" => (decimal)day.Year,
            "CALENDAR_QUARTER" => (decimal)((day.Month + 2) / 3),
            "CALENDAR_MONTH" => (decimal)day.Month,
            _ => day,
        };
    }
}
