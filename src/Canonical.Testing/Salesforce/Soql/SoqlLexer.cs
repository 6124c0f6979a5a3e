using System.Globalization;
using System.Text;

namespace Canonical.Testing;

internal enum SoqlTokenKind
{
    Word,
    Text,
    Number,
    Date,
    Instant,
    Time,
    Symbol,
    End,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The text of words and symbols, the unescaped text of literals, or the parsed value.</param>
/// <param name="Position">Where it begins in the query, from 0.</param>
/// <param name="Pattern">For texts: the text in which escaped wildcards are the characters U+E000 (%) and U+E001 (_); null when there are none.</param>
internal readonly record struct SoqlToken(SoqlTokenKind Kind, object Value, int Position, string? Pattern = null)
{
    public bool Is(string word) => Kind is SoqlTokenKind.Word or SoqlTokenKind.Symbol && string.Equals((string)Value, word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts SOQL into tokens (Salesforce, SOQL and SOSL Reference).</summary>
internal static class SoqlLexer
{
    public const char EscapedPercent = '\uE000';
    public const char EscapedUnderscore = '\uE001';

    public static List<SoqlToken> Read(string soql)
    {
        var tokens = new List<SoqlToken>();
        int i = 0;
        while (true)
        {
            while (i < soql.Length && char.IsWhiteSpace(soql[i]))
                i++;
            if (i == soql.Length)
            {
                tokens.Add(new SoqlToken(SoqlTokenKind.End, "<EOF>", i));
                return tokens;
            }

            int start = i;
            char c = soql[i];
            if (c == '\'')
            {
                tokens.Add(ReadText(soql, ref i));
            }
            else if (char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && i + 1 < soql.Length && char.IsAsciiDigit(soql[i + 1])))
            {
                i++;
                while (i < soql.Length && (char.IsAsciiLetterOrDigit(soql[i]) || soql[i] is '.' or ':' or '-' or '+'))
                    i++;
                tokens.Add(ReadNumberOrTime(soql, start, soql[start..i]));
            }
            else if (char.IsAsciiLetter(c))
            {
                while (i < soql.Length && (char.IsAsciiLetterOrDigit(soql[i]) || soql[i] is '_' or '.' or ':'))
                    i++;
                tokens.Add(new SoqlToken(SoqlTokenKind.Word, soql[start..i], start));
            }
            else
            {
                string symbol = soql.AsSpan(i) switch
                {
                    ['<', '=', ..] or ['>', '=', ..] or ['!', '=', ..] or ['<', '>', ..] => soql.Substring(i, 2),
                    ['(' or ')' or ',' or '=' or '<' or '>', ..] => soql.Substring(i, 1),
                    _ => throw SoqlError.Malformed(soql, i, $"unexpected token: '{c}'"),
                };
                i += symbol.Length;
                tokens.Add(new SoqlToken(SoqlTokenKind.Symbol, symbol, start));
            }
        }
    }

    private static SoqlToken ReadText(string soql, ref int i)
    {
        int start = i++;
        var text = new StringBuilder();
        StringBuilder? pattern = null;
        while (true)
        {
            if (i >= soql.Length)
                throw SoqlError.Malformed(soql, start, "line 1:" + start.ToString(CultureInfo.InvariantCulture) + " mismatched character '<EOF>' expecting '''");
            char c = soql[i++];
            if (c == '\'')
                return new SoqlToken(SoqlTokenKind.Text, text.ToString(), start, pattern?.ToString());
            if (c != '\\')
            {
                text.Append(c);
                pattern?.Append(c);
                continue;
            }

            char escape = i < soql.Length ? soql[i++] : '\0';
            char plain = escape switch
            {
                '\\' or '\'' or '"' => escape,
                'n' or 'N' => '\n',
                'r' or 'R' => '\r',
                't' or 'T' => '\t',
                'b' or 'B' => '\b',
                'f' or 'F' => '\f',
                '%' or '_' => escape,
                'u' when i + 4 <= soql.Length && ushort.TryParse(soql.AsSpan(i, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code) => (char)code,
                _ => throw SoqlError.Malformed(soql, i - 1, "Illegal escape sequence in a string literal"),
            };
            if (escape == 'u')
                i += 4;
            if (escape is '%' or '_')
            {
                pattern ??= new StringBuilder(text.ToString());
                pattern.Append(escape == '%' ? EscapedPercent : EscapedUnderscore);
            }
            else
            {
                pattern?.Append(plain);
            }

            text.Append(plain);
        }
    }

    private static SoqlToken ReadNumberOrTime(string soql, int start, string text)
    {
        if (SalesforceValue.TryParseDate(text, out DateOnly date) && text.Length == 10)
            return new SoqlToken(SoqlTokenKind.Date, date, start);
        if (text.Contains('T', StringComparison.Ordinal) && SalesforceValue.TryParseInstant(text, out DateTimeOffset instant))
            return new SoqlToken(SoqlTokenKind.Instant, instant, start);
        if (text.Contains(':', StringComparison.Ordinal) && SalesforceValue.TryParseTime(text, out string? time))
            return new SoqlToken(SoqlTokenKind.Time, time, start);
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return new SoqlToken(SoqlTokenKind.Number, number, start);
        throw SoqlError.Malformed(soql, start, $"unexpected token: '{text}'");
    }
}
