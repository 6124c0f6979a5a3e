using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.Workday;

/// <summary>The sandbox seen by the npm package soap, a general SOAP client that we did not write: it reads the WSDL, signs with WS-Security and parses the answers by itself.</summary>
public sealed class WorkdaySandboxSoapTests
{
    [Fact]
    public async Task Soap_ReadsPagesKeysAndFaults_SeesAWorkdayTenant()
    {
        await using WorkdaySandbox sandbox = await WorkdayTestTenant.StartAsync(workers: 3);
        JsonElement seen = await RunAsync(sandbox);

        Assert.Matches("^20[0-9]{2}-", seen.GetProperty("timestamp").GetString());
        Assert.Equal(["1", "2"], Workers(seen, "first"));
        Assert.Equal(["3"], Workers(seen, "last"));
        JsonElement results = seen.GetProperty("last").GetProperty("ok").GetProperty("Response_Results");
        Assert.Equal(("3", "2", "1", "2"), (results.GetProperty("Total_Results").ToString(), results.GetProperty("Total_Pages").ToString(), results.GetProperty("Page_Results").ToString(), results.GetProperty("Page").ToString()));
        Assert.Equal((WorkdaySandbox.InitialTokens - 3).ToString(System.Globalization.CultureInfo.InvariantCulture), seen.GetProperty("tokens").GetString());
        Assert.Equal(["2"], Workers(seen, "byKey"));
        JsonElement unknown = seen.GetProperty("unknownKey");
        Assert.Equal("SOAP-ENV:Client.validationError", unknown.GetProperty("fault").GetString());
        Assert.Contains("/bsvc:Worker_Reference[1]", unknown.GetProperty("detail").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("SOAP-ENV:Client.authenticationError", seen.GetProperty("wrongPassword").GetProperty("fault").GetString());
        Assert.Equal(500, seen.GetProperty("wrongPassword").GetProperty("status").GetInt32());
        Assert.Equal("SOAP-ENV:Client.validationError", seen.GetProperty("wrongService").GetProperty("fault").GetString());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("wrongService").GetProperty("detail").ValueKind);
        Assert.Empty(sandbox.SchemaViolations);
    }

    private static IEnumerable<string?> Workers(JsonElement seen, string step)
    {
        if (!seen.GetProperty(step).TryGetProperty("ok", out JsonElement ok))
            throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");
        return [.. ok.GetProperty("Response_Data").GetProperty("Worker").EnumerateArray().Select(static worker =>
            worker.GetProperty("Worker_Reference").GetProperty("ID").EnumerateArray().Last().GetProperty("$value").GetString())];
    }

    private static async Task<JsonElement> RunAsync(WorkdaySandbox sandbox)
    {
        string folder = Path.Combine(Root(), "tests", "Canonical.Testing.Tests", "Workday", "soap");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "soap")))
        {
            (int exit, _, string problem) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, "");
            Assert.SkipWhen(exit != 0, $"soap could not be installed (npm ci ended with {exit}), perhaps there is no registry: the Workday sandbox was not checked with it. {problem}");
        }

        string endpoint = new Uri(sandbox.BaseAddress, $"ccx/service/{WorkdayTestTenant.Tenant}/Human_Resources/v44.0").ToString();
        var input = new JsonObject
        {
            ["wsdl"] = endpoint,
            ["wrongService"] = endpoint.Replace("Human_Resources", "Compensation", StringComparison.Ordinal),
            ["userName"] = $"{WorkdayTestTenant.User}@{WorkdayTestTenant.Tenant}",
            ["password"] = WorkdayTestTenant.Password,
            ["employee"] = "2",
        };
        (int code, string output, string error) = await RunAsync("node", ["client.mjs"], folder, input.ToJsonString());
        Assert.True(code == 0, $"client.mjs ended with {code}: {error}");
        using JsonDocument seen = JsonDocument.Parse(output);
        return seen.RootElement.Clone();
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string program, string[] arguments, string folder, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine: the Workday sandbox was not checked with the npm package soap.");
        }

        using (process)
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            await process!.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
