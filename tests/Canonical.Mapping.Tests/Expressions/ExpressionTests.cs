using System.Text.Json;

namespace Canonical.Mapping.Tests;

public sealed class ExpressionTests
{
    private const string Record = """
        {
          "Name": "Müller & Söhne", "Status": "Open", "Amount": 12.50, "Big": 1E400, "Same": 1.25e1, "Zero": -0.0, "Text": "12.5", "Flag": true, "Off": false, "Nothing": null, "Empty": "",
          "Lines": [ { "kind": "a", "hours": 3 }, { "kind": "b", "hours": 4 } ], "None": [], "Address": { "city": "Bern" }, "a b": { "c": 1 }, "in": "x", "2nd": 2, "quote's": 7, "Emoji": "a😀"
        }
        """;

    [Theory]
    [InlineData("Status == 'Open'", true)]
    [InlineData("Status == 'open'", false)]
    [InlineData("lower(Status) == 'open'", true)]
    [InlineData("lower(Name) == 'müller & söhne'", true)]
    [InlineData("lower(Amount) == null", true)]
    [InlineData("Status != 'Closed'", true)]
    [InlineData("Missing != 'Closed'", true)]
    [InlineData("Missing == null", true)]
    [InlineData("Nothing == null", true)]
    [InlineData("Missing == Nothing", true)]
    [InlineData("Amount == 12.5", true)]
    [InlineData("Amount == Same", true)]
    [InlineData("Amount == '12.5'", false)]
    [InlineData("Amount == Text", false)]
    [InlineData("Zero == 0", true)]
    [InlineData("Big > 99999999999999999999999999999999999999", true)]
    [InlineData("Amount > 12.499999999999999999999999999999999999", true)]
    [InlineData("Amount < 12.500000000000000000000000000000000001", true)]
    [InlineData("-1 < 0", true)]
    [InlineData("-2 < -1.5", true)]
    [InlineData("0.05 < 0.5", true)]
    [InlineData("1e-3 == 0.001", true)]
    [InlineData("Missing < 1", false)]
    [InlineData("Missing >= 1", false)]
    [InlineData("Status < 'P'", true)]
    [InlineData("Flag", true)]
    [InlineData("Off", false)]
    [InlineData("Status", false)]
    [InlineData("not Status", true)]
    [InlineData("Flag == true", true)]
    [InlineData("Off == false", true)]
    [InlineData("Flag > false", false)]
    [InlineData("Status in ('Open', 'Held')", true)]
    [InlineData("Status not in ('Open', 'Held')", false)]
    [InlineData("Missing in ('a', null)", true)]
    [InlineData("Amount in (1, 12.50, 'x')", true)]
    [InlineData("exists(Status) and exists(Empty) and exists(Lines) and exists(Address)", true)]
    [InlineData("exists(Nothing) or exists(Missing) or exists(Status.deeper)", false)]
    [InlineData("length(Lines) == 2", true)]
    [InlineData("length(None) == 0", true)]
    [InlineData("length(Missing) == null", true)]
    [InlineData("length(Name) == 14", true)]
    [InlineData("length(Emoji) == 2", true)]
    [InlineData("length(Amount) == null", true)]
    [InlineData("length(Lines) >= length(None)", true)]
    [InlineData("startsWith(Name, 'Mü') and endsWith(Name, 'ne') and contains(Name, '&')", true)]
    [InlineData("contains(Amount, '1') or startsWith(Missing, '')", false)]
    [InlineData("startsWith(lower(Status), 'op')", true)]
    [InlineData("Address.city == 'Bern'", true)]
    [InlineData("$.Address.city == 'Bern'", true)]
    [InlineData("Lines[kind=b].hours == 4", true)]
    [InlineData("Lines[1].hours == 4 and Lines[9].hours == null", true)]
    [InlineData(".'a b'.c == 1", true)]
    [InlineData(".in == 'x'", true)]
    [InlineData(".'2nd' == 2", true)]
    [InlineData(".'quote''s' == 7", true)]
    [InlineData("Lines == Lines", false)]
    [InlineData("Address == Address", false)]
    [InlineData("Address != Address", true)]
    [InlineData(". == null", false)]
    [InlineData("exists(.)", true)]
    [InlineData("Off or Off or Flag", true)]
    [InlineData("Off and Flag or Flag", true)]
    [InlineData("Off and (Flag or Flag)", false)]
    [InlineData("not not Flag", true)]
    [InlineData("not Off and Flag", true)]
    [InlineData("(Status == 'Open') == true", true)]
    [InlineData("'it''s' == 'it''s'", true)]
    public void Holds_ARecord_GivesTheValueOfTheGuide(string text, bool expected) => Assert.Equal(expected, Holds(text, Record));

    [Theory]
    [InlineData("", 1, "a value is expected")]
    [InlineData("Status ==", 10, "a value is expected")]
    [InlineData("Status = 'a'", 8, "'=='")]
    [InlineData("A && B", 3, "'and'")]
    [InlineData("A || B", 3, "'or'")]
    [InlineData("!A", 1, "'not'")]
    [InlineData("A == \"x\"", 6, "single quotes")]
    [InlineData("A == 'x", 6, "closing quote")]
    [InlineData("A AND B", 3, "small letters")]
    [InlineData("A B", 3, "'and', 'or' or a comparison")]
    [InlineData("A < B < C", 7, "do not chain")]
    [InlineData("A in (B)", 7, "literals")]
    [InlineData("A in 'x'", 6, "'('")]
    [InlineData("A in ('x'", 10, "')'")]
    [InlineData("A in ()", 7, "literals")]
    [InlineData("A not == 1", 7, "'in'")]
    [InlineData("size(A) > 1", 1, "no function 'size'")]
    [InlineData("exists('x')", 1, "path")]
    [InlineData("contains(A)", 11, "','")]
    [InlineData("(A == 1", 8, "')'")]
    [InlineData("A.", 3, "member name")]
    [InlineData("A[0 == 1", 1, "closing bracket")]
    [InlineData("A[] == 1", 1, "cannot be read")]
    [InlineData("'a b'.c == 1", 1, "begins with a dot")]
    [InlineData("01 == 1", 1, "no number")]
    [InlineData("2nd == 1", 1, "no number")]
    [InlineData("A == 1 ; B", 8, "';'")]
    [InlineData("and", 1, "not 'and'")]
    public void TryParse_Unreadable_SaysTheColumnAndTheRemedy(string text, int column, string part)
    {
        Assert.False(Expression.TryParse(text, out _, out var problem));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
        Assert.Equal(column, problem.Column);
    }

