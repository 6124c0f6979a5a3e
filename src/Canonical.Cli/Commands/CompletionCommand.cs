using System.CommandLine;

namespace Canonical.Cli;

// Completion in shells: each shell's script asks the command itself what fits at the cursor.
internal static class CompletionCommand
{
    public const string CompleteName = "complete";

    private const string Bash = """
        _canonical() {
          local IFS=$'\n'
          COMPREPLY=( $(canonical complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null) )
        }
        complete -o default -F _canonical canonical
        """;

    private const string Zsh = """
        _canonical() {
          local -a found
          found=("${(@f)$(canonical complete "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
          if [[ -n "${found[*]}" ]]; then compadd -- "${found[@]}"; else _files; fi
        }
        compdef _canonical canonical
        """;

    private const string Fish = """
        complete -c canonical -a '(canonical complete (commandline -cp | string collect) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName canonical -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          canonical complete --position $cursorPosition "$commandAst" | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new CliCommand("completion", "Writes the script that lets a shell complete commands, options and contracts.",
            "canonical completion bash > ~/.local/share/bash-completion/completions/canonical",
            "canonical completion zsh > ~/.zfunc/_canonical_init && source ~/.zfunc/_canonical_init",
            "canonical completion fish > ~/.config/fish/completions/canonical.fish",
            "canonical completion pwsh >> $PROFILE")
        { shell };
        command.SetAction(parsed =>
        {
            context.Out.WriteLine(parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, "pwsh" => PowerShell, _ => Bash });
            return ExitCodes.Success;
        });
        return command;
    }

    // What the scripts call.
    public static Command CreateComplete(CliContext context)
    {
        var line = new Argument<string>("line") { Description = "The command line." };
        var position = new Option<int?>("--position") { Description = "Where the cursor is; without it at the end.", HelpName = "n" };
        var command = new CliCommand(CompleteName, "Writes what fits at a place of a command line, for the scripts of \"canonical completion\".", "canonical complete --position 13 \"canonical val\"") { line, position };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var text = parsed.GetValue(line)!;
            var cursor = Math.Clamp(parsed.GetValue(position) ?? text.Length, 0, text.Length);
            foreach (var item in CanonicalCommand.CreateAll(context).Parse(text).GetCompletions(cursor)) context.Out.WriteLine(item.InsertText ?? item.Label);
            return ExitCodes.Success;
        });
        return command;
    }
}
