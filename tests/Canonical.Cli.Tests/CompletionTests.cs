using System.Diagnostics;

namespace Canonical.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("canonical val", "validate")]
    [InlineData("canonical validate --contract tim", "time-entry")]
    [InlineData("canonical validate --output sa", "sarif")]
    [InlineData("canonical generate cs", "csharp")]
    [InlineData("canonical list --sch", "--schemas")]
    [InlineData("canonical completion z", "zsh")]
    public async Task Complete_Line_GivesWhatFits(string line, string expected)
    {
        var result = await Shell.RunAsync("complete", "--position", line.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), line);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains(expected, result.Output.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _canonical canonical")]
    [InlineData("zsh", "compdef _canonical canonical")]
    [InlineData("fish", "complete -c canonical")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_EveryShell_HasAScript(string shell, string expected) =>
        Assert.Contains(expected, (await Shell.RunAsync("completion", shell)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Completion_InARealBash_Completes()
    {
        if (!File.Exists("/bin/bash")) Assert.Skip("bash not found: /bin/bash");
        var script = $$"""
            canonical() { dotnet "{{typeof(CliContext).Assembly.Location}}" "$@"; }
            {{(await Shell.RunAsync("completion", "bash")).Output}}
            COMP_LINE="canonical validate --output ju" COMP_POINT=30
            _canonical
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("junit\n", output);
    }
}
