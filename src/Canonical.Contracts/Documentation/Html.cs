using System.Runtime.CompilerServices;
using System.Text;

namespace Canonical.Contracts;

// HTML text. What is interpolated is escaped, and a fragment is not: a description can say "<b>" and stays text.
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    public Html Add([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        // The handler has written while it was built; it is a parameter so that the compiler builds it.
        _ = handler;
        return this;
    }

    // Lines end with a line feed on every system, so that the same contract gives the same bytes.
    public Html Line([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        _ = handler;
        _text.Append('\n');
        return this;
    }

    public static Html Of(ReadOnlySpan<char> text)
    {
        var html = new Html();
        html.Escape(text);
        return html;
    }

    // A text of a contract: what stands between two backquotes is code.
    public static Html Prose(string text)
    {
        var html = new Html();
        var parts = text.ReplaceLineEndings(" ").Split('`');
        for (var i = 0; i < parts.Length; i++)
        {
            // An odd part is code, unless its closing backquote is missing.
            if (i % 2 == 1 && i < parts.Length - 1) html.Add($"<code>{parts[i]}</code>");
            else html.Add($"{(i % 2 == 1 ? "`" : "")}{parts[i]}");
        }
        return html;
    }

    public override string ToString() => _text.ToString();

    private void Escape(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                _ => _text.Append(c),
            };
        }
    }

    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly Html _html;

        public Handler(int literalLength, int formattedCount, Html html) => _html = html;

        public void AppendLiteral(string text) => _html._text.Append(text.ReplaceLineEndings("\n"));

        public void AppendFormatted(string? text) => _html.Escape(text);

        public void AppendFormatted(int number) => _html._text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Html fragment) => _html._text.Append(fragment._text);
    }
}
