using System.Globalization;

namespace Canonical.Testing;

/// <summary>A field reached from a record, through parents when there are any, perhaps with functions over it.</summary>
internal sealed class BoundField
{
    private const int MaxParents = 5;

    private readonly SalesforceStore _store;
    private readonly int[] _parentColumns;
    private readonly int _column;
    private readonly bool _ofName;
    private readonly string? _function;
    private readonly string? _inner;

    private BoundField(SalesforceStore store, SalesforceType from, IReadOnlyList<SalesforceSandboxField> parents, SalesforceSandboxField field, SalesforceType? owner, SoqlPath path)
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

        // Behind a polymorphic relation there is no object of its own, only what all that can stand there have in common.
        _ofName = owner is null;
        _column = owner?.IndexOf(field.Name) ?? -1;
        _function = path.IsAggregate ? null : path.Function;
        _inner = path.Inner;
        Field = _function switch
        {
            null or "CONVERTCURRENCY" or "TOLABEL" or "CONVERTTIMEZONE" => field,
            "FORMAT" => new SalesforceSandboxField(field.Name, SalesforceSandboxFieldType.Text),
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

    /// <summary>Whether the value is the stored one of a field of the record that it is read from.</summary>
    public bool IsPlain => _function is null && !_ofName;

    public static BoundField Bind(SalesforceStore store, SalesforceType type, SoqlQuery query, SoqlPath path)
    {
        string[] parts = path.Text.Split('.');
        bool named = parts.Length > 1 && ((parts[0].Equals(type.Name, StringComparison.OrdinalIgnoreCase) && type.FindRelationship(parts[0]) is null) || parts[0].Equals(query.FromAlias, StringComparison.OrdinalIgnoreCase));
        var parents = new List<SalesforceSandboxField>();
        SalesforceType? at = type;
        for (int i = named ? 1 : 0; i < parts.Length - 1; i++)
        {
            SalesforceSandboxField? parent = at?.FindRelationship(parts[i]);
            if (parent is null || parents.Count == MaxParents || !store.Schema.TryGet(parent.ReferenceTo!, out SalesforceType? next))
                throw SoqlError.InvalidField(query.Text, path.Position, $"Didn't understand relationship '{parts[i]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            parents.Add(parent);
            at = parent.IsPolymorphic ? null : next;
        }

        SalesforceSandboxField? field;
        if (at is null)
            field = SalesforceNameFields.Find(parts[^1]) ?? throw SoqlError.NoSuchColumn(query.Text, path.Position, parts[^1], "Name");
        else if (!at.TryGetField(parts[^1], out field))
            throw SoqlError.NoSuchColumn(query.Text, path.Position, parts[^1], at.Name);
        return Checked(store, query, path, new BoundField(store, type, parents, field, at, path));
    }

    /// <summary>Binds a field of Name, for the ELSE of a TYPEOF.</summary>
    public static BoundField BindName(SalesforceStore store, SalesforceType from, SoqlQuery query, SoqlPath path) =>
        SalesforceNameFields.Find(path.Text) is { } field ? new BoundField(store, from, [], field, null, path) : throw SoqlError.NoSuchColumn(query.Text, path.Position, path.Text, "Name");

    public object? Read(SalesforceRow row)
    {
        SalesforceRow? at = row;
        for (int i = 0; i < _parentColumns.Length; i++)
        {
            at = at[_parentColumns[i]] is string id ? _store.Referenced(Parents[i], id) : null;
            if (at is null)
                return null;
        }

        return ReadAt(at);
    }

    /// <summary>Reads from the record that has the field, behind all parents.</summary>
    public object? ReadAt(SalesforceRow owner)
    {
        object? value = _ofName ? SalesforceNameFields.Read(owner, Source.Name) : owner[_column];
        if (_inner == "CONVERTCURRENCY" && value is decimal given)
            value = _store.ToOrgCurrency(owner, given);
        if (_function is null || value is null)
            return value;
        return _function switch
        {
            "CONVERTCURRENCY" => _store.ToOrgCurrency(owner, (decimal)value),
            "TOLABEL" => SoqlFunctions.Label(Source, (string)value),
            "FORMAT" => SoqlFunctions.Format(Source, value, _inner == "CONVERTCURRENCY" ? _store.DefaultCurrency : owner["CurrencyIsoCode"] as string),
            "CONVERTTIMEZONE" => value,
            _ => SoqlFunctions.OfDate(_function, value),
        };
    }

    private static BoundField Checked(SalesforceStore store, SoqlQuery query, SoqlPath path, BoundField bound)
    {
        SalesforceSandboxFieldType type = bound.Source.Type;
        bool isDate = type is SalesforceSandboxFieldType.Date or SalesforceSandboxFieldType.DateTime;
        bool isMoney = type is SalesforceSandboxFieldType.Currency;
        string? wrong = bound._function switch
        {
            null => null,
            "TOLABEL" => type is SalesforceSandboxFieldType.Picklist or SalesforceSandboxFieldType.MultiPicklist ? null : "a picklist",
            "CONVERTCURRENCY" => !store.IsMultiCurrency ? "of an org with several currencies" : isMoney ? null : "a currency",
            "FORMAT" => isDate || SalesforceSandboxField.IsNumber(type) || type is SalesforceSandboxFieldType.WholeNumber ? null : "a number, currency, date or time",
            "HOUR_IN_DAY" or "CONVERTTIMEZONE" => type is SalesforceSandboxFieldType.DateTime ? null : "a date time",
            _ => isDate ? null : "a date or date time",
        };
        wrong ??= bound._inner == "CONVERTCURRENCY" && !(isMoney && store.IsMultiCurrency) ? "a currency" : null;
        return wrong is null
            ? bound
            : throw SoqlError.InvalidField(query.Text, path.Position, string.Create(CultureInfo.InvariantCulture, $"field '{bound.Source.Name}' is not {wrong} field and cannot be used with {bound._function}"));
    }
}
