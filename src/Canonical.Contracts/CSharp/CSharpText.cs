using System.Security;
using System.Text;

namespace Canonical.Contracts;

// Source text with indentation. Lines end with a line feed on every system, so that the same contract gives the same bytes.
internal sealed class CSharpText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0) _text.Append(' ', 4 * _depth).Append(text);
        _text.Append('\n');
    }

    public void Open(string text)
    {
        Line(text);
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public void Summary(string text) => Line($"/// <summary>{Escape(text)}</summary>");

    public void Remarks(string text)
    {
        if (text.Length > 0) Line($"/// <remarks>{Escape(text)}</remarks>");
    }

    public void Doc(string xml) => Line("/// " + xml);

    public override string ToString() => _text.ToString();

    // A description is plain text; line breaks would end the comment.
    public static string Escape(string text) => SecurityElement.Escape(text.ReplaceLineEndings(" "))!.Replace("&apos;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);

    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (c < ' ' || c > '~') literal.Append("\\u").Append(((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
            else literal.Append(c);
        }
        return literal.Append('"').ToString();
    }
}
