using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

/// <summary>What records look like in the wild: deep, large, escaped, broken where nobody looks.</summary>
public sealed class RecordTests
{
    private const string Lens = """{ "id": "n", "kind": "field", "source": "a.b", "target": "n", "convert": "text" }, { "id": "c", "kind": "field", "source": "copy", "target": "copy" }""";

    [Theory]
    [InlineData("""{"id":1,"a":{"b":"\u0041\u00e9\ud834\udd1e\/\b\f\"\\"}}""", """{"n":"Aé𝄞/\b\f\"\\"}""")]
    [InlineData("""{"\u0069d":1,"\u0061":{"\u0062":"x"}}""", """{"n":"x"}""")]
    [InlineData("""{"id":1,"a":{"b":"\u2003x\u00a0"}}""", """{"n":"x"}""")]
    [InlineData("""{"id":1,"copy":{"q\u0061":"\u000b","e":"\u00e9","s":"\/","arr":[1.50,-0.0,1E+2,true,null]}}""", """{"copy":{"qa":"\u000b","e":"é","s":"/","arr":[1.50,-0.0,1E+2,true,null]}}""")]
    [InlineData("\t{ \"id\" : 1 ,\r\n \"copy\" : [ [ ] , { } , \"a b\" ] }\n", """{"copy":[[],{},"a b"]}""")]
    public void ToCanonical_EscapesAndWhiteSpace_GiveTheNormalForm(string vendor, string body)
    {
        var result = Bench.Mapper(Lens).Forth(vendor);
        Assert.Equal(body, Encoding.UTF8.GetString(result.Json.Span[(result.Json.Span.LastIndexOf("Z\""u8) + 2)..]) is [',', .. var rest] ? "{" + rest : "{}");
    }

    [Theory]
    [InlineData("""{"id":1,"other":"\ud800","more":{"\udc00":["\ud800\ud800"]},"a":{"b":"x"}}""")]
    public void ToCanonical_NoUnicodeWhereNobodyReads_IsPassedOver(string vendor) => Assert.Equal("""{"n":"x"}""", Bench.Mapper(Lens).Forth(vendor).Body());

    [Fact]
    public void ToCanonical_BytesThatAreNoUtf8_AreRefusedWhereTheyAreReadOnly()
    {
        var mapper = Bench.Mapper(Lens);
        byte[] Record(ReadOnlySpan<byte> other, ReadOnlySpan<byte> read, ReadOnlySpan<byte> copied) => [.. "{\"id\":1,\"x\":\""u8, .. other, .. "\",\"a\":{\"b\":\""u8, .. read, .. "\"},\"copy\":[\""u8, .. copied, .. "\"]}"u8];
        Assert.True(mapper.ToCanonical(Record([0xC3, 0x28], "é"u8, "é"u8), Bench.Context).Succeeded);
        Assert.Equal(MappingCodes.WrongKind, mapper.ToCanonical(Record("é"u8, [0xC3], "é"u8), Bench.Context).Issue().Code);
        Assert.Equal(MappingCodes.InputNotJson, mapper.ToCanonical(Record("é"u8, "é"u8, [0xED, 0xA0, 0x80]), Bench.Context).Issue().Code);
    }

    [Theory]
    [InlineData("{\"id\":1,}")]
    [InlineData("{\"id\":1 \"a\":2}")]
    [InlineData("{\"id\":01}")]
    [InlineData("{\"id\":1,\"x\":tru}")]
    [InlineData("{\"id\":1,\"x\":\"\\x\"}")]
    [InlineData("{\"id\":1,\"x\":\"a\nb\"}")]
    [InlineData("{\"id\":1,\"x\":[1,]}")]
    [InlineData("{\"id\":1,\"x\":{\"y\"}}")]
    [InlineData("{\"id\":1,\"x\":\"\\u12g4\"}")]
    [InlineData("{\"id\":1,\"x\":1.}")]
    [InlineData("{\"id\":1,\"x\":-}")]
    [InlineData("{\"id\":1")]
    [InlineData("{\"id\":1}x")]
    [InlineData("\u0000")]
    [InlineData("\ufeff{\"id\":1}")]
    public void ToCanonical_NoJson_IsRefused(string vendor) => Assert.Equal(MappingCodes.InputNotJson, Bench.Mapper(Lens).Forth(vendor).Issue().Code);

