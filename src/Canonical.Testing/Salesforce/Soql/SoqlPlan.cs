using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>A query whose names were found in the org: it finds records and writes them as the answer shows them.</summary>
internal sealed class SoqlPlan
{
    private const int MaxOffset = 2000;
    private const int MaxParents = 5;

    private readonly SalesforceStore _store;
    private readonly SoqlQuery _query;
    private readonly List<Node> _nodes = [];
    private readonly Func<SalesforceRow, bool>? _filter;
    private readonly (BoundField Field, bool Descending, bool NullsLast)[] _order;

    private SoqlPlan(SalesforceStore store, SoqlQuery query, SalesforceType type, DateTimeOffset now)
    {
        _store = store;
        _query = query;
        Type = type;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (SoqlItem item in query.Items)
        {
            if (item.Children is { } children)
            {
                AddChildren(children, now);
                continue;
            }

            if (!seen.Add(item.Path!.Text))
                throw SoqlError.InvalidField(query.Text, item.Path.Position, $"duplicate field selected: {item.Path.Text}");
            BoundField field = Bind(item.Path);
            List<Node> at = _nodes;
            foreach (SalesforceSandboxField parent in field.Parents)
            {
                Node? node = at.Find(n => n.Parent == parent);
                if (node is null)
                    at.Add(node = new Node { Parent = parent });
                at = node.Nodes;
            }

            at.Add(new Node { Field = field.Field, Owner = field.Owner });
        }

        _filter = query.Where is null ? null : new SoqlFilter(store, query.Text, now, Bind).Build(query.Where);
        _order = [.. query.OrderBy.Select(o => (Bind(o.Path), o.Descending, o.NullsLast))];
        if (query.Offset > MaxOffset)
            throw new SalesforceApiException(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
    }

    public SalesforceType Type { get; }

    public bool CountOnly => _query.CountOnly;

    public static SoqlPlan Compile(SalesforceStore store, string soql, DateTimeOffset now)
    {
        SoqlQuery query = SoqlParser.Parse(soql);
        if (!store.Schema.TryGet(query.From.Text, out SalesforceType? type))
            throw SoqlError.NoSuchType(soql, query.From.Position, query.From.Text);
        return new SoqlPlan(store, query, type, now);
    }

    public List<SalesforceRow> Run(bool withDeleted, Func<SalesforceRow, bool>? also = null)
    {
        IEnumerable<SalesforceRow> rows = _store.All(Type).Where(r => (withDeleted || !r.IsDeleted) && (also is null || also(r)) && (_filter is null || _filter(r)));
        if (_order.Length > 0)
            rows = rows.Order(Comparer<SalesforceRow>.Create(Order));
        return [.. rows.Skip(_query.Offset).Take(_query.Limit ?? int.MaxValue)];
    }

    public void Write(Utf8JsonWriter writer, SalesforceRow row, string version) => Write(writer, row, _nodes, version);

    private void Write(Utf8JsonWriter writer, SalesforceRow row, List<Node> nodes, string version)
    {
        writer.WriteStartObject();
        SalesforceRecordJson.WriteAttributes(writer, row, version);
        foreach (Node node in nodes)
        {
            if (node.Field is not null)
            {
                writer.WritePropertyName(node.Field.Name);
                SalesforceRecordJson.WriteField(writer, row, node.Field);
            }
            else if (node.Parent is not null)
            {
                writer.WritePropertyName(node.Parent.RelationshipName!);
                SalesforceRow? parent = row[node.Parent.Name] is string id ? _store.Find(node.Parent.ReferenceTo!, id) : null;
                if (parent is null)
                    writer.WriteNullValue();
                else
                    Write(writer, parent, node.Nodes, version);
            }
            else
            {
                WriteChildren(writer, row, node, version);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter writer, SalesforceRow row, Node node, string version)
    {
        writer.WritePropertyName(node.ChildName!);
        List<SalesforceRow> children = node.Children!.Run(withDeleted: false, child => child[node.ChildField!] is string id && id == row.Id);
        if (children.Count == 0)
        {
            // Not an empty list: the product answers null.
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("totalSize", children.Count);
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        foreach (SalesforceRow child in children)
            node.Children.Write(writer, child, version);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void AddChildren(SoqlQuery children, DateTimeOffset now)
    {
        if (_store.Schema.FindChild(Type, children.From.Text) is not { } child)
        {
            throw new SalesforceApiException(
                400,
                "INVALID_TYPE",
                $"\n{_query.Text}\nERROR at Row:1:Column:{(children.From.Position + 1).ToString(CultureInfo.InvariantCulture)}\nDidn't understand relationship '{children.From.Text}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
        }

        _nodes.Add(new Node { ChildName = child.Field.ChildRelationshipName, ChildField = child.Field.Name, Children = new SoqlPlan(_store, children, child.Type, now) });
    }

    private BoundField Bind(SoqlPath path)
    {
        string[] parts = path.Text.Split('.');
        int first = parts.Length > 1 && parts[0].Equals(Type.Name, StringComparison.OrdinalIgnoreCase) && Type.FindRelationship(parts[0]) is null ? 1 : 0;
        var parents = new List<SalesforceSandboxField>();
        SalesforceType at = Type;
        for (int i = first; i < parts.Length - 1; i++)
        {
            SalesforceSandboxField? parent = at.FindRelationship(parts[i]);
            if (parent is null || parents.Count == MaxParents || !_store.Schema.TryGet(parent.ReferenceTo!, out SalesforceType? next))
                throw SoqlError.InvalidField(_query.Text, path.Position, $"Didn't understand relationship '{parts[i]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            parents.Add(parent);
            at = next;
        }

        return at.TryGetField(parts[^1], out SalesforceSandboxField? field)
            ? new BoundField(parents, field, at)
            : throw SoqlError.NoSuchColumn(_query.Text, path.Position, parts[^1], at.Name);
    }

    private int Order(SalesforceRow? a, SalesforceRow? b)
    {
        foreach ((BoundField field, bool descending, bool nullsLast) in _order)
        {
            object? x = field.Read(_store, a!);
            object? y = field.Read(_store, b!);
            if (x is null || y is null)
            {
                if (x is null && y is null)
                    continue;
                return (x is null) != nullsLast ? -1 : 1;
            }

            int order = x switch
            {
                string s when field.Field.Type is SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference => string.CompareOrdinal(s, (string)y),
                string s => string.Compare(s, (string)y, StringComparison.OrdinalIgnoreCase),
                IComparable c => c.CompareTo(y),
                _ => 0,
            };
            if (order != 0)
                return descending ? -order : order;
        }

        return 0;
    }

    private sealed class Node
    {
        public SalesforceSandboxField? Field { get; init; }

        public SalesforceType? Owner { get; init; }

        public SalesforceSandboxField? Parent { get; init; }

        public List<Node> Nodes { get; } = [];

        public string? ChildName { get; init; }

        public string? ChildField { get; init; }

        public SoqlPlan? Children { get; init; }
    }
}
