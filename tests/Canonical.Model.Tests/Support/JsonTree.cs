using System.Globalization;
using System.Text;

namespace Canonical.Model.Tests;

// A JSON value that can be written in many spellings, and by a naive canonical writer that shares no code with ours.
internal abstract record JsonTree
{
    private static readonly string[] Alphabet =
        ["a", "b", "z", "A", "0", "\"", "\\", "/", "\b", "\t", "\n", "\f", "\r", "\u0000", "\u001f", "\u007f", "\u0080", "é", "\u20ac", "\ud7ff", "\ue000", "\ufb33", "\uffff", "\U00010000", "\U0001F602", "\U0010FFFF"];

    private sealed record Literal(string Token) : JsonTree;

    private sealed record Text(string Value) : JsonTree;

    private sealed record List(IReadOnlyList<JsonTree> Items) : JsonTree;

    private sealed record Map(IReadOnlyList<KeyValuePair<string, JsonTree>> Members) : JsonTree;

    public static JsonTree Random(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => new Literal(random.Next(3) switch { 0 => "null", 1 => "true", _ => "false" }),
        1 => new Literal(random.Next(-100_000, 100_000).ToString(CultureInfo.InvariantCulture)),
        2 or 3 => new Text(RandomText(random)),
        4 => new List([.. Enumerable.Range(0, random.Next(4)).Select(_ => Random(random, depth - 1))]),
        _ => new Map([.. Enumerable.Range(0, random.Next(7)).Select(_ => RandomText(random)).Distinct(StringComparer.Ordinal).Select(n => KeyValuePair.Create(n, Random(random, depth - 1)))]),
    };

    public string Write(Random random)
    {
        var text = new StringBuilder();
        Write(text, random);
        return text.ToString();
    }

    public string Canonical() => this switch
    {
        Literal literal => literal.Token,
        Text value => Escape(value.Value),
        List list => "[" + string.Join(',', list.Items.Select(i => i.Canonical())) + "]",
        Map map => "{" + string.Join(',', map.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => Escape(m.Key) + ":" + m.Value.Canonical())) + "}",
        _ => throw new InvalidOperationException(),
    };

    private void Write(StringBuilder text, Random random)
    {
        Space(text, random);
        switch (this)
        {
            case Literal literal:
                text.Append(literal.Token);
                break;
            case Text value:
                WriteText(text, value.Value, random);
                break;
            case List list:
                text.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    list.Items[i].Write(text, random);
                }
                text.Append(']');
                break;
            case Map map:
                text.Append('{');
                var members = map.Members.ToArray();
                random.Shuffle(members);
                for (var i = 0; i < members.Length; i++)
                {
                    if (i > 0) text.Append(',');
                    Space(text, random);
                    WriteText(text, members[i].Key, random);
                    Space(text, random);
                    text.Append(':');
                    members[i].Value.Write(text, random);
                }
                text.Append('}');
                break;
        }
        Space(text, random);
    }

    private static string RandomText(Random random) => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

    private static void Space(StringBuilder text, Random random) => text.Append(" \t\r\n".AsSpan(0, random.Next(2) * random.Next(5)));

    private static void WriteText(StringBuilder text, string value, Random random)
    {
        text.Append('"');
        foreach (var c in value)
        {
            // Both halves of a pair are escaped, so that neither stands alone.
            if (c is '"' or '\\' || c < 0x20 || char.IsSurrogate(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else if (random.Next(3) == 0) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else text.Append(c);
        }
        text.Append('"');
    }

    private static string Escape(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }
        return text.Append('"').ToString();
    }
}
