using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Canonical.Model;

namespace Canonical.Cli;

// The whole command line. In-process, so that tests run what users run.
internal static class CanonicalCommand
{
    // In the order of the help.
    private static readonly Maker[] Commands =
    [
        new("validate", ValidateCommand.Create),
        new("lint", LintCommand.Create),
        new("diff", DiffCommand.Create),
        new("check", CheckCommand.Create),
        new("list", ListCommand.Create),
        new("show", ShowCommand.Create),
        new("new", NewCommand.Create),
        new("publish", PublishCommand.Create),
        new("deprecate", DeprecateCommand.Create),
        new("rules", RulesCommand.Create),
        new("generate", GenerateCommand.Create),
        new("key", KeyCommand.Create),
        new("canonicalize", CanonicalizeCommand.Create),
        new("event", EventCommand.Create),
        new("schema", SchemaCommand.Create),
        new("map", MapCommand.Create),
        new("unmap", MapCommand.CreateBack),
        new("mapping", MappingCommand.Create),
        new("lineage", LineageCommand.Create),
        new("completion", CompletionCommand.Create),
        new(CompletionCommand.CompleteName, CompletionCommand.CreateComplete),
    ];

    public static int Run(IReadOnlyList<string> arguments, CliContext context)
    {
        var root = Create(context, arguments);
        var parsed = root.Parse(arguments);
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                var command = parsed.CommandResult.Command;
                if (MissingCommand(command, parsed) is { } missing) context.Error.WriteLine($"canonical: {missing}");
                else foreach (var error in parsed.Errors) context.Error.WriteLine($"canonical: {error.Message}");
                context.Error.WriteLine($"Try \"{Path(command)} --help\".");
                return ExitCodes.Usage;
            }
            if (UnknownOption(parsed) is { } unknown)
            {
                context.Error.WriteLine($"canonical: There is no option {unknown}. What begins with a hyphen and is no option stands behind \"--\".");
                context.Error.WriteLine($"Try \"{Path(parsed.CommandResult.Command)} --help\".");
                return ExitCodes.Usage;
            }
            var configuration = new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false };
            // The machinery of asynchronous methods is compiled at run time, so it is for commands that need it.
            var code = parsed.Action is SynchronousCommandLineAction ? parsed.Invoke(configuration) : parsed.InvokeAsync(configuration, context.CancellationToken).GetAwaiter().GetResult();
            context.Out.Flush();
            return code;
        }
        catch (CliException e)
        {
            Flush(context);
            context.Error.WriteLine($"canonical: {e.Message}");
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Flush(context);
            context.Error.WriteLine($"canonical: {e.Message}");
            return ExitCodes.UnreadableInput;
        }
        catch (CanonicalException e)
        {
            Flush(context);
            context.Error.WriteLine($"canonical: {e.Message} [{e.Code}]");
            return ExitCodes.UnreadableInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CANONICAL_DEBUG")))
        {
            Flush(context);
            context.Error.WriteLine($"canonical: unexpected failure, please report it: {e.GetType().Name}: {e.Message} (run again with CANONICAL_DEBUG=1 for the stack trace)");
            return ExitCodes.Internal;
        }
    }

    // Only the command that is asked for is made; the others take longer to make than it takes to run.
    private static CliCommand Create(CliContext context, IReadOnlyList<string> arguments) =>
        Create(context, arguments.Count > 0 ? Array.Find(Commands, c => c.Name == arguments[0]) : null);

    // Every command, for help and completion.
    public static Command CreateAll(CliContext context) => Create(context, (Maker?)null);

    private static CliCommand Create(CliContext context, Maker? only)
    {
        var root = new CliCommand("canonical", "Validates payloads against canonical contracts, keeps contracts in order, generates code from them, derives keys.",
            "canonical validate customers.ndjson --contract customer",
            "canonical show time-entry",
            "canonical generate csharp --schemas schemas --namespace Acme.Model --output src/Acme.Model/Generated");
        foreach (var command in Commands)
        {
            if (only is null || command == only) root.Add(command.Create(context));
        }

        // A RootCommand would take its name from the file that runs, which in a tool is the host.
        root.Add(new HelpOption { Action = new HelpWithExamples() });
        root.Add(new VersionOption());
        return root;
    }

    // Where a command must follow. The parser would say first that one is required, and then that it does not know the one that was given.
    private static string? MissingCommand(Command command, ParseResult parsed)
    {
        if (command.Subcommands.Count == 0) return null;
        var names = string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
        return parsed.UnmatchedTokens is [var given, ..]
            ? given.StartsWith('-') ? $"There is no option {given}." : $"There is no command \"{Path(command)} {given}\"; there are {names}."
            : $"Name a command: {names}.";
    }

    // The parser takes a misspelt option for one more file where a command takes several; that the file does not exist would be true and no help.
    private static string? UnknownOption(ParseResult parsed)
    {
        if (parsed.Action is HelpWithExamples || parsed.CommandResult.Command.Name == CompletionCommand.CompleteName) return null;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) break;
            if (token.Value is ['-', _, ..]) named.Add(token.Value);
        }
        foreach (var argument in parsed.CommandResult.Command.Arguments)
        {
            if (parsed.GetResult(argument)?.Tokens.FirstOrDefault(t => named.Contains(t.Value)) is { } found) return found.Value;
        }
        return null;
    }

    private static void Flush(CliContext context)
    {
        try
        {
            context.Out.Flush();
        }
        catch (IOException)
        {
            // Standard output has gone; the message still belongs on standard error.
        }
    }

    private static string Path(Command command)
    {
        var names = new List<string> { command.Name };
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault()) names.Insert(0, parent.Name);
        return string.Join(' ', names);
    }

    private sealed class Maker(string name, Func<CliContext, Command> create)
    {
        public string Name => name;

        public Command Create(CliContext context) => create(context);
    }

    private sealed class HelpWithExamples : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            _help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is not CliCommand { Examples.Count: > 0 } command) return ExitCodes.Success;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples) output.WriteLine("  " + example);
            output.WriteLine();
            return ExitCodes.Success;
        }
    }
}
