using System.Reflection;

namespace Connectors.NetSuite.Tests;

public sealed class DocumentationTests
{
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
