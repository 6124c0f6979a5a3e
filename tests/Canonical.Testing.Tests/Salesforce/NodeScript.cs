using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Runs scripts with Salesforce clients of npm, which come from the registry by a lock file the first time.</summary>
internal static class NodeScript
{
    private static readonly SemaphoreSlim Installing = new(1, 1);

    public static string Codes(JsonElement rows) =>
        string.Join(", ", rows.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean() ? "ok" : r.GetProperty("errors")[0].GetProperty("statusCode").GetString()));

    public static JsonElement Ok(JsonElement seen, string step) =>
        seen.GetProperty(step).TryGetProperty("ok", out JsonElement ok) ? ok : throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");

    public static string? Code(JsonElement seen, string step) =>
        seen.GetProperty(step).TryGetProperty("errorCode", out JsonElement code) ? code.GetString() : throw new InvalidOperationException($"{step}: {seen.GetProperty(step)}");

    /// <summary>Runs a script of the folder and gives what it wrote. Skips where node or a registry is missing.</summary>
    public static async Task<JsonElement> RunAsync(string client, string script, SalesforceSandbox sandbox, RSA key)
    {
        string folder = Path.Combine(Root(), "tests", "Canonical.Testing.Tests", "Salesforce", client);
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await InstallAsync(folder, client);
        }
        finally
        {
            Installing.Release();
        }

        var input = new JsonObject
        {
            ["loginUrl"] = sandbox.BaseAddress.ToString().TrimEnd('/'),
            ["clientId"] = SalesforceSandboxOptions.DefaultClientId,
            ["clientSecret"] = SalesforceSandboxOptions.DefaultClientSecret,
            ["refreshToken"] = SalesforceSandboxOptions.DefaultRefreshToken,
            ["username"] = SalesforceSandboxOptions.DefaultUsername,
            ["audience"] = "https://login.salesforce.com",
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
        };
        (int code, string output, string error) = await RunAsync("node", [script], folder, input.ToJsonString());
        Assert.True(code == 0, $"{script} ended with {code}: {error}");
        using JsonDocument seen = JsonDocument.Parse(output);
        return seen.RootElement.Clone();
    }

    private static async Task InstallAsync(string folder, string client)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules", client)))
        {
            (int exit, _, string problem) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, "");
            Assert.SkipWhen(exit != 0, $"{client} could not be installed (npm ci ended with {exit}), perhaps there is no registry: the sandbox was not checked with it. {problem}");
        }
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
            Assert.Skip($"{program} is not on this machine: the sandbox was not checked with a client of npm.");
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
