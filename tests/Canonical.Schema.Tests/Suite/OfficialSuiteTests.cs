using System.Text;
using System.Text.Json;

namespace Canonical.Schema.Tests.Suite;

public sealed class OfficialSuiteTests(ITestOutputHelper output)
{
    // Optional files of which some tests are not passed, and why.
    private static readonly Dictionary<string, string> Skipped = new(StringComparer.Ordinal)
    {
        ["draft7/optional/content.json"] = "contentEncoding and contentMediaType are annotations in every later draft, and here in draft-07 too",
    };

    [Theory]
    [InlineData("draft2020-12", JsonSchemaDialect.Draft202012)]
    [InlineData("draft2019-09", JsonSchemaDialect.Draft201909)]
    [InlineData("draft7", JsonSchemaDialect.Draft7)]
    public void Required_EveryTest_Passes(string draft, JsonSchemaDialect dialect) => Run(draft, "", dialect, FormatHandling.FollowDialect, minimum: 200);

    [Theory]
    [InlineData("draft2020-12", JsonSchemaDialect.Draft202012)]
    [InlineData("draft2019-09", JsonSchemaDialect.Draft201909)]
    [InlineData("draft7", JsonSchemaDialect.Draft7)]
    public void OptionalFormat_EveryTest_Passes(string draft, JsonSchemaDialect dialect) => Run(draft, "optional/format", dialect, FormatHandling.Assert, minimum: 200);

    [Theory]
    [InlineData("draft2020-12", JsonSchemaDialect.Draft202012)]
    [InlineData("draft2019-09", JsonSchemaDialect.Draft201909)]
    [InlineData("draft7", JsonSchemaDialect.Draft7)]
    public void Optional_EveryTestButThoseOfSkippedFiles_Passes(string draft, JsonSchemaDialect dialect) => Run(draft, "optional", dialect, FormatHandling.FollowDialect, minimum: 50);

    private void Run(string draft, string folder, JsonSchemaDialect dialect, FormatHandling format, int minimum)
    {
        var suite = SuiteFolder.Find();
        if (suite is null) Assert.Skip("The official test suite was not found: set JSON_SCHEMA_TEST_SUITE to a checkout of json-schema-org/JSON-Schema-Test-Suite.");
        var registry = Remotes(suite);
        var failures = new StringBuilder();
        var (passed, failed) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(suite, draft, folder), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(suite, file).Replace('\\', '/');
            if (Skipped.TryGetValue(name, out var reason))
            {
                output.WriteLine($"skipped {name}: {reason}");
                continue;
            }
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var group in document.RootElement.EnumerateArray())
            {
                var (groupPassed, groupFailures) = RunGroup(group, registry, dialect, format);
                passed += groupPassed;
                failed += groupFailures.Count;
                foreach (var failure in groupFailures) failures.AppendLine($"{name}: {failure}");
            }
        }
        output.WriteLine($"{draft}{(folder.Length == 0 ? " required" : " " + folder)}: {passed} passed, {failed} failed");
        Assert.True(failed == 0, $"{passed} passed, {failed} failed\n{failures}");
        Assert.True(passed >= minimum, $"Only {passed} tests were found.");
    }

    private static (int Passed, List<string> Failures) RunGroup(JsonElement group, JsonSchemaRegistry registry, JsonSchemaDialect dialect, FormatHandling format)
    {
        var passed = 0;
        var failures = new List<string>();
        var title = group.GetProperty("description").GetString();
        JsonSchema schema;
        try
        {
            schema = JsonSchema.Parse(group.GetProperty("schema").GetRawText(), new JsonSchemaOptions { Dialect = dialect, Format = format, Registry = registry });
        }
        catch (JsonSchemaException e)
        {
            return (0, [$"{title}: {e.Code} {e.Message}"]);
        }
        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            var data = test.GetProperty("data");
            var expected = test.GetProperty("valid").GetBoolean();
            var utf8 = Encoding.UTF8.GetBytes(data.GetRawText());
            var report = schema.Validate(data);
            if (schema.IsValid(utf8) == expected && report.IsValid == expected && schema.IsValid(data) == expected) passed++;
            else failures.Add($"{title}: {test.GetProperty("description").GetString()}: expected {expected}; {report}");
        }
        return (passed, failures);
    }

    private static JsonSchemaRegistry Remotes(string suite)
    {
        var registry = new JsonSchemaRegistry();
        var remotes = SuiteFolder.Remotes(suite);
        foreach (var file in Directory.EnumerateFiles(remotes, "*.json", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(remotes, file).Replace('\\', '/');
            // Those of other drafts are there for the tests of references between drafts.
            if (path.StartsWith("draft3", StringComparison.Ordinal) || path.StartsWith("draft4", StringComparison.Ordinal) || path.StartsWith("v1", StringComparison.Ordinal)) continue;
            registry.Add(new Uri("http://localhost:1234/" + path), File.ReadAllBytes(file));
        }
        return registry;
    }
}
