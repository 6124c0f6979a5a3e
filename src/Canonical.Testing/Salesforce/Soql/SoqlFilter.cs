using System.Globalization;

namespace Canonical.Testing;

/// <summary>A field reached from a record, through parents when there are any.</summary>
internal sealed record BoundField(IReadOnlyList<SalesforceSandboxField> Parents, SalesforceSandboxField Field, SalesforceType Owner)
{
    public object? Read(SalesforceStore store, SalesforceRow row)
    {
        SalesforceRow? at = row;
        foreach (SalesforceSandboxField parent in Parents)
        {
            at = at[parent.Name] is string id ? store.Find(parent.ReferenceTo!, id) : null;
            if (at is null)
                return null;
        }

        return at[Field.Name];
    }
}

/// <summary>Makes a test out of a filter, and refuses what the product refuses: unknown fields, values of the wrong kind, fields that cannot be filtered by.</summary>
internal sealed class SoqlFilter(SalesforceStore store, string soql, DateTimeOffset now, Func<SoqlPath, BoundField> bind)
{
    public Func<SalesforceRow, bool> Build(SoqlCondition condition) => condition switch
    {
        SoqlAnd and => All(and.Parts),
        SoqlOr or => Any(or.Parts),
        SoqlNot not => Not(Build(not.Part)),
        SoqlCompare compare => Compare(compare),
        _ => throw new InvalidOperationException("A condition of an unknown kind."),
    };

    private Func<SalesforceRow, bool> All(IReadOnlyList<SoqlCondition> parts)
    {
        Func<SalesforceRow, bool>[] tests = [.. parts.Select(Build)];
        return row => Array.TrueForAll(tests, t => t(row));
    }

    private Func<SalesforceRow, bool> Any(IReadOnlyList<SoqlCondition> parts)
    {
        Func<SalesforceRow, bool>[] tests = [.. parts.Select(Build)];
        return row => Array.Exists(tests, t => t(row));
    }

    private static Func<SalesforceRow, bool> Not(Func<SalesforceRow, bool> test) => row => !test(row);

    private Func<SalesforceRow, bool> Compare(SoqlCompare compare)
    {
        BoundField field = bind(compare.Path);
        if (!field.Field.IsFilterable)
            throw SoqlError.InvalidField(soql, compare.Path.Position, $"field '{field.Field.Name}' can not be filtered in a query call");
        Func<object?, bool>[] tests = [.. compare.Values.Select(v => Value(field.Field, compare.Operator, v.Token))];
        return compare.Operator switch
        {
            "NOT IN" => row => Array.TrueForAll(tests, t => !t(field.Read(store, row))),
            "EXCLUDES" => row => Array.TrueForAll(tests, t => !t(field.Read(store, row))),
            _ => row => Array.Exists(tests, t => t(field.Read(store, row))),
        };
    }

    private Func<object?, bool> Value(SalesforceSandboxField field, string op, SoqlToken token)
    {
        if (token.Is("NULL") && token.Kind == SoqlTokenKind.Word)
        {
            return op switch
            {
                "=" or "IN" or "NOT IN" => static v => v is null,
                "!=" => static v => v is not null,
                _ => static _ => false,
            };
        }

        if (op is "INCLUDES" or "EXCLUDES")
        {
            if (field.Type is not SalesforceSandboxFieldType.MultiPicklist || token.Kind != SoqlTokenKind.Text)
                throw Operator(op, field);
            string[] wanted = ((string)token.Value).Split(';');
            return v => v is string all && Array.TrueForAll(wanted, w => all.Split(';').Contains(w, StringComparer.OrdinalIgnoreCase));
        }

        if (op == "LIKE")
        {
            if (!field.IsText || token.Kind != SoqlTokenKind.Text)
                throw Operator(op, field);
            string pattern = token.Pattern ?? (string)token.Value;
            return v => v is string text && Like(pattern, text);
        }

        if (token.Pattern is not null)
            throw SoqlError.Malformed(soql, token.Position, "Illegal escape sequence in a string literal: \\% and \\_ are for LIKE");
        return field.Type switch
        {
            SalesforceSandboxFieldType.Boolean => Boolean(field, op, token),
            SalesforceSandboxFieldType.WholeNumber or SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.Currency or SalesforceSandboxFieldType.Percent => token.Kind == SoqlTokenKind.Number
                ? Ordered(op, (decimal)token.Value)
                : throw WrongKind(field, token),
            SalesforceSandboxFieldType.Date => Range(field, op, token, SoqlTokenKind.Date),
            SalesforceSandboxFieldType.DateTime => Range(field, op, token, SoqlTokenKind.Instant),
            SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference => Id(field, op, token),
            _ => token.Kind == SoqlTokenKind.Text ? Text(op, (string)token.Value) : throw WrongKind(field, token),
        };
    }

    private Func<object?, bool> Boolean(SalesforceSandboxField field, string op, SoqlToken token)
    {
        bool wanted = token.Is("TRUE") || (token.Is("FALSE") ? false : throw WrongKind(field, token));
        return op switch
        {
            "=" or "IN" or "NOT IN" => v => v is bool b && b == wanted,
            "!=" => v => v is not bool b || b != wanted,
            _ => throw Operator(op, field),
        };
    }

