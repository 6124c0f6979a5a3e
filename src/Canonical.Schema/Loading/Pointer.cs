using System.Globalization;

namespace Canonical.Schema;

/// <summary>JSON Pointers (RFC 6901) in schemas.</summary>
internal static class Pointer
{
    public static string Escape(string token) =>
        token.AsSpan().IndexOfAny('~', '/') < 0 ? token : token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string token) =>
        token.Contains('~', StringComparison.Ordinal) ? token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal) : token;

    /// <summary>The value that a pointer names, or null.</summary>
    public static SchemaValue? Walk(SchemaValue root, string pointer)
    {
        if (pointer.Length == 0) return root;
        var at = root;
        foreach (var raw in pointer[1..].Split('/'))
        {
            var token = Unescape(raw);
            if (at.Kind == SchemaKind.Object)
            {
                if (at.Member(token) is not { } member) return null;
                at = member;
            }
            else if (at.Kind == SchemaKind.Array && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.Items.Length)
            {
                at = at.Items[index];
            }
            else
            {
                return null;
            }
        }
        return at;
    }
}
