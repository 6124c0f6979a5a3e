using System.Collections.Frozen;

namespace Connectors.Workday;

/// <summary>How one element of a Worker becomes a member of the record.</summary>
internal enum ElementKind
{
    /// <summary>Text as it stands.</summary>
    Text,

    /// <summary>xs:boolean: a JSON boolean.</summary>
    Boolean,

    /// <summary>xs:date: <c>"YYYY-MM-DD"</c>, the zone dropped.</summary>
    Date,

    /// <summary>xs:decimal: a JSON string in plain decimal notation.</summary>
    Decimal,

    /// <summary>A reference with its IDs: an object from ID type to value.</summary>
    Reference,

    /// <summary>An element with children.</summary>
    Structure,
}

/// <summary>
/// The element map: which elements of an answer are taken, under the names they have in Workday. What is not listed is passed over unread, so an answer
/// may hold national ids, birthdays or private addresses and none of it ever reaches the record.
/// </summary>
internal sealed class ElementShape
{
    private ElementShape(string name, ElementKind kind, bool repeats, ElementShape[] attributes, ElementShape[] children)
    {
        Name = name;
        Repeats = repeats;
        Kind = kind;
        Repeats = repeats;
        Attributes = attributes;
        Children = children.ToFrozenDictionary(child => child.Name, StringComparer.Ordinal);
    }

    public string Name { get; }

    public ElementKind Kind { get; }

    /// <summary>True when the member is an array, even of one.</summary>
    public bool Repeats { get; }

    public IReadOnlyList<ElementShape> Attributes { get; }

    public FrozenDictionary<string, ElementShape> Children { get; }

    public static ElementShape Text(string name) => new(name, ElementKind.Text, false, [], []);

    public static ElementShape Boolean(string name) => new(name, ElementKind.Boolean, false, [], []);

    public static ElementShape Date(string name) => new(name, ElementKind.Date, false, [], []);

    public static ElementShape Decimal(string name) => new(name, ElementKind.Decimal, false, [], []);

    public static ElementShape Reference(string name) => new(name, ElementKind.Reference, false, [], []);

    public static ElementShape Structure(string name, ElementShape[] attributes, params ElementShape[] children) =>
        new(name, ElementKind.Structure, false, attributes, children);

    public ElementShape Many() => new(Name, Kind, true, [.. Attributes], [.. Children.Values]);
}
