namespace Canonical.Schema;

/// <summary>Which kinds of values a set of nodes allows, and which values where enum or const names them.</summary>
internal sealed class KindRules
{
    private readonly JsonTypes _kinds;

    public readonly bool True, False, Null, IsInteger;

    /// <summary>Whether enum or const names the values.</summary>
    public readonly bool HasValues;

    /// <summary>Their strings and numbers, when it does.</summary>
    public readonly string[]? Strings;
    public readonly ExactNumber[]? Numbers;

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
            var found = JsonTypes.None;
            var (isTrue, isFalse) = (false, false);
            var texts = new List<string>();
            var numbers = new List<ExactNumber>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var value in values)
            {
                found |= KindOf(value.Kind);
                isTrue |= value.Kind == SchemaKind.True;
                isFalse |= value.Kind == SchemaKind.False;
                if (value.Kind == SchemaKind.Number) numbers.Add(value.Number!);
                else if (value.IsString && seen.Add(value.Text!)) texts.Add(value.Text!);
            }
            True &= isTrue;
            False &= isFalse;
            Null &= (found & JsonTypes.Null) != JsonTypes.None;
            Strings = texts.ToArray();
            Numbers = numbers.ToArray();
            kinds &= found | JsonTypes.Null | JsonTypes.Boolean | JsonTypes.Integer;
        }
        _kinds = kinds;
    }

    public static JsonTypes KindOf(SchemaKind kind) => kind switch
    {
        SchemaKind.Null => JsonTypes.Null,
        SchemaKind.Number => JsonTypes.Number,
        SchemaKind.String => JsonTypes.String,
        SchemaKind.Array => JsonTypes.Array,
        SchemaKind.Object => JsonTypes.Object,
        _ => JsonTypes.Boolean,
    };

    public bool IsAnything => _kinds == JsonTypes.All && !HasValues && !IsInteger;

    public bool IsObjectOnly => (_kinds & (JsonTypes.String | JsonTypes.Number | JsonTypes.Array)) == JsonTypes.None && !True && !False && !Null && Allows(JsonTypes.Object);

    public bool Allows(JsonTypes kind) => (_kinds & kind) != JsonTypes.None;

    private static SchemaValue[] Intersect(SchemaValue[]? a, SchemaValue[] b) => a is null ? b : Both(a, b);

    private static SchemaValue[] Both(SchemaValue[] a, SchemaValue[] b) => Array.FindAll(a, x => Array.Exists(b, y => Same(x, y)));

    private static bool Same(SchemaValue a, SchemaValue b)
    {
        if (a.Kind != b.Kind) return false;
        return a.Kind switch
        {
            SchemaKind.String => a.Text == b.Text,
            SchemaKind.Number => DecimalText.Same(a.Number!.Value, b.Number!.Value),
            SchemaKind.Array => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(static pair => Same(pair.First, pair.Second)),
            SchemaKind.Object => a.Members.Length == b.Members.Length && Array.TrueForAll(a.Members, m => b.Member(m.Name!) is { } other && Same(m, other)),
            _ => true,
        };
    }
}
