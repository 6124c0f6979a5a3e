using System.Text.Json;

namespace Canonical.Mapping.Tests;

public sealed class MemberPathTests
{
    private const string Record = """
        { "a": { "b": 1, "n": null }, "x.y": { "it's": "q" }, "list": [ { "kind": "main", "v": 1 }, { "kind": "fax", "v": 2, "on": true, "no": 7.0 } ], "s": "text", "$x": 5, "a b": 6 }
        """;

    [Theory]
    [InlineData("a.b", "1")]
    [InlineData("a", """{ "b": 1, "n": null }""")]
    [InlineData("'x.y'.'it''s'", "\"q\"")]
    [InlineData("list[0].v", "1")]
    [InlineData("list[kind=fax].v", "2")]
    [InlineData("list['kind'='fax'].v", "2")]
    [InlineData("list[on=true].v", "2")]
    [InlineData("list[no=7].v", "2")]
    [InlineData("$x", "5")]
    [InlineData("$.a.b", "1")]
    [InlineData("'a b'", "6")]
    public void Read_PathThatIsThere_GivesTheValue(string text, string expected)
    {
        Assert.Equal(ReadStatus.Value, Read(text, out var value));
        Assert.Equal(expected, value.GetRawText());
    }

    [Theory]
    [InlineData("a.c", nameof(ReadStatus.Missing))]
    [InlineData("q.c", nameof(ReadStatus.Missing))]
    [InlineData("list[2].v", nameof(ReadStatus.Missing))]
    [InlineData("list[kind=mobile].v", nameof(ReadStatus.Missing))]
    [InlineData("list[on='true'].v", nameof(ReadStatus.Missing))]
    [InlineData("a.n", nameof(ReadStatus.Null))]
    [InlineData("a.n.deeper", nameof(ReadStatus.Null))]
    [InlineData("s.t", nameof(ReadStatus.Broken))]
    [InlineData("a[0]", nameof(ReadStatus.Broken))]
    [InlineData("list.v", nameof(ReadStatus.Broken))]
    public void Read_PathThatLeadsNowhere_SaysWhy(string text, string expected) => Assert.Equal(expected, Read(text, out _).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[1")]
    [InlineData("a[1000]")]
    [InlineData("a[x]")]
    [InlineData("a[x=]")]
    [InlineData("a['x]")]
    [InlineData("'a")]
    [InlineData("''")]
    [InlineData("a'b'")]
    [InlineData("$.")]
    [InlineData("[0]")]
    public void TryParse_BrokenSyntax_IsRefusedWithThePlace(string text)
    {
        Assert.False(MemberPath.TryParse(text, out _, out var problem));
        Assert.Contains("at character", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b.c", """{"a":{"b":{"c":1}}}""")]
    [InlineData("'x.y'.z", """{"x.y":{"z":1}}""")]
    [InlineData("list[kind=main].v", """{"list":[{"kind":"main","v":1}]}""")]
    [InlineData("list[on=true].v", """{"list":[{"on":true,"v":1}]}""")]
    [InlineData("list[0]", """{"list":[1]}""")]
    public void Write_NewPath_MakesWhatItNeeds(string text, string expected)
    {
        Assert.True(MemberPath.TryParse(text, out var path, out _));
        var root = Node.NewObject();
        Assert.Equal(WriteStatus.Written, path.Write(root, Node.Of(JsonScalar.Of(1))));
        Assert.Equal(expected, Json(root));
        Assert.NotNull(path.Find(root));
    }

    [Fact]
    public void Write_SameAndOtherValue_IsWrittenAndConflict()
    {
        Assert.True(MemberPath.TryParse("a.b", out var path, out _));
        var root = Node.NewObject();
        path.Write(root, Node.Of(JsonScalar.Number("1.0")));
        Assert.Equal(WriteStatus.Written, path.Write(root, Node.Of(JsonScalar.Number("1"))));
        Assert.Equal(WriteStatus.Conflict, path.Write(root, Node.Of("1")));
        Assert.True(MemberPath.TryParse("a.b.c", out var deeper, out _));
        Assert.Equal(WriteStatus.Conflict, deeper.Write(root, Node.Of("1")));
    }

    [Fact]
    public void Write_ElementBehindAMissingOne_IsAGap()
    {
        Assert.True(MemberPath.TryParse("a[1]", out var path, out _));
        Assert.Equal(WriteStatus.Gap, path.Write(Node.NewObject(), Node.Of("x")));
    }

    [Theory]
    [InlineData("a.'b.c'[0][kind=x]['k k'='true'].d")]
    [InlineData("list[on=true].v")]
    public void PathText_OfParsedSteps_IsTheTextAgain(string text)
    {
        Assert.True(MemberPath.TryParse(text, out var path, out _));
        Assert.Equal(text, PathText.Of(path.Steps));
    }

    private static ReadStatus Read(string text, out JsonElement value)
    {
        Assert.True(MemberPath.TryParse(text, out var path, out var problem), problem);
        using var document = JsonDocument.Parse(Record);
        var status = path.Read(document.RootElement, out value);
        if (status == ReadStatus.Value)
            value = value.Clone();
        return status;
    }

    private static string Json(Node node)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            node.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
