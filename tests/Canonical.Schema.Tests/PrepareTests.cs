using System.Text;

namespace Canonical.Schema.Tests;

/// <summary>What validates documents is built at the first validation.</summary>
public sealed class PrepareTests
{
    private const string Text = """
        {
          "type": "object",
          "properties": { "kind": { "enum": ["a", "b"] }, "items": { "type": "array", "items": { "$ref": "#" } }, "code": { "pattern": "^(x|y)+[0-9]?$" } },
          "patternProperties": { "^n-": { "type": "number", "multipleOf": 0.01 } },
          "oneOf": [{ "properties": { "kind": { "const": "a" } }, "required": ["kind"] }, { "properties": { "kind": { "const": "b" } }, "required": ["kind", "code"] }],
          "unevaluatedProperties": false
        }
        """;

    private static readonly (string Document, bool IsValid)[] Documents =
    [
        ("""{"kind":"a","items":[{"kind":"b","code":"xy1"}],"n-1":0.25}""", true),
        ("""{"kind":"b"}""", false),
        ("""{"kind":"a","items":[{"kind":"b","code":"xz"}]}""", false),
        ("""{"kind":"a","n-1":0.255}""", false),
        ("""{"kind":"a","other":1}""", false),
    ];

    [Fact]
    public void Prepare_Twice_VerdictsStayRight()
    {
        var schema = JsonSchema.Parse(Text);
        schema.Prepare();
        schema.Prepare();
        foreach (var (document, isValid) in Documents) Assert.Equal(isValid, schema.IsValid(Encoding.UTF8.GetBytes(document)));
    }

    [Fact]
    public async Task IsValid_FirstOfSeveralThreadsAtOnce_SameVerdicts()
    {
        for (var round = 0; round < 50; round++)
        {
            var schema = JsonSchema.Parse(Text);
            using var together = new Barrier(4);
            var threads = Enumerable.Range(0, 4).Select(number => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(TestContext.Current.CancellationToken);
                    for (var i = 0; i < Documents.Length; i++)
                    {
                        var (document, isValid) = Documents[(i + number) % Documents.Length];
                        Assert.Equal(isValid, schema.Validate(Encoding.UTF8.GetBytes(document)).IsValid);
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));
            await Task.WhenAll(threads);
        }
    }

    [Fact]
    public void Validate_ErrorAfterLargeArray_SameReportAsOfTapeAlone()
    {
        var schema = JsonSchema.Parse("""{ "properties": { "rows": { "items": { "$ref": "#/$defs/row" } }, "last": { "type": "integer" } }, "$defs": { "row": { "type": "object", "properties": { "n": { "type": "integer" } }, "required": ["n"] } } }""");
        var rows = string.Join(',', Enumerable.Range(0, 400).Select(static n => $$"""{"n":{{n}}}"""));
        foreach (var document in new[] { $$"""{"rows":[{{rows}}],"last":"x"}""", $$"""{"rows":[{{rows}}],"rows":[{{rows}},{}],"last":"x"}""", $$"""{"rows":[{{rows}},{"n":""}],"last":1.5}""" })
        {
            var utf8 = Encoding.UTF8.GetBytes(document);
            Assert.Equal(schema.CollectForTest(utf8).Errors, schema.Validate(utf8).Errors);
            Assert.NotEmpty(schema.Validate(utf8).Errors);
        }
    }
}
