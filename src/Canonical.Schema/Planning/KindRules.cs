namespace Canonical.Schema;

/// <summary>Which kinds of values a set of nodes allows, and which values where enum or const names them.</summary>
internal sealed class KindRules
{
    private readonly JsonTypes _kinds;

    public KindRules(List<Node> parts)
    {
        var kinds = JsonTypes.All;
        SchemaValue[]? values = null;
        foreach (var part in parts)
        {
            var types = part.Types;
            if ((types & (JsonTypes.Number | JsonTypes.Integer)) == JsonTypes.Integer)
            {
                IsInteger = true;
                types |= JsonTypes.Number;
            }
            kinds &= types;
            if (part.Enum is not null) values = Intersect(values, part.Enum);
            if (part.Const is not null) values = Intersect(values, [part.Const]);
        }
        True = False = (kinds & JsonTypes.Boolean) != JsonTypes.None;
        Null = (kinds & JsonTypes.Null) != JsonTypes.None;
        if (values is not null)
        {
            HasValues = true;
            True &= Array.Exists(values, static v => v.Kind == SchemaKind.True);
            False &= Array.Exists(values, static v => v.Kind == SchemaKind.False);
            Null &= Array.Exists(values, static v => v.Kind == SchemaKind.Null);
            Strings = DistinctTexts(values);
            Numbers = Array.ConvertAll(Array.FindAll(values, static v => v.Kind == SchemaKind.Number), static v => v.Number!);
            if (Strings.Length == 0) kinds &= ~JsonTypes.String;
            if (Numbers.Length == 0) kinds &= ~JsonTypes.Number;
            if (!Array.Exists(values, static v => v.Kind == SchemaKind.Array)) kinds &= ~JsonTypes.Array;
            if (!Array.Exists(values, static v => v.Kind == SchemaKind.Object)) kinds &= ~JsonTypes.Object;
        }
        _kinds = kinds;
    }

    public bool True { get; }

    public bool False { get; }

    public bool Null { get; }

    /// <summary>Whether enum or const names the values.</summary>
    public bool HasValues { get; }

    /// <summary>Their strings, when it does.</summary>
    public string[]? Strings { get; }

    public ExactNumber[]? Numbers { get; }

    public bool IsInteger { get; }

    public bool IsAnything => _kinds == JsonTypes.All && !HasValues && !IsInteger;

    public bool IsObjectOnly => (_kinds & (JsonTypes.String | JsonTypes.Number | JsonTypes.Array)) == JsonTypes.None && !True && !False && !Null && Allows(JsonTypes.Object);

    public bool Allows(JsonTypes kind) => (_kinds & kind) != JsonTypes.None;

    private static string[] DistinctTexts(SchemaValue[] values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var texts = new List<string>();
        foreach (var value in values)
        {
            if (value.IsString && seen.Add(value.Text!)) texts.Add(value.Text!);
        }
        return texts.ToArray();
    }

    private static SchemaValue[] Intersect(SchemaValue[]? a, SchemaValue[] b) => a is null ? b : Array.FindAll(a, x => Array.Exists(b, y => Same(x, y)));

    private static bool Same(SchemaValue a, SchemaValue b)
    {
        if (a.Kind != b.Kind) return false;
        return a.Kind switch
        {
            SchemaKind.String => a.Text == b.Text,
            SchemaKind.Number => DecimalText.Same(a.Number!.Value, b.Number!.Value),
            SchemaKind.Array => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(static pair => Same(pair.First, pair.Second)),
            SchemaKind.Object => a.Members.Length == b.Members.Length && Array.TrueForAll(a.Members, m => b[m.Name] is { } other && Same(m.Value, other)),
            _ => true,
        };
    }
}
