using System.Globalization;
using System.Text;

namespace Connectors.Salesforce;

/// <summary>A value in a filter, in the form that SOQL wants for its type: texts quoted and escaped, all others bare (SOQL and SOSL Reference, Quoted String Escape Sequences, Date Formats). Immutable and thread-safe.</summary>
public readonly record struct SoqlValue
{
    private readonly string? _text;

    private SoqlValue(string text) => _text = text;

    /// <summary>The value null; also what the default of this type means.</summary>
    public static SoqlValue Null => default;

    internal string Text => _text ?? "null";

    /// <summary>A text or a record id.</summary>
    /// <param name="value">The text, not escaped; null means the value null.</param>
    public static SoqlValue From(string? value) => value is null ? Null : new SoqlValue(Quote(value, like: false));

    /// <summary>A number. Its digits are kept as they are.</summary>
    /// <param name="value">The number.</param>
    public static SoqlValue From(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>True or false.</summary>
    /// <param name="value">The value.</param>
    public static SoqlValue From(bool value) => new(value ? "true" : "false");

    /// <summary>A date without a zone, written <c>2026-01-31</c>.</summary>
    /// <param name="value">The date.</param>
    public static SoqlValue From(DateOnly value) => new(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An instant, written in UTC with <c>Z</c>; what is below a millisecond is cut off.</summary>
    /// <param name="value">The instant.</param>
    public static SoqlValue From(DateTimeOffset value)
    {
        DateTime utc = value.UtcDateTime;
        // Z and not +00:00: a plus sign that is not encoded would arrive as a space.
        return new SoqlValue(utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>A text or a record id.</summary>
    /// <param name="value">The text, not escaped.</param>
    public static implicit operator SoqlValue(string? value) => From(value);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator SoqlValue(decimal value) => From(value);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator SoqlValue(int value) => From((decimal)value);

    /// <summary>True or false.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator SoqlValue(bool value) => From(value);

    /// <summary>A date without a zone.</summary>
    /// <param name="value">The date.</param>
    public static implicit operator SoqlValue(DateOnly value) => From(value);

    /// <summary>An instant.</summary>
    /// <param name="value">The instant.</param>
    public static implicit operator SoqlValue(DateTimeOffset value) => From(value);

    /// <summary>Says that there is a value, not which: it may be personal.</summary>
    /// <returns>A fixed text.</returns>
    public override string ToString() => _text is null ? "null" : "SoqlValue (redacted)";

    /// <summary>The pattern of a LIKE that matches texts that begin with the value; its wildcards count as characters.</summary>
    internal static SoqlValue Prefix(string value)
    {
        string quoted = Quote(value, like: true);
        return new SoqlValue(string.Concat(quoted.AsSpan(0, quoted.Length - 1), "%'"));
    }

    private static string Quote(string value, bool like)
    {
        var quoted = new StringBuilder(value.Length + 8);
        quoted.Append('\'');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            switch (c)
            {
                // The backslash first of all: escaping only the quote lets \' close the text.
                case '\\' or '\'' or '"':
                    quoted.Append('\\').Append(c);
                    break;
                case '\n':
                    quoted.Append(@"\n");
                    break;
                case '\r':
                    quoted.Append(@"\r");
                    break;
                case '\t':
                    quoted.Append(@"\t");
                    break;
                case '\b':
                    quoted.Append(@"\b");
                    break;
                case '\f':
                    quoted.Append(@"\f");
                    break;
                case '%' or '_' when like:
                    quoted.Append('\\').Append(c);
                    break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                        quoted.Append(c).Append(value[++i]);
                    // Half of a pair as well: an address cannot hold it, and would silently ask for another text.
                    else if (char.IsControl(c) || char.IsSurrogate(c))
                        quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    else
                        quoted.Append(c);
                    break;
            }
        }

        return quoted.Append('\'').ToString();
    }
}
