namespace Canonical.Schema.Tests.Suite;

/// <summary>Where the official JSON Schema test suite is: the folder that JSON_SCHEMA_TEST_SUITE names, or <c>../shared/json-schema-test-suite</c> beside the repository.</summary>
internal static class SuiteFolder
{
    public static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("JSON_SCHEMA_TEST_SUITE");
        if (!string.IsNullOrEmpty(named))
        {
            // A checkout has the drafts one folder deeper.
            var nested = Path.Combine(named, "tests");
            return Directory.Exists(nested) ? nested : Directory.Exists(named) ? named : null;
        }
        return Shared("json-schema-test-suite");
    }

    public static string Remotes(string suite)
    {
        var beside = Path.Combine(suite, "remotes");
        return Directory.Exists(beside) ? beside : Path.Combine(Path.GetDirectoryName(suite)!, "remotes");
    }

    public static string? Shared(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Canonical.Sdk.sln"))) continue;
            var path = Path.Combine(at.Parent!.FullName, "shared", name);
            return Directory.Exists(path) ? path : null;
        }
        return null;
    }
}
