using System.Globalization;
using System.Text;

namespace Canonical.Model.Tests;

// A JSON value as text to be: unlike a parsed one it may have names twice, scalars that are no JSON, and any spelling.
internal abstract class Doc
{
    // Raw JSON text of a value without members.
    internal sealed class Scalar(string text) : Doc
    {
        public string Text { get; } = text;
    }

    internal sealed class List : Doc
    {
        public List<Doc> Items { get; } = [];
    }

    internal sealed class Map : Doc
    {
        public List<(string Name, Doc Value)> Members { get; } = [];

        public bool Has(string name) => Members.Exists(m => m.Name == name);
    }

    // How a document is spelled: white space and escapes at random, or neither.
    internal sealed record Style(Random Random, bool Spaces, bool Escapes);

    public static Scalar String(string value) => new(Quote(value, null));

    public IEnumerable<Doc> All() => this switch
    {
        List list => list.Items.SelectMany(i => i.All()).Prepend(this),
        Map map => map.Members.SelectMany(m => m.Value.All()).Prepend(this),
        _ => [this],
    };

    public Doc Clone()
    {
        switch (this)
        {
            case List list:
                var items = new List();
                items.Items.AddRange(list.Items.Select(i => i.Clone()));
                return items;
            case Map map:
                var members = new Map();
                members.Members.AddRange(map.Members.Select(m => (m.Name, m.Value.Clone())));
                return members;
            default:
                return this;
        }
    }

    public byte[] Write(Style style)
    {
        var text = new StringBuilder();
        Write(text, style);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static string Quote(string value, Random? escapes)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\' || c < ' ' || char.IsSurrogate(c) || (escapes is not null && escapes.Next(8) == 0)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }
        return text.Append('"').ToString();
    }

    private void Write(StringBuilder text, Style style)
    {
        switch (this)
        {
            case Scalar scalar:
                text.Append(style.Escapes ? Escape(scalar.Text, style.Random) : scalar.Text);
                break;
            case List list:
                text.Append('[');
                Space(text, style);
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) Comma(text, style);
                    list.Items[i].Write(text, style);
                    Space(text, style);
                }
                text.Append(']');
                break;
            case Map map:
                text.Append('{');
                Space(text, style);
                for (var i = 0; i < map.Members.Count; i++)
                {
                    if (i > 0) Comma(text, style);
                    text.Append(Quote(map.Members[i].Name, style.Escapes ? style.Random : null));
                    Space(text, style);
                    text.Append(':');
                    Space(text, style);
                    map.Members[i].Value.Write(text, style);
                    Space(text, style);
                }
                text.Append('}');
                break;
        }
    }

    // Some letters of a string that has no escapes yet.
    private static string Escape(string scalar, Random random)
    {
        if (scalar.Length < 2 || scalar[0] != '"' || scalar[^1] != '"' || scalar.Contains('\\', StringComparison.Ordinal)) return scalar;
        return Quote(scalar[1..^1], random);
    }

    private static void Comma(StringBuilder text, Style style)
    {
        text.Append(',');
        Space(text, style);
    }

    private static void Space(StringBuilder text, Style style)
    {
        if (style.Spaces && style.Random.Next(3) == 0) text.Append(" \t\r\n          ".AsSpan(0, style.Random.Next(14)));
    }
}
