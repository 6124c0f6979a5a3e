using System.Text;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Avro to JSON and back, for what the sandbox's events do not have.</summary>
public sealed class AvroTests
{
    private const string Everything = """
        {"type":"record","name":"All__e","fields":[
          {"name":"Null","type":"null"},
          {"name":"Flag","type":["null","boolean"]},
          {"name":"Int","type":"int"},
          {"name":"Long","type":["long","null"]},
          {"name":"Float","type":"float"},
          {"name":"Double","type":["null","double"]},
          {"name":"Bytes","type":"bytes"},
          {"name":"Fixed","type":{"type":"fixed","name":"Two","size":2}},
          {"name":"Word","type":{"type":"enum","name":"Colour","symbols":["RED","GREEN"]}},
          {"name":"List","type":{"type":"array","items":["null","string"]}},
          {"name":"Map","type":{"type":"map","values":"long"}},
          {"name":"Inner","type":["null",{"type":"record","name":"Inner","fields":[{"name":"At","type":["null","long"],"doc":"Data:DateTime:00N"},{"name":"Next","type":["null","Inner"]}]}]},
          {"name":"Either","type":["null","string","double",{"type":"array","items":"int"}]},
          {"name":"On","type":["null","long"],"doc":"Data:DateOnly:00N"},
          {"name":"Time","type":["null","long"],"doc":"Data:TimeOnly:00N"},
          {"name":"CreatedDate","type":"long"}]}
        """;

    private const string Value = """{"Null":null,"Flag":true,"Int":-2147483648,"Long":9007199254740993,"Float":0.1,"Double":-1.5E-07,"Bytes":"AQID","Fixed":"AQI=","Word":"GREEN","List":["a",null,"ü\"\n"],"Map":{"x":1,"y":-1},"Inner":{"At":"1969-12-31T23:59:59.999+0000","Next":{"At":null,"Next":null}},"Either":[1,2],"On":"1969-12-31","Time":"23:59:59.999Z","CreatedDate":"2026-05-06T12:00:00.000+0000"}""";

    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void ReadAndEncode_AllTypes_GiveTheSameBack()
    {
        byte[] payload = AvroEncoder.Encode(Parse(Everything), Encoding.UTF8.GetBytes(Value), None, out IReadOnlyList<RecordIssue> issues);

        Assert.Empty(issues);
        Assert.Equal(Value, Encoding.UTF8.GetString(AvroJson.Read(Parse(Everything), payload)));
    }

    [Fact]
    public void Read_CutOffAnywhereOrLonger_IsAnError()
    {
        AvroType schema = Parse(Everything);
        byte[] payload = AvroEncoder.Encode(schema, Encoding.UTF8.GetBytes(Value), None, out _);

        for (int length = 0; length < payload.Length; length++)
            Assert.Throws<InvalidDataException>(() => AvroJson.Read(schema, payload.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => AvroJson.Read(schema, [.. payload, 0]));
    }

    [Fact]
    public void Read_RecordsOfRecordsWithoutBytes_AreAnErrorAndNotABomb()
    {
        // 2 to the power of 28 nulls in an event of no bytes.
        string schema = """{"type":"record","name":"R0","fields":[{"name":"N","type":"null"}]}""";
        for (int i = 1; i <= 28; i++)
            schema = $$$"""{"type":"record","name":"R{{{i}}}","fields":[{"name":"A","type":{{{schema}}} },{"name":"B","type":"R{{{i - 1}}}"}]}""";
        AvroType type = Parse(schema);
        Assert.Throws<InvalidDataException>(() => AvroJson.Read(type, []));
        Assert.Throws<InvalidDataException>(() => new AvroReader([]).Skip(type));
    }

    [Fact]
    public void Read_WordThatIsLargerThanAnyEvent_IsAnError()
    {
        string word = new('W', 1_000_000);
        AvroType type = Parse($$$$"""{"type":"record","name":"R","fields":[{"name":"L","type":{"type":"array","items":{"type":"enum","name":"E","symbols":["{{{{word}}}}"]}}}]}""");
        // A hundred items, each of one byte.
        byte[] payload = [0xC8, 0x01, .. new byte[100], 0];
        Assert.Throws<InvalidDataException>(() => AvroJson.Read(type, payload));
    }

    [Fact]
    public void Read_RandomBytes_GiveJsonOrAnError()
    {
        const int Seed = 4711;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        AvroType schema = Parse(Everything);
        byte[] payload = AvroEncoder.Encode(schema, Encoding.UTF8.GetBytes(Value), None, out _);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] changed = [.. payload];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                using var json = System.Text.Json.JsonDocument.Parse(AvroJson.Read(schema, changed));
                read++;
            }
            catch (InvalidDataException)
            {
                // What else an event can be that is none.
            }
        }

        Assert.InRange(read, 1, 19_999);
    }

    [Theory]
    [InlineData("""{"type":"record","name":"E","fields":[{"name":"A","type":"double"}]}""", "000000000000F87F")]
    [InlineData("""{"type":"record","name":"E","fields":[{"name":"A","type":"string"}]}""", "02FF")]
    [InlineData("""{"type":"record","name":"E","fields":[{"name":"A","type":"boolean"}]}""", "02")]
    [InlineData("""{"type":"record","name":"E","fields":[{"name":"A","type":"long","doc":"Data:TimeOnly"}]}""", "01")]
    [InlineData("""{"type":"record","name":"E","fields":[{"name":"A","type":"long","doc":"Data:DateTime"}]}""", "FEFFFFFFFFFFFFFFFF01")]
    [InlineData("\"string\"", "0241")]
    public void Read_ValueThatJsonCannotHold_IsAnError(string schema, string payload) =>
        Assert.Throws<InvalidDataException>(() => AvroJson.Read(Parse(schema), Convert.FromHexString(payload)));

    [Fact]
    public void Encode_NestedFaults_NameThePath()
    {
        byte[] payload = AvroEncoder.Encode(Parse(Everything), Encoding.UTF8.GetBytes(Value.Replace("\"1969-12-31T23:59:59.999+0000\"", "\"never\"", StringComparison.Ordinal).Replace("[\"a\",", "[7,", StringComparison.Ordinal).Replace("\"GREEN\"", "\"BLUE\"", StringComparison.Ordinal)), None, out IReadOnlyList<RecordIssue> issues);

        Assert.Empty(payload);
        Assert.Equal(["Word", "List[0]", "Inner.At"], issues.Select(static i => i.VendorPath));
        Assert.All(issues, static i => Assert.DoesNotContain("BLUE", i.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Backoff_GrowsStaysBoundedAndIsSpread()
    {
        Assert.Equal(TimeSpan.Zero, PubSubListening<SalesforceEventPage>.Backoff(1, throttled: false, 0));
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(2, 8).Select(static i => PubSubListening<SalesforceEventPage>.Backoff(i, throttled: false, 0).TotalSeconds));
        Assert.Equal([30, 60, 120, 240, 480, 900, 900], Enumerable.Range(1, 7).Select(static i => PubSubListening<SalesforceEventPage>.Backoff(i, throttled: true, 0).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(30), PubSubListening<SalesforceEventPage>.Backoff(int.MaxValue, throttled: false, 1));
    }

    private static AvroType Parse(string json) => AvroSchema.Parse(Encoding.UTF8.GetBytes(json));
}
