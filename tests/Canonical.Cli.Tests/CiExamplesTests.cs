using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Canonical.Cli.Tests;

// Every command line of docs/ci is run in a repository of its own: fine on fine contracts, and with findings once something is broken.
public sealed partial class CiExamplesTests
{
    private static readonly string Examples = Path.Combine(Shell.Root, "docs", "ci");

    public static TheoryData<string> Files() => new(["github-actions.yml", "azure-pipelines.yml", "pre-commit-config.yaml"]);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Commands_InARealRepository_SayWhatTheyShould(string file)
    {
        if (!File.Exists("/bin/bash")) Assert.Skip("bash not found: /bin/bash");
        var commands = Commands(file);
        Assert.True(commands.Count >= 2, $"{file} has {commands.Count} commands.");
        using var folder = new TempFolder();
        await ShellAsync(folder.Path, "git init -q -b main . && git config user.email a@example.org && git config user.name a && git config commit.gpgsign false");
        Assert.Equal(0, (await Shell.RunAsync("new", "object", "parcel", "--steward", "s", "--system-of-record", "erp", "--schemas", Path.Combine(folder.Path, "schemas"), "--host", "https://schemas.acme.example")).Code);
        Assert.Equal(0, (await Shell.RunAsync("publish", "common/1.0.0", "parcel/1.0.0", "--schemas", Path.Combine(folder.Path, "schemas"))).Code);
        Directory.CreateDirectory(Path.Combine(folder.Path, "payloads", "in"));
        var payload = Path.Combine(folder.Path, "payloads", "in", "1.json");
        File.Copy(Path.Combine(folder.Path, "schemas", "parcel", "1.0.0.examples", "valid", "minimal.json"), payload);
        await ShellAsync(folder.Path, "git add -A && git commit -qm first && git update-ref refs/remotes/origin/main HEAD");

        foreach (var command in commands) Assert.Equal((0, command), (await ShellAsync(folder.Path, command), command));

        var contract = Path.Combine(folder.Path, "schemas", "parcel", "1.0.0.json");
        await File.WriteAllTextAsync(contract, (await File.ReadAllTextAsync(contract, TestContext.Current.CancellationToken)).Replace("\"maxLength\": 255", "\"maxLength\": 3", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(payload, "{\"contract\":\"parcel/1.0.0\"}", TestContext.Current.CancellationToken);
        foreach (var command in commands) Assert.Equal((1, command), (await ShellAsync(folder.Path, command), command));
    }

    // The lines that run the command; what pre-commit would append is appended.
    private static List<string> Commands(string file) =>
    [
        .. from Match match in CommandLine().Matches(File.ReadAllText(Path.Combine(Examples, file)))
           let command = match.Groups["command"].Value
           select file.StartsWith("pre-commit", StringComparison.Ordinal) && command.StartsWith("validate", StringComparison.Ordinal) ? $"canonical {command} payloads/in/1.json" : $"canonical {command}",
    ];

    private static async Task<int> ShellAsync(string folder, string command)
    {
        // Azure replaces its own variables before the shell sees them.
        var script = $$"""
            canonical() { dotnet "{{typeof(CliContext).Assembly.Location}}" "$@"; }
            GITHUB_BASE_REF=main
            {{command.Replace("$(System.PullRequest.TargetBranchName)", "main", StringComparison.Ordinal)}}
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{command}\n{await output}{error}");
        return bash.ExitCode;
    }

    [GeneratedRegex(@"(?:run|script|entry): (?:tools/)?canonical (?<command>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();
}
