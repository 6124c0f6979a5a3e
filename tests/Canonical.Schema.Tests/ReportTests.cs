using System.Text;
using System.Text.Json;

namespace Canonical.Schema.Tests;

public sealed class ReportTests
{
    private const string Order = """
        {
          "$id": "https://example.org/order",
          "type": "object",
          "required": ["id", "lines"],
          "properties": {
            "id": { "$ref": "#/$defs/id" },
            "lines": { "type": "array", "items": { "type": "object", "properties": { "a/b": { "type": "integer" } }, "additionalProperties": false } }
          },
          "$defs": { "id": { "type": "string", "minLength": 3 } }
        }
        """;

    [Fact]
    public void Validate_SeveralErrors_SaysWhereAndWhy()
    {
        var report = JsonSchema.Parse(Order).Validate("{\n  \"id\": \"é\",\n  \"lines\": [ {}, { \"a/b\": \"x\", \"ü\": 1 } ]\n}"u8);
        Assert.Collection(
            report.Errors,
            e => Check(e, SchemaCodes.StringTooShort, "/id", "https://example.org/order#/$defs/id/minLength", "/properties/id/$ref/minLength", 2, 9, "Expected at least 3 characters, found 1."),
            e => Check(e, SchemaCodes.WrongType, "/lines/1/a~1b", "https://example.org/order#/properties/lines/items/properties/a~1b/type", "/properties/lines/items/properties/a~1b/type", 3, 27, "Expected an integer, found a string."),
            e => Check(e, SchemaCodes.PropertyUnknown, "/lines/1/ü", "https://example.org/order#/properties/lines/items/additionalProperties", "/properties/lines/items/additionalProperties", 3, 32, "The property \"ü\" is not one of the schema, which allows no others."));

        static void Check(ValidationError e, string code, string instance, string schema, string path, int line, int column, string message)
        {
            Assert.Equal((code, instance, schema, path), (e.Code, e.InstancePath, e.SchemaLocation, e.EvaluationPath));
            Assert.Equal((line, column, message), (e.Line, e.Column, e.Message));
        }
    }

    [Fact]
    public void Validate_NoAlternativeMatches_ExplainsTheClosestOne()
    {
        var schema = JsonSchema.Parse("""{"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"string"}},"required":["kind"]},{"properties":{"kind":{"const":"b"},"y":{"type":"string"}},"required":["kind"]}]}""");
        var report = schema.Validate("""{"kind":"b","y":1}"""u8);
        Assert.Equal([(SchemaCodes.NoAlternative, ""), (SchemaCodes.WrongType, "/y")], report.Errors.Select(static e => (e.Code, e.InstancePath)));
    }

    [Fact]
    public void Validate_AnyError_CarriesNoValueOfTheDocument()
    {
        var schema = JsonSchema.Parse("""{"properties":{"a":{"const":"x"},"b":{"enum":["y"]},"c":{"pattern":"^z$"},"d":{"format":"email"},"e":{"maximum":1},"f":{"maxLength":1},"g":{"type":"null"},"h":{"multipleOf":7}}}""");
        var report = schema.Validate("""{"a":"secret1","b":"secret2","c":"secret3","d":"secret4","e":4242,"f":"secret5","g":"secret6","h":4243}"""u8);
        Assert.Equal(8, report.Errors.Count);
        Assert.DoesNotContain(report.Errors, static e => e.Message.Contains("secret", StringComparison.Ordinal) || e.Message.Contains("424", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_ManyForms_AgreeOnOneDocument()
    {
        var schema = JsonSchema.Parse(Order);
        var utf8 = Encoding.UTF8.GetBytes("""{"id":"x","lines":[]}""");
        var expected = schema.Validate(utf8).ToString();
        using var document = JsonDocument.Parse(utf8);
        Assert.Equal(expected, schema.Validate(document.RootElement).ToString());
        Assert.Equal(expected, schema.Validate(Segments(utf8, 3)).ToString());
        Assert.False(schema.IsValid(Segments(utf8, 1)));
        Assert.False(schema.IsValid(document.RootElement));
    }

    internal static System.Buffers.ReadOnlySequence<byte> Segments(byte[] utf8, int size)
    {
        Segment? first = null;
        Segment? last = null;
        for (var at = 0; at < utf8.Length; at += size)
        {
            var memory = utf8.AsMemory(at, Math.Min(size, utf8.Length - at));
            if (last is null) first = last = new Segment(memory, 0);
            else last = last.Append(memory);
        }
        return new(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : System.Buffers.ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }

    [Theory]
    [InlineData(OutputFormat.Flag, """{"valid":false}""")]
    [InlineData(OutputFormat.Basic, """{"valid":false,"keywordLocation":"","instanceLocation":"","errors":[{"valid":false,"keywordLocation":"/required","absoluteKeywordLocation":"https://example.org/order#/required","instanceLocation":"","error":"The property \u0022lines\u0022 is missing."},{"valid":false,"keywordLocation":"/properties/id/$ref/type","absoluteKeywordLocation":"https://example.org/order#/$defs/id/type","instanceLocation":"/id","error":"Expected a string, found a number."}]}""")]
    [InlineData(OutputFormat.Detailed, """{"valid":false,"keywordLocation":"","absoluteKeywordLocation":"https://example.org/order#","instanceLocation":"","errors":[{"valid":false,"keywordLocation":"/required","absoluteKeywordLocation":"https://example.org/order#/required","instanceLocation":"","error":"The property \u0022lines\u0022 is missing."},{"valid":false,"keywordLocation":"/properties/id/$ref/type","absoluteKeywordLocation":"https://example.org/order#/$defs/id/type","instanceLocation":"/id","error":"Expected a string, found a number."}]}""")]
    public void WriteOutput_Invalid_IsWhatTheSpecificationDefines(OutputFormat format, string expected)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        Assert.False(JsonSchema.Parse(Order).WriteOutput("""{"id":1}"""u8, writer, format));
        writer.Flush();
        Assert.Equal(expected, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void IsValid_WarmAndValid_AllocatesNothing()
    {
        var schema = JsonSchema.Parse("""{"type":"object","properties":{"id":{"format":"uuid"},"n":{"multipleOf":0.01},"tags":{"uniqueItems":true,"items":{"pattern":"^[a-z]+$"}},"o":{"oneOf":[{"type":"null"},{"required":["k"]}]},"u":{"anyOf":[{"properties":{"p":true}}],"unevaluatedProperties":false}},"additionalProperties":{"type":"string"}}""");
        var utf8 = Encoding.UTF8.GetBytes("""{"id":"2eb8aa08-aa98-11ea-b4aa-73b441d16380","n":12.5,"tags":["a","b"],"o":{"k":1},"u":{"p":1},"other":"a\"b"}""");
        for (var i = 0; i < 100; i++) Assert.True(schema.IsValid(utf8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) schema.IsValid(utf8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
