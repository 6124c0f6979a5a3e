using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Canonical.Model;

namespace Canonical.Cli;

// The whole command line. In-process, so that tests run what users run.
internal static class CanonicalCommand
{
    // In the order of the help.
    private static readonly (string Name, Func<CliContext, Command> Create)[] Commands =
    [
        ("validate", ValidateCommand.Create),
        ("lint", LintCommand.Create),
        ("diff", DiffCommand.Create),
        ("check", CheckCommand.Create),
        ("list", ListCommand.Create),
        ("show", ShowCommand.Create),
        ("rules", RulesCommand.Create),
        ("generate", GenerateCommand.Create),
        ("key", KeyCommand.Create),
        ("canonicalize", CanonicalizeCommand.Create),
        ("completion", CompletionCommand.Create),
        (CompletionCommand.CompleteName, CompletionCommand.CreateComplete),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken = default)
    {
        var root = Create(context, arguments);
        var parsed = root.Parse(arguments);
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                foreach (var error in parsed.Errors) await context.Error.WriteLineAsync($"canonical: {error.Message}").ConfigureAwait(false);
                var path = Path(parsed.CommandResult.Command);
                await context.Error.WriteLineAsync($"Try \"{path} --help\".").ConfigureAwait(false);
                return ExitCodes.Usage;
            }
            var configuration = new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false };
            var code = await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
            await context.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            return code;
        }
        catch (CliException e)
        {
            await FlushAsync(context).ConfigureAwait(false);
            await context.Error.WriteLineAsync($"canonical: {e.Message}").ConfigureAwait(false);
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await FlushAsync(context).ConfigureAwait(false);
            await context.Error.WriteLineAsync($"canonical: {e.Message}").ConfigureAwait(false);
            return ExitCodes.UnreadableInput;
        }
        catch (CanonicalException e)
        {
            await FlushAsync(context).ConfigureAwait(false);
            await context.Error.WriteLineAsync($"canonical: {e.Message} [{e.Code}]").ConfigureAwait(false);
            return ExitCodes.UnreadableInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CANONICAL_DEBUG")))
        {
            await FlushAsync(context).ConfigureAwait(false);
            await context.Error.WriteLineAsync($"canonical: unexpected failure, please report it: {e.GetType().Name}: {e.Message} (run again with CANONICAL_DEBUG=1 for the stack trace)").ConfigureAwait(false);
            return ExitCodes.Internal;
        }
    }

    // Only the command that is asked for is made; the others take longer to make than it takes to run.
    private static CliCommand Create(CliContext context, IReadOnlyList<string> arguments) =>
        arguments is [var first, ..] && Commands.FirstOrDefault(c => c.Name == first) is { Name: not null } named ? Create(context, [named]) : Create(context, Commands);

    // Every command, for help and completion.
    public static Command CreateAll(CliContext context) => Create(context, Commands);

    private static CliCommand Create(CliContext context, IEnumerable<(string Name, Func<CliContext, Command> Create)> commands)
    {
        var root = new CliCommand("canonical", "Validates payloads against canonical contracts, keeps contracts in order, generates code from them, derives keys.",
            "canonical validate customers.ndjson --contract customer",
            "canonical show time-entry",
            "canonical generate csharp --schemas schemas --namespace Acme.Model --output src/Acme.Model/Generated");
        foreach (var (_, create) in commands) root.Add(create(context));

        // A RootCommand would take its name from the file that runs, which in a tool is the host.
        root.Add(new HelpOption { Action = new HelpWithExamples() });
        root.Add(new VersionOption());
        return root;
    }

    private static async Task FlushAsync(CliContext context)
    {
        try
        {
            await context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
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
