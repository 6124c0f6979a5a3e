using System.Diagnostics;

namespace Canonical.Model.Tests;

// Runs a script with npm packages that this project did not write; skips, and says so, where node or the registry is missing.
internal static class NodeProcess
{
    private static readonly SemaphoreSlim InstallGate = new(1);

    public static async Task<string> RunAsync(string folder, string package, string script, string input)
    {
        await InstallGate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", package)))
            {
                var (exit, _, problem) = await StartAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, "");
                Assert.SkipWhen(exit != 0, $"{package} could not be installed (npm ci ended with {exit}), perhaps there is no registry: it was not checked with. {problem}");
            }
        }
        finally
        {
            InstallGate.Release();
        }
        var (ended, output, error) = await StartAsync("node", [script], folder, input);
        Assert.True(ended == 0, $"{script} ended with {ended}: {error}");
        return output;
    }

    private static async Task<(int Exit, string Output, string Error)> StartAsync(string program, string[] arguments, string folder, string input)
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
            Assert.Skip($"{program} is not on this machine: the check with npm packages was not made.");
        }

        using (process)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var output = process!.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
    }
}
