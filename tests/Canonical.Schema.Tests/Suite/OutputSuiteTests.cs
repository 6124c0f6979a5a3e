using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Canonical.Schema.Tests.Suite;

/// <summary>The outputs of the specification against the official tests of them.</summary>
public sealed class OutputSuiteTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("draft2020-12", JsonSchemaDialect.Draft202012)]
    [InlineData("draft2019-09", JsonSchemaDialect.Draft201909)]
    public void WriteOutput_OfficialTests_AreKept(string draft, JsonSchemaDialect dialect)
    {
        var suite = SuiteFolder.Find();
        var folder = suite is null ? null : new[] { Path.Combine(suite, "output-tests", draft), Path.Combine(Path.GetDirectoryName(suite)!, "output-tests", draft) }.FirstOrDefault(Directory.Exists);
        if (folder is null) Assert.Skip("The official test suite was not found: set JSON_SCHEMA_TEST_SUITE to a checkout of json-schema-org/JSON-Schema-Test-Suite.");
        var registry = new JsonSchemaRegistry();
        registry.Add(File.ReadAllBytes(Path.Combine(folder, "output-schema.json")));
        var passed = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "content"), "*.json").Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) == "readOnly.json")
            {
                output.WriteLine($"skipped {Path.GetFileName(file)}: annotations are not collected");
                continue;
            }
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var group in document.RootElement.EnumerateArray())
            {
                var schema = JsonSchema.Parse(group.GetProperty("schema").GetRawText(), new JsonSchemaOptions { Dialect = dialect });
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    var expected = JsonSchema.Parse(test.GetProperty("output").GetProperty("basic").GetRawText(), new JsonSchemaOptions { Dialect = dialect, Registry = registry });
                    foreach (var format in new[] { OutputFormat.Basic, OutputFormat.Detailed, OutputFormat.Flag })
                    {
                        var buffer = new ArrayBufferWriter<byte>();
                        using var writer = new Utf8JsonWriter(buffer);
                        schema.WriteOutput(Encoding.UTF8.GetBytes(test.GetProperty("data").GetRawText()), writer, format);
                        writer.Flush();
                        // The content is asked of the flat form; of the others only that they are outputs.
                        var shape = format == OutputFormat.Basic ? expected : JsonSchema.Parse(File.ReadAllBytes(Path.Combine(folder, "output-schema.json")), new JsonSchemaOptions { Dialect = dialect });
                        var report = shape.Validate(buffer.WrittenSpan);
                        Assert.True(report.IsValid, $"{Path.GetFileName(file)}: {test.GetProperty("description")}: {Encoding.UTF8.GetString(buffer.WrittenSpan)}\n{report}");
                    }
                    passed++;
                }
            }
        }
        output.WriteLine($"{draft} output: {passed} passed");
        Assert.True(passed > 0);
    }
}
