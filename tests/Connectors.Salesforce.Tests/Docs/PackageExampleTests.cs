using System.Reflection;

using Canonical.Testing;

namespace Connectors.Salesforce.Tests;

/// <summary>The example of PACKAGE.md, run against the sandbox (the gate compiles the page itself); and the list of codes.</summary>
public sealed class PackageExampleTests
{
    [Fact]
    public async Task Package_Example_PrintsProjects()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(2);
        using var client = TestClients.Over(sandbox);
        var printed = new StringWriter();

        var source = new SalesforceOpportunitySource(client, new SalesforceReadOptions { Tenant = "acme", Instance = "00D000000000062EAA" });
        await foreach (var page in source.ReadWithAccountsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var won in page.Items)
            {
                if (won.Project.Value is { } project)
                    await printed.WriteLineAsync($"{project.Id} {project.Name}");
                foreach (var issue in won.Project.Issues)
                    await printed.WriteLineAsync($"{won.Project.Source.RecordId}: {issue.Code} {issue.Path} {issue.Message} {issue.Remedy}");
            }
        }

        Assert.Contains("Opportunity 0001", printed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_Each_IsListedOnceInTheErrorPage()
    {
        string page = File.ReadAllText(Path.Combine(SharedFiles.Root(), "docs", "errors", "salesforce.md"));
        string[] codes = [.. typeof(SalesforceErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];
        Assert.Equal(codes.Length, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.Equal(2, page.Split($"| {code} |").Length));
    }
}
