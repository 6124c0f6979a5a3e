using System.Text.Json;

namespace Canonical.Mapping;

internal enum NodeKind
{
    /// <summary>Nothing was written yet.</summary>
    Unset,
    Null,
    Scalar,
    Raw,
    Object,
    Array,
}

/// <summary>The JSON that a run builds: members in the order of writing, so that equal input gives equal bytes.</summary>
internal sealed class Node
{
    private JsonScalar _scalar;
    private JsonElement _raw;

    public NodeKind Kind { get; private set; }

    public List<KeyValuePair<string, Node>> Members { get; private set; } = s_noMembers;

    public List<Node> Items { get; private set; } = s_noItems;

    // Never added to: a node becomes an object or an array before it gets a member.
    private static readonly List<KeyValuePair<string, Node>> s_noMembers = [];
    private static readonly List<Node> s_noItems = [];

    public static Node NewObject()
    {
        var node = new Node();
        node.BecomeObject();
        return node;
    }

    public static Node NewArray()
    {
        var node = new Node();
        node.BecomeArray();
        return node;
    }

    public static Node Null() => new() { Kind = NodeKind.Null };

    public static Node Of(JsonScalar scalar) => new() { Kind = NodeKind.Scalar, _scalar = scalar };

    public static Node Of(string text) => Of(JsonScalar.Of(text));

    public static Node Of(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? Null()
        : JsonScalar.TryRead(element, out var scalar) ? Of(scalar)
        : new Node { Kind = NodeKind.Raw, _raw = element };

    public bool BecomeObject()
    {
        if (Kind == NodeKind.Unset)
        {
            Kind = NodeKind.Object;
            Members = [];
        }

        return Kind == NodeKind.Object;
    }

    public bool BecomeArray()
    {
        if (Kind == NodeKind.Unset)
        {
            Kind = NodeKind.Array;
            Items = [];
        }

        return Kind == NodeKind.Array;
    }

    public void Become(Node other)
    {
        Kind = other.Kind;
        Members = other.Members;
        Items = other.Items;
        _scalar = other._scalar;
        _raw = other._raw;
    }

    public Node? Member(string name)
    {
        foreach (var member in Members)
        {
            if (member.Key == name)
                return member.Value;
        }

        return null;
    }

    public Node Add(string name, Node value)
    {
        BecomeObject();
        Members.Add(new KeyValuePair<string, Node>(name, value));
        return value;
    }

    public bool IsScalar(JsonScalar expected) => Kind == NodeKind.Scalar && _scalar.ForComparison() == expected.ForComparison();

    public bool SameAs(Node other)
    {
        if (Kind == NodeKind.Scalar && other.Kind == NodeKind.Scalar)
            return IsScalar(other._scalar);
        if (Kind != other.Kind)
            return false;
        return Kind switch
        {
            NodeKind.Raw => JsonElement.DeepEquals(_raw, other._raw),
            NodeKind.Object => Members.Count == other.Members.Count && Members.TrueForAll(m => other.Member(m.Key) is { } o && m.Value.SameAs(o)),
            NodeKind.Array => Items.Count == other.Items.Count && Items.Zip(other.Items).All(pair => pair.First.SameAs(pair.Second)),
            _ => true,
        };
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case NodeKind.Scalar:
                _scalar.WriteTo(writer);
                break;
            case NodeKind.Raw:
                _raw.WriteTo(writer);
                break;
            case NodeKind.Object:
                writer.WriteStartObject();
                foreach (var member in Members)
                {
                    writer.WritePropertyName(member.Key);
                    member.Value.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            case NodeKind.Array:
                writer.WriteStartArray();
                foreach (var item in Items)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