    private Func<object?, bool> Id(SalesforceSandboxField field, string op, SoqlToken token)
    {
        if (token.Kind != SoqlTokenKind.Text)
            throw WrongKind(field, token);
        string text = (string)token.Value;
        if (text.Length == 0)
            return op is "!=" ? static v => v is not null : static v => v is null;
        if (!SalesforceId.TryNormalize(text, out string? id))
            throw new SalesforceApiException(400, "INVALID_QUERY_FILTER_OPERATOR", $"\n{soql}\nERROR at Row:1:Column:{token.Position + 1}\ninvalid ID field: {text}");
        return op switch
        {
            "=" or "IN" or "NOT IN" => v => v is string s && s == id,
            "!=" => v => v is not string s || s != id,
            _ => v => v is string s && Holds(op, string.CompareOrdinal(s, id)),
        };
    }

    private static Func<object?, bool> Text(string op, string wanted) => op switch
    {
        // Texts compare without regard to case; an empty text is the same as null.
        "=" or "IN" or "NOT IN" => v => wanted.Length == 0 ? v is null : v is string s && string.Equals(s, wanted, StringComparison.OrdinalIgnoreCase),
        "!=" => v => wanted.Length == 0 ? v is not null : v is not string s || !string.Equals(s, wanted, StringComparison.OrdinalIgnoreCase),
        _ => v => v is string s && Holds(op, string.Compare(s, wanted, StringComparison.OrdinalIgnoreCase)),
    };

    private Func<object?, bool> Range(SalesforceSandboxField field, string op, SoqlToken token, SoqlTokenKind kind)
    {
        if (token.Kind == kind)
            return kind == SoqlTokenKind.Date ? Ordered(op, (DateOnly)token.Value) : Ordered(op, (DateTimeOffset)token.Value);
        if (token.Kind != SoqlTokenKind.Word || !TryReadDays(((string)token.Value).ToUpperInvariant(), out DateOnly first, out DateOnly end))
            throw WrongKind(field, token);
        DateTimeOffset from = new(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        DateTimeOffset to = new(end.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return v =>
        {
            DateTimeOffset? at = v switch
            {
                DateOnly d => new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                DateTimeOffset i => i,
                _ => null,
            };
            return op switch
            {
                "=" or "IN" or "NOT IN" => at >= from && at < to,
                "!=" => at is null || at < from || at >= to,
                "<" => at < from,
                "<=" => at < to,
                ">" => at >= to,
                _ => at >= from,
            };
        };
    }

    // Days are those of UTC; the product takes the user's time zone.
    private bool TryReadDays(string word, out DateOnly first, out DateOnly end)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        int days = 0;
        bool counted = colon > 0 && int.TryParse(word.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out days) && days <= 100_000;
        (bool known, first, end) = (counted ? word[..colon] : word) switch
        {
            "TODAY" when !counted => (true, today, today.AddDays(1)),
            "YESTERDAY" when !counted => (true, today.AddDays(-1), today),
            "TOMORROW" when !counted => (true, today.AddDays(1), today.AddDays(2)),
            "THIS_MONTH" when !counted => (true, new DateOnly(today.Year, today.Month, 1), new DateOnly(today.Year, today.Month, 1).AddMonths(1)),
            "THIS_YEAR" when !counted => (true, new DateOnly(today.Year, 1, 1), new DateOnly(today.Year + 1, 1, 1)),
            "LAST_N_DAYS" when counted => (true, today.AddDays(-days), today.AddDays(1)),
            "NEXT_N_DAYS" when counted => (true, today.AddDays(1), today.AddDays(days + 1)),
            _ => (false, default, default),
        };
        return known;
    }

    private static Func<object?, bool> Ordered<T>(string op, T wanted)
        where T : struct, IComparable<T> => op switch
        {
            "!=" => v => v is not T x || x.CompareTo(wanted) != 0,
            _ => v => v is T x && Holds(op, x.CompareTo(wanted)),
        };

    private static bool Holds(string op, int order) => op switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "!=" => order != 0,
        _ => order == 0,
    };

    private static bool Like(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
            return text.IsEmpty;
        if (pattern[0] == '%')
        {
            for (int i = 0; i <= text.Length; i++)
            {
                if (Like(pattern[1..], text[i..]))
                    return true;
            }

            return false;
        }

        char wanted = pattern[0] switch { SoqlLexer.EscapedPercent => '%', SoqlLexer.EscapedUnderscore => '_', char c => c };
        return !text.IsEmpty
            && (pattern[0] == '_' || char.ToUpperInvariant(wanted) == char.ToUpperInvariant(text[0]))
            && Like(pattern[1..], text[1..]);
    }

    private SalesforceApiException WrongKind(SalesforceSandboxField field, SoqlToken token)
    {
        string type = SalesforceDescribe.TypeName(field.Type);
        bool quoted = token.Kind == SoqlTokenKind.Text;
        return SoqlError.InvalidField(soql, token.Position, $"value of filter criterion for field '{field.Name}' must be of type {type} and should {(quoted ? "not " : "")}be enclosed in quotes");
    }

    private static SalesforceApiException Operator(string op, SalesforceSandboxField field) =>
        new(400, "INVALID_QUERY_FILTER_OPERATOR", $"invalid operator '{op}' for field '{field.Name}'");
}
