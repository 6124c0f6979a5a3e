namespace Canonical.Testing;

/// <summary>
/// Reads the part of SOQL that the sandbox knows: SELECT of fields, parent fields, aggregates, <c>FIELDS()</c> and queries over child records; FROM; WHERE with semi-joins; GROUP BY; HAVING; ORDER BY; LIMIT; OFFSET.
/// What it does not know it refuses as MALFORMED_QUERY, saying that the sandbox is the reason where the product would take it.
/// </summary>
internal sealed class SoqlParser
{
    private static readonly HashSet<string> NotHere = new(StringComparer.OrdinalIgnoreCase)
    {
        "USING", "TYPEOF", "WITH", "FOR", "ALL", "UPDATE",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX", "CALENDAR_YEAR", "CALENDAR_QUARTER", "CALENDAR_MONTH", "DAY_ONLY", "FIELDS",
    };

    private static readonly HashSet<string> Clauses = new(StringComparer.OrdinalIgnoreCase)
    {
        "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET",
    };

    private readonly string _soql;
    private readonly List<SoqlToken> _tokens;
    private int _at;

    private SoqlParser(string soql)
    {
        _soql = soql;
        _tokens = SoqlLexer.Read(soql);
    }

    private SoqlToken Current => _tokens[_at];

    public static SoqlQuery Parse(string soql)
    {
        var parser = new SoqlParser(soql);
        SoqlQuery query = parser.ReadQuery(nested: false);
        if (parser.Current.Kind != SoqlTokenKind.End)
            throw parser.Unexpected();
        return query;
    }

    private SoqlQuery ReadQuery(bool nested)
    {
        Expect("SELECT");
        var items = new List<SoqlItem>();
        bool countOnly = false;
        do
        {
            if (!nested && Current.Is("("))
            {
                _at++;
                items.Add(new SoqlItem(null, ReadQuery(nested: true)));
                Expect(")");
                continue;
            }

            SoqlPath path = ReadExpression();
            if (path is { Function: "COUNT", Text.Length: 0 })
            {
                if (items.Count > 0 || nested || !Current.Is("FROM"))
                    throw SoqlError.Malformed(_soql, path.Position, "COUNT() must be the only element in the select list");
                countOnly = true;
                break;
            }

            string? alias = null;
            if (Current.Kind == SoqlTokenKind.Word && !Current.Is("FROM"))
            {
                alias = (string)Current.Value;
                _at++;
            }

            items.Add(new SoqlItem(path, null, alias));
        }
        while (TakeIf(","));

        Expect("FROM");
        SoqlPath from = ReadPath();
        string? fromAlias = null;
        if (Current.Kind == SoqlTokenKind.Word && !Clauses.Contains((string)Current.Value) && !NotHere.Contains((string)Current.Value))
        {
            TakeIf("AS");
            fromAlias = ReadPath().Text;
        }

        SoqlCondition? where = TakeIf("WHERE") ? ReadConditions() : null;
        var groupBy = new List<SoqlPath>();
        if (TakeIf("GROUP"))
        {
            Expect("BY");
            do
                groupBy.Add(ReadExpression());
            while (TakeIf(","));
        }

        SoqlCondition? having = TakeIf("HAVING") ? ReadConditions() : null;
        List<SoqlOrder> orderBy = TakeIf("ORDER") ? ReadOrder() : [];
        int? limit = TakeIf("LIMIT") ? ReadCount() : null;
        int offset = TakeIf("OFFSET") ? ReadCount() : 0;
        return new SoqlQuery { Text = _soql, Items = items, CountOnly = countOnly, From = from, FromAlias = fromAlias, Where = where, GroupBy = groupBy, Having = having, OrderBy = orderBy, Limit = limit, Offset = offset };
    }

    private List<SoqlOrder> ReadOrder()
    {
        Expect("BY");
        var orderBy = new List<SoqlOrder>();
        do
        {
            SoqlPath path = ReadExpression();
            bool descending = TakeIf("DESC");
            if (!descending)
                TakeIf("ASC");
            // Nulls come first unless it is said otherwise, whatever the direction.
            bool nullsLast = false;
            if (TakeIf("NULLS"))
            {
                nullsLast = TakeIf("LAST");
                if (!nullsLast)
                    Expect("FIRST");
            }

            orderBy.Add(new SoqlOrder(path, descending, nullsLast));
        }
        while (TakeIf(","));
        return orderBy;
    }

