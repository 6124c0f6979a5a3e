using System.Buffers;
using System.Text;

namespace Canonical.Model.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    // RFC 8785, section 3.2.2 and 3.2.3, and appendix B.
    [InlineData("""{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""")]
    [InlineData("""{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"\U0001F600\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}")]
    [InlineData(""" { "b" : [ ] , "a" : { } } """, """{"a":{},"b":[]}""")]
    [InlineData("""{"b":{"d":1,"c":[{"f":1,"e":2}]},"a":0}""", """{"a":0,"b":{"c":[{"e":2,"f":1}],"d":1}}""")]
    [InlineData("[-0, -0.0, 0, 1e0, 56.0, 10, 123456789012345678]", "[0,0,0,1,56,10,123456789012345680]")]
    [InlineData("\"\\u007f\\u2028 \\ud83d\\ude02\"", "\"\u007f\u2028 \U0001F602\"")]
    [InlineData("true", "true")]
    public void Canonicalize_WellFormed_GivesTheOneText(string json, string expected)
    {
        var canonical = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json));

        Assert.Equal(expected, Encoding.UTF8.GetString(canonical));
        Assert.Equal(canonical, CanonicalJson.Canonicalize(canonical));
    }

    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    public void FormatNumber_VectorsOfAppendixB_GiveTheirText(string bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.FormatNumber(BitConverter.UInt64BitsToDouble(Convert.ToUInt64(bits, 16))));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FormatNumber_NotFinite_Throws(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CanonicalJson.FormatNumber(value));

    [Theory]
    [InlineData("", ModelCodes.MalformedJson)]
    [InlineData("{", ModelCodes.MalformedJson)]
    [InlineData("[1,]", ModelCodes.MalformedJson)]
    [InlineData("1 2", ModelCodes.MalformedJson)]
    [InlineData("\uFEFF1", ModelCodes.MalformedJson)]
    [InlineData("""{"a":1,"a":2}""", ModelCodes.DuplicateProperty)]
    [InlineData("""{"b":0,"a":1,"\u0061":2}""", ModelCodes.DuplicateProperty)]
    [InlineData("[{\"x\":{\"a\":1,\"a\":1}}]", ModelCodes.DuplicateProperty)]
    [InlineData("1e400", ModelCodes.NumberOutOfRange)]
    [InlineData("[-1e999]", ModelCodes.NumberOutOfRange)]
    [InlineData("\"\\ud800\"", ModelCodes.InvalidText)]
    [InlineData("{\"\\udc00\":1}", ModelCodes.InvalidText)]
    public void Canonicalize_WithoutCanonicalForm_ThrowsTheCode(string json, string code)
    {
        var output = new ArrayBufferWriter<byte>();

        var thrown = Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json), output));

        Assert.Equal(code, thrown.Code);
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Canonicalize_InvalidUtf8_Throws()
    {
        byte[] json = [(byte)'"', 0xC3, 0x28, (byte)'"'];

        Assert.Equal(ModelCodes.MalformedJson, Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(json)).Code);
    }

    [Fact]
    public void Canonicalize_DepthAtAndOverTheLimit_PassesAndThrows()
    {
        static byte[] Nested(int depth) => Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));

        Assert.Equal(2 * CanonicalJson.MaxDepth, CanonicalJson.Canonicalize(Nested(CanonicalJson.MaxDepth)).Length);
        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(Nested(CanonicalJson.MaxDepth + 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261121)]
    public void Canonicalize_ShuffledAndRespelled_GivesTheSameText(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var tree = JsonTree.Random(random, depth: 4);
            var first = Encoding.UTF8.GetBytes(tree.Write(random));
            var second = Encoding.UTF8.GetBytes(tree.Write(random));

            var canonical = CanonicalJson.Canonicalize(first);

            Assert.Equal(tree.Canonical(), Encoding.UTF8.GetString(canonical));
            Assert.Equal(canonical, CanonicalJson.Canonicalize(second));
            Assert.Equal(canonical, CanonicalJson.Canonicalize(canonical));
        }
    }
}
