namespace Canonical.Testing;

/// <summary>
/// Reads the part of SOQL that the sandbox knows: SELECT of fields, parent fields, functions, TYPEOF, aggregates, <c>FIELDS()</c> and queries over child records; FROM; USING SCOPE; WHERE with semi-joins; WITH for security;
/// GROUP BY with ROLLUP and CUBE; HAVING; ORDER BY; LIMIT; OFFSET; FOR VIEW, REFERENCE and UPDATE.
/// What it does not know it refuses as MALFORMED_QUERY, saying that the sandbox is the reason where the product would take it.
/// </summary>
internal sealed class SoqlParser
{
    private static readonly HashSet<string> NotHere = new(StringComparer.OrdinalIgnoreCase)
    {
        "USING", "TYPEOF", "WITH", "FOR", "ALL", "UPDATE",
    };

    private static readonly HashSet<string> Clauses = new(StringComparer.OrdinalIgnoreCase)
    {
        "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET",
    };

    private const int MaxSubtotalKeys = 3;

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

    /// <summary>Reads a condition alone, as it stands behind WHERE.</summary>
    public static SoqlCondition ParseCondition(string condition)
    {
        var parser = new SoqlParser(condition);
        SoqlCondition read = parser.ReadConditions();
        return parser.Current.Kind == SoqlTokenKind.End ? read : throw parser.Unexpected();
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

            if (Current.Is("TYPEOF"))
            {
                items.Add(new SoqlItem(null, null, null, ReadTypeOf()));
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

        string? scope = null;
        if (TakeIf("USING"))
        {
            Expect("SCOPE");
            scope = ReadPath().Text.ToUpperInvariant();
        }

        SoqlCondition? where = TakeIf("WHERE") ? ReadConditions() : null;
        ReadWith();
        var groupBy = new List<SoqlPath>();
        SoqlSubtotals subtotals = TakeIf("GROUP") ? ReadGroups(groupBy) : SoqlSubtotals.None;
        SoqlCondition? having = TakeIf("HAVING") ? ReadConditions() : null;
        List<SoqlOrder> orderBy = TakeIf("ORDER") ? ReadOrder() : [];
        int? limit = TakeIf("LIMIT") ? ReadCount() : null;
        int offset = TakeIf("OFFSET") ? ReadCount() : 0;
        bool isViewed = ReadFor();
        return new SoqlQuery
        {
            Text = _soql,
            Items = items,
            CountOnly = countOnly,
            From = from,
            FromAlias = fromAlias,
            Scope = scope,
            Where = where,
            GroupBy = groupBy,
            Subtotals = subtotals,
            Having = having,
            OrderBy = orderBy,
            Limit = limit,
            Offset = offset,
            IsViewed = isViewed,
        };
    }

    private SoqlTypeOf ReadTypeOf()
    {
        Expect("TYPEOF");
        SoqlPath relation = ReadPath();
        var cases = new List<(SoqlPath, IReadOnlyList<SoqlPath>)>();
        while (TakeIf("WHEN"))
        {
            SoqlPath type = ReadPath();
            Expect("THEN");
            cases.Add((type, ReadPaths()));
        }

        if (cases.Count == 0)
            throw Unexpected();
        List<SoqlPath>? others = TakeIf("ELSE") ? ReadPaths() : null;
        Expect("END");
        return new SoqlTypeOf(relation, cases, others);
    }

    private List<SoqlPath> ReadPaths()
    {
        var paths = new List<SoqlPath>();
        do
            paths.Add(ReadPath());
        while (TakeIf(","));
        return paths;
    }

    // What the user may not see is refused here with and without it.
    private void ReadWith()
    {
        if (Current.Is("WITH") && (_tokens[_at + 1].Is("SECURITY_ENFORCED") || _tokens[_at + 1].Is("USER_MODE") || _tokens[_at + 1].Is("SYSTEM_MODE")))
            _at += 2;
    }

    private SoqlSubtotals ReadGroups(List<SoqlPath> groupBy)
    {
        Expect("BY");
        SoqlSubtotals subtotals = !_tokens[_at + 1].Is("(") ? SoqlSubtotals.None : Current.Is("ROLLUP") ? SoqlSubtotals.Rollup : Current.Is("CUBE") ? SoqlSubtotals.Cube : SoqlSubtotals.None;
        if (subtotals != SoqlSubtotals.None)
            _at += 2;
        int position = Current.Position;
        do
            groupBy.Add(ReadExpression());
        while (TakeIf(","));
        if (subtotals == SoqlSubtotals.None)
            return subtotals;
        Expect(")");
        return groupBy.Count <= MaxSubtotalKeys ? subtotals : throw SoqlError.Malformed(_soql, position, "At most 3 fields are allowed in ROLLUP and CUBE");
    }

    private bool ReadFor()
    {
        bool viewed = false;
        while (Current.Is("FOR") && (_tokens[_at + 1].Is("VIEW") || _tokens[_at + 1].Is("REFERENCE") || _tokens[_at + 1].Is("UPDATE")))
        {
            viewed |= !_tokens[_at + 1].Is("UPDATE");
            _at += 2;
        }

        return viewed;
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
        if (!SoqlFunctions.IsKnown(function))
            throw SoqlError.Malformed(_soql, path.Position, $"the sandbox does not know the function '{path.Text}'");
        _at++;
        if (function == "COUNT" && TakeIf(")"))
            return new SoqlPath("", path.Position, function);
        SoqlPath inner = ReadExpression();
        if (inner.Function is not null && !SoqlFunctions.Nests(function, inner.Function))
            throw SoqlError.Malformed(_soql, path.Position, $"the sandbox does not know the function '{path.Text}' around another one");
        Expect(")");
        return new SoqlPath(inner.Text, path.Position, function, inner.Function);
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
