using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing.Tests;

/// <summary>Runs scripts with clients of npm, which we did not write; they come from the registry by a lock file the first time.</summary>
internal static class NpmClient
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <summary>Gives a script its input and returns what it wrote. Skips where node or a registry is missing.</summary>
    /// <param name="folder">The folder of the script, below this project's.</param>
    /// <param name="package">A package that it needs.</param>
    /// <param name="script">The script.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<JsonElement> RunAsync(string folder, string package, string script, JsonObject input)
    {
        string path = Path.Combine(Repository.Root(), "tests", "Canonical.Testing.Tests", folder);
        await InstallAsync(path, package);
        (int exit, string output, string error) = await RunAsync("node", [script], path, input.ToJsonString());
        Assert.True(exit == 0, $"{folder}/{script} ended with {exit}: {error}");
        using JsonDocument seen = JsonDocument.Parse(output);
        return seen.RootElement.Clone();
    }

    private static async Task InstallAsync(string path, string package)
    {
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (Directory.Exists(Path.Combine(path, "node_modules", package)))
                return;
            (int exit, _, string error) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], path, "");
            Assert.SkipWhen(exit != 0, $"{package} could not be installed (npm ci ended with {exit}), perhaps there is no registry: the sandbox was not checked with it. {error}");
        }
        finally
        {
            Installing.Release();
        }
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string program, string[] arguments, string path, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = path,
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
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Longest);
            try
            {
                await process!.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
                process.StandardInput.Close();
                Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
                Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return (process.ExitCode, await output, await error);
            }
            finally
            {
                // A client that hangs must not outlive the test.
                if (!process!.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
    }
}
