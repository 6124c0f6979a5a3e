using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

/// <summary>Laws of the expression language on generated expressions and records. A failure names its seed.</summary>
public sealed class ExpressionPropertyTests
{
    private const int Seeds = 4000;
    private static readonly string[] s_paths = ["a", "b", "c.d", "e[0]", "e[k=v].n", ".", "$.a", "missing", ".'a b'"];
    private static readonly string[] s_values = ["null", "true", "false", "0", "-0.0", "1", "1.50", "1.5e0", "-3", "1e300", "'x'", "''", "'1'", "'Ä'", "'it''s'"];
    private static readonly string[] s_members = ["null", "true", "false", "0", "-0", "1.5", "15e-1", "-3", "1E+300", "\"x\"", "\"X\"", "\"\"", "\"1\"", "\"\\u00c4\"", "\"\\ud800\"", "[]", "[1,{\"k\":\"v\",\"n\":1}]", "{}", "{\"d\":2}", "{\"d\":null}"];

    [Fact]
    public void AnyExpression_OnAnyRecord_HasAValueAndNeverThrows()
    {
        var held = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var text = Any(random, 0);
            try
            {
                if (text.Length <= ExpressionParser.MaxLength && Holds(text, Record(random)))
                    held++;
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"seed {seed}: {text} threw {exception}");
            }
        }

        // Neither always true nor always false: the generator reaches both sides.
        Assert.InRange(held, Seeds / 10, Seeds * 9 / 10);
    }

    [Fact]
    public void AnyText_IsReadOrRefused_AndNeverThrows()
    {
        const string Alphabet = "ab.'[]()=<>!,$ 019-eE and or not in exists(length(";
        var read = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (var i = random.Next(24); i >= 0; i--)
                text.Append(Alphabet[random.Next(Alphabet.Length)]);
            try
            {
                if (Expression.TryParse(text.ToString(), out _, out var problem))
                    read++;
                else
                    Assert.InRange(problem.Column, 1, text.Length + 1);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"seed {seed}: {text} threw {exception}");
            }
        }

        Assert.True(read > 0);
    }

    [Fact]
    public void Laws_OfLogicAndEquality_Hold()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var (a, b) = (Any(random, 2), Any(random, 2));
            var (x, y) = (Operand(random), Operand(random));
            var record = Record(random);
            Same(seed, record, $"not (({a}) and ({b}))", $"not ({a}) or not ({b})");
            Same(seed, record, $"not (({a}) or ({b}))", $"not ({a}) and not ({b})");
            Same(seed, record, $"{x} != {y}", $"not {x} == {y}");
            Same(seed, record, $"{x} == {y}", $"{y} == {x}");
            Same(seed, record, $"{x} < {y}", $"{y} > {x}");
            Same(seed, record, $"{x} <= {y}", $"{x} < {y} or {x} <= {y} and {x} == {y}");
            Same(seed, record, $"{x} in ('x', 1.5, null)", $"{x} == 'x' or {x} == 1.5 or {x} == null");
            Same(seed, record, $"{x} not in ('x', 1.5)", $"not {x} in ('x', 1.5)");
        }
    }

    [Fact]
    public void Numbers_Compare_AsDecimals()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var (left, right) = (Number(random), Number(random));
            if (random.Next(3) == 0)
                right = Rewritten(left, random);
            var expected = decimal.Parse(left, NumberStyles.Float, CultureInfo.InvariantCulture).CompareTo(decimal.Parse(right, NumberStyles.Float, CultureInfo.InvariantCulture));
            var actual = NumberText.Compare(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
            Assert.True(expected == Math.Sign(actual), $"seed {seed}: {left} and {right} compare as {actual}");
        }
    }

    private static string Number(Random random)
    {
        var text = (random.Next(2) == 0 ? "-" : "") + random.Next(0, 1000).ToString(CultureInfo.InvariantCulture);
        if (random.Next(2) == 0)
            text += "." + random.Next(0, 1000).ToString("000", CultureInfo.InvariantCulture);
        return random.Next(3) == 0 ? text + (random.Next(2) == 0 ? "e" : "E+") + random.Next(0, 6).ToString(CultureInfo.InvariantCulture) : text;
    }

    // The same number in other words.
    private static string Rewritten(string number, Random random)
    {
        var value = decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        return random.Next(2) == 0
            ? value.ToString("0.0000", CultureInfo.InvariantCulture)
            : (value * 1000m).ToString("0.######", CultureInfo.InvariantCulture) + "e-3";
    }

    private static void Same(int seed, string record, string first, string second)
    {
        if (Holds(first, record) != Holds(second, record))
            Assert.Fail($"seed {seed}: on {record}\n{first}\nand {second}\ndiffer");
    }

    private static bool Holds(string text, string record)
    {
        Assert.True(Expression.TryParse(text, out var expression, out var problem), $"{text}: {problem}");
        using var document = JsonDocument.Parse(record);
        var values = new JsonExpressionValues(expression, document.RootElement, document.RootElement);
        return expression.Holds(ref values);
    }

    internal static string Record(Random random)
    {
        var members = new[] { "a", "b", "c", "e", "a b" }.Where(_ => random.Next(5) > 0).Select(name => $"\"{name}\": {Pick(random, s_members)}");
        return "{" + string.Join(",", members) + "}";
    }

    internal static string Any(Random random, int depth)
    {
        if (depth > 4)
            return Comparison(random);
        return random.Next(8) switch
        {
            0 => $"({Any(random, depth + 1)}) and ({Any(random, depth + 1)})",
            1 => $"{Comparison(random)} and {Comparison(random)}",
            2 => $"({Any(random, depth + 1)}) or ({Any(random, depth + 1)})",
            3 => $"not ({Any(random, depth + 1)})",
            4 => $"exists({Pick(random, s_paths)})",
            5 => $"{Pick(random, ["startsWith", "endsWith", "contains"])}({Operand(random)}, {Operand(random)})",
            _ => Comparison(random),
        };
    }

    private static string Comparison(Random random) => random.Next(4) == 0
        ? $"{Operand(random)} {Pick(random, ["in", "not in"])} ({Pick(random, s_values)}, {Pick(random, s_values)})"
        : $"{Operand(random)} {Pick(random, ["==", "!=", "<", "<=", ">", ">="])} {Operand(random)}";

    private static string Operand(Random random) => random.Next(6) switch
    {
        0 => Pick(random, s_values),
        1 => $"lower({Pick(random, s_paths)})",
        2 => $"length({Pick(random, s_paths)})",
        _ => Pick(random, s_paths),
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
