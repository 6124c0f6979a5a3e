using System.Globalization;
using System.Text;

namespace Canonical.Contracts;

// All schemas of one comparison. Equal schemas become one node: "the same subschema on both sides" is then a comparison of two numbers, and most of two versions is the same.
internal sealed class SchemaGraph
{
    private readonly Dictionary<string, SchemaNode> _byKey = new(StringComparer.Ordinal);
    private readonly List<SchemaNode> _nodes = [];

    public SchemaGraph()
    {
        True = Intern(new SchemaNode());
        False = Intern(new SchemaNode { Types = JsonKinds.None });
        AnyText = Intern(new SchemaNode { Types = JsonKinds.String });
    }

    // Small schemas that refer to nothing, by their text: most of two versions is the same text.
    public Dictionary<string, SchemaNode> ByText { get; } = new(StringComparer.Ordinal);

    public SchemaNode True { get; }

    public SchemaNode False { get; }

    // Any text.
    public SchemaNode AnyText { get; }

    public SchemaNode this[int id] => _nodes[id];

    public SchemaNode Intern(SchemaNode node)
    {
        if (node.IsReference || node.Opaque is not null) return Add(node);
        var key = Key(node);
        if (_byKey.TryGetValue(key, out var same)) return same;
        _byKey.Add(key, node);
        return Add(node);
    }

    public SchemaNode OfPattern(string pattern) => Intern(new SchemaNode { Pattern = pattern });

    public SchemaNode OfValues(IReadOnlyList<Datum> values) => Intern(new SchemaNode { Values = values });

    public SchemaNode OfRequired(string name) => Intern(new SchemaNode { Types = JsonKinds.Object, Required = [name] });

    public SchemaNode AnyOf(IReadOnlyList<SchemaNode> branches)
    {
        if (branches.Contains(True)) return True;
        return branches.Count == 1 ? branches[0] : Intern(new SchemaNode { AnyOf = branches });
    }

    private SchemaNode Add(SchemaNode node)
    {
        node.Id = _nodes.Count;
        _nodes.Add(node);
        return node;
    }

    // Whatever decides validity is in the key, in a fixed order.
    private static string Key(SchemaNode node)
    {
        var key = new StringBuilder();
        key.Append((int)node.Types);
        if (node.Values is not null) key.Append("|v").AppendJoin(',', node.Values.Select(v => v.Key).Order(StringComparer.Ordinal));
        Number(key, "min", node.Minimum);
        Number(key, "max", node.Maximum);
        Number(key, "xmin", node.ExclusiveMinimum);
        Number(key, "xmax", node.ExclusiveMaximum);
        Number(key, "mul", node.MultipleOf);
        Count(key, "minl", node.MinLength, 0);
        Count(key, "maxl", node.MaxLength, null);
        Text(key, "pat", node.Pattern);
        Text(key, "fmt", node.Format);
        Nodes(key, "pre", node.PrefixItems);
        Node(key, "items", node.Items);
        Count(key, "mini", node.MinItems, 0);
        Count(key, "maxi", node.MaxItems, null);
        if (node.UniqueItems) key.Append("|uniq");
        Node(key, "cont", node.Contains);
        Count(key, "minc", node.MinContains, 1);
        Count(key, "maxc", node.MaxContains, null);
        Node(key, "unei", node.UnevaluatedItems);
        Members(key, "prop", node.Properties);
        Members(key, "patp", node.PatternProperties);
        Node(key, "addp", node.AdditionalProperties);
        Node(key, "names", node.PropertyNames);
        Names(key, "req", node.Required);
        Count(key, "minp", node.MinProperties, 0);
        Count(key, "maxp", node.MaxProperties, null);
        foreach (var (name, names) in node.DependentRequired.OrderBy(d => d.Key, StringComparer.Ordinal)) Names(Text(key, "depr", name), "", names);
        Members(key, "deps", node.DependentSchemas);
        Node(key, "unep", node.UnevaluatedProperties);
        // The order of alternatives does not matter to validity.
        Nodes(key, "all", node.AllOf.OrderBy(n => n.Id));
        Nodes(key, "any", node.AnyOf.OrderBy(n => n.Id));
        Nodes(key, "one", node.OneOf.OrderBy(n => n.Id));
        Node(key, "not", node.Not);
        Node(key, "if", node.If);
        Node(key, "then", node.Then);
        Node(key, "else", node.Else);
        return key.ToString();
    }

    private static void Number(StringBuilder key, string name, Rational? value)
    {
        if (value is { } number) key.Append(CultureInfo.InvariantCulture, $"|{name}{number.Numerator}/{number.Denominator}");
    }

    private static void Count(StringBuilder key, string name, int? value, int? otherwise)
    {
        if (value != otherwise) key.Append('|').Append(name).Append(value?.ToString(CultureInfo.InvariantCulture));
    }

    private static StringBuilder Text(StringBuilder key, string name, string? value)
    {
        if (value is not null) key.Append(CultureInfo.InvariantCulture, $"|{name}{value.Length}:{value}");
        return key;
    }

    private static void Node(StringBuilder key, string name, SchemaNode? node)
    {
        if (node is not null) key.Append(CultureInfo.InvariantCulture, $"|{name}@{node.Id}");
    }

    private static void Nodes(StringBuilder key, string name, IEnumerable<SchemaNode> nodes)
    {
        var first = true;
        foreach (var node in nodes)
        {
            key.Append(first ? "|" + name : ",").Append('@').Append(node.Id);
            first = false;
        }
    }

    private static void Members(StringBuilder key, string name, IEnumerable<KeyValuePair<string, SchemaNode>> members)
    {
        var sorted = new List<Named>();
        foreach (var (member, node) in members) sorted.Add(new(member, node, sorted.Count));
        sorted.Sort(Named.Order);
        foreach (var (member, node, _) in sorted) key.Append('|').Append(name).Append(member.Length).Append(':').Append(member).Append('@').Append(node.Id);
    }

    private sealed record Named(string Name, SchemaNode Node, int Index)
    {
        public static readonly Comparison<Named> Order = static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : a.Index - b.Index;
    }

    private static void Names(StringBuilder key, string name, IEnumerable<string> names)
    {
        foreach (var item in names.Order(StringComparer.Ordinal)) key.Append(CultureInfo.InvariantCulture, $"|{name}{item.Length}:{item}");
    }
}
