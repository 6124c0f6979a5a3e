using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

using Canonical.Testing;

namespace Connectors.Salesforce.Tests;

/// <summary>Whatever text stands as a value: the query has the structure that was built, and the value is that text. Read with the sandbox's own parser.</summary>
public sealed class SoqlFuzzTests
{
    private static readonly MethodInfo Parser = typeof(SalesforceSandbox).Assembly.GetType("Canonical.Testing.SoqlParser", throwOnError: true)!.GetMethod("Parse")!;
    private static readonly string[] Pieces = ["'", "\\", "\"", "\\'", "'' OR Name != '", "\n", "\r", "\t", "\b", "\f", "\0", "\u0001", "\u007f", "\u0085", "\u00a0", "\u2028", "%", "_", "\\u0027", "(SELECT Id FROM User)", "--", "/*", ") OR (", "ü", "東", "🏗", "\ud800", "\udc00", " ", "a", "LIKE", "null", "2026-01-01", ":x", "{0}", "&", "#", "+"];

    [Fact]
    public void Value_AnyText_NeverChangesTheStructure()
    {
        int seed = Environment.GetEnvironmentVariable("CANONICAL_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"CANONICAL_SEED={seed}");
        var random = new Random(seed);
        for (int run = 0; run < 5000; run++)
        {
            string value = Text(random);
            Soql query = SoqlBuilder.From("Account", "Id", "Owner.Name")
                .Where(SoqlCondition.Any(SoqlCondition.Equal("Name", value), SoqlCondition.StartsWith("Site", value)))
                .Where(SoqlCondition.In("Type", value, "x", value))
                .Where(SoqlCondition.Not(SoqlCondition.GreaterThan("Fax", value)))
                .OrderBy("Id").Limit(5).Build();
            // As it arrives: what an address does to it, included.
            string arrived = Uri.UnescapeDataString(Uri.EscapeDataString(query.Text));
            string structure = Structure(Parser.Invoke(null, [arrived])!);
            Assert.Equal(
                $"SELECT Id,Owner.Name FROM Account WHERE (((Name = {Show(value)} OR Site LIKE {Show(value + "%")}) AND Type IN {Show(value)};{Show("x")};{Show(value)}) AND NOT Fax > {Show(value)}) ORDER Id LIMIT 5",
                structure);
        }
    }

    [Fact]
    public void Value_EveryOtherType_IsWrittenAsItsType()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int run = 0; run < 1000; run++)
        {
            decimal number = new(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29));
            var date = DateOnly.FromDayNumber(random.Next(600_000, 900_000));
            var instant = new DateTimeOffset(date, new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond), TimeSpan.FromMinutes(random.Next(-840, 841)));
            Soql query = SoqlBuilder.From("Account", "Id").Where(SoqlCondition.All(SoqlCondition.Equal("a", number), SoqlCondition.Equal("b", date), SoqlCondition.Equal("c", instant))).Build();
            // No plus sign, which an address would turn into a blank.
            Assert.DoesNotContain('+', query.Text);
            Assert.Equal(
                $"SELECT Id FROM Account WHERE (a = Number:{number.ToString(CultureInfo.InvariantCulture)} AND b = Date:{date.ToString("o", CultureInfo.InvariantCulture)} AND c = Instant:{instant.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)})",
                Structure(Parser.Invoke(null, [query.Text])!));
        }
    }

    [Theory]
    [InlineData("100%", "100% of it", true)]
    [InlineData("100%", "1000 of it", false)]
    [InlineData("a_c", "abc", false)]
    [InlineData("a_c", "a_cd", true)]
    [InlineData(@"a\", @"a\b", true)]
    [InlineData("", "anything", true)]
    public async Task StartsWith_Wildcards_AreCharacters(string prefix, string name, bool found)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        string id = sandbox.Seed("Account", $$"""{"Name":{{System.Text.Json.Nodes.JsonValue.Create(name)!.ToJsonString()}},"CurrencyIsoCode":"EUR"}""");
        using SalesforceClient client = TestClients.Over(sandbox);
        Soql query = SoqlBuilder.From("Account", "Id").Where(SoqlCondition.StartsWith("Name", prefix)).Where(SoqlCondition.Equal("Id", id)).BuildCount();
        Assert.Equal(found ? 1 : 0, await client.CountAsync(query, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Value_HalfOfASurrogatePair_StaysHalfAndDoesNotBecomeAnotherText()
    {
        string half = "a" + (char)0xD800;
        string query = SoqlBuilder.From("Account", "Id").Where(SoqlCondition.Equal("Name", half)).Build().Text;
        Assert.Equal(@"SELECT Id FROM Account WHERE Name = 'a\uD800'", query);
        Assert.Equal(query, Uri.UnescapeDataString(Uri.EscapeDataString(query)));
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int parts = random.Next(8); parts >= 0; parts--)
            text.Append(random.Next(4) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string Structure(object query)
    {
        string items = string.Join(',', ((IEnumerable)Get(query, "Items")!).Cast<object>().Select(i => (string)Get(Get(i, "Path")!, "Text")!));
        string order = string.Join(',', ((IEnumerable)Get(query, "OrderBy")!).Cast<object>().Select(o => (string)Get(Get(o, "Path")!, "Text")!));
        return $"SELECT {items} FROM {Get(Get(query, "From")!, "Text")} WHERE {Condition(Get(query, "Where")!)}{(order.Length > 0 ? " ORDER " + order : "")}{(Get(query, "Limit") is { } limit ? $" LIMIT {limit}" : "")}";
    }

    private static string Condition(object condition) => condition.GetType().Name switch
    {
        "SoqlAnd" => "(" + string.Join(" AND ", ((IEnumerable)Get(condition, "Parts")!).Cast<object>().Select(Condition)) + ")",
        "SoqlOr" => "(" + string.Join(" OR ", ((IEnumerable)Get(condition, "Parts")!).Cast<object>().Select(Condition)) + ")",
        "SoqlNot" => "NOT " + Condition(Get(condition, "Part")!),
        "SoqlCompare" => $"{Get(Get(condition, "Path")!, "Text")} {Get(condition, "Operator")} {string.Join(';', ((IEnumerable)Get(condition, "Values")!).Cast<object>().Select(v => Token(Get(v, "Token")!)))}",
        var other => other,
    };

    private static string Token(object token)
    {
        object value = Get(token, "Value")!;
        return value switch
        {
            string text => Show(text),
            DateOnly date => "Date:" + date.ToString("o", CultureInfo.InvariantCulture),
            DateTimeOffset time => "Instant:" + time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
            decimal number => "Number:" + number.ToString(CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
    }

    // So that a failure can be read, and half a pair is not made a question mark by a writer.
    private static string Show(string text) => "<" + string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c.ToString() : $"\\{(int)c:x4}")) + ">";

    private static object? Get(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of);
}
