using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

public sealed class JsonPageTests(ITestOutputHelper output)
{
    [Fact]
    public void TrySplit_Page_GivesTheRecordsAsTheyStand()
    {
        const string Page = """ { "totalSize" : 2 , "records" : [ {"a":[1,{"b":"]}"}]} , 15000.0,"x" ] , "done":true } """;
        Assert.True(JsonPage.TrySplit(Encoding.UTF8.GetBytes(Page), "records", out var page));
        Assert.Equal(["""{"a":[1,{"b":"]}"}]}""", "15000.0", "\"x\""], page.Records.Select(record => Encoding.UTF8.GetString(record.Span)));
        Assert.Equal(""" { "totalSize" : 2 , "records" : [] , "done":true } """, Encoding.UTF8.GetString(page.Envelope.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"records":{}}""")]
    [InlineData("""{"records":null}""")]
    [InlineData("""{"records":[]""")]
    [InlineData("""{"records":[],}""")]
    [InlineData("""{"records":[1,]}""")]
    [InlineData("""{"records":[1 2]}""")]
    [InlineData("""{"records":[],"records":[]}""")]
    [InlineData("""{"records":[]} x""")]
    [InlineData("""{"records":[{"a":01}]}""")]
    [InlineData("""{"rows":[1]}""")]
    public void TrySplit_NoPage_IsFalse(string text)
    {
        Assert.False(JsonPage.TrySplit(Encoding.UTF8.GetBytes(text), "records", out var page));
        Assert.Null(page);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    [InlineData(100_000, false)]
    public void TrySplit_Depth_IsThatOfTheParser(int levels, bool isPage)
    {
        var text = Encoding.UTF8.GetBytes("{\"records\":[" + new string('[', levels) + new string(']', levels) + "]}");
        Assert.Equal(isPage, JsonPage.TrySplit(text, "records", out _));
        Assert.Equal(isPage, TryParse(text, out _));
    }

    // What the parser of .NET says of the same text, whole and spoilt, is the measure.
    [Fact]
    public void TrySplit_RandomPages_AgreesWithTheParser()
    {
        var seed = Environment.GetEnvironmentVariable("CANONICAL_FUZZ_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"CANONICAL_FUZZ_SEED={seed}");
        var random = new Random(seed);
        var (whole, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            Write(random, text, 0);
            var bytes = Encoding.UTF8.GetBytes("{\"n\":1,\"records\":[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => text.ToString())) + "],\"m\":" + text + "}");
            if (random.Next(2) == 0)
                Spoil(random, ref bytes);
            var isSplit = JsonPage.TrySplit(bytes, "records", out var page);
            if (!TryParse(bytes, out var document))
            {
                Assert.False(isSplit, Encoding.Latin1.GetString(bytes));
                refused++;
                continue;
            }

            using (document)
            {
                var root = document!.RootElement;
                var lists = root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Where(member => member.NameEquals("records")).Select(member => member.Value).ToArray() : [];
                Assert.Equal(lists is [{ ValueKind: JsonValueKind.Array }], isSplit);
                if (!isSplit)
                    continue;
                whole++;
                Assert.Equal(lists[0].EnumerateArray().Select(element => element.GetRawText()), page!.Records.Select(record => Encoding.UTF8.GetString(record.Span)));
                using var envelope = JsonDocument.Parse(page.Envelope);
                Assert.Equal(0, envelope.RootElement.GetProperty("records").GetArrayLength());
                Assert.Equal(
                    root.EnumerateObject().Where(member => member.Name != "records").Select(member => member.ToString()),
                    envelope.RootElement.EnumerateObject().Where(member => member.Name != "records").Select(member => member.ToString()));
            }
        }

        Assert.True(whole > 5_000 && refused > 2_000, $"{whole} whole, {refused} refused");
    }

    private static bool TryParse(byte[] text, out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }
    }

    private static void Write(Random random, StringBuilder text, int depth)
    {
        var white = new[] { "", "", " ", "\n  ", "\r\n" };
        text.Append(white[random.Next(white.Length)]);
        switch (random.Next(depth > 4 ? 4 : 7))
        {
            case 0:
                text.Append(new[] { "true", "false", "null" }[random.Next(3)]);
                break;
            case 1:
                text.Append(new[] { "0", "-1", "15000.0", "1.0E7", "1e-3", "12345678901234567890" }[random.Next(6)]);
                break;
            case 2 or 3:
                text.Append('"').Append(new[] { "", "a", "records", "ü ☃ 😀", "\\\"]}", "\\u00e9\\n", new string('x', random.Next(80)) }[random.Next(7)]).Append('"');
                break;
            case 4:
                text.Append('[');
                for (int i = 0, count = random.Next(4); i < count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Write(random, text, depth + 1);
                }

                text.Append(']');
                break;
            default:
                text.Append('{');
                for (int i = 0, count = random.Next(4); i < count; i++)
                {
                    text.Append(i == 0 ? "" : ",").Append('"').Append("abc"[i]).Append("\":");
                    Write(random, text, depth + 1);
                }

                text.Append('}');
                break;
        }

        text.Append(white[random.Next(white.Length)]);
    }

    // Broken UTF-8 is passed over here, and refused by whoever reads the text.
    private static void Spoil(Random random, ref byte[] bytes)
    {
        var signs = "{}[],:\"0 -.e\\tn"u8;
        var at = random.Next(bytes.Length);
        // Never within a character.
        bytes = random.Next(4) switch
        {
            0 => bytes[..at],
            1 when bytes[at] < 0x80 => [.. bytes[..at], .. bytes[(at + 1)..]],
            2 when bytes[at] is < 0x80 or >= 0xC0 => [.. bytes[..at], signs[random.Next(signs.Length)], .. bytes[at..]],
            _ => bytes[at] < 0x80 ? [.. bytes[..at], signs[random.Next(signs.Length)], .. bytes[(at + 1)..]] : bytes,
        };
    }
}
