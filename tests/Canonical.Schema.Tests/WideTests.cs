using System.Globalization;
using System.Text;

namespace Canonical.Schema.Tests;

/// <summary>Objects with many names that the schema does not name, and arrays of many items that must differ: a repeated one is found wherever it stands.</summary>
public sealed class WideTests
{
    private static readonly JsonSchema Open = JsonSchema.Parse("""{ "type": "object", "additionalProperties": { "anyOf": [{ "type": "integer" }, { "$ref": "#" }] } }""");
    private static readonly JsonSchema Distinct = JsonSchema.Parse("""{ "uniqueItems": true, "type": "array" }""");

    [Theory]
    [InlineData(200)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(258)]
    [InlineData(5_000)]
    [InlineData(60_000)]
    public void IsValid_ObjectOfManyNames_FindsRepeatedOne(int count)
    {
        var names = Enumerable.Range(0, count).Select(Name).ToArray();
        Assert.True(Open.IsValid(Object(names)));
        foreach (var repeated in new[] { 0, 1, 100, count / 2, count - 2 })
        {
            foreach (var at in new[] { count - 1, Math.Max(repeated + 1, count / 3) })
            {
                var changed = names.ToArray();
                changed[at] = names[repeated];
                Assert.False(Open.IsValid(Object(changed)));
                Assert.Equal(SchemaCodes.DuplicateProperty, Assert.Single(Open.Validate(Object(changed)).Errors).Code);
            }
        }
    }

    [Fact]
    public void IsValid_WideObjectsInsideWideOnes_EachHasItsOwnNames()
    {
        // The same names in each, before and after the objects inside: what was left must neither hide a repeated name nor make one.
        var inner = Encoding.UTF8.GetString(Object([.. Enumerable.Range(0, 700).Select(Name)]));
        var wrong = Encoding.UTF8.GetString(Object([.. Enumerable.Range(0, 700).Select(Name), Name(650)]));
        for (var broken = -1; broken < 6; broken++)
        {
            var text = new StringBuilder("{");
            for (var i = 0; i < 900; i++)
            {
                var value = i % 150 == 7 ? i / 150 == broken ? wrong : inner : "1";
                text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{Name(i)}\":{value}");
            }
            var good = text.ToString() + "}";
            Assert.Equal(broken < 0, Open.IsValid(Encoding.UTF8.GetBytes(good)));
            Assert.False(Open.IsValid(Encoding.UTF8.GetBytes($"{text},\"{Name(300)}\":1}}")));
        }
    }

    [Theory]
    [InlineData(257)]
    [InlineData(3_000)]
    public void IsValid_ArrayOfManyDifferentItems_FindsRepeatedOne(int count)
    {
        var items = Enumerable.Range(0, count).Select(static n => n.ToString(CultureInfo.InvariantCulture)).ToArray();
        Assert.True(Distinct.IsValid(Array(items)));
        items[count - 1] = "5";
        Assert.False(Distinct.IsValid(Array(items)));
        items[count - 1] = "5.0";
        Assert.False(Distinct.IsValid(Array(items)));
        items[count - 1] = "5.5";
        Assert.True(Distinct.IsValid(Array(items)));
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"property{number * 7919L % 1_000_003:000000}suffix");

    private static byte[] Object(string[] names) => Encoding.UTF8.GetBytes("{" + string.Join(',', names.Select(static n => $"\"{n}\":1")) + "}");

    private static byte[] Array(string[] items) => Encoding.UTF8.GetBytes("[" + string.Join(',', items) + "]");
}
