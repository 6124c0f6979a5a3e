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
    [InlineData("canonical event w", "wrap")]
    [InlineData("canonical event wrap --type appr", "approved")]
    [InlineData("canonical validate --view w", "writer")]
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
    public async Task Completion_InARealFish_Completes()
    {
        if (!File.Exists("/usr/bin/fish")) Assert.Skip("fish not found: /usr/bin/fish");
        var script = $$"""
            function canonical; dotnet "{{typeof(CliContext).Assembly.Location}}" $argv; end
            {{(await Shell.RunAsync("completion", "fish")).Output}}
            complete -C 'canonical validate --output ju'
            complete -C 'echo a | canonical val'
            """;

        Assert.Equal("junit\nvalidate\n", await RunAsync("/usr/bin/fish", "--no-config", "-c", script));
    }

    // In a terminal of its own: the keys are typed, and what stands in the line afterwards is read.
    [Fact]
    public async Task Completion_InARealZsh_Completes()
    {
        if (!File.Exists("/usr/bin/zsh")) Assert.Skip("zsh not found: /usr/bin/zsh");
        using var folder = new TempFolder();
        var file = folder.File("completion.zsh", (await Shell.RunAsync("completion", "zsh")).Output);
        var script = $$"""
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z "stty -echo; PS1=; autoload -Uz compinit; compinit -u -D"
            zpty -w z 'canonical() { dotnet "{{typeof(CliContext).Assembly.Location}}" "$@"; }; source "{{file}}"'
            # The marks are in parts: until the echo is off, what is typed comes back, and must not pass for what is printed.
            zpty -w z 'show() { print -r -- "[""[$BUFFER]""]"; zle send-break }; zle -N show; bindkey "^X" show; print rea""dy'
            zpty -r -m z line '*ready*'
            for text in 'canonical validate --output ju' 'echo a | canonical val' 'canonical generate cs'; do
              zpty -w -n z "$text"$'\t'
              zpty -w -n z $'\x18'
              zpty -r -m z line '*]]*'
              print -r -- "${${line##*\[\[}%%\]\]*}"
            done
            zpty -d z
            """;

        Assert.Equal("canonical validate --output junit \necho a | canonical validate \ncanonical generate csharp \n", await RunAsync("/usr/bin/zsh", "-f", "-c", script));
    }

    private static async Task<string> RunAsync(string shell, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

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
