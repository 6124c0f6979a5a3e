using System.Globalization;
using System.Text;

namespace Canonical.Schema;

/// <summary>The parts of messages. Values of the schema may be shown; of the document only kinds, counts and property names.</summary>
internal static class Words
{
    private const int MaxShown = 60;
    private const int MaxListed = 10;

    public static string Kind(TapeKind kind) => kind switch
    {
        TapeKind.Null => "null",
        TapeKind.True or TapeKind.False => "a boolean",
        TapeKind.Number => "a number",
        TapeKind.String => "a string",
        TapeKind.Array => "an array",
        _ => "an object",
    };

    public static string Types(JsonTypes types)
    {
        var names = new List<string>();
        if ((types & JsonTypes.Object) != JsonTypes.None) names.Add("an object");
        if ((types & JsonTypes.Array) != JsonTypes.None) names.Add("an array");
        if ((types & JsonTypes.String) != JsonTypes.None) names.Add("a string");
        if ((types & JsonTypes.Number) != JsonTypes.None) names.Add("a number");
        else if ((types & JsonTypes.Integer) != JsonTypes.None) names.Add("an integer");
        if ((types & JsonTypes.Boolean) != JsonTypes.None) names.Add("a boolean");
        if ((types & JsonTypes.Null) != JsonTypes.None) names.Add("null");
        return names.Count switch
        {
            0 => "no value",
            1 => names[0],
            _ => string.Join(", ", names.Take(names.Count - 1)) + " or " + names[^1],
        };
    }

    public static string Count(long count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A value of the schema.</summary>
    public static string Value(SchemaValue value) => value.Kind switch
    {
        SchemaKind.Null => "null",
        SchemaKind.True => "true",
        SchemaKind.False => "false",
        SchemaKind.Number => value.Text!,
        SchemaKind.String => Quote(value.Text!),
        SchemaKind.Array => "the array of the schema",
        _ => "the object of the schema",
    };

    public static string Values(SchemaValue[] values)
    {
        if (values.Length == 0) return "none of all values";
        var shown = string.Join(", ", values.Take(MaxListed).Select(Value));
        return values.Length == 1 ? shown : values.Length <= MaxListed ? "one of " + shown : string.Create(CultureInfo.InvariantCulture, $"one of {shown} and {values.Length - MaxListed} more");
    }

    public static string Other(TapeKind found, SchemaKind expected) => IsSame(found, expected) && found is not (TapeKind.True or TapeKind.False or TapeKind.Null) ? "another " + Kind(found).Split(' ')[1] : Kind(found);

    public static string OtherThan(TapeKind found, SchemaValue[] values) => Other(found, Array.Find(values, v => IsSame(found, v.Kind))?.Kind ?? SchemaKind.Null);

    public static string Format(string format) => format switch
    {
        "date-time" => "a date and time with an offset (format date-time)",
        "date" => "a date as YYYY-MM-DD (format date)",
        "time" => "a time with an offset (format time)",
        "uuid" => "a UUID (format uuid)",
        "email" or "idn-email" => $"a mail address (format {format})",
        "uri" or "iri" => $"an absolute {format.ToUpperInvariant()} (format {format})",
        _ => $"a string of format {format}",
    };

    public static string Name(ReadOnlySpan<byte> utf8) => Quote(Encoding.UTF8.GetString(utf8));

    public static string Name(string name) => Quote(name);

    private static bool IsSame(TapeKind kind, SchemaKind schema) => kind switch
    {
        TapeKind.Number => schema == SchemaKind.Number,
        TapeKind.String => schema == SchemaKind.String,
        TapeKind.Array => schema == SchemaKind.Array,
        TapeKind.Object => schema == SchemaKind.Object,
        _ => false,
    };

    // Control characters would let a name forge lines of a log.
    private static string Quote(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (var c in text.Length > MaxShown ? text[..MaxShown] : text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029') shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else shown.Append(c);
        }
        return shown.Append(text.Length > MaxShown ? "…\"" : "\"").ToString();
    }
}
