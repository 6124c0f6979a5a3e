using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Model.Tests;

// The walk reads JSON itself, so it is held against the framework's reader, and its order and numbers against naive ones.
public sealed class CanonicalTranscoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void Canonicalize_MutatedText_AcceptsWhatTheReaderOfTheFrameworkAccepts(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var alphabet = "{}[]\",:\\/ubnrtfe+-.0123456789aAEF \n\t\r\u0001\u007f\u00e9"u8.ToArray();
        var (accepted, refused) = (0, 0);
        for (var round = 0; round < 30_000; round++)
        {
            var text = Encoding.UTF8.GetBytes(JsonTree.Random(random, depth: 3).Write(random)).ToList();
            for (var change = random.Next(3); change > 0; change--)
            {
                var at = random.Next(text.Count + 1);
                if (random.Next(2) == 0 && at < text.Count) text.RemoveAt(at);
                else text.Insert(at, alphabet[random.Next(alphabet.Length)]);
            }
            var json = text.ToArray();
            var expected = Reference(json);
            var actual = Code(json);

            // The reader accepts a name twice; and of two mistakes in one string, it tells the later first.
            if (actual != ModelCodes.DuplicateProperty) Assert.True(expected.Length == 0 == (actual.Length == 0), $"{expected} expected, {actual} given: {Encoding.UTF8.GetString(json)}");
            if (actual.Length == 0) accepted++;
            else refused++;
        }
        Assert.True(accepted > 5_000 && refused > 5_000, $"{accepted} accepted, {refused} refused");
    }

    [Theory]
    [InlineData(7)]
    public void Canonicalize_RandomNumberTexts_GiveTheTextOfTheirDouble(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var round = 0; round < 60_000; round++)
        {
            text.Clear();
            if (random.Next(3) == 0) text.Append('-');
            text.Append(random.Next(4) == 0 ? "0" : Digits(random, 1 + random.Next(19)).TrimStart('0').PadLeft(1, '7'));
            if (random.Next(2) == 0) text.Append('.').Append('0', random.Next(8)).Append(Digits(random, 1 + random.Next(12))).Append('0', random.Next(4));
            if (random.Next(4) == 0) text.Append("eE"[random.Next(2)]).Append(random.Next(3) switch { 0 => "", 1 => "+", _ => "-" }).Append(random.Next(30));
            var json = Encoding.ASCII.GetBytes(text.ToString());
            var expected = CanonicalJson.FormatNumber(double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture));

            Assert.Equal(expected, Encoding.ASCII.GetString(CanonicalJson.Canonicalize(json)));
            Assert.Equal(expected == text.ToString(), CanonicalJson.IsCanonical(json));
            json = [(byte)'[', .. json, (byte)',', .. json, (byte)']'];
            Assert.Equal($"[{expected},{expected}]", Encoding.ASCII.GetString(CanonicalJson.Canonicalize(json)));
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(5_000)]
    public void Canonicalize_ManyMembersWithNearlyOneName_SortsByCodeUnits(int count)
    {
        var random = new Random(count);
        string[] tails = ["", "a", "b", "\u0000", "\u007f", "é", "\ud7ff", "\ue000", "\ufb33", "\uffff", "\U00010000", "\U0001F602", "\U0010FFFF", "\\", "\""];
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < count) names.Add(new string('n', random.Next(12)) + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => tails[random.Next(tails.Length)])));
        var shuffled = names.ToArray();
        random.Shuffle(shuffled);

        var canonical = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes("{" + string.Join(',', shuffled.Select((n, i) => JsonSerializer.Serialize(n) + ":" + i)) + "}"));

        using var parsed = JsonDocument.Parse(canonical);
        Assert.Equal(names.Order(StringComparer.Ordinal), parsed.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.All(parsed.RootElement.EnumerateObject(), p => Assert.Equal(p.Name, shuffled[p.Value.GetInt32()]));
        Assert.True(CanonicalJson.IsCanonical(canonical));
    }

    [Fact]
    public void Canonicalize_NameTwiceAmongManyUnsorted_NamesThePlaceOfTheSecond()
    {
        var members = Enumerable.Range(0, 100).Select(i => $"\"m{99 - i}\":0").ToArray();
        var json = Encoding.ASCII.GetBytes("{" + string.Join(',', members) + ",\"m50\":1}");

        var thrown = Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(json));

        Assert.Equal(ModelCodes.DuplicateProperty, thrown.Code);
        Assert.Equal(json.Length - 8, thrown.ByteOffset);
    }

    [Theory]
    [InlineData("[1,\n 2,\n x]", 9, "line 3, byte 2")]
    [InlineData("[1,2", 4, "ends too early")]
    [InlineData("{\"a\" 1}", 5, "a colon")]
    [InlineData("{\"a\":1,}", 7, "the name of a property")]
    [InlineData("\"a\u0002b\"", 2, "an escape in place of a control character")]
    [InlineData("\"\\x\"", 1, "an escape that JSON knows")]
    [InlineData("\"\\u12g4\"", 1, "four hexadecimal digits")]
    [InlineData("-", 1, "a digit")]
    [InlineData("nul", 0, "true, false or null")]
    public void Canonicalize_Malformed_SaysWhereAndWhatWasExpected(string json, long offset, string part)
    {
        var thrown = Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(ModelCodes.MalformedJson, thrown.Code);
        Assert.Equal(offset, thrown.ByteOffset);
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Canonicalize_MalformedUtf8_SaysWhere()
    {
        byte[] json = [.. "{\"a\":\"é\",\"b\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(15, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(json)).ByteOffset);
    }

    [Fact]
    public void Canonicalize_BeyondTheLimits_ThrowsTheCode()
    {
        var deep = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":[", CanonicalJson.MaxDepth)));

        Assert.Equal(ModelCodes.BeyondLimits, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(deep)).Code);
        var tooLong = new ReadOnlySequence<byte>(new Segment(new byte[1], null), 0, new Segment(new byte[1], CanonicalJson.MaxLength), 1);
        Assert.Equal(ModelCodes.BeyondLimits, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(tooLong, new ArrayBufferWriter<byte>())).Code);
    }

    [Fact]
    public void Canonicalize_TextInPieces_GivesTheTextOfTheWhole()
    {
        var json = Encoding.UTF8.GetBytes("""{ "b" : [1.0, "\u00e9€"], "a" : "x" }""");
        for (var cut = 1; cut < json.Length; cut++)
        {
            var last = new Segment(json.AsMemory(cut), cut);
            var output = new ArrayBufferWriter<byte>();

            CanonicalJson.Canonicalize(new ReadOnlySequence<byte>(new Segment(json.AsMemory(0, cut), last), 0, last, json.Length - cut), output);

            Assert.Equal("""{"a":"x","b":[1,"é€"]}""", Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":[\"\\u000f\\n\",-5.25,null]}", true)]
    [InlineData("9007199254740991", true)]
    [InlineData("1e+21", true)]
    [InlineData(" 1", false)]
    [InlineData("1 ", false)]
    [InlineData("-0", false)]
    [InlineData("1.0", false)]
    [InlineData("{\"b\":1,\"a\":1}", false)]
    [InlineData("\"\\u000F\"", false)]
    [InlineData("\"\\u000a\"", false)]
    [InlineData("\"\\/\"", false)]
    [InlineData("\"\\u0041\"", false)]
    public void IsCanonical_Text_SaysWhetherItIsItsOwnForm(string json, bool expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);

        Assert.Equal(expected, CanonicalJson.IsCanonical(utf8));
        Assert.Equal(expected, CanonicalJson.Canonicalize(utf8).AsSpan().SequenceEqual(utf8));
    }

    [Fact]
    public void HashAndDerive_WarmedUp_AllocateNothing()
    {
        var json = Encoding.UTF8.GetBytes("""{"z":{"y":[1.50,2e3,"\u0041"],"x":null},"b":"text","a":12345678901234567890}""");
        var hash = new byte[32];
        var output = new ArrayBufferWriter<byte>(1024);
        var key = new EntityKey("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB");
        var posting = new PostingIdentity(key, 1, PostingOperation.Post, "netsuite/1234567", "erp.customer");
        void Run()
        {
            output.ResetWrittenCount();
            CanonicalJson.Hash(json, hash);
            CanonicalJson.Canonicalize(json, output);
            _ = CanonicalId.Derive(key);
            _ = IdempotencyKey.Derive(posting);
        }
        for (var i = 0; i < 50; i++) Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));

    private static string Code(byte[] json)
    {
        try
        {
            CanonicalJson.Canonicalize(json);
            return "";
        }
        catch (CanonicalJsonException e)
        {
            return e.Code;
        }
    }

    private static string Reference(byte[] json)
    {
        if (!System.Text.Unicode.Utf8.IsValid(json)) return ModelCodes.MalformedJson;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        var code = "";
        try
        {
            while (reader.Read())
            {
                // The first thing wrong is what is told.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
                if (reader.TokenType is JsonTokenType.Number && !double.IsFinite(reader.GetDouble())) return ModelCodes.NumberOutOfRange;
            }
            return code;
        }
        catch (InvalidOperationException)
        {
            return ModelCodes.InvalidText;
        }
        catch (JsonException)
        {
            return ModelCodes.MalformedJson;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? next)
        {
            Memory = memory;
            Next = next;
        }

        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }
    }
}
