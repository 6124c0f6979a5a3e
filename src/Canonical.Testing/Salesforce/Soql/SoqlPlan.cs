using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>A query whose names were found in the org: it finds records and writes them as the answer shows them.</summary>
internal sealed class SoqlPlan
{
    private const int MaxLength = 100_000;
    private const int MaxOffset = 2000;
    private const int MaxFieldsLimit = 200;

    private readonly SalesforceStore _store;
    private readonly SoqlQuery _query;
    private readonly DateTimeOffset _now;
    private readonly List<SoqlColumn> _columns = [];
    private readonly Func<SalesforceRow, bool>? _filter;
    private readonly (BoundField Field, bool Descending, bool NullsLast)[] _order = [];

    private SoqlPlan(SalesforceStore store, SoqlQuery query, SalesforceType type, DateTimeOffset now)
    {
        _store = store;
        _query = query;
        _now = now;
        Type = type;
        _filter = Filter();
        if (query.Offset > MaxOffset)
            throw new SalesforceApiException(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
        if (query.Having is not null && query.GroupBy.Count == 0)
            throw SoqlError.Malformed(query.Text, 0, "HAVING is only valid with GROUP BY");
        if (query.IsAggregate)
        {
            Aggregation = new SoqlAggregation(store, query, now, Bind);
            return;
        }

        AddColumns();
        _order = [.. query.OrderBy.Select(o => (BindSortable(o.Path), o.Descending, o.NullsLast))];
    }

    public SalesforceType Type { get; }

    public bool CountOnly => _query.CountOnly;

    /// <summary>How records are grouped; null for a query of records.</summary>
    public SoqlAggregation? Aggregation { get; }

    public SoqlQuery Query => _query;

    /// <summary>The fields in the order of the select list, those of parents too.</summary>
    public List<SoqlColumn> Flat { get; } = [];

    public static SoqlPlan Compile(SalesforceStore store, string soql, DateTimeOffset now)
    {
        if (soql.Length > MaxLength)
            throw new SalesforceApiException(400, "MALFORMED_QUERY", "SOQL statements cannot be longer than 100000 characters.");
        SoqlQuery query = SoqlParser.Parse(soql);
        if (!store.Schema.TryGet(query.From.Text, out SalesforceType? type))
            throw SoqlError.NoSuchType(soql, query.From.Position, query.From.Text);
        return new SoqlPlan(store, query, type, now);
    }

    /// <summary>Makes a test out of a condition alone, as it stands behind WHERE.</summary>
    public static Func<SalesforceRow, bool> Condition(SalesforceStore store, SalesforceType type, string condition, DateTimeOffset now)
    {
        var query = new SoqlQuery { Text = condition, Items = [], CountOnly = true, From = new SoqlPath(type.Name, 0), Where = SoqlParser.ParseCondition(condition) };
        return new SoqlPlan(store, query, type, now)._filter!;
    }

    /// <summary>The records that the query finds, as keys: a million generated records take a key each, and none at all when there is neither a filter nor an order.</summary>
    public SalesforceRowKeys Run(bool withDeleted)
    {
        SalesforceTable table = _store.Table(Type);
        bool whole = _filter is null && _order.Length == 0 && table is { HasGenerated: true, HasGone: false } && (withDeleted || !table.Stored.Any(r => r.IsDeleted));
        SalesforceRowKeys keys = whole ? table.Keys() : Find(table.All(), withDeleted);
        return keys.Cut(_query.Offset, _query.Limit);
    }

    /// <summary>The records that a grouping is made of.</summary>
    public IEnumerable<SalesforceRow> Rows(bool withDeleted) => _store.Table(Type).All().Select(r => r.Row).Where(r => (withDeleted || !r.IsDeleted) && (_filter is null || _filter(r)));

    /// <summary>The records that the query finds among the children of one.</summary>
    public SalesforceRowKeys RunChildren(int column, string parentId, bool withDeleted) =>
        Find(_store.Table(Type).FindBy(column, parentId).Select(r => (new SalesforceRowKey(r.Id, -1), r)), withDeleted).Cut(_query.Offset, _query.Limit);

    public void Write(SoqlWriting to, SalesforceRow row) => Write(to, row, _columns);

    private SalesforceRowKeys Find(IEnumerable<(SalesforceRowKey Key, SalesforceRow Row)> rows, bool withDeleted)
    {
        IEnumerable<(SalesforceRowKey Key, SalesforceRow Row)> found = rows.Where(r => (withDeleted || !r.Row.IsDeleted) && (_filter is null || _filter(r.Row)));
        var keys = new SalesforceRowKeys();
        if (_order.Length == 0)
        {
            foreach ((SalesforceRowKey key, _) in found)
                keys.Add(key);
            return keys;
        }

        // The values to sort by are kept, the records are not; and no more of them than the limit needs. The place in the table decides between equals.
        int most = _query.Limit is { } limit ? limit + _query.Offset : int.MaxValue;
        var comparer = Comparer<(object?[] By, int At)>.Create((a, b) => Order(a.By, b.By) is not 0 and var order ? order : a.At.CompareTo(b.At));
        var best = new PriorityQueue<SalesforceRowKey, (object?[] By, int At)>(Comparer<(object?[] By, int At)>.Create((a, b) => comparer.Compare(b, a)));
        int at = 0;
        foreach ((SalesforceRowKey key, SalesforceRow row) in found)
        {
            (object?[], int) by = (Array.ConvertAll(_order, o => o.Field.Read(row)), at++);
            if (best.Count < most)
                best.Enqueue(key, by);
            else if (most > 0)
                best.EnqueueDequeue(key, by);
        }

        var sorted = new SalesforceRowKey[best.Count];
        for (int i = sorted.Length - 1; i >= 0; i--)
            sorted[i] = best.Dequeue();
        foreach (SalesforceRowKey key in sorted)
            keys.Add(key);
        return keys;
    }

    private static void Write(SoqlWriting to, SalesforceRow row, List<SoqlColumn> columns, bool asName = false)
    {
        Utf8JsonWriter writer = to.Writer;
        writer.WriteStartObject();
        SalesforceRecordJson.WriteAttributes(writer, row, to.Version, asName);
        foreach (SoqlColumn column in columns)
        {
            if (column.Field is not null)
            {
                writer.WritePropertyName(column.Name);
                if (column.Read!.IsPlain)
                    SalesforceRecordJson.WriteField(writer, row, column.Field);
                else
                    SalesforceValue.Write(writer, column.Read.Field, column.Read.ReadAt(row));
            }
            else if (column.Parent is not null)
            {
                writer.WritePropertyName(column.Parent.RelationshipName!);
                WriteParent(to, column, row[column.Parent.Name] is string id ? to.Store.Referenced(column.Parent, id) : null);
            }
            else
            {
                writer.WritePropertyName(column.ChildName!);
                to.WriteChildren(column.Children!, column.Children!.RunChildren(column.ChildColumn, row.Id, to.WithDeleted));
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteParent(SoqlWriting to, SoqlColumn column, SalesforceRow? parent)
    {
        List<SoqlColumn>? columns = column.Columns;
        bool asName = column.Parent!.IsPolymorphic;
        if (column.Cases is { } cases && parent is not null)
        {
            columns = column.Else;
            foreach ((SalesforceType type, List<SoqlColumn> own) in cases)
            {
                if (type == parent.Type)
                    (columns, asName) = (own, false);
            }
        }

        if (parent is null || columns is null)
            to.Writer.WriteNullValue();
        else
            Write(to, parent, columns, asName);
    }

    private void AddColumns()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (SoqlItem item in _query.Items)
        {
            if (item.Children is { } children)
                AddChildren(children);
            else if (item.TypeOf is { } typeOf)
                AddTypeOf(typeOf, seen);
            else if (item.Path is { Function: "FIELDS" } fields)
                AddAll(fields, seen);
            else
                AddField(Type, _columns, item.Path!, item.Alias, seen);
        }
    }

    private void AddField(SalesforceType type, List<SoqlColumn> columns, SoqlPath path, string? alias, HashSet<string> seen)
    {
        if (path.Function is not null && !SoqlFunctions.IsOfRecords(path.Function))
            throw SoqlError.Malformed(_query.Text, path.Position, $"the function {path.Function} needs a grouped query");
        if (alias is not null && path.Function is null)
            throw SoqlError.Malformed(_query.Text, path.Position, "only aggregate expressions use field aliasing");
        if (!seen.Add(alias ?? path.Text))
            throw SoqlError.InvalidField(_query.Text, path.Position, $"duplicate field selected: {path.Text}");
        BoundField field = BoundField.Bind(_store, type, _query, path);
        List<SoqlColumn> at = columns;
        foreach (SalesforceSandboxField parent in field.Parents)
        {
            SoqlColumn? column = at.Find(n => n.Parent == parent && n.Cases is null);
            if (column is null)
                at.Add(column = new SoqlColumn { Parent = parent });
            at = column.Columns;
        }

        var leaf = new SoqlColumn { Field = field.Source, Name = alias ?? field.Source.Name, Path = alias ?? string.Join('.', [.. field.Parents.Select(p => p.RelationshipName), field.Source.Name]), Read = field };
        at.Add(leaf);
        if (columns == _columns)
            Flat.Add(leaf);
    }

    private void AddTypeOf(SoqlTypeOf typeOf, HashSet<string> seen)
    {
        if (Type.FindRelationship(typeOf.Relation.Text) is not { IsPolymorphic: true } parent)
            throw SoqlError.Malformed(_query.Text, typeOf.Relation.Position, $"TYPEOF needs a polymorphic relationship, which '{typeOf.Relation.Text}' of '{Type.Name}' is not");
        if (!seen.Add(typeOf.Relation.Text + "."))
            throw SoqlError.Malformed(_query.Text, typeOf.Relation.Position, $"duplicate TYPEOF: {typeOf.Relation.Text}");
        var cases = new List<(SalesforceType Type, List<SoqlColumn> Columns)>();
        foreach ((SoqlPath name, IReadOnlyList<SoqlPath> fields) in typeOf.Cases)
        {
            if (!_store.Schema.TryGet(name.Text, out SalesforceType? type) || !parent.RefersTo(type.Name))
                throw SoqlError.Malformed(_query.Text, name.Position, $"'{typeOf.Relation.Text}' cannot point to '{name.Text}'");
            var columns = new List<SoqlColumn>();
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (SoqlPath field in fields)
                AddField(type, columns, field, null, names);
            cases.Add((type, columns));
        }

        List<SoqlColumn>? others = typeOf.Else is null ? null : [.. typeOf.Else.Select(f => BoundField.BindName(_store, Type, _query, f)).Select(f => new SoqlColumn { Field = f.Source, Name = f.Source.Name, Read = f })];
        _columns.Add(new SoqlColumn { Parent = parent, Cases = cases, Else = others });
    }

    private void AddAll(SoqlPath path, HashSet<string> seen)
    {
        string which = path.Text.ToUpperInvariant();
        if (which is not ("ALL" or "STANDARD" or "CUSTOM"))
            throw SoqlError.Malformed(_query.Text, path.Position, "FIELDS takes ALL, STANDARD or CUSTOM");
        if (which != "STANDARD" && _query.Limit is not <= MaxFieldsLimit)
            throw SoqlError.Malformed(_query.Text, path.Position, "The SOQL FIELDS function must have a LIMIT of at most 200");
        foreach (SalesforceSandboxField field in Type.Fields)
        {
            if ((which == "ALL" || field.IsCustom == (which == "CUSTOM")) && seen.Add(field.Name))
                _columns.Add(new SoqlColumn { Field = field, Name = field.Name, Path = field.Name, Read = Bind(new SoqlPath(field.Name, path.Position)) });
        }
    }

    private void AddChildren(SoqlQuery children)
    {
        if (_store.Schema.FindChild(Type, children.From.Text) is not { } child)
            throw SoqlError.At(_query.Text, children.From.Position, "INVALID_TYPE", $"Didn't understand relationship '{children.From.Text}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
        var plan = new SoqlPlan(_store, children, child.Type, _now);
        if (plan.Aggregation is not null)
            throw SoqlError.Malformed(_query.Text, children.From.Position, "only root queries support aggregate expressions");
        _columns.Add(new SoqlColumn { ChildName = child.Field.ChildRelationshipName, ChildColumn = child.Type.IndexOf(child.Field.Name), Children = plan });
    }

    private Func<SalesforceRow, bool>? Filter()
    {
        Func<SalesforceRow, bool>? where = _query.Where is null ? null : new SoqlFilter<SalesforceRow>(_query.Text, _now, BindRead, Join, _store.ToOrgCurrency).Build(_query.Where);
        switch (_query.Scope)
        {
            case null or "EVERYTHING":
                return where;
            case "MINE" when Type.IndexOf("OwnerId") is >= 0 and var owner:
                return row => row[owner] is string id && id == _store.UserId && (where is null || where(row));
            default:
                throw SoqlError.Malformed(_query.Text, _query.From.Position, $"the sandbox does not know the scope '{_query.Scope}' of '{Type.Name}', which the product may");
        }
    }

    private HashSet<string> Join(SoqlQuery query)
    {
        if (!_store.Schema.TryGet(query.From.Text, out SalesforceType? type))
            throw SoqlError.NoSuchType(query.Text, query.From.Position, query.From.Text);
        if (query.Items is not [{ Path: { Function: null } path }])
            throw SoqlError.Malformed(query.Text, query.From.Position, "a semi-join selects one field");
        var plan = new SoqlPlan(_store, query, type, _now);
        BoundField field = plan.Bind(path);
        SalesforceTable table = _store.Table(type);
        SalesforceRowKeys keys = plan.Run(withDeleted: false);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < keys.Count; i++)
        {
            if (table.Find(keys[i]) is { } row && field.Read(row) is string id)
                ids.Add(id);
        }

        return ids;
    }

    private BoundField Bind(SoqlPath path) => BoundField.Bind(_store, Type, _query, path);

    private (SalesforceSandboxField, Func<SalesforceRow, object?>) BindRead(SoqlPath path)
    {
        if (path.IsAggregate)
            throw SoqlError.Malformed(_query.Text, path.Position, "Aggregate functions are not allowed in the WHERE clause");
        BoundField field = Bind(path);
        return (field.Field, field.Read);
    }

    private BoundField BindSortable(SoqlPath path)
    {
        BoundField field = Bind(path);
        return field.Source.IsFilterable && !path.IsAggregate ? field : throw SoqlError.Malformed(_query.Text, path.Position, string.Create(CultureInfo.InvariantCulture, $"field '{path.Text}' can not be sorted in a query call"));
    }

    private int Order(object?[] a, object?[] b)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            int order = SoqlOrdering.Compare(a[i], b[i], _order[i].Field.Field, _order[i].Descending, _order[i].NullsLast);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