    // A path, or a function over one.
    private SoqlPath ReadExpression()
    {
        SoqlPath path = ReadPath();
        if (!Current.Is("("))
            return path;
        string function = path.Text.ToUpperInvariant();
        if (!Functions.Contains(function))
            throw SoqlError.Malformed(_soql, path.Position, $"the sandbox does not know the function '{path.Text}'");
        _at++;
        if (function == "COUNT" && TakeIf(")"))
            return new SoqlPath("", path.Position, function);
        SoqlPath inner = ReadPath();
        Expect(")");
        return new SoqlPath(inner.Text, path.Position, function);
    }

    private SoqlCondition ReadConditions()
    {
        SoqlCondition first = ReadCondition();
        if (!Current.Is("AND") && !Current.Is("OR"))
            return first;
        string joint = Current.Is("AND") ? "AND" : "OR";
        var parts = new List<SoqlCondition> { first };
        while (TakeIf(joint))
            parts.Add(ReadCondition());
        // AND and OR side by side need brackets: SOQL has no precedence between them.
        if (Current.Is("AND") || Current.Is("OR"))
            throw Unexpected();
        return joint == "AND" ? new SoqlAnd(parts) : new SoqlOr(parts);
    }

    private SoqlCondition ReadCondition()
    {
        if (TakeIf("NOT"))
            return new SoqlNot(ReadCondition());
        if (TakeIf("("))
        {
            SoqlCondition inner = ReadConditions();
            Expect(")");
            return inner;
        }

        SoqlPath path = ReadExpression();
        SoqlToken token = Current;
        _at++;
        if (token.Is("NOT"))
        {
            Expect("IN");
            return ReadJoin(path, not: true) as SoqlCondition ?? new SoqlCompare(path, "NOT IN", ReadList());
        }

        if (token.Is("IN") && ReadJoin(path, not: false) is { } join)
            return join;

        foreach (string word in (ReadOnlySpan<string>)["IN", "INCLUDES", "EXCLUDES"])
        {
            if (token.Is(word))
                return new SoqlCompare(path, word, ReadList());
        }

        foreach (string symbol in (ReadOnlySpan<string>)["=", "!=", "<=", ">=", "<", ">", "LIKE"])
        {
            if (token.Is(symbol))
                return new SoqlCompare(path, symbol, [ReadLiteral()]);
        }

        if (token.Is("<>"))
            return new SoqlCompare(path, "!=", [ReadLiteral()]);
        _at--;
        throw Unexpected();
    }

    private SoqlJoin? ReadJoin(SoqlPath path, bool not)
    {
        if (!Current.Is("(") || !_tokens[_at + 1].Is("SELECT"))
            return null;
        _at++;
        SoqlQuery query = ReadQuery(nested: true);
        Expect(")");
        return new SoqlJoin(path, not, query);
    }

    private List<SoqlLiteral> ReadList()
    {
        Expect("(");
        var values = new List<SoqlLiteral>();
        do
            values.Add(ReadLiteral());
        while (TakeIf(","));
        Expect(")");
        return values;
    }

    private SoqlLiteral ReadLiteral()
    {
        SoqlToken token = Current;
        if (token.Kind is SoqlTokenKind.End or SoqlTokenKind.Symbol)
            throw Unexpected();
        _at++;
        return new SoqlLiteral(token);
    }

    private SoqlPath ReadPath()
    {
        SoqlToken token = Current;
        if (token.Kind != SoqlTokenKind.Word || token.Is("FROM") || token.Is("SELECT") || token.Is("WHERE"))
            throw Unexpected();
        _at++;
        return new SoqlPath((string)token.Value, token.Position);
    }

    private int ReadCount()
    {
        SoqlToken token = Current;
        if (token.Kind != SoqlTokenKind.Number || token.Value is not decimal number || number < 0 || !decimal.IsInteger(number) || number > int.MaxValue)
            throw Unexpected();
        _at++;
        return (int)number;
    }

    private bool TakeIf(string word)
    {
        if (!Current.Is(word))
            return false;
        _at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!TakeIf(word))
            throw Unexpected();
    }

    private SalesforceApiException Unexpected()
    {
        SoqlToken token = Current;
        if (token.Kind == SoqlTokenKind.Word && NotHere.Contains((string)token.Value))
            return SoqlError.Malformed(_soql, token.Position, $"the sandbox does not know '{token.Value}' here, which the product may");
        return SoqlError.Malformed(_soql, token.Position, token.Kind == SoqlTokenKind.End ? "unexpected token: '<EOF>'" : $"unexpected token: '{_soql[token.Position..(_at + 1 < _tokens.Count ? _tokens[_at + 1].Position : _soql.Length)].TrimEnd()}'");
    }
}