    // The same verdict as the parser of the platform, wherever the record is cut or damaged.
    [Theory]
    [InlineData(1)]
    [InlineData(20260308)]
    public void ToCanonical_DamagedRecord_IsJsonForUsWhenItIsForThePlatform(int seed)
    {
        var random = new Random(seed);
        var mapper = Bench.Mapper("""{ "id": "k", "kind": "field", "source": "k[x=1].y", "target": "k" }""");
        var sound = """{"id":"1","k":[{"x":1,"y":[1.5e3,"\u00e9\n"]},null],"z":{"deep":[[{}],"𝄞",false]}} """u8.ToArray();
        const string Damage = "{}[]\",:\\u0e-+.tfn \n1\u0001";
        for (var i = 0; i < 20_000; i++)
        {
            var record = sound.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                record[random.Next(record.Length)] = (byte)Damage[random.Next(Damage.Length)];
            record = record[..random.Next(record.Length / 2, record.Length + 1)];
            var refused = mapper.ToCanonical(record, Bench.Context).Issues.Any(issue => issue.Message.Contains("well-formed", StringComparison.Ordinal));
            Assert.True(refused != IsJson(record), $"seed {seed}: {Encoding.UTF8.GetString(record)}");
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void ToCanonical_DeepRecord_IsRefusedByAMessageOfItsOwn(int depth, bool passes)
    {
        foreach (var member in new[] { "copy", "other" })
        {
            var result = Bench.Mapper(Lens).Forth($$"""{"id":1,"{{member}}":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""");
            Assert.Equal(passes, result.Succeeded);
            if (!passes)
                Assert.Contains("64 levels", result.Issue().Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToCanonical_MemberTwice_RefusesTheRecordOnlyWhereItIsRead()
    {
        var mapper = Bench.Mapper(Lens);
        Assert.True(mapper.Forth("""{"id":1,"x":1,"x":2}""").Succeeded);
        Assert.Contains("twice", mapper.Forth("""{"id":1,"a":{"b":"x","\u0062":"y"}}""").Issue().Message, StringComparison.Ordinal);
        Assert.Contains("twice", mapper.Forth("""{"id":1,"copy":{"q":[{"x":1,"x":1}]}}""").Issue().Message, StringComparison.Ordinal);
        var each = Bench.Mapper("""{ "id": "e", "kind": "each", "source": "l", "target": "l", "lenses": [ { "id": "f", "kind": "field", "source": "n", "target": "n" } ] }""");
        Assert.Contains("twice", each.Forth("""{"id":1,"l":[{"n":1},{"n":1,"n":2}]}""").Issue().Message, StringComparison.Ordinal);
        Assert.True(each.Forth("""{"id":1,"l":[{"n":1,"o":1,"o":2}]}""").Succeeded);
    }

    [Fact]
    public void ToCanonical_RecordOfManyMegabytes_IsMappedAndItsMemoryGivenBack()
    {
        var mapper = Bench.Mapper("""
            { "id": "t", "kind": "field", "source": "text", "target": "text", "convert": "text" },
            { "id": "e", "kind": "each", "source": "lines", "target": "lines", "lenses": [
              { "id": "n", "kind": "field", "source": "n", "target": "n", "convert": "decimal" },
              { "id": "m", "kind": "money", "source": "a", "target": "a", "currency": { "path": "$.c" } },
              { "id": "i", "kind": "each", "source": "i", "target": "i", "lenses": [ { "id": "v", "kind": "field", "source": ".", "target": ".", "convert": "upper" } ] } ] }
            """);
        const int Lines = 60_000;
        var text = new StringBuilder("""{"id":1,"text":"  """).Append('å', 3_000_000).Append("\\n\",\"c\":\"\\u0045UR\",\"lines\":[");
        for (var i = 0; i < Lines; i++)
            text.Append(CultureInfo.InvariantCulture, $$"""{{(i == 0 ? "" : ",")}}{"n":{{i}}.50,"a":1E2,"i":["a","b{{i}}"]}""");
        var vendor = Encoding.UTF8.GetBytes(text.Append("]}").ToString());
        var result = mapper.ToCanonical(vendor, Bench.Context);
        Assert.Empty(result.Issues);
        using var json = JsonDocument.Parse(result.Json);
        Assert.Equal(3_000_000, json.RootElement.GetProperty("text").GetString()!.Length);
        var lines = json.RootElement.GetProperty("lines");
        Assert.Equal(Lines, lines.GetArrayLength());
        Assert.Equal("""{"n":"59999.5","a":{"amount":"100","currency":"EUR"},"i":["A","B59999"]}""", lines[Lines - 1].GetRawText());
        var back = mapper.ToVendor(result.Json.Span, Bench.Context);
        Assert.Empty(back.Issues);
        using var record = JsonDocument.Parse(back.Json);
        Assert.Equal("EUR", record.RootElement.GetProperty("c").GetString());
        Assert.Equal("""{"n":59999.5,"a":100,"i":["A","B59999"]}""", record.RootElement.GetProperty("lines")[Lines - 1].GetRawText());
    }

    [Fact]
    public void ToCanonical_ConverterThatThrows_IsAnIssueAndTheMapperGoesOn()
    {
        var options = Bench.NoContract with { Converters = new Dictionary<string, IValueConverter>(StringComparer.Ordinal) { ["moody"] = new Moody() } };
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "moody" }""", options: options);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(MappingCodes.NotConvertible, mapper.Forth("""{"id":1,"s":"bad"}""").Issue().Code);
            Assert.Equal("""{"t":"good"}""", mapper.Forth("""{"id":1,"s":"good"}""").Body());
        }

        Assert.Equal(MappingCodes.InputNotJson, mapper.Forth("""{"id":1,"s":"half"}""").Issue().Code);
    }

    [Fact]
    public void TryToCanonical_IntoAWriter_WritesTheSameBytesOrNothing()
    {
        var mapper = Bench.Mapper(Lens);
        var output = new ArrayBufferWriter<byte>();
        Assert.True(mapper.TryToCanonical("""{"id":1,"a":{"b":"x"}}"""u8, Bench.Context, output, out var issues));
        Assert.Empty(issues);
        Assert.Equal(mapper.Forth("""{"id":1,"a":{"b":"x"}}""").Text(), Encoding.UTF8.GetString(output.WrittenSpan));
        var before = output.WrittenCount;
        Assert.False(mapper.TryToCanonical("""{"id":1,"a":{"b":7}}"""u8, Bench.Context, output, out issues));
        Assert.Equal((MappingCodes.NotConvertible, before), (Assert.Single(issues).Code, output.WrittenCount));
        Assert.False(mapper.TryToCanonical("x"u8, Bench.Context, output, out issues));
        Assert.Single(issues);
        output.ResetWrittenCount();
        Assert.True(mapper.TryToVendor("""{"n":"x"}"""u8, Bench.Context, output, out _));
        Assert.Equal("""{"a":{"b":"x"}}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void ToCanonical_OrderOfTheContract_IsTheOrderOfTheResult()
    {
        var document = MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document("""
            { "id": "w", "kind": "field", "source": "w", "target": "website" }, { "id": "x", "kind": "field", "source": "x", "target": "extensions.a.b" },
            { "id": "c", "kind": "field", "source": "c", "target": "billingAddress.country" }, { "id": "s", "kind": "field", "source": "s", "target": "billingAddress.street" },
            { "id": "k", "kind": "constant", "target": "kind", "value": "person" }, { "id": "n", "kind": "field", "source": "n", "target": "name" }
            """).Replace("thing/1.0.0", "customer/1.0.0", StringComparison.Ordinal)));
        Assert.Equal(
            """{"name":"n","kind":"person","billingAddress":{"street":"s","country":"c"},"website":"w","extensions":{"a":{"b":1}}}""",
            Mapping.Mapper.Compile(document).Forth("""{"id":1,"x":1,"n":"n","s":"s","c":"c","w":"w"}""").Body());
    }

    private static bool IsJson(byte[] record)
    {
        try
        {
            using var document = JsonDocument.Parse(record);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Moody : IValueConverter
    {
        public ConversionResult ToCanonical(JsonScalar vendor) => vendor.Text switch
        {
            "bad" => throw new TimeZoneNotFoundException(),
            "half" => ConversionResult.Converted(JsonScalar.Of("\ud800")),
            _ => ConversionResult.Converted(vendor),
        };

        public ConversionResult ToVendor(JsonScalar canonical) => ConversionResult.Converted(canonical);
    }
}
