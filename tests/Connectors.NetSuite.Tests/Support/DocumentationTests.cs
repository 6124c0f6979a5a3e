using System.Reflection;

namespace Connectors.NetSuite.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void PackageReadme_Example_IsTheOneThatCompiles()
    {
        string readme = File.ReadAllText(Path.Combine(SharedFixtures.Root(), "src", "Connectors.NetSuite", "PACKAGE.md"));
        string compiled = File.ReadAllText(Path.Combine(SharedFixtures.Root(), "tests", "Connectors.NetSuite.Tests", "Support", "PackageExample.cs"));
        string example = readme.Split("```csharp")[1].Split("```")[0];
        string[] lines = [.. example.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorCodes_AreUniqueAndListedOnce()
    {
        string page = File.ReadAllText(Path.Combine(SharedFixtures.Root(), "docs", "errors", "netsuite.md"));
        FieldInfo[] codes = typeof(NetSuiteErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static);

        Assert.Equal(codes.Length, codes.Select(c => (string)c.GetRawConstantValue()!).Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, c => Assert.Contains($"| {c.GetRawConstantValue()} | `{c.Name}` |", page, StringComparison.Ordinal));
        Assert.Equal(codes.Length, page.Split('\n').Count(l => l.StartsWith("| NSU", StringComparison.Ordinal)));
    }
}
