using System.Globalization;
using System.Text;

namespace Connectors.Kantata;

/// <summary>
/// Writes query strings by the server's rules: booleans in small letters (anything else is a text, and a text is true), dates as <c>from:to</c>,
/// instants with <c>Z</c>, lists with commas. An unknown name is ignored by the server without a word, so names stand only here.
/// </summary>
internal sealed class QueryBuilder
{
    private readonly StringBuilder _text = new();

    public QueryBuilder Add(string name, bool value) => Append(name, value ? "true" : "false");

    public QueryBuilder Add(string name, long value) => Append(name, value.ToString(CultureInfo.InvariantCulture));

    public QueryBuilder Add(string name, string? value) => string.IsNullOrEmpty(value) ? this : Append(name, value);

    public QueryBuilder Add(string name, DateTimeOffset? value) =>
        value is { } instant ? Append(name, instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : this;

    public QueryBuilder Add(string name, DateOnly from, DateOnly through) => Append(name, $"{Text(from)}:{Text(through)}");

    public QueryBuilder Add(string name, IReadOnlyList<string> values) => values.Count == 0 ? this : Append(name, string.Join(',', values));

    public override string ToString() => _text.ToString();

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private QueryBuilder Append(string name, string value)
    {
        _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }
}
