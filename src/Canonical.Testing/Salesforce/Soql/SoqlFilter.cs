namespace Canonical.Testing;

/// <summary>Makes a test out of a filter, and refuses what the product refuses: unknown fields, values of the wrong kind, fields that cannot be filtered by.</summary>
internal sealed class SoqlFilter<TRow>(string soql, DateTimeOffset now, Func<SoqlPath, (SalesforceSandboxField Field, Func<TRow, object?> Read)> bind, Func<SoqlQuery, HashSet<string>> join, Func<string, decimal, decimal>? toOrgCurrency = null)
{
    public Func<TRow, bool> Build(SoqlCondition condition) => condition switch
    {
        SoqlAnd and => All(and.Parts),
        SoqlOr or => Any(or.Parts),
        SoqlNot not => Not(Build(not.Part)),
        SoqlCompare compare => Compare(compare),
        SoqlJoin semi => Join(semi),
        _ => throw new InvalidOperationException("A condition of an unknown kind."),
    };

    private Func<TRow, bool> All(IReadOnlyList<SoqlCondition> parts)
    {
        Func<TRow, bool>[] tests = [.. parts.Select(Build)];
        return row => Array.TrueForAll(tests, t => t(row));
    }

    private Func<TRow, bool> Any(IReadOnlyList<SoqlCondition> parts)
    {
        Func<TRow, bool>[] tests = [.. parts.Select(Build)];
        return row => Array.Exists(tests, t => t(row));
    }

    private static Func<TRow, bool> Not(Func<TRow, bool> test) => row => !test(row);

    private Func<TRow, bool> Compare(SoqlCompare compare)
    {
        (SalesforceSandboxField field, Func<TRow, object?> read) = bind(compare.Path);
        if (compare.Values is [{ Token: var amount }] && toOrgCurrency is not null && field.Type is SalesforceSandboxFieldType.Currency && CurrencyLiteral(amount) is { } literal)
        {
            // USD5000: compared in the org's own currency.
            (_, Func<TRow, object?> converted) = bind(compare.Path with { Function = "CONVERTCURRENCY" });
            Func<object?, bool> holds = Ordered(compare.Operator, toOrgCurrency(literal.Currency, literal.Amount));
            return row => holds(converted(row));
        }

        if (!field.IsFilterable)
            throw SoqlError.InvalidField(soql, compare.Path.Position, $"field '{field.Name}' can not be filtered in a query call");
        // Long lists of ids are what integrations ask with.
        if (compare.Operator is "IN" or "NOT IN" && field.Type is SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference && compare.Values.All(v => v.Token.Kind == SoqlTokenKind.Text && ((string)v.Token.Value).Length > 0))
        {
            HashSet<string> ids = [.. compare.Values.Select(v => IdOf(v.Token))];
            return compare.Operator == "IN" ? row => read(row) is string id && ids.Contains(id) : row => read(row) is not string id || !ids.Contains(id);
        }

        Func<object?, bool>[] tests = [.. compare.Values.Select(v => Value(field, compare.Operator, v.Token))];
        return compare.Operator switch
        {
            "NOT IN" or "EXCLUDES" => row => Array.TrueForAll(tests, t => !t(read(row))),
            _ => row => Array.Exists(tests, t => t(read(row))),
        };
    }

    private Func<TRow, bool> Join(SoqlJoin semi)
    {
        (SalesforceSandboxField field, Func<TRow, object?> read) = bind(semi.Path);
        if (field.Type is not (SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference))
            throw SoqlError.Malformed(soql, semi.Path.Position, "The left operand field in the where expression for the semi-join must be an id or a reference field");
        HashSet<string> ids = join(semi.Query);
        return semi.Not ? row => read(row) is not string id || !ids.Contains(id) : row => read(row) is string id && ids.Contains(id);
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
            SalesforceSandboxFieldType.Time => token.Kind == SoqlTokenKind.Time ? Text(op, (string)token.Value) : throw WrongKind(field, token),
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
        string id = IdOf(token);
        return op switch
        {
            "=" or "IN" or "NOT IN" => v => v is string s && s == id,
            "!=" => v => v is not string s || s != id,
            _ => v => v is string s && Holds(op, string.CompareOrdinal(s, id)),
        };
    }

    private string IdOf(SoqlToken token) => SalesforceId.TryNormalize((string)token.Value, out string? id)
        ? id
        : throw SoqlError.At(soql, token.Position, "INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {token.Value}");

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
        if (token.Kind != SoqlTokenKind.Word || !SoqlDates.TryRead((string)token.Value, DateOnly.FromDateTime(now.UtcDateTime), out DateOnly first, out DateOnly end))
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

    private static (string Currency, decimal Amount)? CurrencyLiteral(SoqlToken token) =>
        token is { Kind: SoqlTokenKind.Word, Value: string { Length: > 3 } text } && !text.AsSpan(0, 3).ContainsAnyExceptInRange('A', 'Z')
        && decimal.TryParse(text.AsSpan(3), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out decimal amount)
            ? (text[..3], amount)
            : null;

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

    // Goes back to the last % only, so that a long text costs no more than its length times the pattern's.
    private static bool Like(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int from = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                star = p++;
                from = t;
                continue;
            }

            if (p < pattern.Length && IsMatch(pattern[p], text[t]))
            {
                p++;
                t++;
                continue;
            }

            if (star < 0)
                return false;
            p = star + 1;
            t = ++from;
        }

        while (p < pattern.Length && pattern[p] == '%')
            p++;
        return p == pattern.Length;

        static bool IsMatch(char wanted, char actual) => wanted switch
        {
            '_' => true,
            SoqlLexer.EscapedPercent => actual == '%',
            SoqlLexer.EscapedUnderscore => actual == '_',
            _ => char.ToUpperInvariant(wanted) == char.ToUpperInvariant(actual),
        };
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
