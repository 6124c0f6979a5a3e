using System.Text;

namespace Canonical.Schema.Tests;

/// <summary>The short ways around parsing a pattern must say what the parser and the automaton say.</summary>
public sealed class PatternTests
{
    private const int Seed = 20261121;
    private static readonly string[] Pieces =
        ["^", "$", "a", "b", "A", "7", "-", "_", ".", "/", " ", "\"", "é", "[a-z]", "[A-Z0-9]", "[^a-c]", "[ab-]", "[-a]", "[0-9._-]", "[b-a]", "[", "]", "[]", "[\\d-]", "[\\w.]", "[\\]a]", "[ -~]", "(", ")", "(?:", "(?=", "|",
            "*", "+", "?", "{2}", "{1,3}", "{2,}", "{,3}", "{3,1}", "{0}", "{", "}", "\\d", "\\w", "\\s", "\\.", "\\-", "\\/", "\\$", "\\", "\\b", "\\1", "\\q", "\\u0041", "\\p{L}"];

    [Fact]
    public void Is_PlainPattern_ParserTakesItAndItIsRegular()
    {
        var random = new Random(Seed);
        var plain = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var pattern = Generate(random);
            if (!PlainPattern.Is(pattern)) continue;
            plain++;
            Assert.True(RegexParser.TryParse(pattern, strict: false, out var syntax), $"seed {Seed}: {pattern}");
            Assert.True(RegexTranslator.IsRegular(syntax) && RegexTranslator.CountRanges(syntax) <= 400, $"seed {Seed}: {pattern}");
        }
        Assert.True(plain > 5_000, $"only {plain} plain patterns");
    }

    [Fact]
    public void IsMatch_RowOfClasses_AgreesWithAutomaton()
    {
        var random = new Random(Seed);
        var (rows, matches) = (0, 0);
        for (var i = 0; i < 300_000; i++)
        {
            var pattern = random.Next(4) == 0 ? Generate(random) : GenerateRow(random);
            if (ClassRow.TryParse(pattern) is not { } row) continue;
            Assert.True(RegexParser.TryParse(pattern, strict: false, out var syntax), $"seed {Seed}: {pattern}");
            if (rows++ > 4_000) break;
            var automaton = ByteDfa.TryBuild(syntax);
            Assert.NotNull(automaton);
            for (var n = 0; n < 40; n++)
            {
                var text = Encoding.UTF8.GetBytes(GenerateText(random));
                var expected = automaton.IsMatch(text);
                Assert.True(expected == row.IsMatch(text), $"seed {Seed}: {pattern} on \"{Encoding.UTF8.GetString(text)}\"");
                if (expected) matches++;
            }
        }
        Assert.True(rows > 2_000 && matches > 2_000, $"{rows} rows, {matches} matches");
    }

    [Theory]
    [InlineData("^[A-Z]{3}$", 1)]
    [InlineData("^[A-Z]{2}(-[A-Z0-9]{1,3})?$", 3)]
    [InlineData("^[0-9]+\\.[0-9]+\\.[0-9]+$", 5)]
    [InlineData("^[a-z][a-z0-9-]{0,39}$", 2)]
    public void TryParse_PatternOfBusinessSchemas_IsRow(string pattern, int steps) => Assert.Equal(steps, ClassRow.TryParse(pattern)?.Steps.Length);

    [Theory]
    [InlineData("^a*a$")]
    [InlineData("^[a-z]*(b)?$")]
    [InlineData("[A-Z]{3}")]
    [InlineData("^a+?$")]
    [InlineData("^é$")]
    [InlineData("^a|b$")]
    public void TryParse_PatternThatIsNoRow_IsNull(string pattern) => Assert.Null(ClassRow.TryParse(pattern));

    [Fact]
    public void Find_EveryKeyword_HasItsName()
    {
        var names = Keywords.Names.Split(' ');
        Assert.Equal(Enum.GetValues<Keyword>().Length - 1, names.Length);
        foreach (var name in names) Assert.Equal(name.TrimStart('$'), Keywords.Find(name).ToString(), ignoreCase: true);
        Assert.Equal(Keyword.None, Keywords.Find("title"));
    }

    private static string Generate(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(1, 9); n > 0; n--) text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string GenerateRow(Random random)
    {
        string[] classes = ["a", "b", "7", "-", "\\.", "\\d", "[a-c]", "[A-C]", "[0-9]", "[b7-]", "[ab._]"];
        string[] counts = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}"];
        var text = new StringBuilder("^");
        for (var n = random.Next(1, 4); n > 0; n--) text.Append(classes[random.Next(classes.Length)]).Append(counts[random.Next(counts.Length)]);
        if (random.Next(3) == 0) text.Append(random.Next(2) == 0 ? "(" : "(?:").Append(classes[random.Next(classes.Length)]).Append(counts[random.Next(counts.Length)]).Append(classes[random.Next(classes.Length)]).Append(")?");
        return text.Append('$').ToString();
    }

    private static string GenerateText(Random random)
    {
        const string Characters = "aaabbbc77.-_A";
        var text = new StringBuilder();
        for (var n = random.Next(7); n > 0; n--) text.Append(random.Next(60) == 0 ? 'é' : Characters[random.Next(Characters.Length)]);
        return text.ToString();
    }
}
