using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests.NetSuite;

/// <summary>Runs <c>node/client.mjs</c>: requests signed by the npm package oauth-1.0a, which we did not write.</summary>
internal static class NodeClient
{
    private static readonly SemaphoreSlim InstallGate = new(1);

    /// <summary>Sends signed requests one after another.</summary>
    public static async Task<JsonElement[]> SendAsync(NetSuiteSandbox sandbox, params JsonObject[] requests)
    {
        string folder = Path.Combine(Repository.Root(), "tests", "Canonical.Testing.Tests", "NetSuite", "node");
        await InstallAsync(folder);
        var input = new JsonObject
        {
            ["realm"] = sandbox.AccountId,
            ["keys"] = new JsonObject
            {
                ["consumerKey"] = sandbox.Token.ConsumerKey,
                ["consumerSecret"] = sandbox.Token.ConsumerSecret,
                ["tokenId"] = sandbox.Token.TokenId,
                ["tokenSecret"] = sandbox.Token.TokenSecret,
            },
            ["requests"] = new JsonArray([.. requests]),
        };
        (int exit, string output, string error) = await RunAsync("node", ["client.mjs"], folder, input.ToJsonString());
        Assert.True(exit == 0, $"The node client ended with {exit}: {error}");
        using JsonDocument answers = JsonDocument.Parse(output);
        return [.. answers.RootElement.EnumerateArray().Select(a => a.Clone())];
    }

    private static async Task InstallAsync(string folder)
    {
        await InstallGate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (Directory.Exists(Path.Combine(folder, "node_modules", "oauth-1.0a")))
                return;
            (int exit, _, string error) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder, "");
            Assert.SkipWhen(exit != 0, $"npm ci did not work (exit code {exit}), perhaps there is no registry: {error}");
        }
        finally
        {
            InstallGate.Release();
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
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine: the check with the npm package oauth-1.0a was not made.");
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
}