    [Fact]
    public void TryParse_TooLongOrTooDeep_IsRefused()
    {
        Assert.True(Expression.TryParse("A == 1" + new string(' ', ExpressionParser.MaxLength - 6), out _, out _));
        Assert.False(Expression.TryParse("A == 1" + new string(' ', ExpressionParser.MaxLength - 5), out _, out var length));
        Assert.Contains("1000", length.Message, StringComparison.Ordinal);
        Assert.True(Expression.TryParse(Nested(ExpressionParser.MaxDepth), out _, out _));
        Assert.False(Expression.TryParse(Nested(ExpressionParser.MaxDepth + 1), out _, out var depth));
        Assert.Contains("deep", depth.Message, StringComparison.Ordinal);
        Assert.False(Expression.TryParse(string.Concat(Enumerable.Repeat("not ", 240)) + "A", out _, out _));
        // Side by side is not deep.
        Assert.True(Expression.TryParse(string.Join(" or ", Enumerable.Repeat("A", 150)), out _, out _));
    }

    [Fact]
    public void Paths_OfAnExpression_AreEachOnce()
    {
        Assert.True(Expression.TryParse("A.b == 1 or $.A.b == A.b and exists(.A.b)", out var expression, out _));
        Assert.Equal(["A.b", "$.A.b"], expression.Paths.Select(path => path.Text));
    }

    [Fact]
    public void Holds_InAnElement_LooksUpTheRoot()
    {
        using var document = JsonDocument.Parse("""{ "currency": "EUR", "lines": [ { "currency": "USD" }, "EUR" ] }""");
        Assert.True(Holds("currency == 'USD' and $.currency == 'EUR'", document.RootElement.GetProperty("lines")[0], document.RootElement));
        Assert.True(Holds(". == $.currency", document.RootElement.GetProperty("lines")[1], document.RootElement));
    }

    [Fact]
    public void Holds_Comparing_AllocatesNothing()
    {
        Assert.True(Expression.TryParse("A > 12 and A <= 99.5 and B in ('x', 'open') and length(B) == 4 and lower(B) == 'open' and not exists(C)", out var expression, out _));
        var values = new FixedValues();
        Assert.True(expression.Holds(ref values));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            _ = expression.Holds(ref values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("k == 'a'", "k == 'b'", true)]
    [InlineData("k in ('a', 'b')", "k == 'c' and x == 1", true)]
    [InlineData("k in ('a', 'b')", "k in ('b', 'c')", false)]
    [InlineData("k == 1", "1.0 == k", false)]
    [InlineData("exists(k)", "not exists(k)", true)]
    [InlineData("not exists(k)", "k == null", false)]
    [InlineData("not exists(k)", "k == 'a'", true)]
    [InlineData("not exists(k)", "not exists(k)", false)]
    [InlineData("k", "k == false", true)]
    [InlineData("k == 'a' or x == 1", "k == 'b'", false)]
    [InlineData("k == 'a'", "j == 'b'", false)]
    public void Exclude_TwoConditions_IsOnlySaidWhenCertain(string first, string second, bool expected)
    {
        Assert.True(Expression.TryParse(first, out var one, out _));
        Assert.True(Expression.TryParse(second, out var two, out _));
        Assert.Equal(expected, Expression.Exclude(one, two));
        Assert.Equal(expected, Expression.Exclude(two, one));
    }

    [Fact]
    public void ObjectForm_IsTheSameExpression()
    {
        Assert.True(MemberPath.TryParse("'a b'.c", out var path, out _));
        foreach (var expression in new[] { Expression.Exists(path, true), Expression.Exists(path, false), Expression.OneOf(path, [JsonScalar.Of("it's")]), Expression.OneOf(path, [JsonScalar.Of(1), JsonScalar.Of(true)]) })
        {
            Assert.True(Expression.TryParse(expression.Text, out var read, out _), expression.Text);
            Assert.Equal(expression.Root.Kind, read.Root.Kind);
        }
    }

    internal static bool Holds(string text, string record)
    {
        using var document = JsonDocument.Parse(record);
        return Holds(text, document.RootElement, document.RootElement);
    }

    private static bool Holds(string text, JsonElement scope, JsonElement root)
    {
        Assert.True(Expression.TryParse(text, out var expression, out var problem), problem?.ToString());
        var values = new JsonExpressionValues(expression, scope, root);
        return expression.Holds(ref values);
    }

    private static string Nested(int depth) => new string('(', depth) + "A" + new string(')', depth);

    private readonly struct FixedValues : IExpressionValues
    {
        public ExpressionValueKind Kind(int path) => path switch { 0 => ExpressionValueKind.Number, 1 => ExpressionValueKind.Text, _ => ExpressionValueKind.Null };

        public ReadOnlySpan<byte> Text(int path) => path == 0 ? "12.5e0"u8 : "open"u8;

        public bool IsTrue(int path) => false;

        public int Count(int path) => 0;
    }
}
