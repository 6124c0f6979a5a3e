using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

public sealed class MapperStreamsTests
{
    private static readonly Mapper s_mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "Name", "target": "name", "convert": "text", "required": "toCanonical" }""");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task ToCanonicalAsync_Lines_AreMappedAsTheyArrive(int chunk)
    {
        const string Lines = "{\"id\":1,\"Name\":\"A\"}\n\n  \r\n{\"id\":2}\r\nnot json\n{\"id\":3,\"Name\":\"C\"}";
        var results = new List<string>();
        await foreach (var line in s_mapper.ToCanonicalAsync(new Chunks(Encoding.UTF8.GetBytes(Lines), chunk), Bench.Context, cancellationToken: TestContext.Current.CancellationToken))
            results.Add(string.Create(CultureInfo.InvariantCulture, $"{line.Line} {(line.Result.Succeeded ? line.Result.Body() : line.Result.Issue().Code)}"));
        Assert.Equal(["1 {\"name\":\"A\"}", "4 MAP2003", "5 MAP2001", "6 {\"name\":\"C\"}"], results);
    }

    [Fact]
    public async Task ToCanonicalAsync_ByteOrderMark_IsNoPartOfTheFirstRecord()
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "a", "target": "b" }""");
        using var stream = new MemoryStream([.. "\uFEFF{\"id\":1,\"a\":1}\n\uFEFF{\"id\":2}"u8]);
        var results = new List<bool>();
        await foreach (var line in mapper.ToCanonicalAsync(stream, Bench.Context, cancellationToken: TestContext.Current.CancellationToken))
            results.Add(line.Result.Succeeded);
        Assert.Equal([true, false], results);
    }

    [Fact]
    public async Task ToCanonicalAsync_LongLines_AreReportedAndPassedOver()
    {
        var record = "{\"id\":1,\"Name\":\"" + new string('x', 200_000) + "\"}\n";
        var bytes = Encoding.UTF8.GetBytes(record + "{\"id\":2,\"Name\":\"B\"}\n" + record.TrimEnd());
        var results = new List<string>();
        await foreach (var line in s_mapper.ToCanonicalAsync(new MemoryStream(bytes), Bench.Context, maxLineBytes: 100_000, TestContext.Current.CancellationToken))
            results.Add(string.Create(CultureInfo.InvariantCulture, $"{line.Line} {(line.Result.Succeeded ? line.Result.Body() : line.Result.Issue().Message)}"));
        Assert.Equal(3, results.Count);
        Assert.Equal("2 {\"name\":\"B\"}", results[1]);
        Assert.All([results[0], results[2]], result => Assert.Contains("more than 100000 bytes", result, StringComparison.Ordinal));
        // Within the limit it is a record of many segments.
        await foreach (var line in s_mapper.ToCanonicalAsync(new MemoryStream(bytes), Bench.Context, cancellationToken: TestContext.Current.CancellationToken))
            Assert.True(line.Result.Succeeded);
    }

    [Fact]
    public async Task ToVendorAsync_Lines_AreMapped()
    {
        var lines = new List<string>();
        await foreach (var line in s_mapper.ToVendorAsync(new MemoryStream("{\"name\":\"A\"}\n{\"name\":\"B\"}\n"u8.ToArray()), Bench.Context, cancellationToken: TestContext.Current.CancellationToken))
            lines.Add(line.Result.Text());
        Assert.Equal(["{\"Name\":\"A\"}", "{\"Name\":\"B\"}"], lines);
    }

    [Theory]
    [InlineData("""{ "total": 2, "more": { "records": [1] }, "records": [ {"id":1,"x":[1,{"y":[]}]} , {"id":2} ], "done": true }""", "records", """{"id":1,"x":[1,{"y":[]}]}|{"id":2}""")]
    [InlineData("""[{"id":1},[],7,"]"]""", null, """{"id":1}|[]|7|"]" """)]
    [InlineData("""{ "records": [] }""", "records", "")]
    [InlineData("[[[]]]", null, "[[]]")]
    public void Records_OfAPage_AreItsParts(string page, string? member, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(page);
        Assert.Equal(expected.TrimEnd(), string.Join('|', MapperStreams.Records(bytes, member).Select(record => Encoding.UTF8.GetString(record.Span))));
    }

    [Theory]
    [InlineData("""{ "items": [] }""", "records")]
    [InlineData("""{ "records": {} }""", "records")]
    [InlineData("""[]""", "records")]
    [InlineData("""{}""", null)]
    [InlineData("""{ "records": [ {} """, "records")]
    [InlineData("", null)]
    public void Records_OfWhatIsNoPage_Throw(string page, string? member) =>
        Assert.ThrowsAny<JsonException>(() => MapperStreams.Records(Encoding.UTF8.GetBytes(page), member).Count());

    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
