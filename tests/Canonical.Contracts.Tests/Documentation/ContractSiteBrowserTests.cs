using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests;

/// <summary>The pages in a real browser: no error, nothing from outside, no sideways scrolling on a phone, readable in light and dark, and a search that leads to the member.</summary>
public sealed class ContractSiteBrowserTests
{
    // WCAG 2.2, success criterion 1.4.3: text of normal size.
    private const double LeastContrast = 4.5;

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    public async Task Pages_InABrowser_CanBeReadAndSearched()
    {
        var browser = Array.Find(Browsers, File.Exists);
        Assert.SkipWhen(browser is null, "No chromium on this machine: the contract pages were not looked at in a browser.");
        var folder = Directory.CreateTempSubdirectory("canonical-site-").FullName;
        try
        {
            ContractSite.Create(ContractCatalog.Load(Repository.Schemas), "Canonical contracts").WriteTo(folder);

            var seen = await LookAsync(new() { ["folder"] = folder, ["browser"] = browser, ["page"] = "time-entry.html", ["search"] = "workDate" });

            Assert.Empty(seen.GetProperty("errors").EnumerateArray().Select(e => e.GetString()));
            Assert.Empty(seen.GetProperty("outside").EnumerateArray().Select(e => e.GetString()));
            var views = seen.GetProperty("views").EnumerateArray().ToList();
            Assert.Equal(8, views.Count);
            Assert.All(views, view =>
            {
                Assert.False(view.GetProperty("wide").GetBoolean(), $"The page scrolls sideways: {view}");
                Assert.True(view.GetProperty("contrast").GetDouble() >= LeastContrast, $"Too little contrast: {view}");
                Assert.True(view.GetProperty("boxes").GetInt32() >= 3, $"The picture has too few objects: {view}");
            });
            Assert.Equal(2, views.Select(view => view.GetProperty("ground").GetString()).Distinct(StringComparer.Ordinal).Count());
            Assert.StartsWith("workDate", seen.GetProperty("found").GetString(), StringComparison.Ordinal);
            Assert.Equal("time-entry.html#m-workDate", seen.GetProperty("landed").GetString());
            Assert.True(seen.GetProperty("inView").GetBoolean());
            Assert.True(seen.GetProperty("example").GetBoolean());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<JsonElement> LookAsync(JsonObject input)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Canonical.Contracts.Tests", "Documentation", "browser");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")))
        {
            var (exit, _, problem) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, "");
            Assert.SkipWhen(exit != 0, $"playwright-core could not be installed (npm ci ended with {exit}), perhaps there is no registry: the contract pages were not looked at in a browser. {problem}");
        }
        var (code, output, error) = await RunAsync("node", ["look.mjs"], folder, input.ToJsonString());
        Assert.True(code == 0, $"look.mjs ended with {code}: {error}");
        using var seen = JsonDocument.Parse(output);
        return seen.RootElement.Clone();
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string program, string[] arguments, string folder, string input)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine: the contract pages were not looked at in a browser.");
        }
        using (process)
        {
            var cancellation = TestContext.Current.CancellationToken;
            await process!.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
    }
}
